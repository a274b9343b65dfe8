import { LogError } from '../log.ts'
import type { Mapping } from './mapping.ts'
import { helpers, type Wanted } from './samples.ts'
import { quote, type Table } from './table.ts'

/**
 * Holds the columns of wide exports, taken together, to those that their mapping knows.
 * @throws {LogError} that names what is missing and what is new.
 */
export function assertColumns(tables: readonly Table[], mapping: Mapping, wanted: readonly Wanted[]): void {
  const taken = wanted.map(({ mapped }) => mapped.column)
  const qualities = wanted.flatMap(({ mapped }) => mapped.quality ?? [])
  const known = new Set([...helpers(mapping), ...taken, ...qualities, ...mapping.ignored])
  const there = new Set(tables.flatMap(({ columns }) => columns))
  assertNothingAmiss(
    tables[0] as Table,
    taken.filter((name) => !there.has(name)),
    [...there].filter((name) => name !== '' && !known.has(name)),
  )
}

/** The same for the tags of long exports, once all of them are read. Throws `LogError`. */
export function assertTags(
  tables: readonly Table[],
  wanted: readonly Wanted[],
  isThere: (place: number) => boolean,
): void {
  const missing = wanted.filter((_, place) => !isThere(place)).map(({ mapped }) => mapped.column)
  assertNothingAmiss(tables[0] as Table, missing, [])
}

function assertNothingAmiss({ file }: Table, missing: readonly string[], fresh: readonly string[]): void {
  if (missing.length + fresh.length === 0) return
  const listed = (names: readonly string[]) =>
    `${names.slice(0, 12).map(quote).join(', ')}${names.length > 12 ? ` and ${names.length - 12} more` : ''}`
  const parts = [
    ...(missing.length > 0 ? [`misses ${listed(missing)}`] : []),
    ...(fresh.length > 0 ? [`has ${listed(fresh)}, which the mapping does not know`] : []),
  ]
  const remedy =
    'Export the same tags again, or write the change under `tags:` and `ignored:` of the mapping, or remove it to have it guessed anew'
  throw new LogError(file, { line: 1, column: 1 }, `the log ${parts.join(', and ')}`, remedy)
}
