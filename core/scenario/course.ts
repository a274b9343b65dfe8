import { add, clip, floor, greater, minimum, multiply, subtract } from '../graph/elementwise.ts'
import { constant } from '../graph/leaf.ts'
import { sliceRows } from '../graph/shape.ts'
import type { Tensor } from '../graph/tensor.ts'
import { assemble } from '../line/assemble.ts'
import type { PlantLayout } from '../line/groups.ts'
import type { Disturbance, Line, OnOffLoop, PidLoop } from '../line/line.ts'
import type { Scenario } from './scenario.ts'

/** Long after any dream, s. */
const never = 1e9
/** Share of its period for which an intermittent fault is present. */
const dutyShare = 0.5

/**
 * How scenarios lie in a tensor, one lane each: for each failure its onset, rate of growth, end and severity; for each
 * set point its value before, its change and when; for each stepped disturbance its size and when; the factors.
 */
export interface CourseLayout {
  readonly rows: number
  readonly failures: number
  readonly setpoints: readonly (PidLoop | OnOffLoop)[]
  readonly steps: readonly { readonly disturbance: number; readonly nominal: number }[]
  readonly factors: number
}

/** What a scenario asks of the line at one moment; absent where the line has none of it. */
export interface Moment {
  /** Activity of each failure, [failures, lanes], in SI. */
  readonly fault: Tensor | undefined
  /** [set points, lanes] */
  readonly setpoint: Tensor | undefined
  /** Stepped departure of each of the line's disturbances from nominal, [disturbances, lanes]. */
  readonly disturbance: Tensor | undefined
  /** [factors, lanes] */
  readonly factor: Tensor | undefined
}

const hasSetpoint = (loop: Line['loops'][number]): loop is PidLoop | OnOffLoop => loop.kind !== 'interlock'

/** The loops of a line that have a set point, in the order in which set points are kept. */
export const setpointLoops = ({ loops }: Line): readonly (PidLoop | OnOffLoop)[] => loops.filter(hasSetpoint)

export function layOutCourse(line: Line, layout: PlantLayout): CourseLayout {
  const setpoints = setpointLoops(line)
  const steps = line.disturbances.flatMap((disturbance, index) =>
    disturbance.step === undefined || disturbance.target.kind === 'setpoint'
      ? []
      : [{ disturbance: index, nominal: nominalOf(line, disturbance) }],
  )
  const rows = 4 * line.failures.length + 3 * setpoints.length + 2 * steps.length + layout.spreads.length
  return { rows, failures: line.failures.length, setpoints, steps, factors: layout.spreads.length }
}

function nominalOf(line: Line, { target }: Disturbance): number {
  if (target.kind === 'ambient') return line.ambient
  if (target.kind === 'setpoint') throw new Error('a set point has no nominal departure')
  if (target.kind === 'lag') throw new Error('a lag does not step')
  const component = line.components.find(({ tag }) => tag === target.component)
  return component?.parameters[target.parameter] as number
}

/** Writes scenarios into a tensor [course rows, lanes]; lanes beyond the scenarios repeat them from the first. */
export function writeCourses(
  line: Line,
  course: CourseLayout,
  scenarios: readonly Scenario[],
  lanes: number,
): Float32Array {
  const values = new Float32Array(course.rows * lanes)
  for (let lane = 0; lane < lanes; lane++) {
    columnOf(line, course, scenarios[lane % scenarios.length] as Scenario).forEach((value, row) => {
      values[row * lanes + lane] = value
    })
  }
  return values
}

function columnOf(line: Line, course: CourseLayout, scenario: Scenario): readonly number[] {
  const faults = line.failures.map(({ name }) => scenario.faults.find(({ failure }) => failure === name))
  const change = (index: (disturbance: Disturbance) => boolean) => {
    const names = line.disturbances.filter(index).map(({ name }) => name)
    return scenario.changes.find(({ disturbance }) => names.includes(disturbance))
  }
  const setpointChanges = course.setpoints.map(({ tag }) =>
    change(({ target }) => target.kind === 'setpoint' && target.loop === tag),
  )
  const steps = course.steps.map(({ disturbance }) =>
    change((candidate) => candidate === line.disturbances[disturbance]),
  )
  return [
    ...faults.map((fault) => fault?.onset ?? never),
    ...faults.map((fault) => 1 / Math.max(fault?.ramp ?? 0, line.step)),
    ...faults.map((fault) => (fault?.duration == null ? 2 * never : fault.onset + fault.duration)),
    ...faults.map((fault) => fault?.severity ?? 0),
    ...course.setpoints.map(({ setpoint }) => setpoint),
    ...course.setpoints.map(({ setpoint }, index) => (setpointChanges[index]?.value ?? setpoint) - setpoint),
    ...setpointChanges.map((found) => found?.at ?? never),
    ...course.steps.map(({ nominal }, index) => (steps[index]?.value ?? nominal) - nominal),
    ...steps.map((found) => found?.at ?? never),
    ...scenario.factors,
  ]
}

/** What the scenarios ask at `time` ([1, 1], s); `courses` is [course rows, lanes]. */
export function momentOf(line: Line, course: CourseLayout, courses: Tensor, time: Tensor): Moment {
  let row = 0
  const take = (count: number) => {
    row += count
    return count === 0 ? undefined : sliceRows(courses, row - count, row)
  }
  const failures = [0, 1, 2, 3].map(() => take(course.failures))
  const [before, change, changed] = [0, 1, 2].map(() => take(course.setpoints.length))
  const [size, stepped] = [0, 1].map(() => take(course.steps.length))
  const departures = size && stepped && multiply(size, greater(time, stepped))
  return {
    fault: activityOf(line, failures, time),
    setpoint: before && change && changed && add(before, multiply(change, greater(time, changed))),
    disturbance:
      departures &&
      assemble(
        departures,
        line.disturbances.map((_, index) => {
          const position = course.steps.findIndex(({ disturbance }) => disturbance === index)
          return position < 0 ? { value: 0 } : { row: position }
        }),
      ),
    factor: take(course.factors),
  }
}

function activityOf(line: Line, rows: readonly (Tensor | undefined)[], time: Tensor): Tensor | undefined {
  const [onset, growth, end, severity] = rows
  if (!onset || !growth || !end || !severity) return undefined
  const since = subtract(time, onset)
  const rising = multiply(since, growth)
  const falling = multiply(subtract(end, time), 1 / line.step)
  const present = multiply(clip(minimum(rising, falling), 0, 1), severity)
  if (line.failures.every(({ profile }) => profile !== 'intermittent')) return present
  const rates = line.failures.map(({ profile, period }) => (profile === 'intermittent' ? 1 / period : 0))
  const cycles = multiply(since, constant(rates, rates.length, 1))
  return multiply(present, greater(dutyShare, subtract(cycles, floor(cycles))))
}
