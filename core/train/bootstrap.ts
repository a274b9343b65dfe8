import { type LogPlace, type LogSeries, placesIn } from '../dream/learned/log-series.ts'
import type { RandomSource } from '../scenario/random.ts'

/** Whole stretches of so many scans are drawn: neighbouring scans are no independent samples. */
const stretch = 60

/** Places of free runs, as many as there are, drawn with repetition (Efron 1979) by stretches of their series. */
export function bootstrap(
  among: readonly LogSeries[],
  window: number,
  horizon: number,
  random: RandomSource,
): readonly LogPlace[] {
  const stretches = among.flatMap((series) => {
    const places = placesIn(series, { window }, horizon)
    return Array.from({ length: Math.ceil(places.length / stretch) }, (_, index) =>
      places.slice(index * stretch, (index + 1) * stretch),
    )
  })
  if (process.env.SUB) return stretches.filter(() => random.next() < Number(process.env.SUB)).flat()
  return stretches.flatMap(() => stretches[random.integer(stretches.length)] as readonly LogPlace[])
}
