import { statSync } from 'node:fs'
import type { Line } from '../../line/line.ts'
import { LogError } from '../log.ts'
import type { OrderCounts } from './in-order.ts'
import { usualIntervals } from './intervals.ts'
import type { Mapping } from './mapping.ts'
import { mergeByTime } from './merge.ts'
import { type Movement, watchMovement } from './movement.ts'
import { firstSamples } from './preview.ts'
import { readInOrder } from './read-in-order.ts'
import { createResampler, type ScanCounts } from './resample.ts'
import { rulesOf } from './rules.ts'
import { noReading, type Samples, samplesReader, wantedOf } from './samples.ts'
import type { Survey } from './survey.ts'
import type { Table } from './table.ts'
import { assertColumns, assertTags } from './tag-list.ts'
import { type LineTag, lineTags } from './tags.ts'
import type { ValueCounts } from './value.ts'
import { createLog } from './write-log.ts'

export interface ImportOptions {
  /** How long a value stands for those that are missing, s; by default five of the tag's own intervals, or of scans. */
  readonly longestHold?: number
  readonly onProgress?: (bytes: number, total: number) => void
  readonly signal?: AbortSignal
}

/** What became of exports. Times in s, values in the line's units. */
export interface Imported {
  /** Read from the exports. */
  readonly rows: number
  /** Written, once a scan. */
  readonly scans: number
  /** Of the first scan, since 1970 or as the log counts. */
  readonly first: number
  readonly last: number
  /** Scans that are left out between two that are there; the longest gap follows the scan at `at`, since the first. */
  readonly gaps: { readonly count: number; readonly total: number; readonly longest: number; readonly at: number }
  readonly order: OrderCounts
  readonly clock: { readonly skipped: number; readonly repeated: readonly number[] }
  readonly tags: readonly ImportedTag[]
}

export interface ImportedTag {
  readonly tag: LineTag
  readonly column: string
  /** Between its samples, usually; NaN where there are too few. */
  readonly interval: number
  readonly values: ValueCounts
  readonly scans: ScanCounts
  readonly movement: Movement
}

/** Rows may come late by that many of the log's intervals, and by that many seconds. */
const lateIntervals = 10
const leastLateness = 60
const rounding = 1e-6

/**
 * Writes historian's exports as one log of the line's own format, a row a scan. Rows go through as they come: memory does
 * not grow with their number.
 * @throws {LogError} where the exports do not fit the mapping, each other or the line; nothing is left behind then.
 */
export async function importLogs(
  line: Line,
  surveys: readonly Survey[],
  mapping: Mapping,
  out: string,
  options: ImportOptions = {},
): Promise<Imported> {
  const tables = surveys.map(({ table }) => table)
  const wanted = wantedOf(lineTags(line), mapping)
  const tags = wanted.map(({ tag }) => tag)
  if (mapping.form === 'wide') assertColumns(tables, mapping, wanted)
  const first = firstSamples(surveys, mapping, wanted)
  const intervals = usualIntervals(first, wanted.length)
  const lateness = Math.max(leastLateness, lateIntervals * Math.min(...intervals.filter(Number.isFinite)))
  const rules = rulesOf(line, mapping, wanted, { first, intervals, longestHold: options.longestHold })

  const reading = noReading(wanted)
  const order: OrderCounts = { sorted: 0, dropped: 0 }
  const samples = inOrder(tables, options, (table, onBytes) =>
    readInOrder(table, { ...samplesReader(table, mapping, wanted, reading), lateness }, order, onBytes),
  )

  const isDated = mapping.time.format !== 'seconds'
  const log = createLog(out, tags, ({ time }) => (isDated ? time : 0))
  try {
    const movement = watchMovement(tags, line.scan)
    const course = watchCourse(line.scan)
    const resampler = createResampler(line.scan, rules, (row) => {
      course.see(row.time)
      movement.see(row)
      log.write(row)
    })
    for await (const batch of samples) for (const each of batch) resampler.add(each)
    resampler.end()
    if (mapping.form === 'long') {
      const isThere = (place: number) => countOf(reading.values[place] as ValueCounts) > 0
      assertTags(tables, wanted, isThere)
    }
    const movements = movement.end()
    const imported = wanted.map(
      ({ tag, mapped }, place): ImportedTag => ({
        tag,
        column: mapped.column,
        interval: intervals[place] as number,
        values: reading.values[place] as ValueCounts,
        scans: resampler.counts[place] as ScanCounts,
        movement: movements[place] as Movement,
      }),
    )
    if (course.scans < 2) failWithoutScans(tables[0]!.file, imported)
    log.finish()
    const { scans, first, last, gaps } = course
    return { rows: reading.rows, scans, first, last, gaps, order, clock: reading.clock, tags: imported }
  } finally {
    log.abandon()
  }
}

/** The samples of several exports as those of one, with how far all of them are read. */
function inOrder(
  tables: readonly Table[],
  { onProgress, signal }: ImportOptions,
  read: (table: Table, onBytes: (bytes: number) => void) => AsyncIterable<readonly Samples[]>,
): AsyncIterable<readonly Samples[]> {
  const bytes = tables.map(() => 0)
  const total = tables.reduce((sum, { file }) => sum + statSync(file).size, 0)
  const told = (index: number) => (read: number) => {
    signal?.throwIfAborted()
    bytes[index] = read
    onProgress?.(
      bytes.reduce((sum, each) => sum + each),
      total,
    )
  }
  return mergeByTime(tables.map((table, index) => read(table, told(index))))
}

const countOf = ({ good, empty, flagged, outOfRange, texts }: ValueCounts) =>
  good + empty + flagged + outOfRange + texts.size

/** Watches the times of rows, one a scan. */
function watchCourse(scan: number) {
  const gaps = { count: 0, total: 0, longest: 0, at: 0 }
  const course = { scans: 0, first: Number.NaN, last: Number.NaN, gaps }
  return Object.assign(course, {
    see(time: number): void {
      if (course.scans === 0) course.first = time
      const gap = time - course.last - scan
      if (gap > rounding * scan) {
        gaps.count++
        gaps.total += gap
        if (gap > gaps.longest) {
          gaps.longest = gap
          gaps.at = course.last - course.first
        }
      }
      course.scans++
      course.last = time
    },
  })
}

function failWithoutScans(file: string, tags: readonly ImportedTag[]): never {
  const share = ({ scans: { measured, held } }: ImportedTag) => measured + held
  const worst = tags.toSorted((a, b) => share(a) - share(b))[0] as ImportedTag
  const texts = [...worst.values.texts.keys()].slice(0, 5).join(', ')
  const problem = `the log has fewer than two scans at which every tag has a value; ${worst.tag.name} has ${worst.values.good} good ones`
  const remedy = `Look at the column ${worst.column}${texts === '' ? '' : `, which holds ${texts}`}: its unit, its words or its qualities in the mapping may be wrong`
  throw new LogError(file, { line: 1, column: 1 }, problem, remedy)
}
