import type { Component, Place, Signal } from '../line.ts'
import { difference, type Measure, measure } from '../measure.ts'
import {
  formatQuantity,
  isComplaint,
  parseQuantity,
  parseRange,
  type Quantity,
  type QuantityRange,
} from '../quantity.ts'
import type { Scalar } from './document.ts'
import { type Complaint, quote, type Report } from './problem.ts'
import { type Named, unknownWord } from './shape.ts'

export type Table<T> = ReadonlyMap<string, Named<T>>

/** The same names with what `resolve` makes of their values. */
export function resolveTable<Written, T>(
  table: Table<Written> | undefined,
  resolve: (name: string, written: Written) => T | undefined,
): Table<T> {
  return new Map(
    [...(table ?? [])].map(([name, { key, value }]) => [
      name,
      { key, value: value === undefined ? undefined : resolve(name, value) },
    ]),
  )
}

export const valuesOf = <T>(table: Table<T>): readonly T[] =>
  [...table.values()].map(({ value }) => value).filter((value) => value !== undefined)

/** What `name` names in `table`. A name whose own entry has problems gives undefined without a second report. */
export function find<T>(table: Table<T>, name: Scalar, role: string, report: Report): T | undefined {
  const found = table.get(name.text)
  if (found === undefined) report(name, unknownWord(name.text, role, [...table.keys()]))
  return found?.value
}

/** The parsed value, or undefined once its complaint is reported. */
function accepted<T extends object>(at: Scalar, result: T | Complaint, report: Report): T | undefined {
  if (!isComplaint(result)) return result
  report(at, result)
  return undefined
}

export const quantityAt = (at: Scalar, wanted: Measure, report: Report): Quantity | undefined =>
  accepted(at, parseQuantity(at.text, wanted), report)

/** A range whose ends may not meet, unless `orEqual`. */
export function rangeAt(at: Scalar, wanted: Measure, report: Report, orEqual = false): QuantityRange | undefined {
  const range = accepted(at, parseRange(at.text, wanted), report)
  if (range === undefined || range.low < range.high || (orEqual && range.low === range.high)) return range
  report(at, { message: `the range ${quote(at.text)} does not rise`, remedy: 'write the lower value first: 0 to 1' })
  return undefined
}

interface Bounds {
  readonly low: number
  readonly high: number
  readonly unit: string
}

/** A quantity inside `bounds`; `what` says whose they are. */
export function quantityWithin(
  at: Scalar,
  wanted: Measure,
  bounds: Bounds,
  what: string,
  report: Report,
): Quantity | undefined {
  const found = quantityAt(at, wanted, report)
  if (found === undefined || (found.value >= bounds.low && found.value <= bounds.high)) return found
  report(at, { message: `${quote(at.text)} is outside ${what}`, remedy: `write a value from ${shownRange(bounds)}` })
  return undefined
}

export const shownRange = ({ low, high, unit }: Bounds) =>
  `${formatQuantity(low, unit)} to ${formatQuantity(high, unit)}`

/** The unit of a difference between two values shown in `unit`. */
export const differenceUnit = (unit: string) => (/^(degC|°C)$/.test(unit) ? 'K' : unit)

/** A difference that must be positive, or not negative where `orZero`. */
export function differenceAt(
  at: Scalar,
  dimension: Place['dimension'],
  report: Report,
  orZero = false,
): Quantity | undefined {
  const found = quantityAt(at, difference(dimension), report)
  if (found === undefined || found.value > 0 || (orZero && found.value === 0)) return found
  report(at, { message: `${quote(at.text)} is not positive`, remedy: orZero ? 'write 0 or more' : 'write more than 0' })
  return undefined
}

/** A plain number that may not be negative. */
export function weightAt(at: Scalar | undefined, report: Report, fallback: number): number {
  const found = at === undefined ? undefined : quantityAt(at, measure('fraction'), report)
  if (at !== undefined && found !== undefined && found.value < 0) {
    report(at, { message: `the weight ${quote(at.text)} is negative`, remedy: 'write 0 or more' })
  }
  return found?.value ?? fallback
}

/** `T-101.level` cut at its first dot. */
export function dotted(at: Scalar): readonly [tag: Scalar, member: Scalar] | undefined {
  const dot = at.text.indexOf('.')
  if (dot < 0) return undefined
  return [
    { ...at, text: at.text.slice(0, dot) },
    { ...at, text: at.text.slice(dot + 1) },
  ]
}

/** A component's quantity, as signals measure it. */
export function quantityPlace(at: Scalar, components: Table<Component>, report: Report): Place | undefined {
  const parts = dotted(at)
  if (parts === undefined) {
    report(at, { message: `${quote(at.text)} is not a quantity`, remedy: 'write tag.quantity, such as T-101.level' })
    return undefined
  }
  const component = find(components, parts[0], 'component', report)
  if (component === undefined) return undefined
  const { quantities, name } = component.kind
  if (!Object.hasOwn(quantities, parts[1].text)) {
    report(at, unknownWord(parts[1].text, `quantity of a ${name}`, Object.keys(quantities)))
    return undefined
  }
  const { dimension } = quantities[parts[1].text]!
  return { component: component.tag, quantity: parts[1].text, dimension }
}

/** A signal's tag, which stands for the true value behind it, or a component's quantity. */
export function placeAt(
  at: Scalar,
  components: Table<Component>,
  signals: Table<Signal>,
  report: Report,
): { readonly place: Place; readonly signal: Signal | undefined } | undefined {
  if (!at.text.includes('.')) {
    const signal = find(signals, at, 'signal', report)
    return signal && { place: signal.of, signal }
  }
  const place = quantityPlace(at, components, report)
  if (place === undefined) return undefined
  for (const { value: signal } of signals.values()) {
    if (signal?.of.component === place.component && signal.of.quantity === place.quantity) return { place, signal }
  }
  return { place, signal: undefined }
}
