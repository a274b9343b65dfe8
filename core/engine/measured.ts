import type { Outcomes } from '../dream/rollout.ts'
import type { Goal, Line } from '../line/line.ts'
import { parseUnit } from '../line/unit.ts'
import type { Consequence, Measured } from './contract.ts'

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
