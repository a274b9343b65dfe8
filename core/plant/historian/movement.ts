import type { ScanRow } from './resample.ts'
import type { LineTag } from './tags.ts'

/** How the values of a tag moved over the rows of a recording. */
export interface Movement {
  /** Scans at which it was not what it was the scan before. */
  moves: number
  low: number
  high: number
  /** Its longest stretch without a change while the line's other signals moved; 0 s for none. */
  still: { from: number; seconds: number }
}

/** Share of a tag's span that counts as a change. */
const change = 1e-6
/** A stretch is still from this many scans on, and if the other signals meanwhile moved by this share of their spans. */
const longStill = 60
const alive = 0.05

/** Watches rows, one a scan, for what moves and what does not. */
export function watchMovement(tags: readonly LineTag[], scan: number) {
  const movements = tags.map(
    (): Movement => ({ moves: 0, low: Infinity, high: -Infinity, still: { from: 0, seconds: 0 } }),
  )
  const spans = tags.map(({ low, high }) => high - low)
  const signals = tags.flatMap(({ role }, place) => (role === 'signal' ? [place] : []))
  /** Of each tag: where its present stretch without a change began, and how far all signals had moved by then. */
  const since = tags.map(() => ({ time: 0, rows: 0, moved: 0 }))
  let before: Float64Array | undefined
  let rows = 0
  let moved = 0

  function endStretch(place: number, movedByNow: number): void {
    const { time, rows: first, moved: movedThen } = since[place]!
    const length = rows - first
    const others = (movedByNow - movedThen) / Math.max(1, signals.length - 1)
    const { still } = movements[place]!
    if (length >= longStill && others >= alive && length * scan > still.seconds) {
      movements[place]!.still = { from: time, seconds: length * scan }
    }
  }

  return {
    see({ time, values }: ScanRow): void {
      const last = before ?? values
      const changed = (place: number) => Math.abs(values[place]! - last[place]!) / spans[place]!
      const movedBefore = moved
      for (const place of signals) moved += changed(place)
      for (let place = 0; place < tags.length; place++) {
        const movement = movements[place]!
        const value = values[place]!
        if (value < movement.low) movement.low = value
        if (value > movement.high) movement.high = value
        if (before === undefined) since[place] = { time, rows, moved }
        else if (changed(place) > change) {
          movement.moves++
          endStretch(place, movedBefore)
          since[place] = { time, rows, moved }
        }
      }
      before = values
      rows++
    },
    end(): readonly Movement[] {
      for (const place of signals) endStretch(place, moved)
      return movements
    },
  }
}
