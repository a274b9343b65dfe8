import type { Dimension } from './dimension.ts'
import { measure } from './measure.ts'
import { parseUnit } from './unit.ts'

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
