import { setTimeout as sleep } from 'node:timers/promises'

/** Beats once a scan, by the clock that only goes forward. */
export interface ScanClock {
  /** s since it was started. */
  elapsed(): number
  /** The number of the present scan, from 0 on. */
  readonly scan: number
  /** Waits for the next scan, or until one of the signals is aborted; gives how many scans went by unattended since. */
  next(...wakes: readonly AbortSignal[]): Promise<number>
}

/** Starts a clock that beats every `interval` s, the first time at once. */
export function startClock(interval: number): ScanClock {
  const start = performance.now()
  const elapsed = () => (performance.now() - start) / 1000
  let due = 0
  return {
    elapsed,
    get scan() {
      return Math.max(due - 1, 0)
    },
    async next(...wakes) {
      const late = Math.floor(elapsed() / interval - due)
      const missed = Math.max(late, 0)
      due += missed
      const wait = due * interval - elapsed()
      due += 1
      const signal = AbortSignal.any([...wakes])
      if (wait > 0 && !signal.aborted) await sleep(wait * 1000, undefined, { signal }).catch(() => {})
      return missed
    },
  }
}
