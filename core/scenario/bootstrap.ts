import { randomSource } from './random.ts'

export type Interval = readonly [low: number, high: number]

// (resamples + 1) · 2.5 % is whole, so both ends are order statistics (Davison and Hinkley 1997, section 5.2.1).
const resamples = 1_999
const tail = 0.025

/** With five items even a sign test that goes one way five times leaves 6 % to chance (2 · 0.5⁵). */
export const fewestItems = 6

/**
 * 95 % percentile intervals of statistics over `count` items (Efron and Tibshirani, An Introduction to the Bootstrap, 1993,
 * chapter 13). `statistics` computes them from the items that were drawn, [count] indices; one interval for each.
 */
export function bootstrap(
  count: number,
  seed: number,
  statistics: (drawn: Uint32Array) => readonly number[],
): readonly Interval[] {
  const random = randomSource(seed)
  const drawn = new Uint32Array(count)
  const found: number[][] = []
  for (let resample = 0; resample < resamples; resample++) {
    for (let draw = 0; draw < count; draw++) drawn[draw] = random.integer(count)
    statistics(drawn).forEach((value, index) => {
      found[index] ??= []
      found[index].push(value)
    })
  }
  return found.map(percentiles)
}

function percentiles(values: readonly number[]): Interval {
  const sorted = Float64Array.from(values).sort()
  const rank = Math.round((resamples + 1) * tail)
  return [sorted[rank - 1]!, sorted[resamples - rank]!]
}
