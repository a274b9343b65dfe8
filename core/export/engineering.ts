import type { Dimension } from '../line/dimension.ts'
import { measure } from '../line/measure.ts'
import { parseUnit } from '../line/unit.ts'

const { fround } = Math

/** The unit an engineer reads a value in: SI = (value + offset) · factor. */
export interface Scale {
  readonly unit: string
  readonly factor: number
  readonly offset: number
}

/** Throws a `RangeError` where `unit` is none. */
export function scaleOf(unit: string, dimension: Dimension): Scale {
  const known = unit === '' ? { factor: 1, offset: 0 } : parseUnit(unit)
  if (known === undefined) throw new RangeError(`${unit} is not a known unit`)
  return { unit, factor: known.factor * (measure(dimension).kept ?? 1), offset: known.offset }
}

/** In float32, operation by operation, as the exported block computes it. */
export const toSi = ({ factor, offset }: Scale, value: number): number =>
  fround(fround(fround(value) + fround(offset)) * fround(factor))

/** In float32, operation by operation, as the exported block computes it. */
export const fromSi = ({ factor, offset }: Scale, value: number): number =>
  fround(fround(fround(value) / fround(factor)) - fround(offset))

/** A value of the line file in the engineer's unit, without the digits that the conversion added. */
export const written = ({ factor, offset }: Scale, value: number): number =>
  Number((value / factor - offset).toPrecision(9))

/** A difference of two values, such as a trim. */
export const writtenDifference = ({ factor }: Scale, value: number): number => Number((value / factor).toPrecision(9))
