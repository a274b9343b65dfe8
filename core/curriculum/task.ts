import type { PlantLayout } from '../line/groups.ts'
import type { Line } from '../line/line.ts'
import type { RandomSource } from '../scenario/random.ts'
import { faultyScenario, onAnotherDay } from '../scenario/sample.ts'
import type { Scenario } from '../scenario/scenario.ts'

/** Where a task comes from: drawn afresh, out of the replay, varied from another task, or proposed by a reasoner. */
export type Origin = 'drawn' | 'replayed' | 'varied' | 'proposed'

/** The faults of a scenario, without its day. */
type Occurrence = Pick<Scenario, 'name' | 'faults' | 'likelihood'>

/** Faults as they occur: what, when and how badly. Each of its dreams is on a day of its own. */
export interface Task extends Occurrence {
  readonly origin: Origin
}

export const isSynthetic = ({ origin }: Task): boolean => origin === 'varied' || origin === 'proposed'

/** The faults of a scenario as a task. */
export const taskOf = ({ name, faults, likelihood }: Occurrence, origin: Origin): Task => ({
  name,
  faults,
  likelihood,
  origin,
})

/** A task with one fault or two of the line's own. Throws a `RangeError` on a line without failures. */
export const drawTask = (line: Line, layout: PlantLayout, random: RandomSource): Task =>
  taskOf(faultyScenario(line, layout, random), 'drawn')

/** The task on a day with its own disturbances and its own spread of the plant. */
export function dayOf(line: Line, layout: PlantLayout, task: Task, random: RandomSource): Scenario {
  const { name, faults, likelihood } = task
  return onAnotherDay(line, layout, { name, faults, likelihood }, random)
}
