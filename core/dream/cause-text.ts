import type { Line } from '../line/line.ts'
import { hasDegrees, modeOf } from '../line/mode.ts'
import { formatQuantity } from '../line/quantity.ts'
import type { Event } from './cause.ts'

/** One event of a cause chain: when, what, and what it would have been otherwise. */
export function eventText(line: Line, { at, kind, row, value, otherwise }: Event): string {
  if (kind === 'fault') {
    const name = line.failures[row]?.name ?? ''
    return `${clock(at)} ${name} begins (${severityText(line, name, value)})`
  }
  const item = kind === 'control' ? line.controls[row] : line.signals[row]
  const unit = item?.unit ?? ''
  const what =
    kind === 'truth'
      ? `${line.signals[row]?.of.component} ${line.signals[row]?.of.quantity}`
      : kind === 'reading'
        ? `${item?.tag} reads`
        : item?.tag
  return `${clock(at)} ${what} ${rounded(value, unit)} instead of ${rounded(otherwise, unit)}`
}

/** A severity in its unit; of a mode that has no degrees, what it is that is there or not. */
export function severityText(line: Line, name: string, severity: number): string {
  const failure = line.failures.find((candidate) => candidate.name === name)
  if (failure === undefined) return 'yes'
  return hasDegrees(line, failure) ? rounded(severity, failure.unit) : modeOf(line, failure).severity.text
}

/** Minutes and seconds. */
export const clock = (at: number): string => `${Math.floor(at / 60)}:${String(Math.floor(at % 60)).padStart(2, '0')}`

const rounded = (value: number, unit: string) => {
  const [number, ...rest] = formatQuantity(value, unit).split(' ')
  return [Number(Number(number).toPrecision(3)), ...rest].join(' ')
}
