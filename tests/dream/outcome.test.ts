import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgedPlaces, type Tally, tallyScan } from '../../core/dream/outcome.ts'
import { constant } from '../../core/graph/leaf.ts'
import type { Tensor } from '../../core/graph/tensor.ts'
import { seconds } from '../../core/line/dimension.ts'
import type { Goal, Limit, Line } from '../../core/line/line.ts'
import { evaluate } from '../graph/evaluate.ts'
import { oneTank } from './one-tank.ts'

const [overflow, low] = oneTank.limits as [Limit, Limit]
const [track] = oneTank.goals as [Goal]

/** The tally after a day of these levels, one a scan, at a set point of 0.3 m. */
async function tallied(levels: readonly number[], { goals = [track], limits = [overflow, low] }: Partial<Line> = {}) {
  const line = { ...oneTank, goals, limits, horizon: seconds(oneTank.scan * levels.length) }
  const zeros = (rows: number) => (rows === 0 ? undefined : constant([0], rows, 1))
  const none = { outside: zeros(limits.length), crossings: zeros(limits.length), beyond: zeros(limits.length) }
  let tally: Tally = { error: zeros(goals.length), ...none, tripped: constant([0], 1, 1), cost: constant([0], 1, 1) }
  for (const level of levels) tally = tallyScan(line, constant([level], 1, 1), constant([0.3], 1, 1), tally)
  const { beyond: _, ...counted } = tally
  const present = Object.entries(counted).filter((entry): entry is [string, Tensor] => entry[1] !== undefined)
  return (await evaluate(Object.fromEntries(present))) as Record<keyof typeof counted, number[]>
}

const constantly = (level: number) => Array<number>(20).fill(level)
const near = (actual: number | undefined, expected: number) =>
  assert.ok(Math.abs(actual! - expected) < 1e-4, `${actual} instead of ${expected}`)

test('a place is judged once, signals first', () => {
  assert.deepEqual(
    judgedPlaces(oneTank).map(({ component, quantity }) => `${component}.${quantity}`),
    ['T-1.level'],
  )
})

test('a constant error is its own mean, and costs its weight at the scale of its goal', async () => {
  const { error, cost } = await tallied(constantly(0.32), { goals: [{ ...track, scale: 0.02, weight: 3 }], limits: [] })
  near(error[0], 0.02)
  near(cost[0], 3)
})

test('goals of every kind measure what is missing', async () => {
  const { loop: _, ...base } = track
  const goals: Goal[] = [
    { ...base, kind: 'keep', above: 0.31 },
    { ...base, kind: 'keep', above: 0.1, below: 0.25 },
    { ...base, kind: 'maximise', target: 0.4 },
    { ...base, kind: 'maximise', target: 0.2 },
    { ...base, kind: 'minimise' },
  ]
  const { error } = await tallied(constantly(0.3), { goals })
  ;[0.01, 0.05, 0.1, 0, 0.3].forEach((expected, row) => {
    near(error[row], expected)
  })
})

test('crossings are counted as they happen, and time outside as it passes', async () => {
  const levels = [0.3, 0.1, 0.1, 0.3, 0.19, 0.3, 0.3, 0.3, 0.3, 0.3]
  const { crossings, outside, tripped } = await tallied(levels)
  assert.deepEqual(crossings, [0, 2])
  near(outside[1], 0.3)
  near(outside[0], 0)
  assert.deepEqual(tripped, [0])
})

test('a limit costs more the further beyond it the line is, and never more than its weight', async () => {
  const at = async (level: number) => (await tallied(constantly(level), { goals: [], limits: [low] })).cost[0]!
  const costs = [await at(0.21), await at(0.19), await at(0.1), await at(0)]
  near(costs[0], 0)
  near(costs[1], low.weight / 2)
  for (const index of [1, 2, 3]) assert.ok(costs[index]! > costs[index - 1]!)
  assert.ok(costs[3]! < low.weight)
})

test('a limit that trips costs from its scale before it on, another only beyond', async () => {
  const at = async (limit: Limit, level: number) =>
    (await tallied(constantly(level), { goals: [], limits: [{ ...limit, scale: 0.02 }] })).cost[0]!
  near(await at(overflow, 0.529), 0)
  near(await at(overflow, 0.54), overflow.weight / 3)
  near(await at(low, 0.201), 0)
})

test('a trip latches, and costs more the earlier it comes', async () => {
  const trippedAt = (scan: number) => constantly(0.3).map((level, index) => (index === scan ? 0.551 : level))
  const early = await tallied(trippedAt(2))
  const late = await tallied(trippedAt(15))
  assert.deepEqual([early.tripped, late.tripped], [[1], [1]])
  assert.ok(early.cost[0]! > late.cost[0]!, `${early.cost[0]} early, ${late.cost[0]} late`)
})

test('tripping never pays: it costs more than living on at the edge of the limit', async () => {
  const living = await tallied(constantly(0.549), { goals: [] })
  const goal = await tallied(constantly(0.549), { goals: [{ ...track, weight: 1, scale: 0.3 }] })
  const stopped = await tallied([0.551, ...constantly(0.3).slice(1)], { goals: [] })
  const stoppedBadly = await tallied([0.551, ...constantly(0).slice(1)])
  assert.ok(stopped.cost[0]! > living.cost[0]!)
  assert.ok(stopped.cost[0]! > goal.cost[0]!)
  assert.ok(stoppedBadly.cost[0]! > (await tallied(constantly(0.549))).cost[0]!)
})
