import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Line } from '../../../core/line/line.ts'
import {
  type GuardEvent,
  type Guarded,
  type Guarding,
  type GuardState,
  guard,
  idle,
} from '../../../core/plant/session/guard.ts'
import { outputsOf } from '../../../core/plant/session/output.ts'
import type { PlantWrite, ReadBack, Sample, Snapshot } from '../../../core/plant/session/plant-side.ts'
import { oneTank } from '../../dream/one-tank.ts'

const guardedBy = (line: Line): Guarded => ({ line, outputs: outputsOf(line) })
const trims = guardedBy(oneTank)
const direct = guardedBy({ ...oneTank, policy: { ...oneTank.policy, kind: 'direct' } })

const good = (value: number): Sample => ({ value, quality: 'good', said: 'Good' })
const calm: Snapshot = { signals: [good(0.3)], setpoints: [good(0.3)], controls: [good(0.485)] }
const free = ({ outputs }: Guarded): ReadBack => ({ outputs: outputs.map(() => 0), enable: false, heartbeat: 0 })
const asWritten = ({ written, heartbeat }: GuardState): ReadBack => ({ outputs: written, enable: true, heartbeat })

const armed = (guarded: Guarded) =>
  guard(guarded, idle, { kind: 'arm', until: 60, snapshot: calm, readBack: free(guarded) }).state

const scan = (state: GuardState, others: Partial<GuardEvent & { kind: 'scan' }> = {}): GuardEvent => ({
  kind: 'scan',
  now: 1,
  snapshot: calm,
  advice: state.written.map(() => 0),
  readBack: asWritten(state),
  ...others,
})

/** Lets a hand-back run its course, the plant doing as it is told. */
function handedBack(guarded: Guarded, from: Guarding) {
  let { state } = from
  const writes: PlantWrite[] = [...from.writes]
  for (let scans = 0; state.mode === 'handing back' && scans < 1000; scans++) {
    const next = guard(guarded, state, scan(state))
    state = next.state
    writes.push(...next.writes)
  }
  return { state, writes }
}

const hostileNumber = fc.oneof(fc.double(), fc.constantFrom(0, 0.3, Number.NaN, Infinity, -Infinity, 1e300, -0))
const wild = fc.oneof(
  { weight: 9, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  { weight: 9, arbitrary: fc.double({ min: -0.5, max: 0.5, noNaN: true }) },
  { weight: 1, arbitrary: hostileNumber },
)
const hostileSample = fc.record({
  value: hostileNumber,
  quality: fc.constantFrom('good', 'uncertain', 'bad', 'stale', 'not a number', 'out of range'),
  said: fc.string(),
}) as fc.Arbitrary<Sample>
const list = <T>(item: fc.Arbitrary<T>) => fc.array(item, { maxLength: 4 })
const snapshot: fc.Arbitrary<Snapshot> = fc.oneof(
  { weight: 9, arbitrary: fc.constant(calm) },
  {
    weight: 1,
    arbitrary: fc.record({
      signals: list(hostileSample),
      setpoints: list(hostileSample),
      controls: list(hostileSample),
    }),
  },
)
const readBack: fc.Arbitrary<ReadBack> = fc.record({
  outputs: list(hostileNumber),
  enable: fc.boolean(),
  heartbeat: hostileNumber,
})
const reason = fc.string()

/** What may happen: anything, with a plant that mostly does as it is told, so that a session goes on for a while. */
const happening: fc.Arbitrary<(guarded: Guarded, state: GuardState) => GuardEvent> = fc.oneof(
  {
    weight: 1,
    arbitrary: fc
      .record({ kind: fc.constant('arm' as const), until: hostileNumber, snapshot, readBack })
      .map((event) => () => event),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({ until: fc.constantFrom(1e9, 1e9, 0, Number.NaN) })
      .map(({ until }) => (guarded: Guarded) => ({
        kind: 'arm' as const,
        until,
        snapshot: calm,
        readBack: free(guarded),
      })),
  },
  {
    weight: 12,
    arbitrary: fc
      .record({
        now: fc.oneof({ weight: 4, arbitrary: fc.constant(-1e9) }, { weight: 1, arbitrary: hostileNumber }),
        snapshot,
        advice: fc.option(fc.array(wild, { minLength: 2, maxLength: 2 }), { nil: undefined, freq: 10 }),
        other: fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: readBack }),
      })
      .map(({ other, ...event }) => (_: Guarded, state: GuardState) => ({
        ...event,
        kind: 'scan' as const,
        readBack: other ?? asWritten(state),
      })),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({ kind: fc.constantFrom('stop' as const, 'refused' as const, 'lost' as const), reason })
      .map((event) => () => event),
  },
)

