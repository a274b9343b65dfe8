import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { trainByGradient } from '../../core/train/bptt.ts'
import { trainByGroups } from '../../core/train/grpo.ts'
import { trainByProximalUpdates } from '../../core/train/ppo.ts'
import type { Checkpoint, TrainingSettings } from '../../core/train/training.ts'
import { trainByWindows } from '../../core/train/window.ts'
import { feedForward, recurrent, settings, silent, subjectOf } from './subject.ts'

/** Each trainer with settings under which it gains at least this share of the validation cost within seconds. */
const trainers = [
  { name: 'gradients', train: trainByGradient, shape: recurrent, gain: 0.1, own: { lanes: 64 } },
  { name: 'windows', train: trainByWindows, shape: recurrent, gain: 0.05, own: { learningRate: 0.001 } },
  { name: 'PPO', train: trainByProximalUpdates, shape: feedForward, gain: 0.1, own: { lanes: 256 } },
  { name: 'GRPO', train: trainByGroups, shape: feedForward, gain: 0.1, own: { lanes: 256 } },
] as const

for (const { name, train, shape, gain, own } of trainers) {
  const subject = subjectOf(shape)
  const used: TrainingSettings = { ...settings, ...own }
  const few: TrainingSettings = { ...used, lanes: 32 }

  describe(`training by ${name}`, () => {
    test('improves on today’s control within seconds', async () => {
      const seen: number[] = []
      const onProgress = ({ validation }: { validation?: number }) => {
        if (validation !== undefined) seen.push(validation)
      }
      const { best } = await train(subject, used, { ...silent, onProgress })
      const before = seen[0] as number
      assert.ok(best.validation < (1 - gain) * before, `${before} to ${best.validation}`)
      assert.equal(best.parameters.length, subject.policy.controller.parameters)
    })

    test('gives the same parameters to the bit for the same seed, also from a checkpoint on', async () => {
      const kept: Checkpoint[] = []
      const onCheckpoint = (checkpoint: Checkpoint) => kept.push(checkpoint)
      const short = { ...few, iterations: 11 }
      const whole = await train(subject, short, { ...silent, onCheckpoint })
      assert.deepEqual(await train(subject, short, silent), whole)
      const tenth = kept.find(({ iteration }) => iteration === 10) as Checkpoint
      assert.deepEqual(await train(subject, short, silent, tenth), whole)
    })

    test('goes back to the best and learns more slowly when it diverges', async () => {
      const wild = { ...few, iterations: 10, learningRate: 30 }
      const { best, parameters, caution } = await train(subject, wild, silent)
      assert.equal(caution, 0.5)
      assert.deepEqual(parameters.slice(0, best.parameters.length), best.parameters)
      assert.ok(best.parameters.every(Number.isFinite))
    })
  })
}

for (const { name, train, shape, own } of trainers.filter(({ shape }) => shape === feedForward)) {
  test(`${name} stays near its start on an anchor`, async () => {
    const subject = subjectOf(shape)
    const { controller, outputs } = subject.policy
    const few = { ...settings, ...own, iterations: 6 }
    /** How large the last layer has become, which starts at zero. */
    const strayed = async (anchor: number) => {
      const { parameters } = await train(subject, { ...few, anchor }, silent)
      const lastLayer = outputs * (shape.hidden + 1)
      return Math.hypot(...parameters.subarray(controller.parameters - lastLayer, controller.parameters))
    }
    const [free, held] = [await strayed(0), await strayed(10)]
    assert.ok(held < 0.5 * free, `${held} on an anchor, ${free} without`)
  })
}

test('training stops when it is told to', async () => {
  const signal = AbortSignal.abort()
  await assert.rejects(trainByGroups(subjectOf(feedForward), settings, { ...silent, signal }), { name: 'AbortError' })
})

for (const { name, train } of trainers.filter(({ shape }) => shape === feedForward)) {
  test(`${name} refuses a recurrent policy`, async () => {
    await assert.rejects(train(subjectOf(recurrent), settings, silent), /feed-forward policies only/)
  })
}
