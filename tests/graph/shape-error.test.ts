import assert from 'node:assert/strict'
import { test } from 'node:test'
import { add, broadcastTo, clip } from '../../core/graph/elementwise.ts'
import { constant, input, named } from '../../core/graph/leaf.ts'
import { linear, matmul } from '../../core/graph/matrix.ts'
import { concatLanes, concatRows, gatherRows, reshape, sliceRows } from '../../core/graph/shape.ts'
import { ShapeError } from '../../core/graph/shape-error.ts'

const level = named(input('x', 3, 4), 'level')
const other = input('other', 2, 5)

test('shapes that do not fit are refused by name, shapes and labels', () => {
  assert.throws(() => add(level, other), { name: 'ShapeError', message: /add\(level \[3, 4\], other \[2, 5\]\)/ })
})

test('every constructor checks its shapes', () => {
  const wrong = [
    () => matmul(level, other),
    () => linear(level, input('x', 4, 1), other),
    () => concatRows([level, other]),
    () => concatRows([]),
    () => concatLanes([level, other]),
    () => gatherRows(level, [3]),
    () => gatherRows(level, [-1]),
    () => gatherRows(level, []),
    () => sliceRows(level, 2, 2),
    () => sliceRows(level, 0, 4),
    () => reshape(level, 5, 2),
    () => broadcastTo(level, 6, 4),
    () => constant([1, 2, 3], 2, 2),
    () => constant([], 1, 1),
    () => input('x', 0, 1),
    () => clip(level, 1, 0),
  ]
  for (const build of wrong) assert.throws(build, ShapeError)
})
