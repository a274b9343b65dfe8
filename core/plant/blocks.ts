import { bootstrap, fewestItems, type Interval } from '../scenario/bootstrap.ts'
import type { LogTrials, Trial } from './trials.ts'

/** A figure and its 95 % interval, over blocks of the logs; without one where there are too few blocks to tell. */
export interface Estimate {
  readonly value: number
  readonly interval?: Interval
}

/**
 * What `of` makes of each trial, in blocks of trials that follow each other within a part of a log, for neighbours err alike:
 * about as many blocks as trials in a block (Carlstein 1986; Künsch 1989).
 */
export function blocksOf<Value>(
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

/** Statistics of all blocks, with intervals over them. `statistics` computes them from the blocks that were drawn. */
export function estimates(
  blocks: number,
  seed: number,
  statistics: (drawn: readonly number[]) => readonly number[],
): readonly Estimate[] {
  const intervals = blocks < fewestItems ? [] : bootstrap(blocks, seed, (drawn) => statistics([...drawn]))
  return statistics([...Array(blocks).keys()]).map((value, index) => {
    const interval = intervals[index]
    return { value, ...(interval && { interval }) }
  })
}

export const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)
