import type { Line, Signal } from '../line/line.ts'
import { bootstrap, fewestItems, type Interval } from '../scenario/bootstrap.ts'
import { setpointLoops } from '../scenario/course.ts'
import type { Moment, ReadingCost } from './reading-cost.ts'
import { errorAt, type LogTrials, placeOf, type Trial } from './trials.ts'

/** A figure and its 95 % interval, over blocks of the logs; without one where there are too few blocks to tell. */
export interface Estimate {
  readonly value: number
  readonly interval?: Interval
}

/** ε_P: how far the signals are off as the trials end. */
export interface TransitionError {
  /** Root of the mean, over trials and signals, of the squared error as a share of the signal's range. */
  readonly all: Estimate
  /** The same of each signal alone, by tag. */
  readonly signals: ReadonlyMap<string, Estimate>
  /** What the noise of the instruments alone, in the first reading and in the last, would make of `all`. */
  readonly noise: number
}

/** ε_R: how far the cost by the line's goals and limits is off when it is computed of what was dreamt. */
export interface RewardError {
  /** Mean, over trials, of the size of the error, in the unit of a dream's cost. */
  readonly error: Estimate
  /** Mean cost as logged and as dreamt. */
  readonly logged: number
  readonly dreamt: number
}

/**
 * ε_P of trials that last a scan. Intervals come from whole blocks of trials that follow each other, about as many blocks
 * as trials in a block, for neighbours err alike (Carlstein 1986; Künsch 1989).
 */
export function transitionError(line: Line, logs: readonly LogTrials[], seed: number): TransitionError | undefined {
  const signals = line.signals.filter(({ tag }) => logs.some(({ logged }) => placeOf(logged, tag) >= 0))
  const range = ({ low, high }: Signal) => high - low
  const squares = (log: LogTrials, trial: Trial) =>
    signals.map((signal) => (errorAt(log, trial, signal.tag, trial.rows.length - 1) / range(signal)) ** 2)
  const blocks = blocksOf(logs, squares)
  if (blocks.length === 0) return undefined
  const meanOf = (drawn: Iterable<number>) => {
    const sums = signals.map(() => 0)
    const counts = signals.map(() => 0)
    for (const block of drawn) {
      for (const values of blocks[block] as readonly (readonly number[])[]) {
        values.forEach((value, signal) => {
          if (Number.isNaN(value)) return
          sums[signal]! += value
          counts[signal]! += 1
        })
      }
    }
    const root = (sum: number, count: number) => Math.sqrt(sum / Math.max(count, 1))
    return [root(total(sums), total(counts)), ...sums.map((sum, signal) => root(sum, counts[signal] as number))]
  }
  const [all, ...each] = estimates(blocks.length, seed, meanOf)
  const noises = signals.map((signal) => 2 * (signal.noise / range(signal)) ** 2)
  return {
    all: all as Estimate,
    signals: new Map(signals.map(({ tag }, index) => [tag, each[index] as Estimate])),
    noise: Math.sqrt(total(noises) / signals.length),
  }
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
    const chosen = [...drawn]
    return [total(chosen.map((block) => sizes[block] ?? 0)) / total(chosen.map((block) => blocks[block]?.length ?? 0))]
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

/** What `of` makes of each trial, in blocks of trials that follow each other within a part of a log. */
function blocksOf<Value>(
  logs: readonly LogTrials[],
  of: (log: LogTrials, trial: Trial) => Value,
): readonly (readonly Value[])[] {
  const length = Math.ceil(Math.sqrt(total(logs.map(({ trials }) => trials.length))))
  return logs.flatMap((log) =>
    [...Map.groupBy(log.trials, ({ part }) => part).values()].flatMap((trials) =>
      Array.from({ length: Math.ceil(trials.length / length) }, (_, block) =>
        trials.slice(block * length, (block + 1) * length).map((trial) => of(log, trial)),
      ),
    ),
  )
}

function estimates(
  blocks: number,
  seed: number,
  statistics: (drawn: Iterable<number>) => readonly number[],
): readonly Estimate[] {
  const intervals = blocks < fewestItems ? [] : bootstrap(blocks, seed, statistics)
  return statistics(Array(blocks).keys()).map((value, index) => {
    const interval = intervals[index]
    return { value, ...(interval && { interval }) }
  })
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)