for (const [name, guarded] of Object.entries({ trims, direct })) {
  test(`whatever happens, no write leaves its range or its rate, and none follows a hand-back (${name})`, () => {
    let acted = 0
    fc.assert(
      fc.property(fc.boolean(), fc.array(happening, { maxLength: 40, size: 'max' }), (isArmed, happenings) => {
        let state = isArmed ? armed(guarded) : idle
        const last = new Map(guarded.outputs.map(({ name }, index) => [name, state.written[index]]))
        let isEnabled = isArmed
        for (const happens of happenings) {
          const before = state
          const next = guard(guarded, state, happens(guarded, state))
          state = next.state
          for (const { to, value } of next.writes) {
            const output = guarded.outputs.find((each) => each.name === to)
            if (to === 'enable') isEnabled = value === true
            if (output === undefined) continue
            const number = value as number
            const previous = last.get(to)
            assert.ok(number >= output.low && number <= output.high, `${to} is ${number}`)
            if (previous !== undefined) {
              assert.ok(Math.abs(number - previous) <= output.travel * (1 + 1e-9), `${to}: ${previous} to ${number}`)
              acted += 1
            }
            last.set(to, number)
          }
          if (before.mode === 'handed back') assert.deepEqual(next, { state: before, writes: [] })
          if (before.mode === 'handing back') {
            for (const { to, value } of next.writes) {
              const output = guarded.outputs.find((each) => each.name === to)
              if (output)
                assert.ok(Math.abs(value as number) < Math.abs(before.written[guarded.outputs.indexOf(output)]!))
              if (to === 'enable') assert.equal(value, false)
            }
            assert.ok(state.mode === 'handing back' || state.mode === 'handed back')
          }
          if (state.mode === 'handing back' || state.mode === 'handed back') assert.notEqual(state.reason, '')
          if (state.mode === 'idle') assert.deepEqual(next.writes, [])
          assert.ok(state.mode !== 'in control' || isEnabled)
        }
      }),
      { numRuns: 1000 },
    )
    assert.ok(acted > 500, `the property looked at ${acted} writes that move`)
  })
}

test('an armed policy moves as it is advised, within its travel', () => {
  const state = armed(trims)
  const [correction, trim] = trims.outputs
  const next = guard(trims, state, scan(state, { advice: [0.001, 1e9] }))
  assert.equal(next.state.mode, 'in control')
  assert.deepEqual(next.writes, [
    { to: correction!.name, value: 0.001 },
    { to: trim!.name, value: trim!.travel },
    { to: 'heartbeat', value: 2 },
  ])
})

