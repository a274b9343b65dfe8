import assert from 'node:assert/strict'
import { test } from 'node:test'
import { add, divide, greater, multiply, negate, power, round, subtract, tanh } from '../../core/graph/elementwise.ts'
import { constant, constantValues, input, scalar, uniformValue } from '../../core/graph/leaf.ts'
import { matmul, sumAll, sumRows } from '../../core/graph/matrix.ts'
import { concatRows, gatherRows, reshape, sliceLanes, sliceRows } from '../../core/graph/shape.ts'
import type { Tensor } from '../../core/graph/tensor.ts'

const x = input('x', 3, 4)

test('operations that change nothing give back their input', () => {
  const same: Tensor[] = [
    add(x, 0),
    add(0, x),
    subtract(x, 0),
    multiply(x, 1),
    multiply(constant([1], 3, 4), x),
    divide(x, 1),
    power(x, 1),
    negate(negate(x)),
    reshape(x, 3, 4),
    gatherRows(x, [0, 1, 2]),
    sliceLanes(x, 0, 4),
    concatRows([x]),
  ]
  for (const tensor of same) assert.equal(tensor, x)
})

test('a zero factor gives the zero constant of the full shape', () => {
  assert.deepEqual(multiply(x, 0), constant([0], 3, 4))
  assert.deepEqual(matmul(x, constant([0], 4, 5)), constant([0], 3, 5))
  assert.deepEqual(divide(0, x), constant([0], 3, 4))
})

test('a small operand that only broadcasts keeps the full shape', () => {
  const column = input('column', 3, 1)
  const sum = add(column, constant([0], 3, 4))
  assert.deepEqual([sum.rows, sum.lanes], [3, 4])
})

test('constants fold', () => {
  const a = constant([1, 2, 3], 3, 1)
  const b = constant([10, 20], 1, 2)
  assert.deepEqual([...constantValues(add(a, b))!], [11, 21, 12, 22, 13, 23])
  assert.deepEqual([...constantValues(gatherRows(a, [2, 0]))!], [3, 1])
  assert.deepEqual([...constantValues(concatRows([a, scalar(4)]))!], [1, 2, 3, 4])
  assert.deepEqual([...constantValues(greater(a, 2))!], [0, 0, 1])
  assert.deepEqual([...constantValues(round(constant([0.5, 1.5, -2.5, 2.4], 1, 4)))!], [0, 2, -2, 2])
  assert.equal(uniformValue(sumRows(constant([2], 5, 7))), 10)
  assert.equal(uniformValue(sumAll(constant([2], 5, 7))), 70)
})

test('gathers see through gathers, slices and concats', () => {
  const y = input('y', 2, 4)
  const both = concatRows([x, y])
  assert.equal(sliceRows(both, 3, 5), y)
  assert.deepEqual(gatherRows(both, [4, 3]).inputs, [y])
  const twice = gatherRows(gatherRows(x, [2, 0]), [1, 0, 1])
  assert.deepEqual(twice.inputs, [x])
  assert.deepEqual(twice.operation, { kind: 'gatherRows', indices: [0, 2, 0] })
  assert.equal(gatherRows(gatherRows(x, [2, 1, 0]), [2, 1, 0]), x)
  assert.equal(sliceRows(sliceRows(x, 1, 3), 1, 2).inputs[0], x)
})

test('what can matter is kept', () => {
  for (const tensor of [add(x, 1), multiply(x, 2), tanh(x), gatherRows(x, [1, 0, 2]), reshape(x, 4, 3)]) {
    assert.notEqual(tensor, x)
    assert.deepEqual(tensor.inputs.includes(x), true)
  }
})
