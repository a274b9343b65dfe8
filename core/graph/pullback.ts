import {
  broadcastTo,
  cosine,
  divide,
  equal,
  greater,
  less,
  multiply,
  negate,
  power,
  sign,
  sine,
  square,
  subtract,
} from './elementwise.ts'
import { constant } from './leaf.ts'
import { matmul, sumLanes, unbroadcast } from './matrix.ts'
import { padLanes, padRows, reshape, sliceLanes, sliceRows } from './shape.ts'
import type { Tensor } from './tensor.ts'

const flat = new Set(['sign', 'floor', 'round', 'greater', 'less', 'equal', 'stopGradient', 'input', 'constant'])

/** Whether a change of an input can change the node to first order. */
export function carriesGradient(node: Tensor): boolean {
  return !flat.has(node.operation.kind)
}

/**
 * The cotangent of input `position` of `node`, given the node's own cotangent `g`: the adjoint of the operation's
 * derivative, of the input's shape. Undefined where it is zero or another position already carries it.
 */
export function pullback(node: Tensor, g: Tensor, position: number): Tensor | undefined {
  const { operation, inputs } = node
  const x = inputs[position]!
  switch (operation.kind) {
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'divide':
    case 'minimum':
    case 'maximum': {
      const share = pullbackBinary(operation.kind, node, g, position)
      return share && unbroadcast(broadcastTo(share, node.rows, node.lanes), x.rows, x.lanes)
    }
    case 'negate':
      return negate(g)
    case 'absolute':
      return multiply(g, sign(x))
    case 'squareRoot':
      return divide(multiply(g, 0.5), node)
    case 'exponential':
      return multiply(g, node)
    case 'logarithm':
      return divide(g, x)
    case 'tanh':
      return multiply(g, subtract(1, square(node)))
    case 'sigmoid':
      return multiply(g, subtract(node, square(node)))
    case 'relu':
      return multiply(g, sign(node))
    case 'sine':
      return multiply(g, cosine(x))
    case 'cosine':
      return negate(multiply(g, sine(x)))
    case 'roundStraightThrough':
      return g
    case 'reciprocal':
      return negate(multiply(g, square(node)))
    case 'clip':
      return multiply(g, equal(node, x))
    case 'power':
      return multiply(g, multiply(power(x, operation.exponent - 1), operation.exponent))
    case 'matmul':
      return pullbackMatmul(node, operation.transposeA, operation.transposeB, g, position)
    case 'linear':
      if (position === 0) return matmul(g, inputs[1]!, { transposeB: true })
      return position === 1 ? matmul(inputs[0]!, g, { transposeA: true }) : sumLanes(g)
    case 'sumRows':
    case 'sumLanes':
      return broadcastTo(g, x.rows, x.lanes)
    case 'gatherRows':
      return matmul(selection(operation.indices, x.rows), g)
    case 'sliceRows':
      return padRows(g, operation.from, x.rows - operation.to)
    case 'sliceLanes':
      return padLanes(g, operation.from, x.lanes - operation.to)
    case 'padRows':
      return sliceRows(g, operation.before, operation.before + x.rows)
    case 'padLanes':
      return sliceLanes(g, operation.before, operation.before + x.lanes)
    case 'concatRows': {
      const start = inputs.slice(0, position).reduce((sum, part) => sum + part.rows, 0)
      return sliceRows(g, start, start + x.rows)
    }
    case 'concatLanes': {
      const start = inputs.slice(0, position).reduce((sum, part) => sum + part.lanes, 0)
      return sliceLanes(g, start, start + x.lanes)
    }
    case 'reshape':
      return reshape(g, x.rows, x.lanes)
    case 'broadcast':
      return unbroadcast(g, x.rows, x.lanes)
    default:
      return undefined
  }
}

function pullbackBinary(kind: string, node: Tensor, g: Tensor, position: number): Tensor | undefined {
  const [a, b] = node.inputs as [Tensor, Tensor]
  switch (kind) {
    case 'add':
      return g
    case 'subtract':
      return position === 0 ? g : negate(g)
    case 'multiply':
      if (a === b) return position === 0 ? multiply(multiply(g, 2), a) : undefined
      return multiply(g, position === 0 ? b : a)
    case 'divide':
      return position === 0 ? divide(g, b) : negate(divide(multiply(g, node), b))
    case 'minimum':
      return multiply(g, position === 0 ? equal(node, a) : less(b, a))
    case 'maximum':
      return multiply(g, position === 0 ? equal(node, a) : greater(b, a))
    default:
      return undefined
  }
}

function pullbackMatmul(node: Tensor, transposeA: boolean, transposeB: boolean, g: Tensor, position: number): Tensor {
  const [a, b] = node.inputs as [Tensor, Tensor]
  if (position === 0) {
    return transposeA
      ? matmul(b, g, { transposeA: transposeB, transposeB: true })
      : matmul(g, b, { transposeB: !transposeB })
  }
  return transposeB
    ? matmul(g, a, { transposeA: true, transposeB: transposeA })
    : matmul(a, g, { transposeA: !transposeA })
}

/** The `[rows, indices.length]` matrix whose column `j` is 1 at row `indices[j]`: it adds gathered rows back. */
function selection(indices: readonly number[], rows: number): Tensor {
  const values = new Float32Array(rows * indices.length)
  indices.forEach((row, column) => {
    values[row * indices.length + column] = 1
  })
  return constant(values, rows, indices.length)
}
