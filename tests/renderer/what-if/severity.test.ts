import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isBeyond, newFault, severityNumber, writtenSeverity } from '../../../renderer/screens/what-if/severity.ts'

const leak = { low: 0.1, high: 0.5, unit: 'cm2', text: 'area of the hole' }

test('a severity that a slider wrote can be read again, to its three digits', () => {
  const units = fc.constantFrom('cm', '%', 'cm2', 'm3/h', '')
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), units, (value, unit) => {
      const read = severityNumber(writtenSeverity(value, unit), unit)
      assert.ok(read !== undefined && Math.abs(read - value) <= 0.005 * value + 1e-12)
    }),
  )
})

test('a number without its unit, or in another one, is no number of the range', () => {
  assert.equal(severityNumber('0.4 cm2', 'cm2'), 0.4)
  assert.equal(severityNumber('0.4cm2', 'cm2'), 0.4)
  assert.equal(severityNumber('0.4', 'cm2'), undefined)
  assert.equal(severityNumber('40 mm2', 'cm2'), undefined)
  assert.equal(severityNumber('much', 'cm2'), undefined)
  assert.equal(severityNumber(undefined, 'cm2'), undefined)
})

test('what the line file does not expect is told, and what cannot be read is left to the engine', () => {
  assert.equal(isBeyond('0.5 cm2', leak), false)
  assert.equal(isBeyond('0.6 cm2', leak), true)
  assert.equal(isBeyond('0.05 cm2', leak), true)
  assert.equal(isBeyond('60 mm2', leak), false)
})

test('a new fault is as bad as it gets, and has no severity where there are no degrees', () => {
  const failure = { name: 'T-101 leak', on: 'T-101', mode: 'leak', code: 'ELP', text: '', perYear: 0.1 }
  const worksheet = { cause: '', effect: '', detection: '' }
  assert.deepEqual(newFault({ ...failure, worksheet, severity: leak }), {
    failure: 'T-101 leak',
    onset: '1 min',
    severity: '0.5 cm2',
  })
  const none = { low: 1, high: 1, unit: '', text: 'frozen or not' }
  assert.deepEqual(newFault({ ...failure, worksheet, severity: none }), { failure: 'T-101 leak', onset: '1 min' })
})
