import { type ClosedLoop, closeLoop } from '../dream/closed-loop.ts'
import { baseline } from '../dream/controller.ts'
import { blockOf } from '../dream/layout.ts'
import { withDreamer } from '../dream/rollout.ts'
import { settledStart } from '../dream/start.ts'
import type { Line } from '../line/line.ts'
import { compilePlant, type Plant } from '../line/plant.ts'
import { setpointLoops } from '../scenario/course.ts'
import { randomSource } from '../scenario/random.ts'
import { faultFreeScenario } from '../scenario/sample.ts'

const days = 8
const seed = 1
/** How far from its set point a loop may settle, as a share of its signal's range. */
const tolerance = 0.02
/** Share of the days for which a limit may be exceeded beyond what the line as described does. */
const excess = 0.02

/** How the line's own loops do on ordinary days. */
interface Days {
  /** Share of the time outside each limit. */
  readonly outside: readonly number[]
  readonly trips: number
}

/** How they do on the line as described. */
interface Hold extends Days {
  readonly error: number
}

/**
 * Whether the line's own loops hold a plant of the line: they settle at their set points, and on ordinary days they keep
 * its limits about as well as on the line as described.
 */
export async function holdOf(line: Line): Promise<(plant: Plant) => Promise<boolean>> {
  const described = await asDescribed(line)
  return async (plant) => {
    const loop = closeLoop(plant, baseline)
    if ((await settledError(loop)) > Math.max(tolerance, described.error)) return false
    const { outside, trips } = await ordinaryDays(loop)
    return (
      trips <= described.trips &&
      outside.every((share, limit) => share <= (described.outside[limit] as number) + excess)
    )
  }
}

const known = new WeakMap<Line, Promise<Hold>>()

/** Worked out once for a line. */
function asDescribed(line: Line): Promise<Hold> {
  const before = known.get(line)
  if (before !== undefined) return before
  const loop = closeLoop(compilePlant(line), baseline)
  const hold = settledError(loop).then(async (error) => ({ error, ...(await ordinaryDays(loop)) }))
  known.set(line, hold)
  hold.catch(() => known.delete(line))
  return hold
}

/** Largest settled error of a loop, as a share of its signal's range. */
async function settledError(loop: ClosedLoop): Promise<number> {
  const { line } = loop
  const readings = blockOf(loop.layout, await settledStart(loop), 'reading')
  const errors = setpointLoops(line).map(({ signal: tag, setpoint }) => {
    const row = line.signals.findIndex((signal) => signal.tag === tag)
    const { low, high } = line.signals[row] as Line['signals'][number]
    return Math.abs((readings[row] as number) - setpoint) / (high - low)
  })
  return Math.max(0, ...errors)
}

async function ordinaryDays(loop: ClosedLoop): Promise<Days> {
  const { line, plant } = loop
  const random = randomSource(seed).fork('hold')
  const scenarios = Array.from({ length: days }, () => faultFreeScenario(line, plant.layout, random))
  const { outcomes } = await withDreamer(loop, { lanes: days, threads: 1 }, (dreamer) =>
    dreamer.dream(scenarios, { seed }),
  )
  const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / days
  return { outside: outcomes.outside.map((time) => mean(time) / line.horizon), trips: mean(outcomes.tripped) }
}
