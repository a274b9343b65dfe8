import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { leastWorth } from '../../core/replay/worth.ts'
import { listed } from './sequences.ts'

const sequences = fc
  .array(
    fc.record({
      length: fc.integer({ min: 1, max: 50 }),
      value: fc.constantFrom(0, 0.5, 1, 8),
      policyRound: fc.integer({ min: 0, max: 200 }),
      provenance: fc.constantFrom('real' as const, 'causal' as const, 'reasoned' as const),
    }),
    { maxLength: 30 },
  )
  .map((list) => list.map((facts, index) => listed(index + 1, facts)))

const total = (list: readonly { length: number }[]) => list.reduce((sum, { length }) => sum + length, 0)

test('no more stay than the limit, and no more go than must', () => {
  fc.assert(
    fc.property(sequences, fc.nat(1000), (all, limit) => {
      const given = leastWorth(all, limit)
      const left = total(all) - total(given)
      assert.ok(left <= limit)
      const last = given.at(-1)
      if (last !== undefined) assert.ok(left + last.length > limit)
    }),
  )
})

test('of the same value the older goes, of the same age the less valuable, and the real line last', () => {
  fc.assert(
    fc.property(sequences, fc.nat(1000), (all, limit) => {
      const given = leastWorth(all, limit)
      const kept = all.filter((sequence) => !given.includes(sequence))
      for (const gone of given) {
        for (const stays of kept) {
          if (gone.provenance === 'real') assert.equal(stays.provenance, 'real')
          if (stays.provenance === 'real' && gone.provenance !== 'real') continue
          const dominated = stays.value <= gone.value && stays.policyRound <= gone.policyRound
          const equal = stays.value === gone.value && stays.policyRound === gone.policyRound
          // What is worth nothing has no age.
          if (stays.value > 0) assert.ok(!dominated || (equal && stays.id > gone.id))
        }
      }
    }),
  )
})

test('an old dream goes before a new one of half its value', () => {
  const given = leastWorth([listed(1, { value: 2, policyRound: 0 }), listed(2, { value: 1, policyRound: 100 })], 10)
  assert.deepEqual(
    given.map(({ id }) => id),
    [1],
  )
})
