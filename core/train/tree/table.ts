import type { Sample } from './sample.ts'
import type { Quantity } from './words.ts'

/** Thresholds that are tried: at so many quantiles of a quantity, and so many evenly over its range. */
const quantiles = 48
const even = 16

/** The sample as the search for cuts wants it. */
export interface Table extends Sample {
  readonly features: Float32Array
  /** Of each quantity, in its unit, rising. */
  readonly thresholds: readonly (readonly number[])[]
  /** How many thresholds of its quantity a value lies above, [quantities, scans]. */
  readonly codes: Uint8Array
  /** Quantities that may be terms: those that are 0 where nothing happens. */
  readonly usable: readonly number[]
}

export function tabulate(sample: Sample, quantities: readonly Quantity[]): Table {
  const { scans } = sample
  const features = new Float32Array(sample.quantities.length)
  const codes = new Uint8Array(sample.quantities.length)
  const thresholds = quantities.map(({ factor, offset }, row) => {
    const values = sample.quantities.subarray(row * scans, (row + 1) * scans)
    const tried = thresholdsOf(values)
    const rounded = Float32Array.from(tried)
    for (let scan = 0; scan < scans; scan++) {
      const value = values[scan] as number
      features[row * scans + scan] = (value - offset) / factor
      codes[row * scans + scan] = above(rounded, value)
    }
    return tried
  })
  const usable = quantities.flatMap(({ offset }, row) => (offset === 0 ? [row] : []))
  return { ...sample, features, thresholds, codes, usable }
}

/** How many of the rising thresholds lie below the value. */
function above(thresholds: Float32Array, value: number): number {
  let low = 0
  let high = thresholds.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (value > (thresholds[middle] as number)) low = middle + 1
    else high = middle
  }
  return low
}

/** Thresholds of three digits, so that a rule says just what it does. */
function thresholdsOf(values: Float32Array): readonly number[] {
  const sorted = Float32Array.from(values).sort()
  const [low, high] = [sorted[0] as number, sorted.at(-1) as number]
  const found = [
    ...Array.from(
      { length: quantiles },
      (_, index) => sorted[Math.floor(((index + 0.5) / quantiles) * sorted.length)] as number,
    ),
    ...Array.from({ length: even }, (_, index) => low + ((index + 0.5) / even) * (high - low)),
  ]
  return [...new Set(found.map((value) => Number(value.toPrecision(3))))].sort((a, b) => a - b)
}
