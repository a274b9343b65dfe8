import * as elementwise from '../../core/graph/elementwise.ts'
import { constant, input } from '../../core/graph/leaf.ts'
import { linear, matmul, meanLanes, sumAll, sumRows } from '../../core/graph/matrix.ts'
import { compile, type Device } from '../../core/graph/session.ts'
import {
  concatLanes,
  concatRows,
  gatherRows,
  padLanes,
  padRows,
  reshape,
  sliceLanes,
  sliceRows,
} from '../../core/graph/shape.ts'
import type { Tensor } from '../../core/graph/tensor.ts'

const x = input('x', 4, 5)
const column = input('column', 4, 1)

const { absolute, sign, squareRoot, exponential, logarithm, tanh, sigmoid, relu, sine, cosine, negate } = elementwise
const { floor, round, roundStraightThrough, reciprocal, power, clip, square, broadcastTo } = elementwise
const { add, subtract, multiply, divide, minimum, maximum, greater, less, equal } = elementwise
const unary = { absolute, sign, squareRoot, exponential, logarithm, tanh, sigmoid, relu, sine, cosine, negate }
const more = { floor, round, roundStraightThrough, reciprocal, square, sumRows, meanLanes, sumAll }
const binary = { add, subtract, multiply, divide, minimum, maximum, greater, less, equal }

const outputs: Record<string, Tensor> = {
  ...Object.fromEntries(Object.entries({ ...unary, ...more }).map(([name, build]) => [name, build(x)])),
  ...Object.fromEntries(Object.entries(binary).map(([name, build]) => [name, build(x, column)])),
  power: power(x, 2.5),
  clip: clip(x, 0.5, 1),
  broadcast: broadcastTo(column, 4, 3),
  matmul: matmul(x, x, { transposeB: true }),
  product: matmul(constant([1, 2, 3, 4], 1, 4), x),
  linear: linear(reshape(sliceLanes(x, 0, 4), 4, 4), x, column),
  gatherRows: gatherRows(x, [3, 0, 0, 2]),
  sliceRows: sliceRows(x, 1, 3),
  padRows: padRows(x, 2, 1),
  padLanes: padLanes(x, 0, 3),
  concatRows: concatRows([x, sliceRows(x, 0, 1)]),
  concatLanes: concatLanes([x, column]),
  reshape: reshape(x, 2, 10),
  large: multiply(constant([2], 100, 100), constant([0.5], 100, 1)),
}

const feeds = {
  x: Float32Array.from({ length: 20 }, (_, index) => 0.13 + index * 0.11),
  column: Float32Array.of(0.5, 0.79, 1.2, 2.5),
}

async function valuesOn(device: Device): Promise<Record<string, Float32Array>> {
  const program = await compile(outputs, { device })
  if (program.device !== device) throw new Error(`runs on the ${program.device}`)
  return (await program.run(feeds)) as Record<string, Float32Array>
}

const [gpu, cpu] = [await valuesOn('gpu'), await valuesOn('cpu')]
const largest = (name: string) => Math.max(...cpu[name]!.map((value, index) => Math.abs(value - gpu[name]![index]!)))
console.log(JSON.stringify(Object.fromEntries(Object.keys(outputs).map((name) => [name, largest(name)]))))
