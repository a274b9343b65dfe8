import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Progress } from '../../core/engine/contract.ts'
import type { WindowJob } from '../../core/engine/window/contract.ts'

export type JobKind = 'dream' | 'train' | 'judge' | 'export' | 'film'

/** A long call that is under way. */
export interface RunningJob {
  readonly id: number
  readonly kind: JobKind
  /** Milliseconds since 1970. */
  readonly began: number
  readonly progress?: Progress
  cancel(): void
}

export interface Jobs {
  readonly running: readonly RunningJob[]
  /** Runs a long call with progress and a way to cancel it. Rejects as the call does. */
  run<Result>(
    kind: JobKind,
    call: (job: WindowJob) => Promise<Result>,
    onTraining?: WindowJob['onTraining'],
  ): Promise<Result>
}

/** Expected seconds until a job is done, from what is done so far. */
export function secondsLeft({ began, progress }: RunningJob, now: number): number | undefined {
  if (progress === undefined || progress.done === 0 || progress.total <= progress.done) return undefined
  return ((now - began) / 1000) * (progress.total / progress.done - 1)
}

export const createJobs = (): StoreApi<Jobs> =>
  createStore((set, get) => {
    let next = 1
    return {
      running: [],
      async run(kind, call, onTraining) {
        const id = next++
        const abort = new AbortController()
        const update = (change: Partial<RunningJob>) =>
          set({ running: get().running.map((job) => (job.id === id ? { ...job, ...change } : job)) })
        const job: RunningJob = { id, kind, began: Date.now(), cancel: () => abort.abort() }
        set({ running: [...get().running, job] })
        try {
          return await call({
            signal: abort.signal,
            onProgress: (progress) => update({ progress }),
            ...(onTraining && { onTraining }),
          })
        } finally {
          set({ running: get().running.filter((running) => running.id !== id) })
        }
      },
    }
  })
