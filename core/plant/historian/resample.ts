import type { Samples } from './samples.ts'

/** All tags at one scan, in the line's units. */
export interface ScanRow {
  /** s */
  readonly time: number
  readonly values: Float64Array
}

/** How the values of a tag become one a scan. */
export interface Rule {
  /** The mean of the scan's samples, which keeps what is faster than the scan from looking slow; or else the latest one. */
  readonly isAveraged: boolean
  /** How long a sample stands for those that are missing, s. */
  readonly hold: number
  /** Holds until it is said otherwise, as long as the log goes on: what a PLC writes stays written. */
  readonly isKept: boolean
}

/** How often a scan's value of a tag was measured, taken from before, or missing. */
export interface ScanCounts {
  measured: number
  held: number
  missing: number
  /** Scans that lack this tag alone. */
  alone: number
  /** Further samples of a time. */
  duplicates: number
}

/** Share of a scan by which a time may be off and still be the scan's. */
const rounding = 1e-6

/**
 * Makes rows once a scan out of samples in order of time, beginning with the first sample. A row at t holds what the log
 * says up to t and nothing from after it: of (t − scan, t], or else from before. A scan that lacks a tag gives no row.
 * After a silence longer than every hold the scans begin anew. Of samples of one time the last good one counts.
 */
export function createResampler(scan: number, rules: readonly Rule[], emit: (row: ScanRow) => void) {
  const tags = rules.length
  const counts = rules.map((): ScanCounts => ({ measured: 0, held: 0, missing: 0, alone: 0, duplicates: 0 }))
  const longest = Math.max(...rules.map(({ hold }) => hold))
  const [sum, count] = [new Float64Array(tags), new Int32Array(tags)]
  const [newTime, newValue] = [new Float64Array(tags).fill(Number.NaN), new Float64Array(tags)]
  const [lastTime, lastValue] = [new Float64Array(tags), new Float64Array(tags).fill(Number.NaN)]
  const isBad = new Uint8Array(tags)
  let origin = Number.NaN
  let scans = 0
  let latest = -Infinity

  const moment = () => origin + scans * scan

  /** Takes what is known of a tag's newest time for final. */
  function settle(tag: number): void {
    if (Number.isNaN(newTime[tag])) return
    const value = newValue[tag] as number
    isBad[tag] = Number.isNaN(value) ? 1 : 0
    if (!isBad[tag]) {
      sum[tag]! += value
      count[tag]! += 1
      lastTime[tag] = newTime[tag] as number
      lastValue[tag] = value
    }
    newTime[tag] = Number.NaN
  }

  function valueAt(tag: number, time: number): number {
    const { isAveraged, hold, isKept } = rules[tag] as Rule
    const tally = counts[tag] as ScanCounts
    const samples = count[tag] as number
    const last = lastValue[tag] as number
    if (samples > 0) {
      tally.measured++
      return isAveraged ? (sum[tag] as number) / samples : last
    }
    const limit = isKept && !isBad[tag] ? Infinity : hold
    if (time - (lastTime[tag] as number) <= limit && !Number.isNaN(last)) {
      tally.held++
      return last
    }
    tally.missing++
    return Number.NaN
  }

  function finish(): void {
    const values = new Float64Array(tags)
    const time = moment()
    let missing = 0
    let lacking = 0
    for (let tag = 0; tag < tags; tag++) {
      settle(tag)
      values[tag] = valueAt(tag, time)
      if (Number.isNaN(values[tag])) {
        missing++
        lacking = tag
      }
    }
    if (missing === 1) counts[lacking]!.alone++
    sum.fill(0)
    count.fill(0)
    scans++
    if (missing === 0) emit({ time, values })
  }

  function begin(time: number): void {
    const left = Math.max(0, Math.floor((time - moment()) / scan))
    if (left > 0) for (const tally of counts) tally.missing += left
    lastValue.fill(Number.NaN)
    origin = time
    scans = 0
  }

  /** Finishes the scans that end before `time`. */
  function advance(time: number): void {
    while (time > moment() + rounding * scan) {
      const isSilent = latest <= moment() - (1 - rounding) * scan && moment() - latest > longest
      if (isSilent) begin(time)
      else finish()
    }
  }

  return {
    counts,
    add({ time, places, values }: Samples): void {
      if (Number.isNaN(origin)) begin(time)
      else advance(time)
      latest = time
      for (let index = 0; index < places.length; index++) {
        const tag = places[index] as number
        const value = values[index] as number
        if (newTime[tag] === time) {
          counts[tag]!.duplicates++
          if (!Number.isNaN(value)) newValue[tag] = value
        } else {
          settle(tag)
          newTime[tag] = time
          newValue[tag] = value
        }
      }
    },
    /** Once all samples are there. A scan that has not ended is left out. */
    end(): void {
      if (latest >= moment() - rounding * scan) finish()
    },
  }
}
