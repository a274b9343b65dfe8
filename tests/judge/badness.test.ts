import assert from 'node:assert/strict'
import { test } from 'node:test'
import { minimal, type Tried, triedOf, varied, worstFirst, worstOfEach } from '../../core/judge/badness.ts'
import type { PlantLayout } from '../../core/line/groups.ts'

const layout = { spreads: [{ component: 0, parameter: 'area', deviation: 0.02 }] } as unknown as PlantLayout

const tried = (failures: readonly number[], cost: number, trips: number, likelihood = 1, factor = 1): Tried =>
  triedOf(
    layout,
    { failures, occurrences: [], day: [] },
    { name: '', faults: [], changes: [], factors: [factor], likelihood },
    { cost, trips },
  )

test('trips come first, then the cost, and of days that cost alike the likelier', () => {
  const trip = tried([0], 1, 1)
  const dear = tried([1], 50, 0)
  const odd = tried([2], 10, 0, 1, 1.04)
  const rare = tried([3], 10, 0, 1e-6)
  const usual = tried([4], 10, 0)
  assert.deepEqual([rare, usual, odd, dear, trip].sort(worstFirst), [trip, dear, usual, odd, rare])
  assert.ok(!Number.isFinite(tried([0], Number.NaN, 0).badness))
})

test('of each combination of faults the worst is kept, in whatever order they are drawn', () => {
  const worse = tried([1, 0], 3, 0)
  const alone = tried([0], 5, 0)
  assert.deepEqual(worstOfEach([tried([0, 1], 2, 0), worse, alone]), [alone, worse])
})

test('two faults that do no worse than one of them alone are no finding', () => {
  const alone = tried([0], 40, 1)
  const other = tried([1], 2, 0)
  const third = tried([2], 3, 0)
  const needless = tried([0, 1], 41, 1, 1e-6)
  const together = tried([1, 2], 20, 1, 1e-6)
  assert.deepEqual(minimal([alone, needless, together, third, other]), [alone, together, third, other])
})

test('no failure takes more places than it may', () => {
  const days = [tried([0, 1], 9, 0), tried([0, 2], 8, 0), tried([0], 7, 0), tried([2], 6, 0), tried([1], 5, 0)]
  assert.deepEqual(varied(days, 3, 2), [days[0], days[1], days[3]])
})
