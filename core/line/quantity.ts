import { nearest } from './file/nearest.ts'
import { type Complaint, quote } from './file/problem.ts'
import type { Measure } from './measure.ts'
import { parseUnit, unitNames } from './unit.ts'

/** A number in SI and the unit it was written in. */
export interface Quantity {
  readonly value: number
  readonly unit: string
}

export interface QuantityRange {
  readonly low: number
  readonly high: number
  readonly unit: string
}

export const isComplaint = <T extends object>(result: T | Complaint): result is Complaint => 'remedy' in result

const form = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(.*)$/s

// Fifteen digits hold every decimal exactly as written: 31.89 cm is 0.3189 m.
const clean = (value: number) => Number(value.toPrecision(15))

const isPure = (measure: Measure) => measure.exponents.every((exponent) => exponent === 0)

function remedyFor(measure: Measure, number: string): string {
  const article = /^[aeiou]/.test(measure.name) ? 'an' : 'a'
  const written = measure.units.map((unit) => `${number} ${unit}`).join(', ')
  return `write ${article} ${measure.name} such as ${isPure(measure) ? `${number} or ` : ''}${written}`
}

function wrongUnit(number: string, name: string, measure: Measure): Complaint {
  const known = parseUnit(name) !== undefined
  const close = known || !/^\w+$/.test(name) ? undefined : nearest(name, unitNames)
  const scale = /degC|°C/.test(name) ? ': degC is a point on a scale, a difference of temperature is written in K' : ''
  return {
    message: `${quote(name)} ${known ? `does not measure ${measure.name}` : 'is not a known unit'}${scale}`,
    remedy: `${close === undefined ? '' : `did you mean ${close}? `}${remedyFor(measure, number)}`,
  }
}

/** `text` as a number in SI (or as `measure` keeps it), or what is wrong with it. */
export function parseQuantity(text: string, measure: Measure, sharedUnit = ''): Quantity | Complaint {
  const [, number, written = ''] = form.exec(text.trim()) ?? []
  if (number === undefined) {
    return {
      message: `${quote(text)} is not a number`,
      remedy: remedyFor(measure, '1'),
    }
  }
  if (/^,\d/.test(written)) {
    return { message: `${quote(text)} has a comma`, remedy: `write a decimal point: ${quote(text.replace(',', '.'))}` }
  }
  const name = written === '' ? sharedUnit : written
  if (name === '' && !isPure(measure)) {
    return { message: `${number} has no unit`, remedy: remedyFor(measure, number) }
  }
  const unit = name === '' ? { factor: 1, offset: 0, exponents: measure.exponents } : parseUnit(name)
  const fits =
    unit?.exponents.every((exponent, i) => exponent === measure.exponents[i]) &&
    (unit.offset === 0 || measure.absolute === true)
  if (unit === undefined || !fits) return wrongUnit(number, name, measure)
  const value = clean((Number(number) + unit.offset) * unit.factor * (measure.kept ?? 1))
  return Number.isFinite(value)
    ? { value, unit: name }
    : { message: `${quote(text)} is too large a number`, remedy: 'write a number that fits the equipment' }
}

/** `0 to 62 cm`: two quantities, of which the first may leave its unit to the second. */
export function parseRange(text: string, measure: Measure): QuantityRange | Complaint {
  const [first, second, ...more] = text.split(/\s+to\s+/)
  if (first === undefined || second === undefined || more.length > 0) {
    return { message: `${quote(text)} is not a range`, remedy: `write two values: 0 to 1 ${measure.units[0]}` }
  }
  const high = parseQuantity(second, measure)
  if (isComplaint(high)) return high
  const low = parseQuantity(first, measure, high.unit)
  if (isComplaint(low)) return low
  return { low: low.value, high: high.value, unit: high.unit }
}

/**
 * A value in SI as a number in `unit`, six digits at most.
 * @throws {RangeError} where `unit` is none.
 */
export function quantityIn(value: number, unit: string): number {
  const known = unit === '' ? { factor: 1, offset: 0 } : parseUnit(unit)
  if (known === undefined) throw new RangeError(`${quote(unit)} is not a known unit`)
  return Number((value / known.factor - known.offset).toPrecision(6))
}

/**
 * A value in SI in the unit the engineer wrote, such as `31.89 cm`.
 * @throws {RangeError} where `unit` is none.
 */
export const formatQuantity = (value: number, unit: string): string => `${quantityIn(value, unit)} ${unit}`.trimEnd()

/**
 * Of the units that an engineer would write, the usual one first, the one in which these values (as `wanted` keeps them)
 * take the fewest digits and none is lost.
 */
export function handyUnit(values: readonly number[], wanted: Measure): string {
  const digits = (unit: string) => {
    const shown = values.map((value) => quantityIn(value / (wanted.kept ?? 1), unit))
    const isExact = shown.every((number, i) => {
      const back = parseQuantity(`${number} ${unit}`, wanted)
      return !isComplaint(back) && back.value === values[i]
    })
    return isExact ? shown.join().length : Infinity
  }
  return wanted.units.reduce((best, unit) => (digits(unit) < digits(best) ? unit : best))
}
