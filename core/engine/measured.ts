import { setImmediate } from 'node:timers/promises'
import type { Outcomes } from '../dream/rollout.ts'
import { compare } from '../judge/statistics.ts'
import type { Goal, Line } from '../line/line.ts'
import { parseUnit } from '../line/unit.ts'
import type { Consequence, Measure, Measured } from './contract.ts'

/** Whether a goal's error is a difference of values, which for temperatures has another zero than the values. */
const isDifference = ({ kind }: Goal) => kind !== 'minimise'

/** A mean error of a goal in the unit the engineer wrote. */
function inUnit(goal: Goal, error: number): Measured {
  const known = goal.unit === '' ? undefined : parseUnit(goal.unit)
  const offset = isDifference(goal) ? 0 : (known?.offset ?? 0)
  const unit = isDifference(goal) && goal.unit === 'degC' ? 'K' : goal.unit
  return { name: goal.name, value: error / (known?.factor ?? 1) - offset, unit }
}

/** What scenarios led to, averaged over those at the given indices. */
export function consequenceOf(
  line: Line,
  outcomes: Outcomes,
  indices: readonly number[],
): Consequence & { trips: number } {
  const mean = (values: Float32Array | undefined) =>
    indices.reduce((sum, index) => sum + (values?.[index] ?? 0), 0) / Math.max(1, indices.length)
  const trips = mean(outcomes.tripped)
  return {
    cost: mean(outcomes.cost),
    goals: line.goals.map((goal, row) => inUnit(goal, mean(outcomes.errors[row]))),
    limits: line.limits.map(({ name }, row) => ({
      name,
      minutesOutside: mean(outcomes.outside[row]) / 60,
      crossings: mean(outcomes.crossings[row]),
    })),
    tripped: trips > 0,
    trips,
  }
}

/** Trips, crossings of limits, time outside them and goal errors of two controllers on the same scenarios, with intervals. */
export async function measuresOf(
  line: Line,
  policy: Outcomes,
  baseline: Outcomes,
  seed: number,
): Promise<readonly Measure[]> {
  const measures: Measure[] = []
  const measure = async (
    name: string,
    unit: string,
    ours: Float32Array,
    theirs: Float32Array,
    toUnit: (si: number) => number,
  ) => {
    const mine = Array.from(ours, toUnit)
    const before = Array.from(theirs, toUnit)
    // Resampling takes its time: others get a word in between.
    await setImmediate()
    const { difference, interval } = compare(mine, before, { margin: 0, seed })
    measures.push({ name, unit, baseline: average(before), policy: average(mine), change: difference, interval })
  }
  if (line.limits.some(({ trip }) => trip)) {
    await measure('trips', '%', policy.tripped, baseline.tripped, (value) => 100 * value)
  }
  for (const [row, { name }] of line.limits.entries()) {
    const crossed = [at(policy.crossings, row), at(baseline.crossings, row)] as const
    await measure(`${name}, crossed`, 'times', ...crossed, (value) => value)
    const outside = [at(policy.outside, row), at(baseline.outside, row)] as const
    await measure(`${name}, outside`, 'min', ...outside, (value) => value / 60)
  }
  for (const [row, goal] of line.goals.entries()) {
    const errors = [at(policy.errors, row), at(baseline.errors, row)] as const
    await measure(goal.name, inUnit(goal, 0).unit, ...errors, (si) => inUnit(goal, si).value)
  }
  return measures
}

const at = (columns: readonly Float32Array[], row: number) => columns[row] as Float32Array
const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
