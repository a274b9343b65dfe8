import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chartsOf, chartsOn } from '../../../renderer/screens/watch/charts.ts'
import { timeText, timeTicks } from '../../../renderer/screens/watch/time-text.ts'
import { film, series, setOf } from './synthetic-set.ts'

const seriesOf = (level: number[], shown: number[]) => [
  series('truth', 'T-1', 'T-1', 'flow', [1, 1, 1]),
  series('truth', 'T-1', 'T-1', 'level', level),
  series('reading', 'LT-1', 'T-1', 'level', level),
  series('shown', 'LT-1', 'T-1', 'level', shown),
  series('setpoint', 'LC-1', 'T-1', 'level', [2, 2, 2]),
  series('control', 'SC-1', 'P-1', 'speed', level),
  series('fault', 'T-1 leak', 'T-1', '', [0, 1, 1]),
]

const limit = { name: 'overflow', component: 'T-1', quantity: 'level', unit: 'cm', above: 60, trip: true }
const set = setOf(
  [film('baseline', [], seriesOf([1, 2, 3], [1, 2, 3])), film('policy', [], seriesOf([1, 2, 2], [1, 2, 9]))],
  {
    limits: [limit],
  },
)

test('a chart holds all that is known of a quantity, under each controller once', () => {
  const level = chartsOf(set).find(({ name }) => name === 'level')
  assert.deepEqual(
    level?.lines.map(({ layer, film }) => `${layer} ${film}`),
    ['truth 0', 'reading 0', 'setpoint 0', 'truth 1', 'reading 1', 'shown 1'],
    'the baseline is shown what is read, so only the policy has a line of its own for it',
  )
  assert.deepEqual(level?.limits, [limit])
})

test('a component shows what is measured first, other quantities next, and faults last', () => {
  const charts = chartsOf(set)
  assert.deepEqual(
    chartsOn(charts, 'T-1').map(({ key, kind }) => `${kind}: ${key}`),
    ['quantity: T-1 level', 'quantity: T-1 flow', 'fault: fault T-1 leak'],
  )
  assert.deepEqual(
    chartsOn(charts, 'P-1').map(({ kind }) => kind),
    ['control'],
  )
})

test('times are written as people read them', () => {
  assert.deepEqual([0, 59.6, 109, 3723].map(timeText), ['0:00', '1:00', '1:49', '1:02:03'])
})

test('a bar of any length gets a few round times that lie on it', () => {
  for (const duration of [3, 60, 1200, 5100, 100_000, 31_536_000]) {
    const ticks = timeTicks(duration, 12)
    assert.ok(ticks.length >= 2 && ticks.length <= 13, `${duration}: ${ticks.length}`)
    assert.ok(ticks[0] === 0 && (ticks.at(-1) as number) <= duration)
  }
})
