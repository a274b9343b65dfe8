import { differenceUnit } from '../../line/file/names.ts'
import { parseUnit } from '../../line/unit.ts'

/** Between SI and the unit that the engineer wrote. */
export interface Scale {
  readonly unit: string
  fromSI(value: number): number
  toSI(value: number): number
}

export function scaleOf(unit: string): Scale {
  const { factor, offset } = parseUnit(unit) ?? { factor: 1, offset: 0 }
  return { unit, fromSI: (value) => value / factor - offset, toSI: (value) => (value + offset) * factor }
}

/** Of differences, which have no zero point: K where the unit is degC. */
export const differenceScale = (unit: string): Scale => scaleOf(differenceUnit(unit))
