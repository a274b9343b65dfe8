import { float32Type, type OnnxNode } from './onnx-schema.ts'
import type { Tensor } from './tensor.ts'

/** Names for the small constants that operators take as inputs. */
export type Constants = {
  readonly indexList: (values: readonly number[]) => string
  readonly scalarInput: (value: number) => string
  /** A `[1, count]` row of ones. */
  readonly ones: (count: number) => string
}

const plainOperators: Readonly<Record<string, string>> = {
  negate: 'Neg',
  absolute: 'Abs',
  squareRoot: 'Sqrt',
  exponential: 'Exp',
  logarithm: 'Log',
  tanh: 'Tanh',
  sigmoid: 'Sigmoid',
  relu: 'Relu',
  sine: 'Sin',
  cosine: 'Cos',
  floor: 'Floor',
  round: 'Round',
  roundStraightThrough: 'Round',
  reciprocal: 'Reciprocal',
  add: 'Add',
  subtract: 'Sub',
  multiply: 'Mul',
  divide: 'Div',
  minimum: 'Min',
  maximum: 'Max',
}

const comparisons: Readonly<Record<string, string>> = { greater: 'Greater', less: 'Less', equal: 'Equal' }

/** The ONNX nodes that compute `tensor` into the value `name` from the values `inputs`. */
export function lowerOperation(
  tensor: Tensor,
  inputs: readonly string[],
  name: string,
  { indexList, scalarInput, ones }: Constants,
): OnnxNode[] {
  const { operation, rows, lanes } = tensor
  const node = (opType: string, input: readonly string[], attributes: Record<string, number> = {}): OnnxNode[] => [
    { opType, input, output: [name], attributes },
  ]
  const slice = (axis: number, from: number, to: number) =>
    node('Slice', [inputs[0]!, indexList([from]), indexList([to]), indexList([axis])])

  switch (operation.kind) {
    case 'greater':
    case 'less':
    case 'equal': {
      const truth = `${name}:truth`
      return [
        { opType: comparisons[operation.kind]!, input: inputs, output: [truth] },
        { opType: 'Cast', input: [truth], output: [name], attributes: { to: float32Type } },
      ]
    }
    case 'sign': {
      // The operator Sign takes four times as long as these two.
      const steep = `${name}:steep`
      return [
        { opType: 'Mul', input: [inputs[0]!, scalarInput(3e38)], output: [steep] },
        { opType: 'Clip', input: [steep, scalarInput(-1), scalarInput(1)], output: [name] },
      ]
    }
    case 'clip':
      return node('Clip', [inputs[0]!, scalarInput(operation.low), scalarInput(operation.high)])
    case 'power':
      return node('Pow', [inputs[0]!, scalarInput(operation.exponent)])
    case 'matmul': {
      const { transposeA, transposeB } = operation
      if (!transposeA && !transposeB) return node('MatMul', inputs)
      return node('Gemm', inputs, { transA: Number(transposeA), transB: Number(transposeB) })
    }
    case 'linear':
      return node('Gemm', inputs)
    case 'sumRows':
      // ReduceSum over the rows takes three to five times as long.
      return node('MatMul', [ones(tensor.inputs[0]!.rows), inputs[0]!])
    case 'sumLanes':
      return node('ReduceSum', [inputs[0]!, indexList([1])], { keepdims: 1 })
    case 'gatherRows':
      return node('Gather', [inputs[0]!, indexList(operation.indices)], { axis: 0 })
    case 'sliceRows':
      return slice(0, operation.from, operation.to)
    case 'sliceLanes':
      return slice(1, operation.from, operation.to)
    case 'padRows':
      return node('Pad', [inputs[0]!, indexList([operation.before, 0, operation.after, 0])])
    case 'padLanes':
      return node('Pad', [inputs[0]!, indexList([0, operation.before, 0, operation.after])])
    case 'concatRows':
      return node('Concat', inputs, { axis: 0 })
    case 'concatLanes':
      return node('Concat', inputs, { axis: 1 })
    case 'reshape':
      return node('Reshape', [inputs[0]!, indexList([rows, lanes])])
    case 'broadcast':
      return node('Expand', [inputs[0]!, indexList([rows, lanes])])
    default:
      return node(plainOperators[operation.kind]!, inputs)
  }
}
