import { absolute, add, divide, greater, multiply, relu, subtract } from '../graph/elementwise.ts'
import { constant } from '../graph/leaf.ts'
import { sumRows } from '../graph/matrix.ts'
import { gatherRows } from '../graph/shape.ts'
import type { Tensor } from '../graph/tensor.ts'
import { stack } from '../line/assemble.ts'
import type { Goal, Limit, Line, Place } from '../line/line.ts'

/** What a dream has cost so far, by the line's own goals and limits. */
export interface Tally {
  /** Mean error of each goal over the whole dream, in the goal's SI unit: [goals, lanes]. */
  readonly error: Tensor | undefined
  /** Share of the dream spent outside each limit: [limits, lanes]. */
  readonly outside: Tensor | undefined
  /** Times each limit was crossed: [limits, lanes]. */
  readonly crossings: Tensor | undefined
  /** 1 where the limit is exceeded now: [limits, lanes]. */
  readonly beyond: Tensor | undefined
  /** 1 once a trip has stopped the line: [1, lanes]. */
  readonly tripped: Tensor
  /** Cost so far, without unit: [1, lanes]. */
  readonly cost: Tensor
}

/** The places a line is judged by, each once: those of its signals first, then its goals' and limits'. */
export function judgedPlaces(line: Line): readonly Place[] {
  const places = [...line.signals, ...line.goals, ...line.limits].map(({ of }) => of)
  const key = (place: Place) => `${place.component} ${place.quantity}`
  const signals = line.signals.map(({ of }) => of)
  const others = places.slice(signals.length).filter((place, index, list) => {
    const known = [...signals, ...list.slice(0, index)].map(key)
    return !known.includes(key(place))
  })
  return [...signals, ...others]
}

/**
 * One scan more. `truth` is [judged places, lanes]. An error of a goal's `scale` over the whole dream costs its `weight`;
 * beyond a limit the cost grows as excess/(excess + scale), so that far beyond counts as fully outside; on a limit that trips
 * it begins one `scale` before, as an alarm does. A line that has tripped pays the limit's weight for every remaining
 * moment on top of its goals, so that stopping never pays.
 */
export function tallyScan(line: Line, truth: Tensor, setpoint: Tensor | undefined, before: Tally): Tally {
  const share = line.scan / line.horizon
  const places = judgedPlaces(line)
  const value = (of: Place) =>
    gatherRows(truth, [
      places.findIndex(({ component, quantity }) => component === of.component && quantity === of.quantity),
    ])
  const { goals, limits } = line
  const costs: Tensor[] = [before.cost]

  let error = before.error
  if (goals.length > 0 && error !== undefined) {
    const errors = stack(goals.map((goal) => errorOf(line, goal, value(goal.of), setpoint)))
    error = add(error, multiply(errors, share))
    const weights = goals.map(({ weight, scale }) => (weight / scale) * share)
    costs.push(sumRows(multiply(errors, constant(weights, goals.length, 1))))
  }
  let { outside, crossings, beyond, tripped } = before
  if (limits.length > 0 && outside && crossings && beyond) {
    const excess = stack(limits.map((limit) => excessOf(limit, value(limit.of), 0)))
    const alarm = stack(limits.map((limit) => excessOf(limit, value(limit.of), limit.trip ? limit.scale : 0)))
    const scale = constant(
      limits.map((limit) => limit.scale),
      limits.length,
      1,
    )
    const now = greater(excess, 0)
    crossings = add(crossings, multiply(now, subtract(1, beyond)))
    outside = add(outside, multiply(now, share))
    beyond = now
    const weights = (of: (limit: Limit) => number) =>
      constant(
        limits.map((limit) => of(limit) * share),
        limits.length,
        1,
      )
    costs.push(
      sumRows(
        multiply(
          divide(alarm, add(alarm, scale)),
          weights(({ weight }) => weight),
        ),
      ),
    )
    const trips = limits.flatMap((limit, row) => (limit.trip ? [row] : []))
    if (trips.length > 0) {
      tripped = greater(add(tripped, sumRows(gatherRows(now, trips))), 0)
      const weight = Math.max(...limits.filter(({ trip }) => trip).map((limit) => limit.weight))
      costs.push(multiply(tripped, weight * share))
    }
  }
  return { error, outside, crossings, beyond, tripped, cost: costs.reduce((sum, cost) => add(sum, cost)) }
}

function errorOf(line: Line, goal: Goal, value: Tensor, setpoint: Tensor | undefined): Tensor {
  if (goal.kind === 'track') {
    const loops = line.loops.filter(({ kind }) => kind !== 'interlock')
    return absolute(subtract(value, gatherRows(setpoint as Tensor, [loops.findIndex(({ tag }) => tag === goal.loop)])))
  }
  if (goal.kind === 'minimise') return value
  if (goal.kind === 'maximise') return relu(subtract(goal.target as number, value))
  return outsideOf(value, goal.above, goal.below)
}

/** How far a value is beyond a limit, counted from `early` before it. */
const excessOf = (limit: Limit, value: Tensor, early: number) =>
  add(
    limit.above === undefined ? constant([0], 1, 1) : relu(subtract(value, limit.above - early)),
    limit.below === undefined ? constant([0], 1, 1) : relu(subtract(limit.below + early, value)),
  )

/** How far a value lies outside of a wanted band: wanted above `above` and below `below`. */
function outsideOf(value: Tensor, above: number | undefined, below: number | undefined): Tensor {
  const low = above === undefined ? constant([0], 1, 1) : relu(subtract(above, value))
  const high = below === undefined ? constant([0], 1, 1) : relu(subtract(value, below))
  return add(low, high)
}
