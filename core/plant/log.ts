import { createReadStream } from 'node:fs'
import { CsvError, parse } from 'csv-parse'

/** A historian's log: some columns over time. Times are in seconds, strictly rising; values in the log's own units. */
export interface Log {
  readonly file: string
  readonly time: Float64Array
  readonly columns: ReadonlyMap<string, Float64Array>
}

/** A log, or a mapping of its columns, that cannot be used: where (line and column count from 1), what is wrong, and what would be right. */
export class LogError extends Error {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly problem: string
  readonly remedy: string

  constructor(file: string, { line, column }: Position, problem: string, remedy: string) {
    super(`${file}:${line}:${column}  ${problem}. ${remedy}`)
    this.name = 'LogError'
    this.file = file
    this.line = line
    this.column = column
    this.problem = problem
    this.remedy = remedy
  }
}

/** Line in the file, and which of its fields. */
interface Position {
  readonly line: number
  readonly column: number
}

/** One run of a log that holds several: its name in the column `run`, empty where there is no such column. */
export interface Run extends Log {
  readonly run: string
}

const longestRow = 1_000_000
const timeColumn = 't_s'
const runColumn = 'run'

interface Row {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}

/** Text that is safe and short enough to show. */
const quote = (text: string) => `'${text.slice(0, 40).replace(/\p{Cc}+/gu, ' ')}${text.length > 40 ? '…' : ''}'`

/**
 * Reads a CSV log with a header, row by row. Time is the column `t_s`, or else the first. Only the columns that `wanted`
 * accepts have to be numbers; the others are left out.
 * @throws {LogError} for an unreadable or empty file, rows of the wrong length, values that are no finite numbers, and
 * times that do not rise.
 */
export async function readLog(file: string, wanted: (column: string) => boolean = () => true): Promise<Log> {
  const [log] = await readParts(file, wanted, () => -1)
  return log as Log
}

/**
 * Reads a CSV log as `readLog` does, but parts it where the text in its column `run` changes: times have to rise within a
 * run alone.
 * @throws {LogError} as `readLog` does.
 */
export const readRuns = (file: string, wanted: (column: string) => boolean = () => true): Promise<readonly Run[]> =>
  readParts(file, wanted, (names) => names.indexOf(runColumn))

interface Part {
  readonly run: string
  readonly time: number[]
  readonly values: readonly number[][]
}

async function readParts(
  file: string,
  wanted: (column: string) => boolean,
  runOf: (names: readonly string[]) => number,
): Promise<readonly Run[]> {
  const fail = (position: Position, problem: string, remedy: string): never => {
    throw new LogError(file, position, problem, remedy)
  }
  let header: readonly string[] | undefined
  let timeAt = 0
  let runAt = -1
  let taken: readonly number[] = []
  const parts: Part[] = []

  const numberAt = ({ record, info }: Row, index: number): number => {
    const text = (record[index] as string).trim()
    const value = Number(text)
    if (text !== '' && Number.isFinite(value)) return value
    const name = quote(header?.[index] ?? '')
    const problem = text === '' ? `the column ${name} is empty` : `${quote(text)} in the column ${name} is not a number`
    return fail(
      { line: info.lines, column: index + 1 },
      problem,
      'Write a number with a decimal point, or drop the row',
    )
  }

  const readHeader = (record: readonly string[]) => {
    const names = record.map((name) => name.trim())
    const twice = names.findIndex((name, index) => names.indexOf(name) !== index)
    if (twice >= 0) {
      fail(
        { line: 1, column: twice + 1 },
        `two columns are called ${quote(names[twice] as string)}`,
        'Rename one of them',
      )
    }
    if (names.every((name) => name !== '' && Number.isFinite(Number(name)))) {
      fail({ line: 1, column: 1 }, 'the first line holds numbers', 'Write the names of the columns above them')
    }
    timeAt = Math.max(names.indexOf(timeColumn), 0)
    runAt = runOf(names)
    taken = names.flatMap((name, index) => (index !== timeAt && index !== runAt && wanted(name) ? [index] : []))
    header = names
  }

  const readRow = (row: Row, names: readonly string[]) => {
    const { record, info } = row
    if (record.length !== names.length) {
      const position = { line: info.lines, column: Math.min(record.length, names.length) + 1 }
      fail(
        position,
        `${record.length} values under ${names.length} columns`,
        'Give every row as many values as the header',
      )
    }
    const now = numberAt(row, timeAt)
    const run = record[runAt]?.trim() ?? ''
    if (parts.length === 0 || parts.at(-1)?.run !== run) parts.push({ run, time: [], values: taken.map(() => []) })
    const { time, values } = parts.at(-1) as Part
    const before = time.at(-1) ?? -Infinity
    if (now <= before) {
      const problem = now === before ? `the time ${now} stands twice` : `the time falls from ${before} to ${now}`
      const remedy = 'Sort the rows by time, keep one row for a time, and one run for a file'
      fail({ line: info.lines, column: timeAt + 1 }, problem, remedy)
    }
    time.push(now)
    taken.forEach((index, position) => {
      values[position]?.push(numberAt(row, index))
    })
  }

  const rows = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: longestRow,
  })
  const source = createReadStream(file)
  source.on('error', (error) => rows.destroy(error))
  try {
    for await (const row of source.pipe(rows) as AsyncIterable<Row>) {
      if (header === undefined) readHeader(row.record)
      else readRow(row, header)
    }
  } catch (error) {
    throw asLogError(file, error)
  } finally {
    source.destroy()
  }
  if (header === undefined) fail({ line: 1, column: 1 }, 'the file is empty', 'Write a header and at least two rows')
  if (parts.every(({ time }) => time.length < 2)) {
    fail({ line: 2, column: 1 }, 'the log has fewer than two rows', 'Write at least two rows')
  }
  return parts.map(({ run, time, values }) => {
    const columns = taken.map(
      (index, position) => [header?.[index] as string, Float64Array.from(values[position] ?? [])] as const,
    )
    return { file, run, time: Float64Array.from(time), columns: new Map(columns) }
  })
}

function asLogError(file: string, error: unknown): unknown {
  if (error instanceof CsvError) {
    const { lines } = error
    const position = { line: typeof lines === 'number' ? lines : 1, column: 1 }
    return new LogError(file, position, 'this is not comma-separated text', 'Export the log as CSV with a header')
  }
  if (error instanceof Error && 'syscall' in error) {
    return new LogError(file, { line: 1, column: 1 }, 'the file cannot be read', `Check its path: ${error.message}`)
  }
  return error
}
