import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dreamWith } from '../../core/dream/learned/log-dream.ts'
import { createLogModel } from '../../core/dream/learned/log-model.ts'
import type { Logged } from '../../core/dream/learned/log-series.ts'
import { noveltyOf } from '../../core/dream/learned/novelty.ts'
import { gradient } from '../../core/graph/gradient.ts'
import { input } from '../../core/graph/leaf.ts'
import { sumAll } from '../../core/graph/matrix.ts'
import { compile } from '../../core/graph/session.ts'
import type { Tensor } from '../../core/graph/tensor.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { usualLogFit } from '../../core/train/fit-ensemble.ts'
import { fitLogModel } from '../../core/train/fit-log-model.ts'
import { trustHorizons } from '../../core/train/log-horizon.ts'
import { madeUpLog, names } from './made-up-plant.ts'

const settings = {
  ...usualLogFit,
  window: 5,
  hidden: 16,
  lanes: 128,
  updates: 250,
  learningRate: 3e-3,
  members: 4,
  kept: 3,
  threads: 1,
}
const training = [1, 2, 3, 4, 5, 6].map((seed) => madeUpLog(300, seed))
const heldOut = [7, 8].map((seed) => madeUpLog(300, seed))

const part = ({ name, readings, controls }: Logged, from: number, to: number): Logged => ({
  name,
  readings: readings.slice(from, to),
  controls: controls.slice(from, to),
})

test('an ensemble fitted to logs', async (context) => {
  const fitted = await fitLogModel(names, training, heldOut, settings, randomSource(1))
  const { model, members, errors } = fitted
  const fresh = madeUpLog(400, 20)

  await context.test(
    'foretells better than the last reading in a scan, and than a linear model over the horizon',
    () => {
      const [near, far] = [errors[0]!, errors.at(-1)!]
      assert.deepEqual([near.scans, far.scans], [1, 20])
      assert.ok(near.ensemble < 0.5 * near.persistence, `${near.ensemble} of ${near.persistence}`)
      assert.ok(far.ensemble < 0.8 * far.arx, `${far.ensemble} of ${far.arx}`)
      assert.ok(far.arx < far.persistence)
    },
  )

  await context.test('keeps the members that err least on what was held out', () => {
    const size = (member: (typeof members)[number]) => member.oneScan + member.horizon
    const [kept, dropped] = [members.filter(({ isKept }) => isKept), members.filter(({ isKept }) => !isKept)]
    assert.deepEqual([kept.length, dropped.length, model.members.length], [3, 1, 3])
    assert.ok(kept.every((member) => member.horizon <= dropped[0]!.horizon || size(member) <= size(dropped[0]!)))
  })

  await context.test('expects errors about as large as they are', () => {
    for (const size of model.trust.surprise) assert.ok(size > 0.7 && size < 1.5, `${size}`)
  })

  await context.test('foretells a reading from no control that is applied after it', async () => {
    const start = part(fresh, 0, 5)
    const ahead = fresh.controls.slice(4, 14)
    const other = ahead.map((control, scan) => (scan < 6 ? control : Float32Array.of(1 - control[0]!)))
    const [a, b] = [await dreamWith(model, start, ahead, 10), await dreamWith(model, start, other, 10)]
    for (const [member, readings] of a.members.entries()) {
      assert.deepEqual(readings.slice(0, 6), b.members[member]!.slice(0, 6))
      assert.notDeepEqual(readings[9], b.members[member]![9])
    }
    const withoutLast = { ...start, controls: [...start.controls.slice(0, 4), Float32Array.of(Number.NaN)] }
    assert.deepEqual(await dreamWith(model, withoutLast, ahead, 10), a)
  })

  await context.test('dreams whole where its logs have been, and ends where its members part', async () => {
    const start = part(fresh, 0, 5)
    const ahead = fresh.controls.slice(4, 24)
    const { cut, disagreement, members } = await dreamWith(model, start, ahead, 20)
    assert.equal(cut, 20)
    assert.ok(members.every((readings) => Math.abs(readings[19]![0]! - fresh.readings[24]![0]!) < 0.2))
    const far = await dreamWith(
      model,
      start,
      ahead.map(() => Float32Array.of(5)),
      20,
    )
    assert.ok(far.cut < 20)
    assert.ok(far.disagreement[far.cut]! > model.trust.level && disagreement[19]! <= model.trust.level)
    await assert.rejects(dreamWith(model, part(fresh, 0, 4), ahead, 20), /a start takes 5 scans, not 4/)
    await assert.rejects(dreamWith(model, start, ahead, 21), /as many controls/)
  })

  await context.test('is surprised where the plant has changed', async () => {
    const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length
    const usual = await noveltyOf(model, fresh)
    const changed = await noveltyOf(model, madeUpLog(400, 21, { blocked: 0.6 }))
    assert.equal(usual.surprise.length, 400 - 5)
    assert.ok(mean(usual.surprise) < 3, `${mean(usual.surprise)}`)
    assert.ok(mean(changed.surprise) > 2 * mean(usual.surprise))
    assert.ok(mean(changed.disagreement) > 1.2 * mean(usual.disagreement))
  })

  await context.test('trusts a signal the longer the more it may be off', () => {
    const [tight, loose] = [0.05, 3].map((size) => trustHorizons(fitted.runs, [size, size], 20))
    assert.ok(tight!.every((scans, signal) => scans < loose![signal]!))
    assert.deepEqual(loose, [20, 20])
  })

  await context.test('is a step in the graph, by lanes and with gradients', async () => {
    const stepper = createLogModel(model)
    const history = input('history', stepper.history, 2)
    const control = input('control', 1, 2)
    const { mean, logVariance } = stepper.step(history, control, 1)
    assert.deepEqual([mean.rows, mean.lanes, logVariance.rows], [2, 2, 2])
    const later = stepper.step(stepper.next(history, control, mean), control, 1)
    const [slope] = gradient(sumAll(later.mean), [control])
    const program = await compile({ slope: slope as Tensor }, { device: 'cpu' })
    const feeds = { history: new Float32Array(stepper.history * 2).fill(0.1), control: Float32Array.of(0, 0.5) }
    const { slope: found } = await program.run(feeds).finally(() => program.release())
    assert.ok((found as Float32Array).every((value) => Number.isFinite(value) && value !== 0))
  })
})

test('the same seed fits the same, and no window reaches over a gap', async () => {
  const quick = { ...settings, updates: 3, members: 2, kept: 1, horizon: 2 }
  const fit = () => fitLogModel(names, training.slice(0, 2), heldOut, quick, randomSource(5))
  assert.deepEqual((await fit()).model, (await fit()).model)
  const pieces = [0, 1, 2].map((piece) => part(training[0]!, piece * 6, (piece + 1) * 6))
  await assert.rejects(fitLogModel(names, pieces, heldOut, quick, randomSource(5)), /no training log lasts for 7 scans/)
})
