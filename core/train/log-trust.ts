import { disagreementOf, surpriseAt, varianceAt } from '../dream/learned/log-dream.ts'
import type { Trust } from '../dream/learned/log-model.ts'
import type { HeldOutRuns } from './log-errors.ts'

const levelQuantile = 0.99

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
  const free = all.flatMap(({ runs, lanes }) => [...disagreementOf(runs, signals, lanes)])
  const scan = all.flatMap(({ runs, lanes }) => [...disagreementOf(runs, signals, lanes, usual).subarray(0, lanes)])
  return { horizon, level: quantile(free, levelQuantile), scanLevel: quantile(scan, levelQuantile), usual, surprise }
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number
}
