import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fromBlob, toBlob } from '../../core/study/float-blob.ts'

test('floats survive the bytes unchanged', () => {
  fc.assert(fc.property(fc.float32Array(), (floats) => assert.deepEqual(fromBlob(toBlob(floats)), floats)))
})

test('floats are read at any alignment, and as a copy', () => {
  const bytes = Buffer.concat([Buffer.of(0), toBlob(Float32Array.of(1.5, -2))]).subarray(1)
  const floats = fromBlob(bytes)
  bytes.fill(0)
  assert.deepEqual(floats, Float32Array.of(1.5, -2))
})

test('the bytes are little-endian', () => {
  assert.deepEqual([...toBlob(Float32Array.of(1))], [0x00, 0x00, 0x80, 0x3f])
})

test('bytes that are no whole number of floats are refused', () => {
  assert.throws(() => fromBlob(new Uint8Array(5)), RangeError)
})
