import { realLiteral } from '../structured-text.ts'
import type { Cells } from '../virtual-plc/memory.ts'
import type { Scalar } from '../virtual-plc/types.ts'

const valuesPerLine = 8

/** A value of a scalar type as a plain literal that reads back to the same value. */
export function literalText(type: Scalar, value: number): string {
  if (type === 'BOOL') return value === 0 ? 'FALSE' : 'TRUE'
  if (type === 'REAL') return realLiteral(value)
  if (type === 'LREAL') return longRealLiteral(value)
  return Object.is(value, -0) ? '-0' : String(value)
}

/** The shortest digits that read back to the same float64, with a decimal point always. */
function longRealLiteral(value: number): string {
  const [mantissa, exponent] = (Object.is(value, -0) ? '-0' : String(value)).split('e') as [string, string?]
  const pointed = mantissa.includes('.') ? mantissa : `${mantissa}.0`
  return exponent === undefined ? pointed : `${pointed}E${exponent}`
}

/** The values of an array over lines of at most eight; no brackets around them. */
export function listLines(values: Cells, textOf: (value: number) => string): readonly string[] {
  const literals = Array.from(values as ArrayLike<number>, textOf)
  return Array.from({ length: Math.ceil(literals.length / valuesPerLine) }, (_, row) => {
    const line = literals.slice(row * valuesPerLine, (row + 1) * valuesPerLine).join(', ')
    return (row + 1) * valuesPerLine < literals.length ? `${line},` : line
  })
}
