import { LogError } from '../log.ts'
import { createSorter, type OrderCounts } from './in-order.ts'
import type { Samples } from './samples.ts'
import type { Row, Table } from './table.ts'

/** Values that are held back to be put in order. */
const windowValues = 20_000
/** Share of rows that may be too late, and how many rows are read before that is asked. */
const mostDropped = 0.2
const trial = 50_000

/** How the rows of an export are read. */
export interface RowReader {
  /** Which columns that takes. */
  readonly columns: ReadonlySet<string>
  readonly read: (row: Row) => Samples | undefined
  /** How much earlier than its tag's newest row a row can be and still belong to the same run, s. */
  readonly lateness: number
}

/** Where times first fell back further than a row can be late. */
interface Fall {
  readonly line: number
  readonly from: number
  readonly to: number
}

/**
 * The samples of an export in order of time. `onBytes` is told how much of the file is read.
 * @throws {LogError} for an export that is out of order, or in which times begin again.
 */
export async function* readInOrder(
  table: Table,
  { columns, read, lateness }: RowReader,
  counts: OrderCounts,
  onBytes: (bytes: number) => void,
): AsyncGenerator<readonly Samples[]> {
  const newest = new Map<number, number>()
  const own: OrderCounts = { sorted: 0, dropped: 0 }
  let sorter: ReturnType<typeof createSorter> | undefined
  let fall: Fall | undefined
  let rows = 0

  const isTooLate = ({ time, places: [place = 0] }: Samples, { line }: Row): boolean => {
    const from = newest.get(place) ?? -Infinity
    if (time > from) newest.set(place, time)
    if (from - time <= lateness) return false
    fall ??= { line, from, to: time }
    own.dropped++
    return true
  }

  for await (const batch of table.rows((column) => columns.has(column))) {
    const ready: Samples[] = []
    for (const row of batch.rows) {
      const samples = read(row)
      if (samples === undefined) continue
      rows++
      if (isTooLate(samples, row)) continue
      sorter ??= createSorter(Math.ceil(windowValues / Math.max(1, samples.values.length)), own)
      const next = sorter.put(samples)
      if (next !== undefined) ready.push(next)
    }
    if (rows >= trial) assertOrder(table, fall, own, rows)
    onBytes(batch.bytes)
    yield ready
  }
  assertOrder(table, fall, own, rows)
  counts.sorted += own.sorted
  counts.dropped += own.dropped
  if (sorter !== undefined) yield sorter.rest()
}

function assertOrder({ file }: Table, fall: Fall | undefined, { dropped }: OrderCounts, rows: number): void {
  if (dropped <= mostDropped * rows) return
  const where =
    fall === undefined ? '' : `from here on, where the time falls from ${shown(fall.from)} to ${shown(fall.to)}, `
  const problem = `${where}${dropped} of ${rows} rows are earlier than the rows before them`
  const remedy = 'Export the rows in order of time, and each run, or each tag, as a file of its own'
  throw new LogError(file, { line: fall?.line ?? 2, column: 1 }, problem, remedy)
}

/** A time of the calendar, or as the log counts. */
const shown = (time: number) => (time > 1e8 ? new Date(time * 1000).toISOString() : `${time} s`)
