import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { trustHorizon } from '../../core/plant/trust-horizon.ts'

const left = (seconds: number) => ({ seconds, left: true })
const stayed = (seconds: number) => ({ seconds, left: false })

test('nine of ten dreams stay until the first tenth has left', () => {
  const ten = Array.from({ length: 10 }, (_, index) => left(index + 1))
  assert.deepEqual(trustHorizon(ten), left(2))
  assert.deepEqual(trustHorizon([left(5), ...Array(9).fill(stayed(60))]), stayed(60))
  assert.deepEqual(trustHorizon([left(5), left(7), ...Array(8).fill(stayed(60))]), left(7))
})

test('a dream that was followed for less says nothing of what came later', () => {
  const short = Array(90).fill(stayed(10))
  assert.deepEqual(trustHorizon([...short, ...Array(9).fill(stayed(60)), left(30)]), stayed(60))
  assert.deepEqual(trustHorizon([...short, ...Array(8).fill(stayed(60)), left(30), left(31)]), left(31))
})

test('a dream that stays where it left before never shortens the trust', () => {
  const stay = fc.record({ seconds: fc.integer({ min: 1, max: 100 }), left: fc.boolean() })
  fc.assert(
    fc.property(fc.array(stay, { minLength: 1, maxLength: 40 }), fc.nat(), (stays, which) => {
      const better = stays.map((each, place) => (place === which % stays.length ? stayed(each.seconds) : each))
      const [before, after] = [trustHorizon(stays), trustHorizon(better)]
      assert.ok(!after.left || (before.left && after.seconds >= before.seconds))
    }),
  )
})
