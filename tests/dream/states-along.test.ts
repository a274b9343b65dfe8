import assert from 'node:assert/strict'
import { test } from 'node:test'
import { closeLoop } from '../../core/dream/closed-loop.ts'
import { baseline } from '../../core/dream/controller.ts'
import { blockOf } from '../../core/dream/layout.ts'
import { settledStart } from '../../core/dream/start.ts'
import { statesAlong } from '../../core/dream/states-along.ts'
import { seconds } from '../../core/line/dimension.ts'
import { compilePlant } from '../../core/line/plant.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { oneTank } from './one-tank.ts'

const loop = closeLoop(compilePlant(oneTank), baseline)
const along = (seed: number) => statesAlong(loop, seconds(600), 16, randomSource(seed))

test('states along a day stray about where the line settles, with nothing tallied, the same for a seed', async () => {
  const states = await along(1)
  const settled = await settledStart(loop)
  assert.equal(states.length, 16)
  const levels = states.map((state) => blockOf(loop.layout, state, 'plant')[0]!)
  const level = blockOf(loop.layout, settled, 'plant')[0]!
  assert.ok(levels.every((each) => Math.abs(each - level) < 0.02))
  assert.ok(new Set(levels).size > 8)
  for (const state of states) assert.equal(blockOf(loop.layout, state, 'tally cost')[0], 0)
  const fresh = states.filter((state) => state.every((value, row) => value === settled[row])).length
  assert.ok(fresh >= 1 && fresh <= 3, `${fresh} of 16 where it settled`)
  assert.deepEqual(await along(1), states)
  assert.notDeepEqual(await along(2), states)
})
