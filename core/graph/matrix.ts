import { broadcastTo, multiply } from './elementwise.ts'
import { constant, uniformValue } from './leaf.ts'
import { ShapeError } from './shape-error.ts'
import type { Operation, Tensor } from './tensor.ts'

/**
 * The matrix product `A·B` of `[rows, inner]` and `[inner, lanes]`, each transposed first where asked.
 * Throws a `ShapeError` when the inner sizes differ.
 */
export function matmul(
  a: Tensor,
  b: Tensor,
  { transposeA = false, transposeB = false }: { transposeA?: boolean; transposeB?: boolean } = {},
): Tensor {
  const [rows, inner] = transposeA ? [a.lanes, a.rows] : [a.rows, a.lanes]
  const [depth, lanes] = transposeB ? [b.lanes, b.rows] : [b.rows, b.lanes]
  if (inner !== depth) throw new ShapeError('matmul', [a, b], `the inner sizes ${inner} and ${depth} differ`)
  if (uniformValue(a) === 0 || uniformValue(b) === 0) return constant([0], rows, lanes)
  return { operation: { kind: 'matmul', transposeA, transposeB }, inputs: [a, b], rows, lanes }
}

/**
 * The layer `W·x + bias` with `W` `[rows, inner]`, `x` `[inner, lanes]` and `bias` `[rows, 1]`.
 * Throws a `ShapeError` when the sizes do not fit.
 */
export function linear(weights: Tensor, x: Tensor, bias: Tensor): Tensor {
  if (weights.lanes !== x.rows || bias.rows !== weights.rows || bias.lanes !== 1) {
    throw new ShapeError('linear', [weights, x, bias], 'needs W [rows, inner], x [inner, lanes] and bias [rows, 1]')
  }
  return { operation: { kind: 'linear' }, inputs: [weights, x, bias], rows: weights.rows, lanes: x.lanes }
}

/** The sum over the rows: `[1, lanes]`. */
export function sumRows(x: Tensor): Tensor {
  return x.rows === 1 ? x : sum({ kind: 'sumRows' }, x, 1, x.lanes)
}

/** The sum over the lanes: `[rows, 1]`. */
export function sumLanes(x: Tensor): Tensor {
  return x.lanes === 1 ? x : sum({ kind: 'sumLanes' }, x, x.rows, 1)
}

/** The mean over the lanes: `[rows, 1]`. */
export function meanLanes(x: Tensor): Tensor {
  return multiply(sumLanes(x), 1 / x.lanes)
}

/** The sum of everything: `[1, 1]`. */
export function sumAll(x: Tensor): Tensor {
  return sumLanes(sumRows(x))
}

/** The mean of everything: `[1, 1]`. */
export function meanAll(x: Tensor): Tensor {
  return multiply(sumAll(x), 1 / (x.rows * x.lanes))
}

function sum(operation: Operation, x: Tensor, rows: number, lanes: number): Tensor {
  const value = uniformValue(x)
  if (value !== undefined) return constant([(value * x.rows * x.lanes) / (rows * lanes)], rows, lanes)
  const source = x.operation.kind === 'broadcast' ? x.inputs[0]! : undefined
  if (source !== undefined && source.rows <= rows && source.lanes <= lanes) {
    return broadcastTo(multiply(source, (x.rows * x.lanes) / (rows * lanes)), rows, lanes)
  }
  return { operation, inputs: [x], rows, lanes }
}

/** `x` summed over whatever dimension a broadcast had repeated: the adjoint of `broadcastTo` from `[rows, lanes]`. */
export function unbroadcast(x: Tensor, rows: number, lanes: number): Tensor {
  const summed = rows === 1 ? sumRows(x) : x
  return lanes === 1 ? sumLanes(summed) : summed
}
