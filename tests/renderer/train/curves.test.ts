import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Curve, TrainingNews } from '../../../core/engine/window/contract.ts'
import { envelopeOf, joined, successesOf, tasksOf, withNews } from '../../../renderer/state/curves.ts'

const news = (seed: number, iteration: number, cost: number, more: Partial<TrainingNews> = {}): TrainingNews => ({
  run: 1,
  seed,
  iteration,
  iterations: 100,
  cost,
  scansPerSecond: 1000,
  secondsLeft: 1,
  ...more,
})

const curve = (name: Curve['name'], seed: number, steps: number[], values: number[]): Curve => ({
  name,
  seed,
  steps: Float64Array.from(steps),
  values: Float64Array.from(values),
})

test('every seed has curves of its own, and what was not told has no point', () => {
  const told = [
    news(1, 0, 9, { validation: 3 }),
    news(1, 1, 8),
    news(2, 1, 7, { success: { 'LT-1 bias': 0.5 } }),
    news(1, 2, 6),
  ]
  const curves = told.reduce<readonly Curve[]>(withNews, [])
  assert.deepEqual(curves, [
    curve('validation', 1, [0], [3]),
    curve('cost', 1, [1, 2], [8, 6]),
    curve('cost', 2, [1], [7]),
    curve('success LT-1 bias', 2, [1], [0.5]),
  ])
})

test('a training that goes on keeps what it had told, and where it told twice the later holds', () => {
  const before = [curve('cost', 1, [1, 2, 3], [9, 8, 7]), curve('cost', 2, [1], [5])]
  const since = [curve('cost', 1, [3, 4], [6, 5])]
  assert.deepEqual(joined(before, since), [curve('cost', 1, [1, 2, 3, 4], [9, 8, 6, 5]), curve('cost', 2, [1], [5])])
})

test('an envelope holds every seed, and its mean lies within', () => {
  const point = fc.record({
    step: fc.integer({ min: 0, max: 20 }),
    value: fc.double({ min: -10, max: 10, noNaN: true }),
  })
  const seeds = fc.array(fc.uniqueArray(point, { selector: ({ step }) => step, minLength: 1 }), { minLength: 1 })
  fc.assert(
    fc.property(seeds, (all) => {
      const curves = all.map((points, seed) => {
        const sorted = points.toSorted((a, b) => a.step - b.step)
        return curve(
          'cost',
          seed,
          sorted.map(({ step }) => step),
          sorted.map(({ value }) => value),
        )
      })
      const { steps, low, mean, high } = envelopeOf(curves, 'cost')
      assert.deepEqual(
        steps,
        [...new Set(all.flat().map(({ step }) => step))].sort((a, b) => a - b),
      )
      for (const { step, value } of all.flat()) {
        const place = steps.indexOf(step)
        assert.ok((low[place] as number) <= value && value <= (high[place] as number))
        const slack = 1e-9
        assert.ok((mean[place] as number) >= (low[place] as number) - slack)
        assert.ok((mean[place] as number) <= (high[place] as number) + slack)
      }
    }),
  )
})

test('success is what each seed told last, the failure that goes worst first', () => {
  const curves = [
    curve('success P-1 stop', 1, [0, 10], [0.2, 0.9]),
    curve('success LT-1 bias', 1, [0, 10], [1, 0.4]),
    curve('success LT-1 bias', 2, [0], [0.6]),
    curve('cost', 1, [1], [0]),
  ]
  assert.deepEqual(successesOf(curves), [
    { failure: 'LT-1 bias', share: 0.5 },
    { failure: 'P-1 stop', share: 0.9 },
  ])
})

test('the tasks of all seeds are added up as each told them last', () => {
  const told = (seed: number, iteration: number, mastered: number) =>
    news(seed, iteration, 1, { tasks: { open: 10, mastered, hopeless: 2, forgotten: 1 } })
  const curves = [told(1, 0, 3), told(2, 0, 4), told(1, 10, 6)].reduce(withNews, [] as readonly Curve[])
  assert.deepEqual(tasksOf(curves), { open: 20, mastered: 10, hopeless: 4, forgotten: 2 })
  assert.equal(tasksOf([curve('cost', 1, [1], [0])]), undefined)
})
