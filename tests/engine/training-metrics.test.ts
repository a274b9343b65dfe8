import assert from 'node:assert/strict'
import { test } from 'node:test'
import { curvesOf, firstValidation, metricsOf } from '../../core/engine/training-metrics.ts'

test('what a training tells comes back as curves, one for each seed and failure', () => {
  const tasks = { open: 3, mastered: 2, hopeless: 1, forgotten: 0 }
  const told = [
    { iteration: 0, cost: 5, validation: 4, success: { 'LT-1 bias': 1 }, scans: 0 },
    { iteration: 1, cost: 3, scans: 10 },
    { iteration: 2, cost: 2, validation: 1.5, success: { 'LT-1 bias': 0.25 }, tasks, scans: 10 },
  ]
  const metrics = [7000, 7001].flatMap((seed) => told.flatMap((progress) => metricsOf(seed, progress)))
  const curves = curvesOf(metrics)
  assert.deepEqual(
    curves.map(({ name, seed }) => `${name} of ${seed}`).sort(),
    [
      'cost',
      'success LT-1 bias',
      ...Object.keys(tasks)
        .sort()
        .map((standing) => `tasks ${standing}`),
      'validation',
    ].flatMap((name) => [`${name} of 7000`, `${name} of 7001`]),
  )
  const curve = (name: string) => curves.find((candidate) => candidate.name === name && candidate.seed === 7001)
  assert.deepEqual([curve('cost')?.steps, curve('cost')?.values], [Float64Array.of(1, 2), Float64Array.of(3, 2)])
  assert.deepEqual(curve('success LT-1 bias')?.values, Float64Array.of(1, 0.25))
  assert.deepEqual(curve('tasks open')?.values, Float64Array.of(3))
  assert.equal(firstValidation(metrics), 4)
  assert.ok(Number.isNaN(firstValidation([])))
})
