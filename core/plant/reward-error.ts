import type { Line, Signal } from '../line/line.ts'
import { setpointLoops } from '../scenario/course.ts'
import { blocksOf, type Estimate, estimates, total } from './blocks.ts'
import type { Moment, ReadingCost } from './reading-cost.ts'
import { type LogTrials, placeOf, type Trial } from './trials.ts'

/** ε_R: how far the cost by the line's goals and limits is off when it is computed of what was dreamt. */
export interface RewardError {
  /** Mean, over trials, of the size of the error, in the unit of a dream's cost. */
  readonly error: Estimate
  /** Mean cost as logged and as dreamt. */
  readonly logged: number
  readonly dreamt: number
}

/** ε_R of trials: of their last moment, or of their mean up to `until` s. Undefined where there are none. */
export async function rewardError(
  line: Line,
  cost: ReadingCost,
  logs: readonly LogTrials[],
  until: number | undefined,
  seed: number,
): Promise<RewardError | undefined> {
  const moments: { readonly logged: Moment; readonly dreamt: Moment }[] = []
  const ranges = blocksOf(logs, (log, trial) => {
    const last = trial.rows.length - 1
    const places =
      until === undefined ? [last] : [...trial.rows.keys()].filter((row) => (trial.since[row] ?? 0) <= until)
    const first = moments.length
    for (const place of places) {
      const both = momentsAt(line, cost.signals, log, trial, place)
      if (both.logged.readings.every((value) => !Number.isNaN(value))) moments.push(both)
    }
    return { first, end: moments.length }
  })
  const logged = await cost.of(moments.map((both) => both.logged))
  const dreamt = await cost.of(moments.map((both) => both.dreamt))
  const mean = (values: Float64Array, { first, end }: { first: number; end: number }) =>
    total([...values.subarray(first, end)]) / (end - first)
  const blocks = ranges.map((block) =>
    block.filter(({ first, end }) => end > first).map((range) => [mean(logged, range), mean(dreamt, range)] as const),
  )
  const all = blocks.flat()
  if (all.length === 0) return undefined
  const sizes = blocks.map((block) => total(block.map(([log, dream]) => Math.abs(dream - log))))
  const [error] = estimates(blocks.length, seed, (drawn) => {
    const trials = total(drawn.map((block) => blocks[block]?.length ?? 0))
    return [total(drawn.map((block) => sizes[block] ?? 0)) / trials]
  })
  return {
    error: error as Estimate,
    logged: total(all.map(([log]) => log)) / all.length,
    dreamt: total(all.map(([, dream]) => dream)) / all.length,
  }
}

function momentsAt(line: Line, signals: readonly Signal[], { logged }: LogTrials, trial: Trial, place: number) {
  const row = trial.rows[place] as number
  const setpoints = setpointLoops(line).map(({ setpoint }, loop) => logged.setpoints[loop]?.[row] ?? setpoint)
  const of = (value: (signal: number) => number | undefined) =>
    signals.map(({ tag }) => value(placeOf(logged, tag)) ?? Number.NaN)
  return {
    logged: { readings: of((signal) => logged.signals[signal]?.values[row]), setpoints },
    dreamt: { readings: of((signal) => trial.predicted[signal]?.[place]), setpoints },
  }
}
