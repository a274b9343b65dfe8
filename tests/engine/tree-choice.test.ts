import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fewestEnough } from '../../core/engine/tree-choice.ts'

test('the smallest tree is kept that does for the network and leaves ordinary days as they are', () => {
  const curve = [
    { kept: 0.7, faultFree: 0.15 },
    { kept: 0.93, faultFree: 0.17 },
    { kept: 0.92, faultFree: 0.16 },
    { kept: 0.97, faultFree: 0.14 },
  ]
  assert.equal(fewestEnough(curve, 0.18), 1)
  assert.equal(fewestEnough(curve, 0.165), 2)
  assert.equal(fewestEnough(curve, 0.1), 3)
  assert.equal(fewestEnough(curve.slice(0, 1), 0.2), 0)
})
