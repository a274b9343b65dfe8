import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { add, clip, divide, equal, greater, maximum, multiply, sign, tanh } from '../../core/graph/elementwise.ts'
import { constant, input, named, stopGradient } from '../../core/graph/leaf.ts'
import { matmul, sumRows } from '../../core/graph/matrix.ts'
import { toOnnx } from '../../core/graph/onnx.ts'
import { printGraph } from '../../core/graph/print.ts'
import { concatRows, gatherRows, padRows } from '../../core/graph/shape.ts'
import { numberValues } from '../../core/graph/value-numbering.ts'
import { evaluate } from './evaluate.ts'

const x = input('x', 2, 3)

test('equal subexpressions are one value, whoever wrote them and in whichever order', () => {
  const once = tanh(add(input('x', 2, 3), constant([1, 2], 2, 1)))
  const again = tanh(add(constant([1, 2], 2, 1), input('x', 2, 3)))
  assert.equal(numberValues({ y: multiply(once, again) }).values.length, 5)
})

test('values that differ in an attribute, a shape or an operand stay apart', () => {
  const values = [
    clip(x, 0, 1),
    clip(x, 0, 2),
    gatherRows(x, [1, 0]),
    gatherRows(x, [0, 0]),
    divide(x, 3),
    divide(3, x),
  ]
  const constants = [constant([1], 2, 3), constant([1], 3, 2)]
  const outputs = Object.fromEntries([...values, ...constants].map((tensor, index) => [`y${index}`, tensor]))
  assert.equal(numberValues(outputs).values.length, 1 + values.length + 1 + constants.length)
})

test('what no output needs is not lowered', () => {
  tanh(x)
  assert.equal(numberValues({ y: add(x, x) }).values.length, 2)
})

test('the bytes depend on the expressions alone', () => {
  const build = () =>
    toOnnx({ y: matmul(constant([1, 2, 3, 4], 2, 2), tanh(input('x', 2, 3))), z: sumRows(input('x', 2, 3)) })
  assert.deepEqual(build(), build())
})

test('one value may be several outputs, an input or a constant', async () => {
  const y = add(x, 1)
  const outputs = { a: y, b: y, through: stopGradient(x), fixed: constant([5], 1, 2) }
  const feed = Float32Array.of(1, 2, 3, 4, 5, 6)
  const result = await evaluate(outputs, { x: feed })
  assert.deepEqual(result, { a: [2, 3, 4, 5, 6, 7], b: [2, 3, 4, 5, 6, 7], through: [...feed], fixed: [5, 5] })
})

test('labels may repeat, and may be the name of an output or an input', async () => {
  const first = named(add(x, 1), 'flow')
  const second = named(add(x, 2), 'flow')
  const third = named(multiply(x, 3), 'x')
  const result = await evaluate({ flow: add(add(first, second), third) }, { x: new Float32Array(6).fill(1) })
  assert.deepEqual(result.flow, [8, 8, 8, 8, 8, 8])
})

test('inputs of one name and two shapes, and an output with the name of an input, are refused', () => {
  assert.throws(() => toOnnx({ y: concatRows([x, input('x', 1, 3)]) }), /input x has two shapes/)
  assert.throws(() => toOnnx({ x: add(x, 1) }), /both named x/)
})

test('a lowered gather, pad, comparison and large constant compute what the words say', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 6, maxLength: 6 }), async (numbers) => {
      const outputs = {
        swapped: gatherRows(x, [1, 0, 1]),
        padded: padRows(x, 1, 0),
        positive: greater(x, 0),
        zero: equal(x, 0),
        signs: sign(multiply(x, 1e-30)),
        large: add(constant([2], 100, 100), input('one', 1, 1)),
        larger: maximum(x, constant([1], 2, 3)),
      }
      const result = await evaluate(outputs, { x: Float32Array.from(numbers), one: Float32Array.of(1) })
      const [top, bottom] = [numbers.slice(0, 3), numbers.slice(3)]
      assert.deepEqual(result.swapped, [...bottom, ...top, ...bottom])
      assert.deepEqual(result.padded, [0, 0, 0, ...numbers])
      assert.deepEqual(
        result.positive,
        numbers.map((value) => (value > 0 ? 1 : 0)),
      )
      assert.deepEqual(
        result.signs,
        numbers.map((value) => Math.sign(value)),
      )
      assert.deepEqual(
        result.zero,
        numbers.map((value) => (value === 0 ? 1 : 0)),
      )
      assert.deepEqual(
        result.larger,
        numbers.map((value) => Math.max(value, 1)),
      )
      assert.ok(result.large.length === 10_000 && result.large.every((value) => value === 3))
    }),
    { numRuns: 10 },
  )
})

test('a printed graph has a line for each value, shared ones once', () => {
  const shared = named(tanh(x), 'gain')
  assert.equal(
    printGraph({ y: multiply(shared, clip(shared, 0, 0.5)) }),
    [
      '%0 [2, 3] input(x)',
      '%1 [2, 3] tanh(%0)  # gain',
      '%2 [2, 3] clip(%1, low 0, high 0.5)',
      '%3 [2, 3] multiply(%1, %2)',
      'y = %3',
    ].join('\n'),
  )
})
