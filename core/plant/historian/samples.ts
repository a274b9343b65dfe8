import { nearest } from '../../line/file/nearest.ts'
import { LogError } from '../log.ts'
import { type ClockNotes, createClock } from './clock.ts'
import type { MappedTag, Mapping } from './mapping.ts'
import { type Cell, quote, type Row, type Table } from './table.ts'
import type { LineTag } from './tags.ts'
import { noValues, type ValueCounts, valueReader } from './value.ts'

/** What a row of an export says, in the line's units; NaN where the value is not good. */
export interface Samples {
  /** s */
  readonly time: number
  /** Which of the mapped tags the values are of. */
  readonly places: readonly number[]
  readonly values: readonly number[]
}

/** A tag of the line and what a mapping says of it. */
export interface Wanted {
  readonly tag: LineTag
  readonly mapped: MappedTag
}

/** What was met while the rows of exports were read. */
export interface Reading {
  rows: number
  readonly clock: ClockNotes
  /** By tag, in the order of `Wanted`. */
  readonly values: readonly ValueCounts[]
}

export const noReading = (wanted: readonly Wanted[]): Reading => ({
  rows: 0,
  clock: { skipped: 0, repeated: [] },
  values: wanted.map(noValues),
})

/** Tags that a mapping maps, in the order of the line. */
export const wantedOf = (tags: readonly LineTag[], mapping: Mapping): readonly Wanted[] =>
  tags.flatMap((tag) => {
    const mapped = Object.hasOwn(mapping.tags, tag.name) ? mapping.tags[tag.name] : undefined
    return mapped === undefined ? [] : [{ tag, mapped }]
  })

/** What an export of that mapping has to have, or can have besides: columns of the wide form. */
export const helpers = ({ time, tag, value, quality }: Mapping) =>
  [time.column, tag, value, quality].filter((column) => column !== undefined)

/**
 * A reader of an export's rows. In the wide form all of the mapped columns may be in other files.
 * @throws {LogError} where the export does not fit the mapping: at once for columns, reading for times and tags.
 */
export function samplesReader(
  table: Table,
  mapping: Mapping,
  wanted: readonly Wanted[],
  reading: Reading,
): { readonly columns: ReadonlySet<string>; readonly read: (row: Row) => Samples | undefined } {
  const columns = new Map(table.columns.map((name, index) => [name, index]))
  const at = (column: string): number => {
    const index = columns.get(column)
    if (index !== undefined) return index
    const close = nearest(column, table.columns)
    const problem = `the column ${quote(column)} is missing`
    const remedy = `${close === undefined ? '' : `There is ${quote(close)}. `}Export it, or correct the mapping`
    throw new LogError(table.file, { line: 1, column: 1 }, problem, remedy)
  }
  const timeAt = at(mapping.time.column)
  const clock = createClock(mapping, reading.clock)
  const timeIn = ({ line, cells }: Row): number => {
    const cell = cells[timeAt] as Cell
    return clock(cell, line) ?? failAtTime(table.file, mapping, { line, column: timeAt + 1 }, cell)
  }
  const good = new Set(mapping.good.map((word) => word.toLowerCase()))
  const isGood = (quality: Cell) => good.has(String(quality).trim().toLowerCase())
  const values = wanted.map(({ tag, mapped }, index) =>
    valueReader(tag, mapped, mapping.decimal, reading.values[index] as ValueCounts),
  )
  const flag = (place: number) => {
    const counts = reading.values[place] as ValueCounts
    counts.flagged++
    return Number.NaN
  }

  if (mapping.form === 'wide') {
    const held = wanted.flatMap(({ mapped }, place) => {
      const column = columns.get(mapped.column)
      if (column === undefined) return []
      return [{ place, column, quality: mapped.quality === undefined ? undefined : at(mapped.quality) }]
    })
    const places = held.map(({ place }) => place)
    const readers = held.map(({ place, column, quality }) => {
      const value = values[place] as (cell: Cell) => number
      return ({ cells }: Row) =>
        quality === undefined || isGood(cells[quality] as Cell) ? value(cells[column] as Cell) : flag(place)
    })
    const taken = held.flatMap(({ column, quality }) => (quality === undefined ? [column] : [column, quality]))
    return {
      columns: new Set([timeAt, ...taken].map((index) => table.columns[index] as string)),
      read: (row) => {
        reading.rows++
        return { time: timeIn(row), places, values: readers.map((read) => read(row)) }
      },
    }
  }

  const tagAt = at(mapping.tag as string)
  const valueAt = at(mapping.value as string)
  const qualityAt = mapping.quality === undefined ? undefined : at(mapping.quality)
  const placeOf = new Map(wanted.map(({ mapped }, place) => [mapped.column, [place] as const]))
  const ignored = new Set(mapping.ignored)
  return {
    columns: new Set(helpers(mapping)),
    read: (row) => {
      reading.rows++
      const name = String(row.cells[tagAt]).trim()
      const places = placeOf.get(name)
      if (places === undefined) {
        if (ignored.has(name)) return undefined
        const position = { line: row.line, column: tagAt + 1 }
        const remedy = 'Add it under `tags:` or `ignored:` of the mapping'
        throw new LogError(table.file, position, `the tag ${quote(name)} is new`, remedy)
      }
      const [place] = places
      const isBad = qualityAt !== undefined && !isGood(row.cells[qualityAt] as Cell)
      const value = values[place] as (cell: Cell) => number
      return { time: timeIn(row), places, values: [isBad ? flag(place) : value(row.cells[valueAt] as Cell)] }
    },
  }
}

function failAtTime(
  file: string,
  { time }: Mapping,
  position: { readonly line: number; readonly column: number },
  cell: Cell,
): never {
  const problem = `${quote(cell)} in the column ${quote(time.column)} is not a time (${time.format})`
  const remedy =
    time.zone === undefined
      ? 'Correct the row or the format under `time:` of the mapping; a local time needs a zone there as well'
      : 'Correct the row, or the format under `time:` of the mapping'
  throw new LogError(file, position, problem, remedy)
}
