import { type LogPlace, type LogSeries, placesIn } from '../dream/learned/log-series.ts'
import type { RandomSource } from '../scenario/random.ts'

/** Whole stretches of so many scans are drawn: neighbouring scans are no independent samples. */
const stretch = 60
/** Of the stretches, for each member. */
const share = 0.7

export interface Subsample {
  readonly drawn: readonly LogPlace[]
  /** Out of the bag: what a member may be judged by. */
  readonly left: readonly LogPlace[]
}

/** Places of free runs in some of the stretches, drawn without repetition (subagging, Bühlmann and Yu 2002). */
export function subsample(
  among: readonly LogSeries[],
  window: number,
  horizon: number,
  random: RandomSource,
): Subsample {
  const stretches = among.flatMap((series) => {
    const places = placesIn(series, { window }, horizon)
    return Array.from({ length: Math.ceil(places.length / stretch) }, (_, index) =>
      places.slice(index * stretch, (index + 1) * stretch),
    )
  })
  const order = stretches
    .map((places) => ({ places, key: random.next() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ places }) => places)
  const count = Math.ceil(share * stretches.length)
  return { drawn: order.slice(0, count).flat(), left: order.slice(count).flat() }
}
