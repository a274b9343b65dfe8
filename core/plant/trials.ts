import type { Plant } from '../line/plant.ts'
import type { LoggedLine } from './columns.ts'
import { freeRun } from './free-run.ts'
import type { Part } from './parts.ts'

/** A stretch of a log dreamt again from what the log says as it begins, driven by the log's controls. */
export interface Trial {
  /** The part of the log that it lies in. */
  readonly part: Part
  /** How long it was followed, s. */
  readonly duration: number
  /** Rows of the log after its beginning. */
  readonly rows: readonly number[]
  /** Time since it began, s, [rows]. */
  readonly since: readonly number[]
  /** Of each logged signal, SI, [rows] each. */
  readonly predicted: readonly (readonly number[])[]
}

/** Trials of one log. */
export interface LogTrials {
  readonly logged: LoggedLine
  readonly trials: readonly Trial[]
}

export interface Start {
  readonly part: Part
  readonly row: number
}

/** One trial from each start, each for `duration` s or to the end of its part. */
export async function trialsFrom(
  plant: Plant,
  logged: LoggedLine,
  time: Float64Array,
  starts: readonly Start[],
  duration: number,
): Promise<readonly Trial[]> {
  const trials = starts.map(({ part, row }) => ({
    part,
    duration: Math.min(duration, (time[part.last] as number) - (time[row] as number)),
    rows: [] as number[],
    since: [] as number[],
    predicted: logged.signals.map((): number[] => []),
  }))
  if (trials.length === 0) return trials
  const rows = starts.map(({ row }) => row)
  await freeRun(plant, logged, time, rows, duration, (run, row, signal, value) => {
    const { part, rows: reached, since, predicted } = trials[run] as (typeof trials)[number]
    const start = rows[run] as number
    if (row === start || row > part.last) return
    if (signal === 0) {
      reached.push(row)
      since.push((time[row] as number) - (time[start] as number))
    }
    predicted[signal]?.push(value)
  })
  return trials
}

/** At most `most` of the rows, spread evenly. */
export function spreadOver<Item>(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most) return items
  return Array.from(
    { length: most },
    (_, index) => items[Math.floor((index * (items.length - 1)) / (most - 1))] as Item,
  )
}

/**
 * Predicted less logged of a signal, SI, at one of a trial's rows; not-a-number where nothing was measured, infinite where the
 * dream has left the numbers.
 */
export function errorAt({ logged }: LogTrials, { predicted, rows }: Trial, tag: string, place: number): number {
  const signal = placeOf(logged, tag)
  const read = logged.signals[signal]?.values[rows[place] as number] ?? Number.NaN
  const dreamt = predicted[signal]?.[place] as number
  return Number.isNaN(dreamt) && !Number.isNaN(read) ? Infinity : dreamt - read
}

/** Where a signal stands among those that are logged; -1 where it is not. */
export const placeOf = (logged: LoggedLine, tag: string) => logged.signals.findIndex(({ item }) => item.tag === tag)
