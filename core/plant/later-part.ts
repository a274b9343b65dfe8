import { type Log, LogError } from './log.ts'

/** Where to begin: after so many seconds, or with the last share of the time (0 to 1); all of it by default. */
export interface Beginning {
  readonly from?: number
  readonly share?: number
}

/**
 * The later part of a log, such as what a model was not fitted to.
 * @throws {LogError} where fewer than two rows are left.
 */
export function laterPart(log: Log, { from = 0, share = 1 }: Beginning): Log {
  const first = log.time[0] as number
  const span = (log.time.at(-1) as number) - first
  const row = log.time.findIndex((at) => at - first >= Math.max(from, (1 - share) * span))
  if (row === 0) return log
  if (row < 0 || row > log.time.length - 2) {
    const problem = `fewer than two rows are left of the ${Math.round(span)} s of the log`
    throw new LogError(log.file, { line: 2, column: 1 }, problem, 'Begin earlier')
  }
  const columns = [...log.columns].map(([name, values]) => [name, values.subarray(row)] as const)
  return { file: log.file, time: log.time.subarray(row), columns: new Map(columns) }
}
