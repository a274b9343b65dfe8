import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { recordingOfFilm } from '../../../core/dream/recording.ts'
import { withDreamer } from '../../../core/dream/rollout.ts'
import { randomSource } from '../../../core/scenario/random.ts'
import { faultFreeScenario } from '../../../core/scenario/sample.ts'
import { follow } from '../../../core/train/offline/follow.ts'
import { RecordingError, transitionsOf } from '../../../core/train/offline/transitions.ts'
import { oneTank } from '../../dream/one-tank.ts'
import { driven, logOf, subjectOf } from './logged.ts'

const direct = await subjectOf(driven(oneTank, 'direct'))
const { line } = direct.loop
const random = randomSource(4)
const wild = direct.policy.draw(random).map((value) => value + 0.1 * random.normal())
const day = Math.round(line.horizon / line.scan)
const own = await logOf(line, { scans: 300, seed: 2, every: 20 })

/** Largest difference between two lists of columns. */
const difference = (a: readonly Float32Array[], b: readonly Float32Array[]) =>
  Math.max(...a.flatMap((column, scan) => [...column].map((value, row) => Math.abs(value - b[scan]![row]!))))

test('a policy led along a recording of itself sees what it saw', async () => {
  const { policy } = direct
  const { recording, records } = await logOf(line, {
    scans: 60,
    seed: 3,
    every: 20,
    controller: policy.controller,
    parameters: wild,
  })
  const [led] = await follow(direct, [recording], { hasWarmUp: false })
  assert.ok(difference(led!.features, [led!.features[0]!, ...led!.features]) > 0.1, 'nothing moves')
  assert.ok(difference(led!.features, records.features!) < 1e-5, `${difference(led!.features, records.features!)}`)
})

test('actions are where the controls stood, and costs those of the dream where the instruments are exact', async () => {
  const quiet = { ...line, signals: line.signals.map((signal) => ({ ...signal, noise: 0 })) }
  const subject = await subjectOf(quiet)
  const scenarios = [faultFreeScenario(quiet, subject.loop.plant.layout, randomSource(5))]
  const { films } = await withDreamer(subject.loop, { lanes: 1, filming: 'signals' }, (dreamer) =>
    dreamer.dream(scenarios, { seed: 1, parameters: wild, film: [0] }),
  )
  const { actions, costs, features, next, ends } = await transitionsOf(subject, films.map(recordingOfFilm), {
    beginAtRest: true,
  })
  assert.equal(features.length, day - 1)
  const [{ low, high, start }] = line.controls as [(typeof line.controls)[number]]
  const applied = films[0]!.tracks.control.values
  assert.ok(actions.every(([action], scan) => Math.abs(start + action! * (high - low) - applied[scan]!) < 1e-6))
  const dreamt = films[0]!.tracks.cost.values.subarray(0, day - 1)
  assert.ok(costs.every((cost, scan) => Math.abs(cost / day - dreamt[scan]!) < 1e-5))
  assert.deepEqual(next.slice(0, -1), features.slice(1))
  assert.ok(ends.every((end) => end === 0))
})

test('what comes later changes nothing of what is seen before', async () => {
  const { recording } = own
  const change = (list: readonly Float32Array[], from: number) =>
    list.map((values, scan) => (scan < from ? values : values.map((value) => 0.9 * value)))
  const at = 120
  const changed = {
    ...recording,
    readings: change(recording.readings, at + 1),
    controls: change(recording.controls, at),
  }
  const of = async (each: typeof recording) => (await follow(direct, [each], { hasWarmUp: true }))[0]!.features
  const [before, after] = [await of(recording), await of(changed)]
  assert.deepEqual(after.slice(0, at + 1), before.slice(0, at + 1))
  assert.notDeepEqual(after[at + 1], before[at + 1])
})

describe('a trim', async () => {
  const trim = await subjectOf(driven(oneTank, 'trim'))

  test('adds nothing to what the loops ask in a log of plain control', async () => {
    const { actions } = await transitionsOf(trim, [own.recording])
    assert.ok(Math.max(...actions.map(([action]) => Math.abs(action!))) < 1e-4)
  })

  test('is what was added to them, wherever their integrals stood when the log began', async () => {
    const { recording } = own
    const added = (scan: number) => (scan % 7 === 3 ? 0.05 : 0)
    const shifted = recording.controls.map((control, scan) => control.map((value) => value + added(scan) + 0.02))
    const { actions } = await transitionsOf(trim, [{ ...recording, controls: shifted }])
    const first = recording.controls.length - 1 - actions.length
    const off = actions.map(([action], index) => Math.abs(action! - added(first + index)))
    assert.ok(Math.max(...off) < 1e-3, `${Math.max(...off)}`)
  })
})

describe('readings that are missing', () => {
  const { recording } = own
  const without = (from: number, count: number) => ({
    ...recording,
    readings: recording.readings.map((values, scan) =>
      scan >= from && scan < from + count ? values.map(() => Number.NaN) : values,
    ),
  })

  test('for a moment are bridged, and for longer part the recording', async () => {
    const whole = await transitionsOf(direct, [recording])
    const bridged = await transitionsOf(direct, [without(150, 3)])
    const parted = await transitionsOf(direct, [without(150, 4)])
    assert.equal(bridged.features.length, whole.features.length)
    assert.ok(parted.features.length < whole.features.length - 80)
    for (const { features, costs } of [bridged, parted]) {
      assert.ok(features.every((column) => column.every(Number.isFinite)) && costs.every(Number.isFinite))
    }
  })

  test('altogether are refused, and so are controls and recordings without end or beginning', async () => {
    const nothing = (list: readonly Float32Array[]) => list.map((values) => values.map(() => Number.NaN))
    const refused = (changed: object, message: RegExp) =>
      assert.rejects(transitionsOf(direct, [{ ...recording, ...changed }]), (error) => {
        return error instanceof RecordingError && message.test(error.message)
      })
    await refused({ controls: nothing(recording.controls) }, /nothing of SC-1/)
    await refused({ readings: nothing(recording.readings) }, /nothing of LT-1/)
    await refused({ readings: recording.readings.slice(0, 81) }, /longer than the 81 scans/)
    await assert.rejects(transitionsOf(direct, []), RecordingError)
  })
})

test('what no signal measures is left out of the cost and named', async () => {
  const blind = {
    ...line,
    limits: line.limits.map((limit) => ({ ...limit, of: { ...limit.of, component: 'V-1', quantity: 'flow' } })),
  }
  const subject = await subjectOf(blind as typeof line)
  const { unmeasured, costs } = await transitionsOf(subject, [own.recording])
  assert.deepEqual(unmeasured, ['overflow', 'low'])
  const tracked = await transitionsOf(await subjectOf({ ...line, limits: [] }), [own.recording])
  assert.deepEqual(costs, tracked.costs)
})
