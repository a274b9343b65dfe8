import { parseUnit } from '../../line/unit.ts'
import type { MappedTag } from './mapping.ts'
import type { Cell } from './table.ts'
import type { LineTag } from './tags.ts'

/** How many values of a tag were good, and what the others were. */
export interface ValueCounts {
  good: number
  /** Good, and at an end of the range or a little beyond. */
  clippedLow: number
  clippedHigh: number
  empty: number
  /** Flagged as bad by the export's quality column. */
  flagged: number
  /** Far beyond the range. */
  outOfRange: number
  /** Texts that are no numbers and no words of the mapping, with how often each stands. */
  readonly texts: Map<string, number>
}

export const noValues = (): ValueCounts => ({
  good: 0,
  clippedLow: 0,
  clippedHigh: 0,
  empty: 0,
  flagged: 0,
  outOfRange: 0,
  texts: new Map(),
})

/**
 * How far beyond its range a value can be and still be one, as shares of the span. A transmitter that works gives 3.8 to
 * 20.5 mA and reports its failure below 3.6 and above 21 (NAMUR NE 43); outputs of controllers are let run a tenth over.
 */
const overrun = {
  signal: { low: 0.025, high: 0.0625 },
  setpoint: { low: 0.025, high: 0.0625 },
  control: { low: 0.1, high: 0.1 },
}
/** Share of the span by which a value may be off an end of the range and still be at it. */
const edge = 1e-3

const mostTexts = 20
const longestText = 40

/** What a cell says in the log's unit: a number, or NaN for a text that is none. */
export function numberReader(decimal: 'point' | 'comma', words: MappedTag['words']): (cell: Cell) => number {
  const known = new Map(Object.entries(words ?? {}).map(([word, value]) => [word.trim().toLowerCase(), value]))
  return (cell) => {
    if (typeof cell === 'number') return known.get(String(cell)) ?? cell
    const value = decimal === 'comma' && cell.includes(',') ? Number(cell.replace(',', '.')) : Number(cell)
    if (Number.isFinite(value) && known.size === 0) return value
    return known.get(cell.trim().toLowerCase()) ?? value
  }
}

/** What a log writes a tag in whose range is its scale, as many control systems do. */
export const shareOfRange = '% of range'

/** What turns a unit of the log (by default the line's own) into the line's. */
export function conversion({ unit, low, high }: LineTag, from: string = unit): (value: number) => number {
  if (from === shareOfRange) return (value) => low + (value / 100) * (high - low)
  const [log, line] = [from, unit].map((each) => (each === '' ? undefined : parseUnit(each)))
  const { factor = 1, offset = 0 } = log ?? {}
  const { factor: lineFactor = 1, offset: lineOffset = 0 } = line ?? {}
  if (factor === lineFactor && offset === lineOffset) return (value) => value
  return (value) => ((value + offset) * factor) / lineFactor - lineOffset
}

/** Whether a log can be written in that unit of a tag. */
export function fitsUnit({ unit }: LineTag, from: string): boolean {
  if (from === shareOfRange) return true
  const ours = unit === '' ? [0, 0, 0, 0, 0] : parseUnit(unit)?.exponents
  const theirs = parseUnit(from)?.exponents
  return theirs?.every((exponent, index) => exponent === ours?.[index]) === true
}

/** Reads the values of a tag in the line's unit, NaN where there is no good one, and counts what they are. */
export function valueReader(
  tag: LineTag,
  mapped: MappedTag,
  decimal: 'point' | 'comma',
  counts: ValueCounts,
): (cell: Cell) => number {
  const read = numberReader(decimal, mapped.words)
  const convert = conversion(tag, mapped.unit)
  const span = tag.high - tag.low
  const lowest = tag.low - overrun[tag.role].low * span
  const highest = tag.high + overrun[tag.role].high * span
  const lowEdge = tag.low + edge * span
  const highEdge = tag.high - edge * span

  return (cell) => {
    if (cell === '') {
      counts.empty++
      return Number.NaN
    }
    const value = convert(read(cell))
    if (value >= lowest && value <= highest) {
      counts.good++
      if (value <= lowEdge) counts.clippedLow++
      if (value >= highEdge) counts.clippedHigh++
      return value
    }
    if (Number.isNaN(value)) countText(counts.texts, String(cell))
    else counts.outOfRange++
    return Number.NaN
  }
}

function countText(texts: Map<string, number>, cell: string): void {
  const text = cell.trim().slice(0, longestText)
  const count = texts.get(text)
  // Beyond a few, a hostile file's texts are counted under one name.
  const key = count === undefined && texts.size >= mostTexts ? 'other texts' : text
  texts.set(key, (texts.get(key) ?? 0) + 1)
}
