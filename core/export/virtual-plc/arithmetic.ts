import { type Position, StructuredTextError } from './error.ts'
import type { Scalar } from './types.ts'

/** Computes one value; BOOL is 0 or 1. */
export type Evaluate = () => number

/** The operators `+ - * / ** MOD` of one type on two operands of that type. */
type Arithmetic = (operator: string, left: Evaluate, right: Evaluate, position: Position) => Evaluate

/** Rounding the float64 result of two float32 operands once more is correct rounding (Figueroa, 1995). */
const real: Arithmetic = (operator, left, right) => {
  if (operator === '+') return () => Math.fround(left() + right())
  if (operator === '-') return () => Math.fround(left() - right())
  if (operator === '*') return () => Math.fround(left() * right())
  if (operator === '/') return () => Math.fround(left() / right())
  return () => Math.fround(left() ** right())
}

const longReal: Arithmetic = (operator, left, right) => {
  if (operator === '+') return () => left() + right()
  if (operator === '-') return () => left() - right()
  if (operator === '*') return () => left() * right()
  if (operator === '/') return () => left() / right()
  return () => left() ** right()
}

/** Two's complement of 32 bits less `unused`. */
const signed =
  (unused: number): Arithmetic =>
  (operator, left, right, position) => {
    const divisor = nonZero(operator, right, position)
    if (operator === '+') return () => ((left() + right()) << unused) >> unused
    if (operator === '-') return () => ((left() - right()) << unused) >> unused
    if (operator === '*') return () => (Math.imul(left(), right()) << unused) >> unused
    if (operator === '/') return () => ((left() / divisor()) << unused) >> unused
    return () => ((left() % divisor()) << unused) >> unused
  }

const unsigned: Arithmetic = (operator, left, right, position) => {
  const divisor = nonZero(operator, right, position)
  if (operator === '+') return () => (left() + right()) & 0xffff
  if (operator === '-') return () => (left() - right()) & 0xffff
  if (operator === '*') return () => Math.imul(left(), right()) & 0xffff
  if (operator === '/') return () => (left() / divisor()) & 0xffff
  return () => (left() % divisor()) & 0xffff
}

const nonZero =
  (operator: string, right: Evaluate, position: Position): Evaluate =>
  () => {
    const value = right()
    if (value !== 0) return value
    throw new StructuredTextError(position, `${operator} by the integer zero`)
  }

/** REAL rounds to float32 and integers wrap after every operation. */
export const arithmetic: Readonly<Record<Exclude<Scalar, 'BOOL'>, Arithmetic>> = {
  INT: signed(16),
  UINT: unsigned,
  DINT: signed(0),
  REAL: real,
  LREAL: longReal,
}

/** `sum + left * right` in REAL, rounded twice as it is written: the inner step of every matrix product. */
export const multiplyAdd =
  (sum: Evaluate, left: Evaluate, right: Evaluate): Evaluate =>
  () =>
    Math.fround(sum() + Math.fround(left() * right()))
