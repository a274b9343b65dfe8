import type { Line, Signal } from '../line/line.ts'
import { blocksOf, type Estimate, estimates, total } from './blocks.ts'
import { errorAt, type LogTrials, placeOf } from './trials.ts'

/** ε_P: how far the signals are off as the trials end. */
export interface TransitionError {
  /** Root of the mean, over trials and signals, of the squared error as a share of the signal's range. */
  readonly all: Estimate
  /** The same of each signal alone, by tag. */
  readonly signals: ReadonlyMap<string, Estimate>
  /** What the noise of the instruments alone, in the first reading and in the last, would make of `all`. */
  readonly noise: number
}

/** ε_P of trials that last a scan. */
export function transitionError(line: Line, logs: readonly LogTrials[], seed: number): TransitionError | undefined {
  const signals = line.signals.filter(({ tag }) => logs.some(({ logged }) => placeOf(logged, tag) >= 0))
  const range = ({ low, high }: Signal) => high - low
  const blocks = blocksOf(logs, (log, trial) =>
    signals.map((signal) => (errorAt(log, trial, signal.tag, trial.rows.length - 1) / range(signal)) ** 2),
  ).map((block) =>
    signals.map((_, signal) => block.flatMap((trial) => (Number.isNaN(trial[signal]) ? [] : [trial[signal]!]))),
  )
  if (blocks.length === 0) return undefined
  const sums = blocks.map((block) => block.map(total))
  const counts = blocks.map((block) => block.map(({ length }) => length))
  const over = (drawn: readonly number[], values: readonly (readonly number[])[], signal: number) =>
    total(drawn.map((block) => values[block]?.[signal] ?? 0))
  const [all, ...each] = estimates(blocks.length, seed, (drawn) => {
    const squares = signals.map((_, signal) => over(drawn, sums, signal))
    const seen = signals.map((_, signal) => over(drawn, counts, signal))
    const root = (sum: number, count: number) => Math.sqrt(sum / Math.max(count, 1))
    return [root(total(squares), total(seen)), ...squares.map((sum, signal) => root(sum, seen[signal] as number))]
  })
  const noises = signals.map((signal) => 2 * (signal.noise / range(signal)) ** 2)
  return {
    all: all as Estimate,
    signals: new Map(signals.map(({ tag }, index) => [tag, each[index] as Estimate])),
    noise: Math.sqrt(total(noises) / signals.length),
  }
}
