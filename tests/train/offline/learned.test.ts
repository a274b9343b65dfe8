import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { closeLoop } from '../../../core/dream/closed-loop.ts'
import { baseline, type Controller, doNothing } from '../../../core/dream/controller.ts'
import { lanesOf } from '../../../core/dream/lanes.ts'
import { withDreamer } from '../../../core/dream/rollout.ts'
import { absolute, multiply, subtract } from '../../../core/graph/elementwise.ts'
import { input } from '../../../core/graph/leaf.ts'
import { meanAll } from '../../../core/graph/matrix.ts'
import { compile } from '../../../core/graph/session.ts'
import type { Line } from '../../../core/line/line.ts'
import { randomSource } from '../../../core/scenario/random.ts'
import { faultFreeScenario } from '../../../core/scenario/sample.ts'
import { cloneRecordings, cloneTransitions } from '../../../core/train/offline/clone-log.ts'
import { trainInModel } from '../../../core/train/offline/in-model.ts'
import { trainOnTransitions, trainTd3Bc } from '../../../core/train/offline/td3-bc.ts'
import { type Transitions, transitionsOf } from '../../../core/train/offline/transitions.ts'
import { mean, type NetworkSubject } from '../../../core/train/training.ts'
import { oneTank } from '../../dream/one-tank.ts'
import { driven, logOf, subjectOf } from './logged.ts'

/** Mean cost of ordinary days on which nobody learned. */
function costOf({ loop }: NetworkSubject, controller: Controller, parameters?: Float32Array): Promise<number> {
  const random = randomSource(99)
  const days = Array.from({ length: 128 }, () => faultFreeScenario(loop.line, loop.plant.layout, random))
  return withDreamer(closeLoop(loop.plant, controller), { lanes: 128 }, async (dreamer) =>
    mean((await dreamer.dream(days, { seed: 9, ...(parameters && { parameters }) })).outcomes.cost),
  )
}

/** Mean distance of what two policies do where the log has been, as a share of the controls' ranges. */
async function apart({ policy }: NetworkSubject, { features }: Transitions, one: Float32Array, other: Float32Array) {
  const seen = input('features', policy.features, features.length)
  const moves = (name: string) => policy.moves(policy.respond(input(name, policy.controller.parameters, 1), seen))
  const distance = meanAll(absolute(subtract(moves('one'), moves('other'))))
  const program = await compile({ distance }, { device: 'cpu' })
  const result = await program.run({ one, other, features: lanesOf(features, features.length) })
  await program.release()
  return (result.distance as Float32Array)[0] as number
}

describe('a log of good control', async () => {
  const subject = await subjectOf(driven(oneTank, 'direct'))
  const { controller } = subject.policy
  const { recording } = await logOf(subject.loop.line, { scans: 3000, seed: 1, every: 20 })

  test('is cloned to a policy that controls about as well', async () => {
    const { parameters, error } = await cloneRecordings(subject, [recording], { seed: 1 })
    assert.ok(error < 0.005, `asks for ${error} of the range beside`)
    const [own, cloned, nothing] = [
      await costOf(subject, baseline),
      await costOf(subject, controller, parameters),
      await costOf(subject, doNothing(subject.loop.line)),
    ]
    assert.ok(cloned - own < 0.4 * (nothing - own), `own ${own}, clone ${cloned}, nothing ${nothing}`)
  })

  test('is learned from to the same numbers with the same seed, to the bit', async () => {
    const few = { seed: 3, updates: 60 }
    const twice = async (learn: () => Promise<{ readonly parameters: Float32Array }>) => {
      const [{ parameters }, again] = [await learn(), await learn()]
      assert.deepEqual(again.parameters, parameters)
      return parameters
    }
    const clone = await twice(() => cloneRecordings(subject, [recording], few))
    assert.notDeepEqual((await cloneRecordings(subject, [recording], { ...few, seed: 4 })).parameters, clone)
    await twice(() => trainTd3Bc(subject, [recording], few))
  })
})

test('a log in which nothing cost anything leaves TD3+BC near what was done', async () => {
  const subject = await subjectOf({ ...driven(oneTank, 'direct'), goals: [] })
  const { recording } = await logOf(subject.loop.line, { scans: 600, seed: 1, every: 20 })
  const transitions = await transitionsOf(subject, [recording])
  assert.ok(transitions.costs.every((cost) => cost === 0))
  const { parameters } = await trainOnTransitions(subject, transitions, { seed: 1, updates: 400 })
  const { parameters: cloned } = await cloneTransitions(subject.policy, transitions, { seed: 1, updates: 400 })
  const distance = await apart(subject, transitions, parameters, cloned)
  assert.ok(distance < 0.02, `${distance} of the range`)
})

describe('a log of sluggish control that somebody dithered', async () => {
  const loops = oneTank.loops.map((loop) => (loop.kind === 'pid' ? { ...loop, gain: 0.2 * loop.gain } : loop))
  const subject = await subjectOf(driven({ ...oneTank, loops } as Line, 'direct'))
  const { policy } = subject
  const dithering: Controller = {
    ...baseline,
    name: 'dithering',
    noise: 1,
    decide: ({ noise }) => ({ ...(noise && { trim: multiply(noise, 0.1) }), memory: {} }),
  }
  const { recording } = await logOf(subject.loop.line, { scans: 4000, seed: 1, every: 20, controller: dithering })
  const transitions = await transitionsOf(subject, [recording])
  const clone = await cloneTransitions(policy, transitions, { seed: 1, updates: 2000 })

  test('teaches TD3+BC to do better than what was done', async () => {
    const { parameters } = await trainOnTransitions(subject, transitions, { seed: 1, updates: 3000, alpha: 10 })
    const [cloned, learned] = [
      await costOf(subject, policy.controller, clone.parameters),
      await costOf(subject, policy.controller, parameters),
    ]
    assert.ok(learned < 0.9 * cloned, `clone ${cloned}, TD3+BC ${learned}`)
  })

  test('holds TD3+BC the nearer the less its critic weighs', async () => {
    const strayed = async (alpha: number) => {
      const { parameters } = await trainOnTransitions(subject, transitions, { seed: 1, updates: 1000, alpha })
      return apart(subject, transitions, parameters, clone.parameters)
    }
    const [none, usual, much] = [await strayed(0), await strayed(2.5), await strayed(40)]
    assert.ok(none < usual && usual < much, `${none}, ${usual}, ${much}`)
  })

  test('bounds how far a policy that trains in the model leaves its clone', async () => {
    const trained = (anchor: number) =>
      trainInModel(subject, {
        seed: 1,
        iterations: 10,
        lanes: 32,
        learningRate: 3e-3,
        start: clone.parameters,
        anchor,
      })
    const distance = async (anchor: number) => apart(subject, transitions, await trained(anchor), clone.parameters)
    const [free, held] = [await distance(0.001), await distance(1000)]
    assert.ok(held < 0.5 * free, `${free} of the range with hardly a price, ${held} with a high one`)
  })
})
