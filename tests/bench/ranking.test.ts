import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kendall, ranksOf, spearman, trackingOf } from './rig/ranking.ts'

test('rank correlations are 1 for the same order, −1 for the reverse, and less by one swap as the tables say', () => {
  const values = [0.9, 17, 1.2, 0.8]
  assert.deepEqual(ranksOf(values), [2, 4, 3, 1])
  for (const correlation of [spearman, kendall]) {
    assert.equal(correlation(values, [2, 9, 3, 1]), 1)
    assert.equal(correlation(values, [-2, -9, -3, -1]), -1)
  }
  const swapped = [0.8, 17, 1.2, 0.9]
  assert.ok(Math.abs(spearman(values, swapped) - 0.8) < 1e-12)
  assert.ok(Math.abs(kendall(values, swapped) - 4 / 6) < 1e-12)
})

test('tracking errors are those of both temperatures and of all runs together', () => {
  const setpoints = [[40, 30] as const, [40, 30] as const]
  const runs = [
    [[41, 30] as const, [40, 28] as const],
    [[40, 30] as const, [40, 31] as const],
  ]
  const { mean, rootMeanSquare } = trackingOf(runs, setpoints)
  assert.equal(mean, 0.5)
  assert.ok(Math.abs(rootMeanSquare - Math.sqrt(6 / 8)) < 1e-12)
})
