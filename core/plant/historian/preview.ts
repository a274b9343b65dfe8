import type { Mapping } from './mapping.ts'
import { noReading, type Samples, samplesReader, type Wanted } from './samples.ts'
import type { Survey } from './survey.ts'

/** What the first rows of exports say, in order of time. Throws `LogError` where they do not fit the mapping. */
export function firstSamples(
  surveys: readonly Survey[],
  mapping: Mapping,
  wanted: readonly Wanted[],
): readonly Samples[] {
  return surveys
    .flatMap(({ table, rows }) => {
      const { read } = samplesReader(table, mapping, wanted, noReading(wanted))
      return rows.flatMap((row) => read(row) ?? [])
    })
    .toSorted((a, b) => a.time - b.time)
}

/** What the good values of each tag lie between in the first rows, in the line's unit; undefined where there is none. */
export function firstRanges(surveys: readonly Survey[], mapping: Mapping, wanted: readonly Wanted[]) {
  const ranges = wanted.map(() => ({ low: Infinity, high: -Infinity }))
  for (const { places, values } of firstSamples(surveys, mapping, wanted)) {
    for (const [index, place] of places.entries()) {
      const range = ranges[place] as (typeof ranges)[number]
      const value = values[index] as number
      if (value < range.low) range.low = value
      if (value > range.high) range.high = value
    }
  }
  return ranges.map((range) => (range.low <= range.high ? range : undefined))
}
