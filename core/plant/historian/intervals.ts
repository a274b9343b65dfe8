import type { Samples } from './samples.ts'

/** Middle of the intervals between the good samples of each tag, s; NaN where there are fewer than two. */
export function usualIntervals(samples: readonly Samples[], tags: number): readonly number[] {
  const intervals = Array.from({ length: tags }, (): number[] => [])
  const last = new Float64Array(tags).fill(Number.NaN)
  for (const { time, places, values } of samples) {
    for (const [index, place] of places.entries()) {
      if (Number.isNaN(values[index])) continue
      const interval = time - (last[place] as number)
      if (interval > 0) intervals[place]!.push(interval)
      last[place] = time
    }
  }
  return intervals.map((each) => each.toSorted((a, b) => a - b)[each.length >> 1] ?? Number.NaN)
}
