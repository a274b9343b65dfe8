import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Seconds } from '../../core/line/dimension.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { successByFailure } from '../../core/train/success.ts'

const dayWith = (...failures: string[]): Scenario => ({
  name: failures.join(' + '),
  faults: failures.map((failure) => ({
    failure,
    onset: 0 as Seconds,
    severity: 1,
    ramp: 0 as Seconds,
    duration: null,
  })),
  changes: [],
  factors: [],
  likelihood: 1,
})

test('a failure succeeds by the share of its days that cost no more than the reference', () => {
  const days = [dayWith(), dayWith('leak'), dayWith('leak'), dayWith('leak', 'bias'), dayWith('bias', 'bias')]
  const costs = Float32Array.of(9, 1, 3, 2, 5)
  const reference = Float32Array.of(0, 1, 2, 4, 1)
  assert.deepEqual(successByFailure(days, costs, reference), { leak: 2 / 3, bias: 1 / 2 })
})
