import { constant, constantValues, scalar, uniformValue } from './leaf.ts'
import { ShapeError } from './shape-error.ts'
import type { Binary, Operation, Tensor, Unary } from './tensor.ts'

/** A tensor, or a number standing for the `[1, 1]` constant. */
export type Operand = Tensor | number

const unaryFunctions: Record<Unary, (x: number) => number> = {
  negate: (x) => -x,
  absolute: Math.abs,
  sign: Math.sign,
  squareRoot: Math.sqrt,
  exponential: Math.exp,
  logarithm: Math.log,
  tanh: Math.tanh,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  relu: (x) => Math.max(x, 0),
  sine: Math.sin,
  cosine: Math.cos,
  floor: Math.floor,
  round: roundHalfToEven,
  roundStraightThrough: roundHalfToEven,
  reciprocal: (x) => 1 / x,
}

const binaryFunctions: Record<Binary, (a: number, b: number) => number> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  minimum: Math.min,
  maximum: Math.max,
  greater: (a, b) => (a > b ? 1 : 0),
  less: (a, b) => (a < b ? 1 : 0),
  equal: (a, b) => (a === b ? 1 : 0),
}

/** Element-wise functions of one tensor; each keeps the shape `[rows, lanes]`. */
export const absolute = unary('absolute')
export const sign = unary('sign')
/** Its gradient at 0 is infinite: keep the argument away from 0 with `maximum`. */
export const squareRoot = unary('squareRoot')
export const exponential = unary('exponential')
export const logarithm = unary('logarithm')
export const tanh = unary('tanh')
export const sigmoid = unary('sigmoid')
export const relu = unary('relu')
export const sine = unary('sine')
export const cosine = unary('cosine')
/** Zero gradient. */
export const floor = unary('floor')
/** Rounds half to even; zero gradient. */
export const round = unary('round')
/** Rounds half to even; its gradient is 1 (straight-through estimator, Bengio et al. 2013). */
export const roundStraightThrough = unary('roundStraightThrough')
export const reciprocal = unary('reciprocal')

export function negate(x: Tensor): Tensor {
  return x.operation.kind === 'negate' ? x.inputs[0]! : mapped({ kind: 'negate' }, x, unaryFunctions.negate)
}

export function square(x: Tensor): Tensor {
  return multiply(x, x)
}

/** `x` raised to a fixed exponent. */
export function power(x: Tensor, exponent: number): Tensor {
  if (exponent === 0) return constant([1], x.rows, x.lanes)
  if (exponent === 1) return x
  if (exponent === 2) return square(x)
  if (exponent === 0.5) return squareRoot(x)
  if (exponent === -1) return reciprocal(x)
  return mapped({ kind: 'power', exponent }, x, (value) => value ** exponent)
}

/** `x` kept within `[low, high]`; the gradient is 1 inside and on the bounds, 0 outside. */
export function clip(x: Tensor, low: number, high: number): Tensor {
  if (!(low <= high)) throw new ShapeError('clip', [x], `the low bound ${low} lies above the high bound ${high}`)
  return mapped({ kind: 'clip', low, high }, x, (value) => Math.min(Math.max(value, low), high))
}

/**
 * Element-wise functions of two tensors. A dimension of 1 broadcasts against the other; the result is
 * `[max rows, max lanes]`. Each throws a `ShapeError` where sizes differ and neither is 1.
 */
export function add(a: Operand, b: Operand): Tensor {
  return binary('add', a, b, (x, y, shape) => {
    if (uniformValue(x) === 0) return widened(y, shape)
    if (uniformValue(y) === 0) return widened(x, shape)
    if (y.operation.kind === 'negate') return subtract(x, y.inputs[0]!)
    if (x.operation.kind === 'negate') return subtract(y, x.inputs[0]!)
    return undefined
  })
}

export function subtract(a: Operand, b: Operand): Tensor {
  return binary('subtract', a, b, (x, y, shape) => {
    if (uniformValue(y) === 0) return widened(x, shape)
    if (uniformValue(x) === 0) return widened(negate(y), shape)
    if (y.operation.kind === 'negate') return add(x, y.inputs[0]!)
    return undefined
  })
}

export function multiply(a: Operand, b: Operand): Tensor {
  return binary('multiply', a, b, (x, y, shape) => {
    if (uniformValue(x) === 0 || uniformValue(y) === 0) return constant([0], shape.rows, shape.lanes)
    if (uniformValue(x) === 1) return widened(y, shape)
    if (uniformValue(y) === 1) return widened(x, shape)
    if (uniformValue(x) === -1) return widened(negate(y), shape)
    if (uniformValue(y) === -1) return widened(negate(x), shape)
    return undefined
  })
}

export function divide(a: Operand, b: Operand): Tensor {
  return binary('divide', a, b, (x, y, shape) => {
    if (uniformValue(y) === 1) return widened(x, shape)
    if (uniformValue(x) === 0) return constant([0], shape.rows, shape.lanes)
    return undefined
  })
}

