import type { Cell } from './table.ts'

/** How an export writes times. Without an offset of its own, a date is the local time of the mapping's zone. */
export const timeFormats = [
  'seconds',
  'epoch s',
  'epoch ms',
  'iso',
  'day.month.year',
  'day/month/year',
  'month/day/year',
  'day-month-year',
] as const

export type TimeFormat = (typeof timeFormats)[number]

/** A time as it was written: seconds; `isLocal` where it lacks an offset to UTC. */
export interface Stamp {
  readonly seconds: number
  readonly isLocal: boolean
}

const clock = String.raw`(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*([AP])?\.?(?:M\.?)?\s*(Z|UTC|[+-]\d\d:?\d\d)?`
const iso = new RegExp(String.raw`^(\d{4})[-/](\d\d)[-/](\d\d)[T ]\s*${clock}$`, 'i')
const numeric = new RegExp(String.raw`^(\d{1,2})([./])(\d{1,2})\2(\d{4}),?\s+${clock}$`, 'i')
const lettered = new RegExp(String.raw`^(\d{1,2})-([\p{L}]{3})\.?-(\d{2}|\d{4})\s+${clock}$`, 'iu')

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const germanMonths: Readonly<Record<string, string>> = { mär: 'mar', mrz: 'mar', mai: 'may', okt: 'oct', dez: 'dec' }

/** A number as a time would be beyond any calendar. */
const latest = 10_000_000_000

/** Reads times of a format; undefined for a cell that holds none. */
export function stampReader(format: TimeFormat): (cell: Cell) => Stamp | undefined {
  switch (format) {
    case 'seconds':
    case 'epoch s':
      return (cell) => counted(cell, 1)
    case 'epoch ms':
      return (cell) => counted(cell, 1000)
    case 'iso':
      return (cell) => isoStamp(String(cell).trim())
    case 'day-month-year':
      return (cell) => letteredStamp(String(cell).trim())
    default:
      return (cell) => numericStamp(String(cell).trim(), format)
  }
}

function counted(cell: Cell, perSecond: number): Stamp | undefined {
  if (cell === '') return undefined
  const seconds = (typeof cell === 'number' ? cell : Number(cell.replace(',', '.'))) / perSecond
  return Math.abs(seconds) <= latest ? { seconds, isLocal: false } : undefined
}

function isoStamp(text: string): Stamp | undefined {
  const [, year, month, day, ...rest] = iso.exec(text) ?? []
  return year === undefined ? undefined : dated(Number(year), Number(month), Number(day), rest)
}

function numericStamp(text: string, format: TimeFormat): Stamp | undefined {
  const [, first, separator, second, year, ...rest] = numeric.exec(text) ?? []
  if (first === undefined || (separator === '.') !== (format === 'day.month.year')) return undefined
  const [day, month] = format === 'month/day/year' ? [second, first] : [first, second]
  return dated(Number(year), Number(month), Number(day), rest)
}

function letteredStamp(text: string): Stamp | undefined {
  const [, day, name = '', year = '', ...rest] = lettered.exec(text) ?? []
  const month = months.indexOf(germanMonths[name.toLowerCase()] ?? name.toLowerCase()) + 1
  return dated(year.length === 2 ? 2000 + Number(year) : Number(year), month, Number(day), rest)
}

function dated(year: number, month: number, day: number, clock: readonly (string | undefined)[]): Stamp | undefined {
  const [hours, minutes, seconds = '0', fraction = '0', half, offset] = clock
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half.toUpperCase() === 'P' ? 12 : 0)
  const midnight = Date.UTC(year, month - 1, day)
  const isDay = month >= 1 && month <= 12 && new Date(midnight).getUTCDate() === day
  if (!isDay || hour > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined
  const local = midnight / 1000 + hour * 3600 + Number(minutes) * 60 + Number(`${seconds}.${fraction}`)
  return { seconds: local - ahead(offset), isLocal: offset === undefined }
}

/** Of an offset such as +01:00, s. */
function ahead(offset = 'Z'): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(offset) ?? []
  const seconds = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60
  return sign === '-' ? -seconds : seconds
}

/** Formats in which the most cells are times; more than one where the order of day and month cannot be told. */
export function fittingFormats(cells: readonly Cell[]): readonly TimeFormat[] {
  const numbers = cells.map((cell) => Number(String(cell).replace(',', '.'))).filter(Number.isFinite)
  if (numbers.length > cells.length / 2) {
    const largest = Math.max(...numbers.map(Math.abs))
    return [largest < 1e8 ? 'seconds' : largest < 1e11 ? 'epoch s' : 'epoch ms']
  }
  const dates = timeFormats.slice(timeFormats.indexOf('iso')).map((format) => {
    const read = stampReader(format)
    return { format, count: cells.filter((cell) => read(cell) !== undefined).length }
  })
  const most = Math.max(...dates.map(({ count }) => count))
  const fitting = dates.flatMap(({ format, count }) => (count === most && most > 0 ? [format] : []))
  // Only there is a clock of twelve hours usual with both in figures.
  const hasHalves = cells.some((cell) => /[AP]\.?M\.?$/i.test(String(cell).trim()))
  return hasHalves && fitting.includes('month/day/year') ? ['month/day/year'] : fitting
}
