import { meanAt } from '../dream/learned/log-dream.ts'
import type { HeldOutRuns } from './log-errors.ts'

const trustedShare = 0.9

/**
 * How many scans nine of ten free runs stay within the tolerance of each signal, in deviations; the whole horizon where they
 * never leave it.
 */
export function trustHorizons(
  all: readonly HeldOutRuns[],
  tolerances: readonly number[],
  horizon: number,
): readonly number[] {
  const signals = tolerances.length
  return tolerances.map((tolerance, signal) => {
    const within = all.flatMap(({ runs, feeds, lanes }) =>
      Array.from({ length: lanes }, (_, lane) => {
        const left = Array.from({ length: horizon }, (_, scan) => (scan * signals + signal) * lanes + lane).findIndex(
          (index) => Math.abs(meanAt(runs.means, index) - (feeds.reading[index] as number)) > tolerance,
        )
        return left < 0 ? horizon : left
      }),
    )
    const sorted = within.toSorted((a, b) => a - b)
    return sorted[Math.floor((1 - trustedShare) * sorted.length)] as number
  })
}
