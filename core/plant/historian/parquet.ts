import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import { asyncBufferFromFile, type FileMetaData, parquetMetadataAsync, parquetRead, parquetSchema } from 'hyparquet'
import { LogError } from '../log.ts'
import type { Batch, Cell, Row, Table } from './table.ts'

const batchSize = 1000

/** What Node brings; the library knows Snappy itself. */
const compressors = {
  GZIP: (input: Uint8Array) => gunzipSync(input),
  BROTLI: (input: Uint8Array) => brotliDecompressSync(input),
  ZSTD: (input: Uint8Array) => zstdDecompressSync(input),
}

/**
 * Opens a Parquet export. A row group is in memory as a whole. Times that are not marked as UTC are local times.
 * @throws {LogError} for a file that is cut off or damaged, at the opening or reading on.
 */
export async function openParquet(file: string): Promise<Table> {
  const buffer = await damage(file, 1, () => asyncBufferFromFile(file))
  const metadata = await damage(file, 1, () => parquetMetadataAsync(buffer))
  const columns = topColumns(metadata)
  const names = columns.map(({ name }) => name)

  async function* rows(wanted: (column: string) => boolean = () => true): AsyncGenerator<Batch> {
    let start = 0
    const taken = names.filter(wanted)
    for (const group of metadata.row_groups) {
      const end = start + Number(group.num_rows)
      const chunks = new Map<string, Chunk[]>(taken.map((name) => [name, []]))
      await damage(file, start + 1, () =>
        parquetRead({
          file: buffer,
          metadata,
          columns: taken,
          compressors,
          rowStart: start,
          rowEnd: end,
          onChunk: ({ columnName, columnData, rowStart }) => {
            chunks.get(columnName)?.push({ from: rowStart, values: columnData })
          },
        }),
      )
      const readers = columns.map((column) => reader(chunks.get(column.name) ?? [], column.isLocal))
      const bytes = Math.round((buffer.byteLength * end) / Number(metadata.num_rows))
      for (let from = start; from < end; from += batchSize) {
        const count = Math.min(batchSize, end - from)
        const batch = Array.from({ length: count }, (_, index): Row => {
          const row = from + index
          return { line: row + 1, cells: readers.map((read) => read(row)) }
        })
        yield { rows: batch, bytes }
      }
      start = end
    }
  }
  return { file, columns: names, rows }
}

interface Chunk {
  readonly from: number
  readonly values: ArrayLike<unknown>
}

interface Column {
  readonly name: string
  /** Its times are those of some clock on the wall. */
  readonly isLocal: boolean
}

/** Columns that hold one value a row. */
const topColumns = (metadata: FileMetaData): readonly Column[] =>
  parquetSchema(metadata).children.flatMap(({ element: { name, logical_type: type }, children }) => {
    const isLocal = type?.type === 'TIMESTAMP' && !type.isAdjustedToUTC
    return children.length === 0 ? [{ name, isLocal }] : []
  })

/** What stands in a row, asked for from the first row on. */
function reader(unordered: readonly Chunk[], isLocal: boolean): (row: number) => Cell {
  const chunks = unordered.toSorted((a, b) => a.from - b.from)
  let at = 0
  return (row) => {
    while (at + 1 < chunks.length && (chunks[at + 1] as Chunk).from <= row) at++
    const chunk = chunks[at]
    return cellOf(chunk?.values[row - chunk.from], isLocal)
  }
}

function cellOf(value: unknown, isLocal: boolean): Cell {
  if (typeof value === 'number' || typeof value === 'string') return value
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) return ''
    return isLocal ? value.toISOString().slice(0, -1) : value.toISOString()
  }
  return ''
}

/** The library throws plain errors of many kinds for bytes that are not as they should be. */
async function damage<Result>(file: string, line: number, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    const isAbsent = error instanceof Error && 'syscall' in error
    const problem = isAbsent ? 'the file cannot be read' : 'the Parquet file is cut off or damaged'
    const said = error instanceof Error ? error.message.slice(0, 120) : ''
    throw new LogError(file, { line, column: 1 }, problem, `Check its path or export it again: ${said}`)
  }
}
