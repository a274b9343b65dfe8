import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sequencesOfLog } from '../../core/replay/from-log.ts'
import { oneTank } from '../dream/one-tank.ts'

/** A log whose level and speed say at what time they were written. */
const logAt = (times: readonly number[]) => {
  const time = Float64Array.from(times)
  return { name: 'log', time, signals: [time.map((at) => at / 1000)], controls: [time.map((at) => at / 2000)] }
}
const levels = (times: readonly number[]) =>
  sequencesOfLog(oneTank, logAt(times)).map(({ experiences }) =>
    experiences.map(({ state, nextState }) => [state, nextState].map(([level]) => Math.round(1000 * level!))),
  )

test('a log is taken once a scan of 5 s, whatever its own interval', () => {
  const second = Array.from({ length: 16 }, (_, index) => index)
  const scans = [
    [0, 5],
    [5, 10],
    [10, 15],
  ]
  assert.deepEqual(levels(second), [scans])
  assert.deepEqual(levels([0, 5, 10, 15]), [scans])
})

test('a gap parts sequences, and a log slower than the scans has none', () => {
  assert.deepEqual(levels([0, 5, 10, 100, 105]), [
    [
      [0, 5],
      [5, 10],
    ],
    [[100, 105]],
  ])
  assert.deepEqual(levels([0, 60, 120]), [])
})

test('what follows is always from one scan later, within a scan', () => {
  const gaps = fc.array(fc.double({ min: 0.1, max: 12, noNaN: true }), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(gaps, (steps) => {
      let now = 0
      const times = [0, ...steps.map((step) => (now += step))]
      for (const { experiences } of sequencesOfLog(oneTank, logAt(times))) {
        experiences.forEach(({ scan, state, nextState, control }, index) => {
          assert.equal(scan, index)
          const apart = 1000 * (nextState[0]! - state[0]!)
          assert.ok(apart > -0.01 && apart < 2 * oneTank.scan)
          assert.ok(Math.abs(state[0]! - 2 * control[0]!) < 1e-6)
        })
      }
    }),
  )
})

test('a signal that the log lacks is not a number, and outcomes are not known', () => {
  const [sequence] = sequencesOfLog(oneTank, { ...logAt([0, 5]), signals: [undefined] })
  const [experience] = sequence!.experiences
  assert.ok(Number.isNaN(experience!.state[0]) && experience!.outcome === null)
  assert.equal(sequence!.provenance, 'real')
})
