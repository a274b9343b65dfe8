import { LogError } from '../log.ts'
import { fittingFormats, stampReader, type TimeFormat } from './stamp.ts'
import { cellsOf, type Survey } from './survey.ts'
import { quote } from './table.ts'
import { localClock } from './time-zone.ts'

/** What the engineer says of the times of an export. */
export interface TimeHints {
  /** IANA, such as Europe/Berlin. */
  readonly zone?: string
  readonly format?: TimeFormat
}

const timeName = /^(t|t_s|ts)$|time|date|zeit|datum/i

/**
 * Which column holds the times, and how they are written.
 * @throws {LogError} where none does, where day and month cannot be told apart, and where a zone is needed and not given.
 */
export function guessTime(surveys: readonly Survey[], { zone, format: wanted }: TimeHints) {
  const [{ table }] = surveys as [Survey]
  const column = timeColumn(surveys)
  const position = { line: 2, column: table.columns.indexOf(column) + 1 }
  const cells = cellsOf(surveys, column)
  const formats = wanted === undefined ? fittingFormats(cells) : [wanted]
  const [format, other] = formats
  const example = quote(cells[0] ?? '')
  if (format === undefined) {
    const problem = `${example} in the column ${quote(column)} is not a time in any known format`
    throw new LogError(table.file, position, problem, 'Export times as ISO 8601, such as 2026-11-27T13:05:10Z')
  }
  if (other !== undefined) {
    const problem = `${example} in the column ${quote(column)} may be ${formats.join(' or ')}`
    throw new LogError(table.file, position, problem, `Say which with --time-format, such as --time-format ${format}`)
  }
  if (zone !== undefined && localClock(zone) === undefined) {
    throw new LogError(
      table.file,
      position,
      `${quote(zone)} is not a time zone`,
      'Name one such as Europe/Berlin or UTC',
    )
  }
  const read = stampReader(format)
  const local = cells.find((cell) => read(cell)?.isLocal)
  if (local !== undefined && zone === undefined) {
    const problem = `${quote(local)} in the column ${quote(column)} is a local time`
    throw new LogError(table.file, position, problem, 'Say where with --time-zone, such as --time-zone Europe/Berlin')
  }
  return { column, format, ...(local !== undefined && zone !== undefined && { zone }) }
}

/** `t_s`, or else the first that is called a time and holds times, or else the first that holds dates. */
function timeColumn(surveys: readonly Survey[]): string {
  const names = (surveys[0] as Survey).table.columns
  const formats = (name: string) => fittingFormats(cellsOf(surveys, name).slice(0, 100))
  const isDated = (name: string) => formats(name).some((format) => format !== 'seconds')
  return (
    names.find((name) => name === 't_s') ??
    names.find((name) => timeName.test(name) && formats(name).length > 0) ??
    names.find(isDated) ??
    (names[0] as string)
  )
}
