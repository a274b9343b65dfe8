import { closeLoop } from '../../dream/closed-loop.ts'
import { baseline } from '../../dream/controller.ts'
import { blockOf } from '../../dream/layout.ts'
import { withDreamer } from '../../dream/rollout.ts'
import { settledStart } from '../../dream/start.ts'
import type { Line } from '../../line/line.ts'
import { compilePlant, type Plant } from '../../line/plant.ts'
import { setpointLoops } from '../../scenario/course.ts'
import { randomSource } from '../../scenario/random.ts'
import { faultFreeScenario } from '../../scenario/sample.ts'

const days = 8
const seed = 1
/** How far from its set point a loop may settle, as a share of its signal's range. */
const tolerance = 0.02
/** Share of the days for which a limit may be exceeded beyond what the line as described does. */
const excess = 0.02

/** How the line's own loops do on a plant. */
interface Hold {
  /** Largest settled error of a loop, as a share of its signal's range. */
  readonly error: number
  /** Share of the time outside each limit on ordinary days. */
  readonly outside: readonly number[]
  readonly trips: number
}

/**
 * Whether the line's own loops hold a plant of the line: they settle at their set points, and on ordinary days they keep
 * its limits about as well as on the line as described.
 */
export async function holdOf(line: Line): Promise<(plant: Plant) => Promise<boolean>> {
  const described = await asDescribed(line)
  return async (plant) => {
    const { error, outside, trips } = await held(line, plant)
    return (
      error <= Math.max(tolerance, described.error) &&
      trips <= described.trips &&
      outside.every((share, limit) => share <= (described.outside[limit] as number) + excess)
    )
  }
}

const known = new WeakMap<Line, Promise<Hold>>()

/** On the line as described; worked out once for a line. */
function asDescribed(line: Line): Promise<Hold> {
  const hold = known.get(line) ?? held(line, compilePlant(line))
  known.set(line, hold)
  hold.catch(() => known.delete(line))
  return hold
}

async function held(line: Line, plant: Plant): Promise<Hold> {
  const loop = closeLoop(plant, baseline)
  const readings = blockOf(loop.layout, await settledStart(loop), 'reading')
  const errors = setpointLoops(line).map(({ signal: tag, setpoint }) => {
    const row = line.signals.findIndex((signal) => signal.tag === tag)
    const { low, high } = line.signals[row] as Line['signals'][number]
    return Math.abs((readings[row] as number) - setpoint) / (high - low)
  })
  const random = randomSource(seed).fork('hold')
  const scenarios = Array.from({ length: days }, () => faultFreeScenario(line, plant.layout, random))
  const { outcomes } = await withDreamer(loop, { lanes: days, threads: 1 }, (dreamer) =>
    dreamer.dream(scenarios, { seed }),
  )
  const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / days
  return {
    error: Math.max(0, ...errors),
    outside: outcomes.outside.map((time) => mean(time) / line.horizon),
    trips: mean(outcomes.tripped),
  }
}