/** The smaller value; on a tie the gradient goes to `a`. */
export function minimum(a: Operand, b: Operand): Tensor {
  return binary('minimum', a, b)
}

/** The larger value; on a tie the gradient goes to `a`. */
export function maximum(a: Operand, b: Operand): Tensor {
  return binary('maximum', a, b)
}

/** 1 where `a > b`, else 0; zero gradient. */
export function greater(a: Operand, b: Operand): Tensor {
  return binary('greater', a, b)
}

/** 1 where `a < b`, else 0; zero gradient. */
export function less(a: Operand, b: Operand): Tensor {
  return binary('less', a, b)
}

/** 1 where `a` and `b` are the same number, else 0; zero gradient. */
export function equal(a: Operand, b: Operand): Tensor {
  return binary('equal', a, b)
}

/** `a` where `condition` is 1, `b` where it is 0, in arithmetic: both sides must be finite, and a fraction blends. */
export function select(condition: Tensor, a: Operand, b: Operand): Tensor {
  return add(b, multiply(condition, subtract(a, b)))
}

/** `x` repeated along each dimension of size 1 to `[rows, lanes]`. Throws a `ShapeError` when it does not fit. */
export function broadcastTo(x: Tensor, rows: number, lanes: number): Tensor {
  if ((x.rows !== rows && x.rows !== 1) || (x.lanes !== lanes && x.lanes !== 1)) {
    throw new ShapeError('broadcastTo', [x], `does not broadcast to [${rows}, ${lanes}]`)
  }
  if (x.rows === rows && x.lanes === lanes) return x
  if (uniformValue(x) !== undefined) return constant(constantValues(x)!, rows, lanes)
  if (x.operation.kind === 'broadcast') return broadcastTo(x.inputs[0]!, rows, lanes)
  return { operation: { kind: 'broadcast' }, inputs: [x], rows, lanes }
}

type Shape = { readonly rows: number; readonly lanes: number }

function unary(kind: Unary): (x: Tensor) => Tensor {
  return (x) => mapped({ kind }, x, unaryFunctions[kind])
}

function mapped(operation: Operation, x: Tensor, compute: (value: number) => number): Tensor {
  const values = constantValues(x)
  if (values !== undefined) return constant(values.map(compute), x.rows, x.lanes)
  return { operation, inputs: [x], rows: x.rows, lanes: x.lanes }
}

function binary(
  kind: Binary,
  a: Operand,
  b: Operand,
  simplify?: (x: Tensor, y: Tensor, shape: Shape) => Tensor | undefined,
): Tensor {
  const left = typeof a === 'number' ? scalar(a) : a
  const right = typeof b === 'number' ? scalar(b) : b
  const shape = broadcastShape(kind, left, right)
  const folded = foldBinary(kind, left, right, shape)
  if (folded !== undefined) return folded
  const x = narrowed(left, right, shape)
  const y = narrowed(right, x, shape)
  return simplify?.(x, y, shape) ?? { operation: { kind }, inputs: [x, y], ...shape }
}

function broadcastShape(kind: string, a: Tensor, b: Tensor): Shape {
  const fits = (m: number, n: number) => m === n || m === 1 || n === 1
  if (!fits(a.rows, b.rows) || !fits(a.lanes, b.lanes))
    throw new ShapeError(kind, [a, b], 'the shapes do not broadcast')
  return { rows: Math.max(a.rows, b.rows), lanes: Math.max(a.lanes, b.lanes) }
}

function foldBinary(kind: Binary, a: Tensor, b: Tensor, { rows, lanes }: Shape): Tensor | undefined {
  const left = constantValues(a)
  const right = constantValues(b)
  if (left === undefined || right === undefined) return undefined
  const compute = binaryFunctions[kind]
  if (left.length === 1 && right.length === 1) return constant([compute(left[0]!, right[0]!)], rows, lanes)
  const values = new Float32Array(rows * lanes)
  const at = (x: Tensor, data: Float32Array, row: number, lane: number) =>
    data.length === 1 ? data[0]! : data[(x.rows === 1 ? 0 : row) * x.lanes + (x.lanes === 1 ? 0 : lane)]!
  for (let row = 0; row < rows; row++) {
    for (let lane = 0; lane < lanes; lane++) {
      values[row * lanes + lane] = compute(at(a, left, row, lane), at(b, right, row, lane))
    }
  }
  return constant(values, rows, lanes)
}

/** `x` as small as the operation can broadcast it by itself, given that `other` already spans the result. */
function narrowed(x: Tensor, other: Tensor, shape: Shape): Tensor {
  if (other.rows !== shape.rows || other.lanes !== shape.lanes) return x
  const value = uniformValue(x)
  if (value !== undefined) return scalar(value)
  return x.operation.kind === 'broadcast' ? x.inputs[0]! : x
}

function widened(x: Tensor, shape: Shape): Tensor {
  return broadcastTo(x, shape.rows, shape.lanes)
}

function roundHalfToEven(x: number): number {
  const nearest = Math.round(x)
  return Math.abs(x % 1) === 0.5 && nearest % 2 !== 0 ? nearest - 1 : nearest
}
