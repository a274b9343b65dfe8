import type { Line } from '../line/line.ts'

/** Rows of a log, the first and the last, between which no row is missing. */
export interface Part {
  readonly first: number
  readonly last: number
}

/** A gap is longer than a scan, and longer than so many usual distances of two rows: some historians write changes only. */
const usualDistances = 5

/** A log parted where rows are missing; parts of a single row are left out. Times in s. */
export function partsOf({ scan }: Line, time: Float64Array): readonly Part[] {
  const distances = time.subarray(1).map((at, row) => at - (time[row] as number))
  const usual = distances.toSorted()[distances.length >> 1] as number
  const longest = Math.max(scan, usualDistances * usual)
  const breaks = [...distances.keys()].filter((row) => (distances[row] as number) > longest)
  return [-1, ...breaks]
    .map((before, index) => ({ first: before + 1, last: breaks[index] ?? time.length - 1 }))
    .filter(({ first, last }) => last > first)
}
