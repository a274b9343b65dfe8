import assert from 'node:assert/strict'
import { test } from 'node:test'
import { closeLoop } from '../../core/dream/closed-loop.ts'
import { baseline } from '../../core/dream/controller.ts'
import { pidLoops } from '../../core/dream/loops.ts'
import { createDreamer } from '../../core/dream/rollout.ts'
import { tuneBaseline } from '../../core/judge/tune.ts'
import { seconds } from '../../core/line/dimension.ts'
import type { Line } from '../../core/line/line.ts'
import { compilePlant } from '../../core/line/plant.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { faultFreeScenario, faultyScenario } from '../../core/scenario/sample.ts'
import { bundledLine } from '../line/stepper.ts'

const line: Line = { ...bundledLine('three-tank'), horizon: seconds(600) }
const plant = compilePlant(line)

/** Mean of log(1 + cost) on days that tuning never saw. */
async function onFreshDays(tuned: Line): Promise<number> {
  const random = randomSource(99)
  const days = Array.from({ length: 256 }, (_, index) =>
    (index % 2 === 0 ? faultFreeScenario : faultyScenario)(line, plant.layout, random),
  )
  const dreamer = await createDreamer(closeLoop(compilePlant(tuned), baseline), { lanes: 256 })
  const { outcomes } = await dreamer.dream(days, { seed: 99 })
  await dreamer.release()
  return outcomes.cost.reduce((sum, cost) => sum + Math.log1p(cost), 0) / days.length
}

test('tuned gains do no worse on fresh days than those written, and much better than bad ones', async () => {
  const sluggish = { ...line, loops: line.loops.map((loop) => (loop.kind === 'pid' ? { ...loop, gain: 0.5 } : loop)) }
  const generations: number[] = []
  const tuned = await tuneBaseline(line, plant, 1, { onGeneration: (done) => generations.push(done) })
  const written = await onFreshDays(line)
  const cost = await onFreshDays(tuned)
  assert.ok(cost <= written, `${cost} tuned, ${written} as written`)
  assert.ok(cost < (await onFreshDays(sluggish)))
  assert.deepEqual(generations, [1, 2, 3, 4, 5, 6, 7, 8])
  for (const [index, { gain, integral }] of pidLoops(tuned).entries()) {
    const before = pidLoops(line)[index]!
    assert.ok(gain / before.gain > 0.099 && gain / before.gain < 10.01)
    assert.ok(integral / before.integral > 0.099 && integral / before.integral < 10.01)
  }
})

test('a line without PID loops has nothing to tune', async () => {
  const loopless = { ...line, loops: [] }
  assert.equal(await tuneBaseline(loopless, plant, 1), loopless)
})
