import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  absolute,
  add,
  broadcastTo,
  clip,
  cosine,
  divide,
  equal,
  exponential,
  floor,
  greater,
  less,
  logarithm,
  maximum,
  minimum,
  multiply,
  negate,
  power,
  reciprocal,
  relu,
  round,
  roundStraightThrough,
  select,
  sigmoid,
  sign,
  sine,
  square,
  squareRoot,
  subtract,
  tanh,
} from '../../core/graph/elementwise.ts'
import { gradient, jacobianVectorProduct, vectorJacobianProduct } from '../../core/graph/gradient.ts'
import { constant, input, named, scalar, stopGradient, uniformValue } from '../../core/graph/leaf.ts'
import { linear, matmul, meanAll, meanLanes, sumAll, sumLanes, sumRows } from '../../core/graph/matrix.ts'
import { topologicalOrder } from '../../core/graph/order.ts'
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
import { ShapeError } from '../../core/graph/shape-error.ts'
import type { Tensor } from '../../core/graph/tensor.ts'
import { evaluate } from './evaluate.ts'

type Shape = readonly [rows: number, lanes: number]
type Example = { shapes: Shape[]; build: (...x: Tensor[]) => Tensor; low?: number; high?: number }

const size = fc.integer({ min: 1, max: 4 })
const shape = fc.tuple(size, size)
const one: fc.Arbitrary<Shape[]> = shape.map((it) => [it])

/** Two shapes that broadcast against each other: each dimension of either may have become 1. */
const broadcastable: fc.Arbitrary<Shape[]> = fc
  .tuple(size, size, fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }))
  .map(([rows, lanes, [a, b, c, d]]) => [
    [a ? 1 : rows, b ? 1 : lanes],
    [c ? 1 : rows, d ? 1 : lanes],
  ])

const smooth = (build: (...x: Tensor[]) => Tensor, low = -1.5, high = 1.5) =>
  one.map((shapes) => ({ shapes, build, low, high }))
const pair = (build: (...x: Tensor[]) => Tensor, low = -1.5, high = 1.5) =>
  broadcastable.map((shapes) => ({ shapes, build, low, high }))

const operations: Record<string, fc.Arbitrary<Example>> = {
  negate: smooth((x) => negate(x!)),
  absolute: smooth((x) => absolute(x!), 0.2, 2),
  'absolute of negative values': smooth((x) => absolute(x!), -2, -0.2),
  squareRoot: smooth((x) => squareRoot(x!), 0.5, 2),
  exponential: smooth((x) => exponential(x!)),
  logarithm: smooth((x) => logarithm(x!), 0.5, 2),
  tanh: smooth((x) => tanh(x!)),
  sigmoid: smooth((x) => sigmoid(x!)),
  'relu above 0': smooth((x) => relu(x!), 0.1, 1),
  'relu below 0': smooth((x) => relu(x!), -1, -0.1),
  sine: smooth((x) => sine(x!)),
  cosine: smooth((x) => cosine(x!)),
  reciprocal: smooth((x) => reciprocal(x!), 0.5, 2),
  square: smooth((x) => square(x!)),
  power: smooth((x) => power(x!, 2.5), 0.5, 2),
  'clip inside': smooth((x) => clip(x!, -2, 2)),
  'clip outside': smooth((x) => clip(x!, -1, 0.5), 0.7, 2),
  add: pair((a, b) => add(a!, b!)),
  subtract: pair((a, b) => subtract(a!, b!)),
  multiply: pair((a, b) => multiply(a!, b!)),
  divide: pair((a, b) => divide(a!, b!), 0.5, 2),
  'minimum of the first': pair((a, b) => minimum(a!, add(b!, 4))),
  'minimum of the second': pair((a, b) => minimum(add(a!, 4), b!)),
  'maximum of the first': pair((a, b) => maximum(add(a!, 4), b!)),
  'maximum of the second': pair((a, b) => maximum(a!, add(b!, 4))),
  select: pair((a, b) => select(constant([0.25], 1, 1), a!, b!)),
  matmul: fc
    .tuple(size, size, size, fc.boolean(), fc.boolean())
    .map(([rows, inner, lanes, transposeA, transposeB]) => ({
      shapes: [transposeA ? [inner, rows] : [rows, inner], transposeB ? [lanes, inner] : [inner, lanes]],
      build: (a, b) => matmul(a!, b!, { transposeA, transposeB }),
    })),
  linear: fc.tuple(size, size, size).map(([rows, inner, lanes]) => ({
    shapes: [
      [rows, inner],
      [inner, lanes],
      [rows, 1],
    ],
    build: (weights, x, bias) => linear(weights!, x!, bias!),
  })),
  sumRows: smooth((x) => square(sumRows(x!))),
  sumLanes: smooth((x) => square(sumLanes(x!))),
  meanLanes: smooth((x) => square(meanLanes(x!))),
  meanAll: smooth((x) => square(meanAll(x!))),
  gatherRows: fc.tuple(shape, fc.array(fc.nat(3), { minLength: 1, maxLength: 6 })).map(([it, indices]) => ({
    shapes: [it],
    build: (x) =>
      gatherRows(
        x!,
        indices.map((index) => index % it[0]),
      ),
  })),
  'overlapping and disjoint slices': one.map((shapes) => ({
    shapes,
    build: (x) => {
      const { rows, lanes } = x!
      const parts = [sliceRows(x!, 0, 1), sliceRows(x!, rows - 1, rows), sliceRows(x!, 0, rows), sliceRows(x!, 0, 1)]
      const sides = [sliceLanes(x!, lanes - 1, lanes), x!, sliceLanes(x!, 0, 1)]
      return add(sumAll(square(concatRows(parts))), sumAll(square(concatLanes(sides))))
    },
  })),
  'slices with a gap': size.map((lanes) => ({
    shapes: [[7, lanes]],
    build: (x) => add(tanh(sliceRows(x!, 1, 3)), square(sliceRows(x!, 4, 6))),
  })),
  pads: smooth((x) => padLanes(padRows(x!, 1, 2), 0, 3)),
  concatRows: fc.tuple(size, size, size).map(([a, b, lanes]) => ({
    shapes: [
      [a, lanes],
      [b, lanes],
    ],
    build: (x, y) => square(concatRows([x!, y!, x!])),
  })),
  concatLanes: fc.tuple(size, size, size).map(([a, b, rows]) => ({
    shapes: [
      [rows, a],
      [rows, b],
    ],
    build: (x, y) => square(concatLanes([x!, y!, x!])),
  })),
  reshape: smooth((x) => square(reshape(x!, 1, x!.rows * x!.lanes))),
  broadcastTo: size.map((lanes) => ({ shapes: [[1, lanes]], build: (x) => tanh(broadcastTo(x!, 3, lanes)) })),
}

