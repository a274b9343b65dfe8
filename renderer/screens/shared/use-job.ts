import { useStore } from 'zustand'
import { useApp } from '../../app/use-app.ts'
import type { JobKind, RunningJob } from '../../state/jobs.ts'

/** The long call of that kind which is under way, whichever screen began it. */
export const useJob = (kind: JobKind): RunningJob | undefined =>
  useStore(useApp().jobs, ({ running }) => running.find((job) => job.kind === kind))

/** Why nothing can be run on the line as it stands: a key of the `results` texts. */
export function useHindrance(): 'readOnly' | 'problems' | undefined {
  return useStore(useApp().study, ({ open, reading }) => {
    if (open?.readOnly !== undefined) return 'readOnly'
    return (reading?.problems.length ?? 0) > 0 ? 'problems' : undefined
  })
}
