import { closeLoop } from '../dream/closed-loop.ts'
import { baseline } from '../dream/controller.ts'
import { pidLoops } from '../dream/loops.ts'
import { type Dreamer, withDreamer } from '../dream/rollout.ts'
import { seconds } from '../line/dimension.ts'
import type { Line, Loop } from '../line/line.ts'
import type { Plant } from '../line/plant.ts'
import { type RandomSource, randomSource } from '../scenario/random.ts'
import { faultFreeScenario, faultyScenario } from '../scenario/sample.ts'
import type { Scenario } from '../scenario/scenario.ts'

const candidates = 32
const scenariosEach = 32
const generations = 8
const elite = 6
/** Standard deviation of the first candidates, in natural logarithms of the gains' factors. */
const firstSpread = 0.7
/** No factor leaves this range: gains stay such that an engineer would recognise them. */
const furthest = Math.log(10)

interface TuningHooks {
  onGeneration?(done: number, total: number): void
  readonly signal?: AbortSignal | undefined
}

/**
 * Tunes the gains and integral times of the line's PID loops on training days, half of them faulty, by the cross-entropy
 * method (Rubinstein 1999); every candidate meets the same days. The gains as written are always among the candidates.
 */
export async function tuneBaseline(line: Line, plant: Plant, seed: number, hooks: TuningHooks = {}): Promise<Line> {
  const loops = pidLoops(line)
  if (loops.length === 0) return line
  const count = 2 * loops.length
  const random = randomSource(seed).fork('tuning')
  const days = Array.from({ length: scenariosEach }, (_, index) =>
    index % 2 === 0 || line.failures.length === 0
      ? faultFreeScenario(line, plant.layout, random)
      : faultyScenario(line, plant.layout, random),
  )
  const lanes = candidates * scenariosEach
  const best = await withDreamer(closeLoop(plant, baseline), { lanes, tuning: true }, (dreamer) =>
    searchBest(dreamer, days, count, random, seed, hooks),
  )
  return withTuning(line, best)
}

/** The logarithms of the factors on gains and 1/integral times, [count], that do best on these days. */
async function searchBest(
  dreamer: Dreamer,
  days: readonly Scenario[],
  count: number,
  random: RandomSource,
  seed: number,
  hooks: TuningHooks,
): Promise<readonly number[]> {
  let centre = new Array<number>(count).fill(0)
  let spread = new Array<number>(count).fill(firstSpread)
  let best = { logs: centre, cost: Infinity }
  for (let generation = 0; generation < generations; generation++) {
    const tried = Array.from({ length: candidates }, (_, index) =>
      index === 0 ? best.logs : centre.map((value, row) => bounded(value + (spread[row] as number) * random.normal())),
    )
    const { outcomes } = await dreamer.dream(
      tried.flatMap(() => days),
      {
        seed: seed + generation,
        tuning: tried.flatMap((logs) => days.map(() => Float32Array.from(logs, Math.exp))),
        ...(hooks.signal && { signal: hooks.signal }),
      },
    )
    const ranked = tried
      .map((logs, index) => ({ logs, cost: meanLogCost(outcomes.cost, index) }))
      .sort((a, b) => a.cost - b.cost)
    best = ranked[0] as typeof best
    const leaders = ranked.slice(0, elite).map(({ logs }) => logs)
    centre = centre.map((_, row) => average(leaders.map((logs) => logs[row] as number)))
    spread = centre.map((value, row) =>
      Math.sqrt(average(leaders.map((logs) => ((logs[row] as number) - value) ** 2)) + 1e-4),
    )
    hooks.onGeneration?.(generation + 1, generations)
  }
  return best.logs
}

const bounded = (value: number) => Math.min(furthest, Math.max(-furthest, value))
const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Mean of log(1 + cost) over a candidate's days: one disaster shall not decide the gains of every ordinary day. */
function meanLogCost(costs: Float32Array, candidate: number): number {
  const own = costs.subarray(candidate * scenariosEach, (candidate + 1) * scenariosEach)
  return average(Array.from(own, Math.log1p))
}

/** The line with its loops' gains and 1/integral times multiplied by e^log. */
function withTuning(line: Line, logs: readonly number[]): Line {
  const loops = pidLoops(line)
  const tuned = (loop: Loop): Loop => {
    const row = loops.findIndex(({ tag }) => tag === loop.tag)
    if (loop.kind !== 'pid' || row < 0) return loop
    return {
      ...loop,
      gain: loop.gain * Math.exp(logs[row] as number),
      integral: seconds(loop.integral / Math.exp(logs[loops.length + row] as number)),
    }
  }
  return { ...line, loops: line.loops.map(tuned) }
}
