import assert from 'node:assert/strict'
import { test } from 'node:test'
import { usualCurriculum } from '../../../core/curriculum/settings.ts'
import { closeLoop } from '../../../core/dream/closed-loop.ts'
import { baseline } from '../../../core/dream/controller.ts'
import { createObserver } from '../../../core/dream/observer.ts'
import { costsApart, shareKept } from '../../../core/judge/kept.ts'
import { compilePlant } from '../../../core/line/plant.ts'
import { trainByGradient } from '../../../core/train/bptt.ts'
import { createPolicy } from '../../../core/train/policy.ts'
import { distil } from '../../../core/train/tree/distil.ts'
import { leavesOf } from '../../../core/train/tree/tree.ts'
import { createTreePolicy } from '../../../core/train/tree/tree-policy.ts'
import { oneTank } from '../../dream/one-tank.ts'
import { silent } from '../subject.ts'

const plant = compilePlant(oneTank)
const observer = await createObserver(oneTank)
const network = createPolicy(oneTank, observer, { network: 'recurrent', units: 6, hidden: 8 })
const loop = closeLoop(plant, network.controller)
const training = {
  seed: 1,
  validationSeed: 2,
  iterations: 60,
  lanes: 64,
  learningRate: 0.01,
  device: 'cpu',
  curriculum: usualCurriculum,
} as const
const parameters = (await trainByGradient({ loop, policy: network }, training, silent)).best.parameters
const teacher = { controller: network.controller, parameters }

test('a small tree keeps most of what a network gains over today’s control', async () => {
  const effort = { days: 64, rounds: 2, iterations: 20 }
  const [tree] = await distil({ plant, observer, teacher, sizes: [8], seed: 1, effort })
  const { rules, numbers, leaves } = tree as NonNullable<typeof tree>
  assert.ok(leaves <= 8 && leavesOf(rules.trees).length === leaves)
  const own = closeLoop(plant, createTreePolicy(oneTank, observer, rules).controller)
  const [today, taught, learnt] = await costsApart(
    [{ loop: closeLoop(plant, baseline) }, { loop, parameters }, { loop: own, parameters: numbers }],
    { seed: 1, scenarios: 256 },
  )
  assert.ok(taught!.faulty < 0.8 * today!.faulty, `${today!.faulty} to ${taught!.faulty}`)
  const kept = shareKept(today!.faulty, taught!.faulty, learnt!.faulty)
  assert.ok(kept > 0.7, `${kept} of the gain is kept`)
  rules.trees.forEach((_, index) => {
    const own = rules.activity.filter((_, leaf) => leavesOf(rules.trees)[leaf]?.tree === index)
    const sum = (of: 'failing' | 'ordinary') => own.reduce((total, activity) => total + activity[of], 0)
    assert.ok(Math.abs(sum('failing') - 1) < 1e-9 && Math.abs(sum('ordinary') - 1) < 1e-9)
  })
})

test('the same seed distils to the same bits, another seed does not', async () => {
  const effort = { days: 16, rounds: 1, iterations: 2 }
  const once = (seed: number) => distil({ plant, observer, teacher, sizes: [2, 6], seed, effort })
  const first = await once(4)
  assert.deepEqual(await once(4), first)
  assert.notDeepEqual(await once(5), first)
})
