import type { Dimension } from './dimension.ts'
import type { Exponents } from './unit.ts'

/** What a number in the line file must measure, and the units an engineer would write it in. */
export interface Measure {
  readonly name: string
  readonly exponents: Exponents
  /** The first is the one shown where the file gives none. */
  readonly units: readonly [string, ...string[]]
  /** Has a zero point, so that degC is not K. */
  readonly absolute?: true
  /** Kept in this many to the SI unit. */
  readonly kept?: number
}

const measures: Readonly<Record<Dimension, Omit<Measure, 'name'>>> = {
  fraction: { exponents: [0, 0, 0, 0, 0], units: ['%'] },
  length: { exponents: [0, 1, 0, 0, 0], units: ['m', 'cm', 'mm'] },
  area: { exponents: [0, 2, 0, 0, 0], units: ['m2', 'cm2', 'mm2'] },
  volume: { exponents: [0, 3, 0, 0, 0], units: ['m3', 'l', 'cm3'] },
  time: { exponents: [0, 0, 1, 0, 0], units: ['s', 'min', 'h', 'd'] },
  temperature: { exponents: [0, 0, 0, 1, 0], units: ['degC', 'K'], absolute: true },
  'temperature difference': { exponents: [0, 0, 0, 1, 0], units: ['K'] },
  pressure: { exponents: [1, -1, -2, 0, 0], units: ['bar', 'mbar', 'kPa', 'Pa'] },
  'volume flow': { exponents: [0, 3, -1, 0, 0], units: ['m3/h', 'l/min', 'l/s', 'cm3/s'] },
  mass: { exponents: [1, 0, 0, 0, 0], units: ['kg', 'g', 't'] },
  density: { exponents: [1, -3, 0, 0, 0], units: ['kg/m3', 'g/cm3'] },
  power: { exponents: [1, 2, -3, 0, 0], units: ['kW', 'W', 'MW'] },
  'specific heat': { exponents: [0, 2, -2, -1, 0], units: ['J/(kg K)', 'kJ/(kg K)'] },
  'heat transfer': { exponents: [1, 0, -3, -1, 0], units: ['W/(m2 K)', 'kW/(m2 K)'] },
  conductance: { exponents: [1, 2, -3, -1, 0], units: ['W/K', 'kW/K'] },
  'flow coefficient': { exponents: [0, 3, -1, 0, 0], units: ['m3/h'], kept: 3600 },
  parts: { exponents: [0, 0, 0, 0, 1], units: ['parts'] },
  'part rate': { exponents: [0, 0, -1, 0, 1], units: ['parts/min', 'parts/h', 'parts/s'] },
  frequency: { exponents: [0, 0, -1, 0, 0], units: ['1/s', '1/min', '1/h'] },
}

export const measure = (dimension: Dimension): Measure => ({ name: dimension, ...measures[dimension] })

/** Of the distance between two values, such as noise or a scale. */
export const difference = (dimension: Dimension): Measure =>
  measure(dimension === 'temperature' ? 'temperature difference' : dimension)

const minus = (a: Exponents, b: Exponents) => a.map((each, i) => each - b[i]!) as unknown as Exponents

const bracketed = (unit: string) => (/[/ ]/.test(unit) ? `(${unit})` : unit)

/** Of a change of `above` for a change of `below`, such as a controller's gain. */
export function ratio(above: Dimension, below: Dimension): Measure {
  const [a, b] = [difference(above), difference(below)]
  const exponents = minus(a.exponents, b.exponents)
  return { name: `${a.name} per ${b.name}`, exponents, units: [`${bracketed(a.units[0])}/${bracketed(b.units[0])}`] }
}

/** Of a speed of change. */
export const perSecond = (dimension: Dimension): Measure => ({
  ...ratio(dimension, 'time'),
  name: `${difference(dimension).name} per time`,
})

/** Of how often something happens: occurrences a year, kept so. */
export const perYear: Measure = {
  name: 'frequency',
  exponents: [0, 0, -1, 0, 0],
  units: ['/year', '/h'],
  kept: 31_557_600,
}
