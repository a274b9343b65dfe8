import type { Plant } from '../../line/plant.ts'
import type { Residuals } from './residuals.ts'
import type { FreeRunner, Lane } from './run.ts'
import { firstOf, startOf, startUnknowns, type WindowUnknown } from './starts.ts'
import { type Freed, type Unknown, valueAt } from './unknowns.ts'
import type { Window } from './windows.ts'

/** What is looked at: a plant with its unknowns free, and the windows it is to follow. */
interface Problem {
  readonly plant: Plant
  readonly freed: Freed
  readonly unknowns: readonly Unknown[]
  readonly own: readonly WindowUnknown[]
  readonly windows: readonly Window[]
  readonly runner: FreeRunner
}

/** Residuals and their slopes, [scans · signals] for each window, and the slopes for each of its columns. */
export interface Seen {
  readonly residuals: Residuals
  readonly slopes: readonly (readonly Float32Array[])[]
}

/** What free runs over the windows leave unexplained from the point `z`: the unknowns, then each window's own. */
export async function lookFrom(problem: Problem, z: readonly number[], signal: AbortSignal | undefined): Promise<Seen> {
  const { windows, unknowns, own, runner } = problem
  const columns = unknowns.length + own.length
  const lanes = windows.flatMap((window, index) => lanesOf(problem, window, index, z))
  const predicted = await runner.run(lanes, signal)
  const ofWindow = windows.map((_, index) => predicted.slice(index * columns, (index + 1) * columns))
  return {
    residuals: windows.map(({ readings, runIn }, index) => {
      const { reading } = ofWindow[index]?.[0] as { reading: Float32Array }
      const signals = readings[0]?.length as number
      return Float64Array.from(reading, (value, at) => {
        if (at < runIn * signals) return Number.NaN
        const read = readings[Math.floor(at / signals) + 1]?.[at % signals] as number
        // A run that breaks down explains nothing; only what was not read is left out.
        return Number.isNaN(value) && !Number.isNaN(read) ? Infinity : read - value
      })
    }),
    slopes: ofWindow.map((all) => all.map(({ slope }) => slope as Float32Array)),
  }
}

/** Where each window begins, and what wanders. */
export const windowUnknowns = (plant: Plant, { wandering }: Freed): readonly WindowUnknown[] => [
  ...startUnknowns(plant),
  ...wandering.map(({ departure, deviation }) => ({ part: 'departure' as const, rows: [departure], deviation })),
]

/** The lanes of a window, one for each unknown and each of its own: all begin alike, and each goes a direction of its own. */
function lanesOf(
  { plant, freed, unknowns, own }: Problem,
  window: Window,
  index: number,
  z: readonly number[],
): Lane[] {
  const { line } = plant
  const lags = line.signals.map(({ lag }) => lag as number)
  const start = {
    state: startOf(plant, window),
    lagged: laggedStart(plant, window),
    departure: new Float32Array(line.disturbances.length),
  }
  const directions = [...unknowns, ...own].map(() => ({
    state: new Float32Array(plant.layout.states),
    lagged: new Float32Array(lags.length),
    departure: new Float32Array(line.disturbances.length),
    follow: new Float32Array(lags.length),
  }))
  unknowns.forEach((unknown, position) => {
    const place = freed.places[position] as Freed['places'][number]
    const value = valueAt(unknown, z[position] as number)
    if ('lag' in place) {
      lags[place.lag] = value
      const scans = line.scan / value
      directions[position]!.follow[place.lag] = -Math.exp(-scans) * scans * unknown.deviation
    } else {
      start.departure[place.departure] = value - place.from
      directions[position]!.departure[place.departure] = value * unknown.deviation
    }
  })
  own.forEach(({ part, rows, deviation }, position) => {
    const off = deviation * (z[unknowns.length + index * own.length + position] as number)
    for (const row of rows) {
      start[part][row]! += off
      directions[unknowns.length + position]![part][row] = deviation
    }
  })
  // Nothing that is held is less than nothing, and no temperature below 0 K.
  const state = start.state.map((value) => Math.max(0, value))
  const follow = Float32Array.from(lags, followOf(line.scan))
  return directions.map((direction) => ({ controls: window.controls, start: { ...start, state, follow }, direction }))
}

/** Share of the way to the true value that an instrument with this lag goes in a scan. */
export const followOf = (scan: number) => (lag: number) => 1 - Math.exp(-scan / Math.max(lag, 1e-9))

/** What the instruments show as a window begins; the middle of the range where they show nothing. */
export const laggedStart = ({ line }: Plant, { readings }: Window): Float32Array =>
  Float32Array.from(line.signals, ({ low, high }, index) => {
    const first = firstOf(readings, index)
    return Number.isNaN(first) ? (low + high) / 2 : first
  })
