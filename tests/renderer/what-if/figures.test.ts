import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Consequence } from '../../../core/engine/contract.ts'
import { keyFigures, standing } from '../../../renderer/screens/what-if/key-figures.ts'

const day = (cost: number, tripped: boolean, minutesOutside: number): Consequence => ({
  cost,
  goals: [{ name: 'level', value: cost / 2, unit: 'cm' }],
  limits: [
    { name: 'overflow', minutesOutside, crossings: minutesOutside > 0 ? 2 : 0 },
    { name: 'empty', minutesOutside: 0, crossings: 0 },
  ],
  tripped,
})

test('both days stand side by side in every figure, and limits that nobody met are left out', () => {
  const figures = keyFigures(day(10, true, 3), day(4, false, 0))
  assert.deepEqual(
    figures.map(({ kind, name, baseline, policy }) => [kind, name, baseline, policy]),
    [
      ['cost', '', 10, 4],
      ['trips', '', 1, 0],
      ['goal', 'level', 5, 2],
      ['outside', 'overflow', 3, 0],
      ['crossed', 'overflow', 2, 0],
    ],
  )
  assert.deepEqual(figures.map(standing), ['better', 'better', 'better', 'better', 'better'])
})

test('without a policy nothing is compared', () => {
  assert.deepEqual(keyFigures(day(1, false, 1), undefined).map(standing), [
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})

test('a difference that nobody would notice is none', () => {
  const figure = { kind: 'cost', name: '', unit: '', baseline: 10 } as const
  assert.equal(standing({ ...figure, policy: 10.01 }), 'alike')
  assert.equal(standing({ ...figure, policy: 11 }), 'worse')
  assert.equal(standing({ ...figure, baseline: 0, policy: 0 }), 'alike')
  assert.equal(standing({ ...figure, baseline: 0, policy: 0.1 }), 'worse')
})
