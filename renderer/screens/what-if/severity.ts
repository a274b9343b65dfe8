import type { ChosenFault, LineFailure } from '../../../core/engine/window/contract.ts'

type Severity = LineFailure['severity']

export const hasDegrees = ({ low, high, unit }: Severity) => unit !== '' || low !== high

/** Digits that a written severity needs. */
const rounded = (value: number) => Number(value.toPrecision(3))

export const writtenSeverity = (value: number, unit: string): string => `${rounded(value)} ${unit}`.trim()

/** The number of a severity that is written in the unit of its range; undefined in another unit, or for what is no number. */
export function severityNumber(written: string | undefined, unit: string): number | undefined {
  const [, number = '', rest = ''] = /^\s*(\S+?)\s*([^\d\s.,+-].*)?$/.exec(written ?? '') ?? []
  const value = Number(number)
  return number === '' || Number.isNaN(value) || rest.trim() !== unit ? undefined : value
}

/** Whether a severity lies where the line file does not expect it. */
export function isBeyond(written: string | undefined, { low, high, unit }: Severity): boolean {
  const value = severityNumber(written, unit)
  // As written to three digits, the ends of a range may lie just outside of it.
  return value !== undefined && (value < rounded(low) || value > rounded(high))
}

/** A fault of a failure as it is first put: soon, and as bad as it gets. */
export const newFault = ({ name, severity }: LineFailure): ChosenFault => ({
  failure: name,
  onset: '1 min',
  ...(hasDegrees(severity) && { severity: writtenSeverity(severity.high, severity.unit) }),
})
