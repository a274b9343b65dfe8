import assert from 'node:assert/strict'
import { test } from 'node:test'
import { closeLoop } from '../../core/dream/closed-loop.ts'
import { baseline } from '../../core/dream/controller.ts'
import { createObserver } from '../../core/dream/observer.ts'
import { withDreamer } from '../../core/dream/rollout.ts'
import { compilePlant } from '../../core/line/plant.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { cloneBaseline } from '../../core/train/clone.ts'
import { createPolicy } from '../../core/train/policy.ts'
import { mean, trainingScenarios } from '../../core/train/training.ts'
import { recurrent, subjectOf } from './subject.ts'

const { line: trimmed } = subjectOf(recurrent).loop
const line = { ...trimmed, policy: { ...trimmed.policy, kind: 'direct' } } as const
const plant = compilePlant(line)
const policy = createPolicy(line, await createObserver(line), recurrent)
const subject = { policy, loop: closeLoop(plant, policy.controller) }

test('a direct policy that is cloned does about as well as the control that it was cloned from', async () => {
  const { parameters, error } = await cloneBaseline(subject, { seed: 1, device: 'cpu' })
  assert.ok(error < 0.03, `asks for ${error} of the range beside`)
  const days = trainingScenarios(subject, 64, randomSource(9))
  const costOf = (loop: typeof subject.loop, own?: Float32Array) =>
    withDreamer(loop, { lanes: 64 }, async (dreamer) =>
      mean((await dreamer.dream(days, { seed: 9, ...(own && { parameters: own }) })).outcomes.cost),
    )
  const [today, nothing, cloned] = [
    await costOf(closeLoop(plant, baseline)),
    await costOf(subject.loop, new Float32Array(policy.controller.parameters)),
    await costOf(subject.loop, parameters),
  ]
  assert.ok(cloned - today < 0.2 * (nothing - today), `today ${today}, clone ${cloned}, nothing ${nothing}`)
})

test('a trim is not cloned', async () => {
  await assert.rejects(cloneBaseline(subjectOf(recurrent), { seed: 1, device: 'cpu' }), /drives the controls itself/)
})