/** Numbers in `[low, high)` from a linear congruential generator (Numerical Recipes), so that a failure repeats. */
function numbers(count: number, low: number, high: number, seed: number): Float32Array {
  let state = seed >>> 0
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return low + ((high - low) * state) / 2 ** 32
  })
}

for (const [name, examples] of Object.entries(operations)) {
  test(`the gradient of ${name} is the central difference`, async () => {
    await fc.assert(
      fc.asyncProperty(examples, fc.nat(), async ({ shapes, build, low = -1.5, high = 1.5 }, seed) => {
        const x = shapes.map(([rows, lanes], index) => input(`x${index}`, rows, lanes))
        const y = build(...x)
        const weights = constant(numbers(y.rows * y.lanes, -1, 1, seed + 7), y.rows, y.lanes)
        const slopes = vectorJacobianProduct([y], [weights], x)
        const directions = x.map((it, index) => numbers(it.rows * it.lanes, -1, 1, seed + 11 + index))
        const terms = slopes.map((slope, index) =>
          sumAll(multiply(slope, constant(directions[index]!, slope.rows, slope.lanes))),
        )
        const loss = sumAll(multiply(y, weights))
        const at = (step: number) =>
          Object.fromEntries(
            x.map((it, index) => {
              const base = numbers(it.rows * it.lanes, low, high, seed + 3 + index)
              return [`x${index}`, base.map((value, k) => value + step * directions[index]![k]!)]
            }),
          )
        const step = 0.01
        const program = { loss, slope: terms.reduce((a, b) => add(a, b)) }
        const [middle, up, down] = [
          await evaluate(program, at(0)),
          await evaluate(program, at(step)),
          await evaluate(program, at(-step)),
        ]
        const difference = (up.loss[0]! - down.loss[0]!) / (2 * step)
        const scale = 1 + Math.abs(difference) + Math.abs(up.loss[0]!)
        assert.ok(Math.abs(middle.slope[0]! - difference) < 5e-3 * scale, `${middle.slope[0]} is not ${difference}`)
      }),
      { numRuns: 8 },
    )
  })
}

