import type { Job, Progress as Position } from '../engine/contract.ts'
import { type Progress, startProgress } from './progress.ts'
import { withoutControls } from './width.ts'

type Output = NonNullable<Parameters<typeof startProgress>[1]>

/** What a job tells meanwhile. */
interface Following extends Required<Pick<Job, 'onProgress' | 'onReasoning'>> {
  finish(): void
}

/** Draws the positions that a job reports, one line for each of its tasks, and its reasoning as it is written. */
export function followJob(output: Output): Following {
  let task: string | undefined
  let progress: Progress | undefined
  let isReasoning = false

  const finish = () => {
    progress?.finish()
    progress = undefined
    if (isReasoning) output.write('\n\n')
    isReasoning = false
  }
  return {
    onReasoning(text) {
      if (!isReasoning) finish()
      isReasoning = true
      output.write(text.split('\n').map(withoutControls).join('\n'))
    },
    onProgress({ note, ...position }: Position) {
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
