import type { Progress as Position } from '../engine/contract.ts'
import { type Progress, startProgress } from './progress.ts'
import { withoutControls } from './width.ts'

type Output = Parameters<typeof startProgress>[1]

/** Draws the positions that a job reports, one line for each of its tasks. */
export function followJob(output: Output): { onProgress(position: Position): void; finish(): void } {
  let task: string | undefined
  let progress: Progress | undefined

  const finish = () => {
    progress?.finish()
    progress = undefined
  }
  return {
    onProgress({ note, ...position }) {
      const { done, total, unit } = position
      if (position.task !== task || progress === undefined) {
        finish()
        task = position.task
        progress = startProgress({ label: withoutControls(task), unit, total, first: done }, output)
      }
      progress.update(done, { total, ...(note !== undefined && { note: withoutControls(note) }) })
    },
    finish,
  }
}
