import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { drawWindows, type Window } from '../../core/replay/draw.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { failureOf, tankWith } from '../dream/one-tank.ts'
import { day, listed } from './sequences.ts'

const line = tankWith({ failures: [failureOf('T-1', 'leak'), failureOf('LT-1', 'bias')] })
const faults = [[], ['T-1 leak'], ['LT-1 bias'], ['T-1 leak', 'LT-1 bias']] as const

const sequences = fc
  .array(fc.record({ length: fc.integer({ min: 1, max: 40 }), faults: fc.constantFrom(...faults) }), { maxLength: 20 })
  .map((list) => list.map(({ length, faults }, index) => listed(index + 1, { length, scenario: day(line, faults) })))

test('half of the windows are uniform, all lie within sequences that are long enough, and a seed gives the same ones', () => {
  fc.assert(
    fc.property(sequences, fc.integer({ min: 1, max: 12 }), fc.nat(60), fc.nat(), (all, scans, windows, seed) => {
      const drawn = drawWindows(all, { windows, scans }, randomSource(seed))
      assert.deepEqual(drawWindows(all, { windows, scans }, randomSource(seed)), drawn)
      assert.equal(drawn.length, all.some(({ length }) => length >= scans) ? windows : 0)
      assert.equal(drawn.filter(({ isUniform }) => isUniform).length, Math.ceil(drawn.length / 2))
      for (const { sequence, offset } of drawn) assert.ok(offset >= 0 && offset + scans <= sequence.length)
    }),
  )
})

/** A replay of which a hundredth is about a leak. */
const unbalanced = [
  ...Array.from({ length: 98 }, (_, index) => listed(index + 1, { length: index % 2 === 0 ? 4 : 12 })),
  listed(99, { length: 8, scenario: day(line, ['T-1 leak']) }),
  listed(100, { length: 8, scenario: day(line, ['LT-1 bias', 'T-1 leak']) }),
]
const windows = 20_000
const drawn = drawWindows(unbalanced, { windows, scans: 3 }, randomSource(7))
const halves = [drawn.filter(({ isUniform }) => isUniform), drawn.filter(({ isUniform }) => !isUniform)] as const

const shareOf = (some: readonly Window[], is: (window: Window) => boolean) => some.filter(is).length / some.length

test('the balanced half shows every combination of faults equally often', () => {
  for (const combination of [[], ['T-1 leak'], ['LT-1 bias', 'T-1 leak']]) {
    const share = shareOf(halves[1], ({ sequence }) => sequence.scenario.name === combination.join(' + '))
    assert.ok(Math.abs(share - 1 / 3) < 0.02, `${combination} ${share}`)
  }
})

test('the uniform half has every window of the replay equally often', () => {
  const counts = new Map<string, number>()
  for (const { sequence, offset } of halves[0]) {
    const key = `${sequence.id} ${offset}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const cells = unbalanced.reduce((sum, { length }) => sum + length - 2, 0)
  const expected = windows / 2 / cells
  const missed = (cells - counts.size) * expected
  const square = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, missed)
  // Chi-squared with so many degrees of freedom is normal: five deviations off is no accident.
  assert.ok(Math.abs(square - (cells - 1)) < 5 * Math.sqrt(2 * (cells - 1)), `${square} for ${cells} windows`)
})

test('windows for a fit are of the named sequences alone, and all uniform', () => {
  const among = unbalanced.slice(-2)
  const some = drawWindows(unbalanced, { windows: 200, scans: 3, among }, randomSource(7))
  assert.equal(some.length, 200)
  for (const { sequence, isUniform } of some) assert.ok(isUniform && among.includes(sequence))
  assert.equal(new Set(some.map(({ sequence }) => sequence)).size, 2)
})
