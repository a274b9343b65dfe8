import { disagreementOf, surpriseAt, varianceAt } from '../dream/learned/log-dream.ts'
import type { Trust } from '../dream/learned/log-model.ts'
import type { HeldOutRuns } from './log-errors.ts'

/** Share of the held-out free runs that the level leaves whole. */
const untouched = 0.99

/** How far the members drift apart, and how well they know their own errors, on free runs along what was held out. */
export function trustOf(all: readonly HeldOutRuns[], signals: number, horizon: number): Trust {
  const counted = Array.from({ length: signals }, (_, signal) => signal)
  /** Mean over all lanes of what is at a signal in the first scan. */
  const meanOver = (signal: number, of: (runs: HeldOutRuns, index: number) => number) => {
    const values = all.flatMap((runs) =>
      Array.from({ length: runs.lanes }, (_, lane) => of(runs, signal * runs.lanes + lane)),
    )
    return values.reduce((sum, value) => sum + value, 0) / values.length
  }
  const usual = counted.map((signal) => Math.sqrt(meanOver(signal, ({ runs }, index) => varianceAt(runs.means, index))))
  const surprise = counted.map((signal) =>
    Math.sqrt(
      meanOver(signal, ({ runs, feeds }, index) => surpriseAt(runs, feeds.reading[index] as number, index) ** 2),
    ),
  )
  const furthest = all.flatMap(({ runs, lanes }) => {
    const apart = disagreementOf(runs, signals, lanes)
    return Array.from({ length: lanes }, (_, lane) => largestOf(apart, lane, lanes))
  })
  return { horizon, level: quantile(furthest, untouched), usual, surprise }
}

/** Over all scans of one lane of [scans, lanes]. */
function largestOf(values: Float32Array, lane: number, lanes: number): number {
  let largest = 0
  for (let index = lane; index < values.length; index += lanes) largest = Math.max(largest, values[index] as number)
  return largest
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number
}
