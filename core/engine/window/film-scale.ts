import type { Dimension } from '../../line/dimension.ts'
import type { Component, Line, Place } from '../../line/line.ts'
import { measure } from '../../line/measure.ts'
import { quantityIn } from '../../line/quantity.ts'
import { parseUnit } from '../../line/unit.ts'

/** The least and the most of a quantity. */
export interface Span {
  readonly low: number
  readonly high: number
}

/** A quantity of a component, and what was seen of it, SI. */
export interface Seen {
  readonly place: Place
  readonly span: Span
}

/** A unit, and what an empty and a full scale mean in it. */
export interface Scale extends Span {
  readonly unit: string
}

/** A number in SI as `unit` shows it: `value · factor − offset`. */
export interface Conversion {
  readonly factor: number
  readonly offset: number
}

/** Parameters that say how much of something a component can hold or do. */
const capacities = ['height', 'capacity', 'power', 'rate', 'flow']
/** Of these a component holds something, which a picture shows against all that it can hold. */
const stored: readonly Dimension[] = ['length', 'parts']
/** A scale of temperature never spans less, K: noise is no swing. */
const leastTemperatures = 10
/** Parts of a scale, of which its ends are whole ones. */
const parts = 10
/** Numbers that small are rounding, as a share of what is full or one. */
const negligible = 1e-6
/** The largest number of a kind is written in a unit in which it is at least this. */
const leastWritten = 0.1

/** Throws `RangeError` where `unit` is none. */
export function conversionTo(unit: string): Conversion {
  const known = unit === '' ? { factor: 1, offset: 0 } : parseUnit(unit)
  if (known === undefined) throw new RangeError(`${unit} is not a known unit`)
  return { factor: 1 / known.factor, offset: known.offset }
}

/**
 * How a quantity is shown, of all that were seen: from empty to full where the component says what full is, over the range
 * of its signal, or over what was seen of it.
 */
export function scaleOf(line: Line, { place, span: seen }: Seen, all: readonly Seen[]): Scale {
  const { dimension } = place
  const signal = line.signals.find(({ of }) => isSame(of, place))
  const unit = unitOf(line, place, all)
  const shown = (value: number) => quantityIn(value, unit)
  const full = capacityOf(line, place)
  if (signal !== undefined && !(full !== undefined && stored.includes(dimension))) {
    return { unit, low: shown(signal.low), high: shown(signal.high) }
  }
  const span = { low: shown(seen.low), high: shown(seen.high) }
  if (dimension === 'fraction') return { unit, low: 0, high: shown(1) }
  if (dimension === 'temperature') return { unit, ...outwards(atLeast(span, leastTemperatures)) }
  const known = full === undefined ? 0 : shown(full)
  const least = negligible * known || negligible
  const high = span.high <= known * 1.001 ? known : outwards({ low: 0, high: span.high }).high
  const low = span.low < -least ? outwards({ low: span.low, high: 0 }).low : 0
  return { unit, low, high: high - low > least ? high : 1 }
}

const isSame = (a: Place, b: Place) => a.component === b.component && a.quantity === b.quantity

/** The unit in which the engineer wrote of this quantity or of its like; else the usual one that is not too large. */
function unitOf(line: Line, place: Place, all: readonly Seen[]): string {
  const { dimension } = place
  // A goal may be written in K, which measures a distance between temperatures.
  const goals = dimension === 'temperature' ? [] : line.goals
  const written = [...line.signals, ...line.limits, ...goals]
  const found = written.find(({ of }) => isSame(of, place)) ?? written.find(({ of }) => of.dimension === dimension)
  if (found !== undefined) return found.unit
  const alike = all.filter((one) => one.place.dimension === dimension)
  const largest = Math.max(...alike.flatMap(({ place: at, span }) => [capacityOf(line, at) ?? 0, span.high, -span.low]))
  const { units } = measure(dimension)
  return units.find((unit) => largest * conversionTo(unit).factor >= leastWritten) ?? units[0]
}

function capacityOf(line: Line, { component: tag, dimension }: Place): number | undefined {
  const { kind, parameters } = line.components.find((component) => component.tag === tag) as Component
  const name = capacities.find((each) => kind.parameters[each]?.dimension === dimension)
  const value = name === undefined ? undefined : parameters[name]
  return value !== undefined && value > 0 ? value : undefined
}

const atLeast = ({ low, high }: Span, span: number): Span => {
  const missing = Math.max(0, span - (high - low)) / 2
  return { low: low - missing, high: high + missing }
}

/** The next whole parts of a scale of round numbers. */
function outwards({ low, high }: Span): Span {
  const part = (high - low) / parts
  const power = 10 ** Math.floor(Math.log10(part))
  const step = power * ([1, 2, 5, 10].find((each) => each * power >= part * 0.999) as number)
  return { low: rounded(Math.floor(low / step) * step), high: rounded(Math.ceil(high / step) * step) }
}

const rounded = (value: number) => Number(value.toPrecision(6))
