import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { countsFor, occurrenceOf } from '../../../renderer/screens/shared/occurrence.ts'

test('what is rarer than once a year is told in years', () => {
  assert.deepEqual(occurrenceOf(0.025), { key: 'rarely', count: 40 })
  assert.deepEqual(occurrenceOf(12), { key: 'often', count: 12 })
  assert.deepEqual(occurrenceOf(1), { key: 'yearly', count: 1 })
  assert.deepEqual(occurrenceOf(0), { key: 'never', count: 0 })
})

test('an occurrence says how often within the rounding of words', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-9, max: 1e4, noNaN: true }), (perYear) => {
      const { key, count } = occurrenceOf(perYear)
      const said = key === 'rarely' ? 1 / count : count
      assert.ok(Math.abs(Math.log(said / perYear)) < Math.log(1.51))
      assert.ok(count >= 1)
    }),
  )
})

test('counts are written as people of that language say them', () => {
  assert.equal(countsFor('en')(42.7), '43')
  assert.equal(countsFor('en')(12_345), '12,000')
  assert.equal(countsFor('en')(3_400_000), '3.4 million')
  assert.equal(countsFor('de')(3_400_000), '3,4 Millionen')
  assert.equal(countsFor('de')(3.3), '3,3')
})
