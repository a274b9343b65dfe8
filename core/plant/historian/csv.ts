import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { CsvError, parse } from 'csv-parse'
import { LogError } from '../log.ts'
import { type Batch, quote, type Row, type Table } from './table.ts'

const separators = [';', '\t', ',', '|'] as const
const longestRow = 1_000_000
/** Bytes that are read at a time. */
const piece = 131_072
/** Bytes from which encoding and separator are told. */
const beginning = 65_536

/**
 * Opens a CSV export with a header. Encoding (UTF-8, UTF-16 with a byte order mark, or else Latin-1) and separator are told
 * from its beginning.
 * @throws {LogError} for a file that cannot be read, is empty or binary, or has no header; reading on, for quotes that are
 * left open and rows that do not fit the header.
 */
export async function openCsv(file: string, wanted?: string): Promise<Table> {
  const first = await readBeginning(file)
  const encoding = encodingOf(file, first)
  const text = first.toString(encoding)
  const separator = wanted ?? separatorOf(text)
  const parsed = () => parsedRows(file, encoding, separator)
  const header = await headerOf(file, parsed())
  return { file, columns: header, separator, rows: () => batches(file, header.length, parsed()) }
}

async function readBeginning(file: string): Promise<Buffer> {
  try {
    await using handle = await open(file)
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(beginning), 0, beginning, 0)
    return buffer.subarray(0, bytesRead)
  } catch (error) {
    throw asLogError(file, error)
  }
}

function encodingOf(file: string, first: Buffer): 'utf8' | 'utf16le' | 'latin1' {
  if (first[0] === 0xff && first[1] === 0xfe) return 'utf16le'
  if (first.includes(0)) {
    const remedy = 'Export the log as CSV or Parquet'
    throw new LogError(file, { line: 1, column: 1 }, 'this is a binary file, and not Parquet', remedy)
  }
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(first, { stream: true })
    return 'utf8'
  } catch {
    return 'latin1'
  }
}

/** The one that stands most often in the first line, outside quotes. */
function separatorOf(text: string): string {
  const header = (text.split(/\r?\n/).find((line) => line.trim() !== '') ?? '').replace(/"[^"]*"/g, '')
  const count = (separator: string) => header.split(separator).length
  return separators.reduce((best, each) => (count(each) > count(best) ? each : best))
}

/** The records of a file, as many at a time as a piece of it holds: a promise for each would cost more than the parsing. */
async function* parsedRows(file: string, encoding: BufferEncoding, separator: string): AsyncGenerator<Batch> {
  let rows: Row[] = []
  const parser = parse({
    bom: true,
    encoding,
    delimiter: separator,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: longestRow,
    on_record: (record: readonly string[], { lines }) => {
      rows.push({ line: lines, cells: record })
      return null
    },
  })
  // Whoever waits for the piece that holds the mistake is told of it.
  parser.on('error', () => undefined)
  const told = (give: (done: (error?: Error | null) => void) => unknown) =>
    new Promise<void>((resolve, reject) => {
      give((error) => (error ? reject(error) : resolve()))
    })
  const source = createReadStream(file, { highWaterMark: piece })
  try {
    for await (const bytes of source as AsyncIterable<Buffer>) {
      await told((done) => parser.write(bytes, done))
      yield { rows, bytes: source.bytesRead }
      rows = []
    }
    await told((done) => parser.end(done))
    yield { rows, bytes: source.bytesRead }
  } catch (error) {
    throw asLogError(file, error)
  } finally {
    source.destroy()
    parser.destroy()
  }
}

async function headerOf(file: string, batches: AsyncIterable<Batch>): Promise<readonly string[]> {
  const fail = (column: number, problem: string, remedy: string): never => {
    throw new LogError(file, { line: 1, column }, problem, remedy)
  }
  for await (const { rows } of batches) {
    const [row] = rows
    if (row === undefined) continue
    const names = row.cells.map((name) => String(name).trim())
    const twice = names.findIndex((name, index) => name !== '' && names.indexOf(name) !== index)
    if (twice >= 0) fail(twice + 1, `two columns are called ${quote(names[twice] as string)}`, 'Rename one of them')
    if (names.every((name) => name !== '' && Number.isFinite(Number(name.replace(',', '.')))))
      fail(1, 'the first line holds numbers', 'Write the names of the columns above them')
    return names
  }
  return fail(1, 'the file is empty', 'Export the log with a header and its rows')
}

async function* batches(file: string, width: number, parsed: AsyncIterable<Batch>): AsyncGenerator<Batch> {
  let isBelowHeader = false
  for await (const { rows: all, bytes } of parsed) {
    const rows = isBelowHeader ? all : all.slice(1)
    isBelowHeader ||= all.length > 0
    for (const { cells, line } of rows) {
      if (cells.length === width) continue
      const position = { line, column: Math.min(cells.length, width) + 1 }
      const problem = `${cells.length} values under ${width} columns`
      throw new LogError(file, position, problem, 'Give every row as many values as the header')
    }
    yield { rows, bytes }
  }
}

function asLogError(file: string, error: unknown): unknown {
  if (error instanceof CsvError) {
    const { lines } = error
    const position = { line: typeof lines === 'number' ? lines : 1, column: 1 }
    return new LogError(file, position, 'this is not text in columns', 'Export the log as CSV with a header')
  }
  if (error instanceof Error && 'syscall' in error) {
    return new LogError(file, { line: 1, column: 1 }, 'the file cannot be read', `Check its path: ${error.message}`)
  }
  return error
}
