import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatChange, formatNumber, formatShare } from '../../core/cli/number.ts'

test('numbers keep three significant digits at every size', () => {
  const said = [0, 0.000_000_24, 0.031_24, -4.834, 31.89, 999.7, 12_804.4, 2e12].map(formatNumber)
  assert.deepEqual(said, ['0', '2.4e-7', '0.0312', '-4.83', '31.9', '1,000', '12,804', '2.0e12'])
})

test('what is no number is said as such', () => {
  assert.deepEqual([Number.NaN, Infinity, -Infinity].map(formatNumber), ['–', '∞', '-∞'])
})

test('shares are per cent, and changes carry their sign', () => {
  assert.deepEqual([0, 0.042, 0.0996, 0.37, 1].map(formatShare), ['0 %', '4.2 %', '10 %', '37 %', '100 %'])
  assert.deepEqual([-0.123, 0.034, 0, -0.000_01].map(formatChange), ['-12 %', '+3.4 %', '0 %', '0.0 %'])
})
