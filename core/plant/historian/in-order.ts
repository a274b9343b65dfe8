import type { Samples } from './samples.ts'

/** Rows that came out of order. */
export interface OrderCounts {
  /** Put where they belong. */
  sorted: number
  /** Further back than any row that is still held: dropped. */
  dropped: number
}

/**
 * Puts rows in order of time that are at most `window` rows late; rows of one time stay as they come.
 * `put` gives what is ready by then, `rest` what is left.
 */
export function createSorter(window: number, counts: OrderCounts) {
  let held: Samples[] = []
  let from = 0
  let given = -Infinity

  return {
    put(samples: Samples): Samples | undefined {
      const { time } = samples
      if (time < given) {
        counts.dropped++
        return undefined
      }
      const latest = held.at(-1)
      if (from === held.length || latest === undefined || time >= latest.time) {
        held.push(samples)
      } else {
        counts.sorted++
        held.splice(placeAfter(held, from, time), 0, samples)
      }
      if (held.length - from <= window) return undefined
      const ready = held[from++] as Samples
      given = ready.time
      if (from > window) {
        held = held.slice(from)
        from = 0
      }
      return ready
    },
    rest: (): readonly Samples[] => held.slice(from),
  }
}

/** Where the first row that is later than `time` stands. */
function placeAfter(rows: readonly Samples[], from: number, time: number): number {
  let [low, high] = [from, rows.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((rows[middle] as Samples).time <= time) low = middle + 1
    else high = middle
  }
  return low
}
