import { LogError } from '../log.ts'
import { createSorter, type OrderCounts } from './in-order.ts'
import type { Samples } from './samples.ts'
import type { Row, Table } from './table.ts'

/** Values that are held back to be put in order. */
const windowValues = 20_000
/** Rows after which an export that is not in order at all is given up. */
const trial = 50_000

/** How the rows of an export are read, and which of its columns that takes. */
export interface RowReader {
  readonly columns: ReadonlySet<string>
  readonly read: (row: Row) => Samples | undefined
}

/**
 * The samples of an export in order of time. `onBytes` is told how much of the file is read.
 * @throws {LogError} for an export most of whose rows are out of order.
 */
export async function* readInOrder(
  table: Table,
  { columns, read }: RowReader,
  counts: OrderCounts,
  onBytes: (bytes: number) => void,
): AsyncGenerator<readonly Samples[]> {
  let sorter: ReturnType<typeof createSorter> | undefined
  const dropped = counts.dropped
  let rows = 0
  let last: Row | undefined
  for await (const batch of table.rows((column) => columns.has(column))) {
    const ready: Samples[] = []
    for (const row of batch.rows) {
      const samples = read(row)
      if (samples === undefined) continue
      sorter ??= createSorter(Math.ceil(windowValues / Math.max(1, samples.values.length)), counts)
      const next = sorter.put(samples)
      if (next !== undefined) ready.push(next)
      rows++
      last = row
      if (rows >= trial) assertOrder(table, row, counts.dropped - dropped, rows)
    }
    onBytes(batch.bytes)
    yield ready
  }
  if (last !== undefined) assertOrder(table, last, counts.dropped - dropped, rows)
  if (sorter !== undefined) yield sorter.rest()
}

function assertOrder({ file }: Table, { line }: Row, dropped: number, rows: number): void {
  if (dropped <= rows / 2) return
  const problem = 'most rows up to here are earlier than the rows before them'
  const remedy = 'Export the rows in order of time, or each tag as a file of its own'
  throw new LogError(file, { line, column: 1 }, problem, remedy)
}
