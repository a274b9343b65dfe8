import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RankedScenario } from '../../../core/engine/contract.ts'
import { rankedOf, worstOfEach } from '../../../renderer/screens/dream/worst-of-each.ts'

const scenario = (id: string, ...failures: string[]): RankedScenario => ({
  id,
  name: failures.join(' + '),
  faults: failures.map((failure) => ({ failure, onset: '1:00', severity: '' })),
  written: [],
  perYear: 1,
  consequence: { cost: 0, goals: [], limits: [], tripped: false },
  risk: 0,
  chain: [],
})

test('of days with the same failures, in whichever order, the worst stays and keeps its rank', () => {
  const ranked = rankedOf([
    scenario('7', 'leak'),
    scenario('3', 'leak'),
    scenario('5', 'leak', 'bias'),
    scenario('2', 'bias', 'leak'),
    scenario('1', 'bias'),
  ])
  assert.deepEqual(
    worstOfEach(ranked).map(({ rank, scenario }) => [rank, scenario.id]),
    [
      [1, '7'],
      [3, '5'],
      [5, '1'],
    ],
  )
  assert.deepEqual(
    ranked.map(({ rank }) => rank),
    [1, 2, 3, 4, 5],
  )
})