test('comparisons, steps and stopGradient have zero gradient', () => {
  const x = input('x', 2, 3)
  const y = input('y', 2, 3)
  for (const flat of [floor(x), round(x), sign(x), greater(x, y), less(x, y), equal(x, y), stopGradient(x)]) {
    assert.equal(uniformValue(gradient(sumAll(multiply(flat, y)), [x])[0]!), 0)
  }
})

test('rounding straight through rounds forward and has gradient 1', async () => {
  const x = input('x', 1, 4)
  const y = roundStraightThrough(x)
  const results = await evaluate(
    { y, slope: gradient(sumAll(multiply(y, 3)), [x])[0]! },
    { x: Float32Array.of(0.4, 0.5, 1.5, -2.6) },
  )
  assert.deepEqual(results, { y: [0, 0, 2, -3], slope: [3, 3, 3, 3] })
})

test('the gradient is zero where no path leads and is taken at inner nodes too', () => {
  const x = input('x', 2, 2)
  const inner = named(tanh(x), 'inner')
  const loss = sumAll(multiply(inner, 5))
  const [atInner, atX, elsewhere] = gradient(loss, [inner, x, input('elsewhere', 3, 1)])
  assert.equal(uniformValue(atInner!), 5)
  assert.deepEqual([atX!.rows, atX!.lanes], [2, 2])
  assert.deepEqual([uniformValue(elsewhere!), elsewhere!.rows, elsewhere!.lanes], [0, 3, 1])
})

test('a chain of 20,000 nodes has a gradient', () => {
  const x = input('x', 1, 1)
  let y: Tensor = x
  for (let index = 0; index < 20_000; index++) y = sine(y)
  assert.ok(topologicalOrder(gradient(y, [x])).length > 40_000)
})

test('the gradient of a vector cut into pieces is one join of the pieces', () => {
  const x = input('x', 100, 1)
  const pieces = Array.from({ length: 10 }, (_, index) => tanh(sliceRows(x, 10 * index, 10 * index + 10)))
  const [slope] = gradient(sumAll(concatRows(pieces)), [x])
  assert.equal(slope!.operation.kind, 'concatRows')
})

test('a loss that is no scalar and a cotangent of another shape are refused', () => {
  const x = input('x', 2, 3)
  assert.throws(() => gradient(x, [x]), ShapeError)
  assert.throws(() => vectorJacobianProduct([x], [scalar(1)], [x]), /x \[2, 3\].*\[1, 1\]/)
})

test('a Jacobian-vector product goes with the tangents of each lane, as differences do', async () => {
  const build = (x: Tensor, y: Tensor) => [multiply(tanh(x), y), sumRows(divide(square(x), add(absolute(y), 1)))]
  const [x, y] = [input('x', 2, 3), input('y', 2, 3)]
  const outputs = build(x, y)
  const products = jacobianVectorProduct(outputs, [x, y], [input('dx', 2, 3), input('dy', 2, 3)])
  const feeds = {
    x: Float32Array.of(0.3, -0.5, 0.9, 1.1, -0.2, 0.4),
    y: Float32Array.of(1.2, 0.7, -0.6, -1.4, 0.5, 2),
    dx: Float32Array.of(1, 0, -0.5, 0, 2, 0.3),
    dy: Float32Array.of(0, 1, 0.5, 0, -1, 0.2),
  }
  const exact = await evaluate({ first: products[0] as Tensor, second: products[1] as Tensor }, feeds)
  const step = 1e-2
  const at = (sign: number) => {
    const moved = (name: 'x' | 'y') =>
      feeds[name].map((value, index) => value + sign * step * (feeds[`d${name}`][index] as number))
    return evaluate({ first: outputs[0] as Tensor, second: outputs[1] as Tensor }, { x: moved('x'), y: moved('y') })
  }
  const [after, before] = [await at(1), await at(-1)]
  for (const name of ['first', 'second'] as const) {
    exact[name].forEach((value, index) => {
      const difference = ((after[name][index] as number) - (before[name][index] as number)) / (2 * step)
      assert.ok(Math.abs(value - difference) < 2e-3, `${name} ${index}: ${value}, by differences ${difference}`)
    })
  }
})

test('a Jacobian-vector product asks for nothing but the inputs and the tangents', async () => {
  const x = input('x', 1, 2)
  const [product] = jacobianVectorProduct([square(x)], [x], [input('dx', 1, 2)])
  const { twice } = await evaluate(
    { twice: product as Tensor },
    { x: Float32Array.of(2, 3), dx: Float32Array.of(1, -1) },
  )
  assert.deepEqual(twice, [4, -6])
})
