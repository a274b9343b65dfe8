import { type Seconds, seconds } from '../line/dimension.ts'
import type { Line } from '../line/line.ts'
import { latestOnset } from '../scenario/sample.ts'
import type { Task } from './task.ts'

/**
 * The task in dreams of a line that last shorter than the `whole` ones it was made for, s: a fault that would begin too late
 * to be met begins at the same share of the dream.
 */
export function withinHorizon({ horizon }: Line, whole: Seconds, task: Task): Task {
  const latest = latestOnset * horizon
  const earlier = (onset: number) => (onset <= latest ? onset : Math.min(latest, (onset * horizon) / whole))
  return { ...task, faults: task.faults.map((fault) => ({ ...fault, onset: seconds(earlier(fault.onset)) })) }
}