const reasons: readonly [string, (state: GuardState) => GuardEvent, RegExp][] = [
  ['time is over', (state) => scan(state, { now: 60 }), /time is over/],
  ['a clock that is none', (state) => scan(state, { now: Number.NaN }), /time is over/],
  [
    'bad quality',
    (state) => scan(state, { snapshot: sick({ quality: 'bad', said: 'BadSensorFailure' }) }),
    /LT-1 is of bad quality \(BadSensorFailure\)/,
  ],
  [
    'uncertain quality',
    (state) => scan(state, { snapshot: sick({ quality: 'uncertain' }) }),
    /LT-1 is of uncertain quality/,
  ],
  ['stale data', (state) => scan(state, { snapshot: sick({ quality: 'stale' }) }), /LT-1 is stale/],
  ['not a number', (state) => scan(state, { snapshot: sick({ value: Number.NaN }) }), /LT-1 is/],
  ['out of range', (state) => scan(state, { snapshot: sick({ quality: 'out of range' }) }), /LT-1 is out of range/],
  [
    'a limit',
    (state) => scan(state, { snapshot: sick({ value: 0.56 }) }),
    /limit overflow is crossed: LT-1 is above 55 cm/,
  ],
  [
    'another client',
    (state) => scan(state, { readBack: { ...asWritten(state), outputs: [0.01, 0] } }),
    /LT-1.correction is not what was written: another client/,
  ],
  [
    'another heartbeat',
    (state) => scan(state, { readBack: { ...asWritten(state), heartbeat: 77 } }),
    /heartbeat is not what was written/,
  ],
  [
    'the plant',
    (state) => scan(state, { readBack: { ...asWritten(state), enable: false } }),
    /plant has taken its own control back/,
  ],
  ['no advice', (state) => scan(state, { advice: undefined }), /no answer in time/],
  ['senseless advice', (state) => scan(state, { advice: [0, Number.NaN] }), /no number for SC-1.trim/],
  ['Ctrl+C', () => ({ kind: 'stop', reason: 'stopped by hand' }), /stopped by hand/],
  ['a refused write', () => ({ kind: 'refused', reason: 'the server refused SC-1.trim' }), /refused SC-1.trim/],
]

const sick = (sample: Partial<Sample>): Snapshot => ({ ...calm, signals: [{ ...good(0.3), said: '', ...sample }] })

for (const [name, event, words] of reasons) {
  test(`hands back bumplessly and says why: ${name}`, () => {
    const start = armed(trims)
    const busy = guard(trims, start, scan(start, { advice: [0.06, 0.1] })).state
    const { state, writes } = handedBack(trims, guard(trims, busy, event(busy)))
    assert.equal(state.mode, 'handed back')
    assert.match(state.reason, words)
    assert.deepEqual(state.written, [0, 0])
    assert.deepEqual(writes.at(-1), { to: 'enable', value: false })
    const corrections = writes.filter(({ to }) => to === 'LT-1.correction').map(({ value }) => value as number)
    assert.ok(corrections.length > 1, 'it slews')
    assert.deepEqual(
      corrections,
      corrections.toSorted((a, b) => b - a),
    )
  })
}

test('with the connection gone, nothing more is written', () => {
  const state = armed(trims)
  const next = guard(trims, state, { kind: 'lost', reason: 'the connection is lost' })
  assert.deepEqual([next.state.mode, next.state.reason, next.writes], ['handed back', 'the connection is lost', []])
})

test('a policy that drives the controls itself begins where they stand, and lets go at once', () => {
  const state = armed(direct)
  assert.deepEqual(state.written, [0.485])
  const back = guard(direct, state, { kind: 'stop', reason: 'stopped by hand' })
  assert.equal(back.state.mode, 'handed back')
  assert.deepEqual(back.writes.at(-1), { to: 'enable', value: false })
})

test('a plant on which a policy is at work, or that is not well, cannot be armed', () => {
  const arm = (others: Partial<GuardEvent & { kind: 'arm' }>) =>
    guard(trims, idle, { kind: 'arm', until: 60, snapshot: calm, readBack: free(trims), ...others })
  for (const refused of [
    arm({ readBack: { ...free(trims), enable: true } }),
    arm({ snapshot: sick({ quality: 'stale' }) }),
    arm({ snapshot: { ...calm, controls: [] } }),
  ]) {
    assert.equal(refused.state.mode, 'handed back')
    assert.notEqual(refused.state.reason, '')
    assert.deepEqual(refused.writes, [])
  }
})
