import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { runLoops } from '../../core/dream/loops.ts'
import { type PolicyBlocks, writeBlocks } from '../../core/export/block.ts'
import { blockNames } from '../../core/export/block-names.ts'
import { fitEnvelope } from '../../core/export/guard/envelope-fit.ts'
import { handOverOf, limitsOnReadings, reasons } from '../../core/export/guard/settings.ts'
import { policyVectors } from '../../core/export/open-loop.ts'
import { type Plc, type SenseInputs, type SenseSettings, startPlc } from '../../core/export/plc.ts'
import { policyGraph } from '../../core/export/policy.ts'
import { input } from '../../core/graph/leaf.ts'
import { compile } from '../../core/graph/session.ts'
import { readLine } from '../../core/line/read.ts'
import { lineText, testLoop, testParameters, threeTank } from './test-policy.ts'

const usual: SenseInputs = { reading: [31.89, 14.16, 23.22], setpoint: [31.89, 14.16], control: [20, 13.3] }
const handOver = 50
const steps = handOver / threeTank.scan

async function blocksOf(kind: 'trim' | 'direct' = 'trim', fallback: 'safe' | 'loops' = 'safe'): Promise<PolicyBlocks> {
  const loop = testLoop(kind)
  return writeBlocks(await policyGraph(loop, testParameters(loop.controller)), { fallback })
}

const trimBlocks = await blocksOf()
const near = (found: number, expected: number, what: string) =>
  assert.ok(Math.abs(found - expected) < 1e-3, `${what}: ${found}, not ${expected}`)

/** A block that acts, after so many scans of the usual inputs. */
function acting(scans = 3): Plc {
  const plc = startPlc(trimBlocks)
  for (let scan = 0; scan < scans; scan++) plc.sense(usual)
  return plc
}

test('the policy takes over from nothing and is all there when the hand-over is done', () => {
  const [slow, atOnce] = [startPlc(trimBlocks), startPlc(trimBlocks)]
  slow.sense(usual, { mode: 1, handOver })
  const first = atOnce.sense(usual, { mode: 1 }) && atOnce.sense(usual).wanted[0]!
  for (let scan = 1; scan <= steps; scan++) {
    const { wanted, status } = slow.sense(usual, { handOver })
    const policy = scan === 1 ? first : atOnce.sense(usual).wanted[0]!
    near(wanted[0]!, policy - (1 - scan / steps) * first, `scan ${scan}`)
    assert.equal(status, scan < steps ? reasons.handOver : 0)
  }
  assert.deepEqual(slow.sense(usual, { handOver }), { ...atOnce.sense(usual), alive: false })
})

const withReading = (row: number, value: number): SenseInputs => ({
  ...usual,
  reading: usual.reading.map((reading, at) => (at === row ? value : reading)),
})

const causes: Readonly<Record<string, readonly [status: number, inputs: SenseInputs, settings: SenseSettings]>> = {
  'ENABLE FALSE': [reasons.off, usual, { enable: false }],
  'MODE 0': [reasons.off, usual, { mode: 0 }],
  'a MODE that is none': [reasons.off, usual, { mode: 7 }],
  'MODE 1': [reasons.shadow, usual, { mode: 1 }],
  'a NaN': [reasons.notANumber, { ...usual, setpoint: [Number.NaN, 14.16] }, {}],
  'a bad reading': [reasons.quality, usual, { good: [true, false, true] }],
  'a reading beyond its range': [reasons.range, withReading(2, -10), {}],
  'two at once': [reasons.quality + reasons.range, withReading(2, -10), { good: [true, false, true] }],
  'an interlock': [reasons.limit, withReading(1, 60.2), {}],
}

for (const [cause, [status, inputs, settings]] of Object.entries(causes)) {
  test(`${cause} has the policy hand back from where it stands, and STATUS says why`, () => {
    const plc = acting()
    const before = plc.sense(usual).wanted
    for (let scan = 1; scan <= steps; scan++) {
      const given = plc.sense(inputs, { ...settings, handOver })
      given.wanted.forEach((value, row) => {
        near(value, before[row]! * (1 - scan / steps), `trim ${row} at scan ${scan}`)
      })
      assert.equal(given.status, status + (scan < steps ? reasons.handOver : 0))
    }
    const after = plc.sense(inputs, { ...settings, handOver })
    assert.ok(after.wanted.every((value) => value === 0))
    assert.deepEqual(after.shown, inputs.reading.map(Math.fround))
  })
}

test('a change of AUTHORITY fades in as well', () => {
  const plc = startPlc(trimBlocks)
  const all = plc.sense(usual, { authority: 1 })
  const half = plc.sense(usual, { authority: 0.5, handOver })
  all.wanted.forEach((value, row) => {
    assert.ok(Math.abs(half.wanted[row]! - value) < Math.abs(value) / 4, `${value} to ${half.wanted[row]}`)
  })
  assert.equal(half.status, reasons.handOver)
})

test('a reading a little beyond its range counts as its end, one that has failed does not', () => {
  const statuses = [-1.2, 65, -1.3, 65.2].map((value) => startPlc(trimBlocks).sense(withReading(2, value)).status)
  assert.deepEqual(statuses, [0, 0, reasons.range, reasons.range])
})

test('a heartbeat is watched from its first change on', () => {
  const plc = acting(20)
  assert.equal(plc.sense(usual).status, 0)
  for (let scan = 0; scan < 10; scan++) assert.equal(plc.sense(usual, { heartbeat: 1 }).status, 0)
  assert.equal(plc.sense(usual, { heartbeat: 1 }).status, reasons.heartbeat)
  assert.equal(plc.sense(usual, { heartbeat: 2 }).status, 0)
})

test('a policy that was withdrawn at a limit comes back five scans after the reading has left it', () => {
  const plc = acting()
  assert.equal(plc.sense(withReading(1, 60.2)).status, reasons.limit)
  for (let scan = 0; scan < 5; scan++) assert.equal(plc.sense(usual).status, reasons.limit)
  assert.equal(plc.sense(usual).status, 0)
})

test('interlocks and trips that a signal shows are limits, each once', () => {
  const limits = limitsOnReadings(threeTank).map(({ name, row, side }) => [name, row, side])
  assert.deepEqual(limits, [
    ['LSH-101', 0, 'above'],
    ['LSH-102', 1, 'above'],
  ])
  const pasteuriser = readLine(readFileSync('assets/lines/pasteuriser.line.yaml', 'utf8'), 'pasteuriser')
  assert.deepEqual(
    limitsOnReadings(pasteuriser).map(({ name, side }) => [name, side]),
    [
      ['TSL-103', 'below'],
      ['tank-full', 'above'],
      ['tank-empty', 'below'],
    ],
  )
})

test('the hand-over lasts as long as the slowest control needs', () => {
  assert.deepEqual(handOverOf(threeTank, false), { usual: 50, longest: 500 })
  const slow = { ...threeTank, controls: threeTank.controls.map((control) => ({ ...control, rate: 0.003 })) }
  assert.deepEqual(handOverOf(slow, false), { usual: 100, longest: 1000 })
  assert.equal(handOverOf(slow, true).usual, 335)
})

test('a direct policy takes over from where the control stands', async () => {
  const plc = startPlc(await blocksOf('direct'))
  const manual = { ...usual, control: [70, 5] }
  plc.sense(manual, { mode: 0 })
  const first = plc.sense(manual, { handOver }).wanted
  first.forEach((value, row) => {
    assert.ok(Math.abs(value - manual.control[row]!) <= 100 / steps, `${value}`)
  })
})

test("the line's loops inside a direct block ask what the line's own loops ask", async () => {
  const text = lineText
    .replace('integral: 120 s}', 'integral: 120 s, derivative: 20 s}')
    .replace(
      /LC-102: .*/,
      'LC-102: {kind: on-off, signal: LT-102, control: SC-102, setpoint: 14 cm, band: 2 cm, on: 60 %, off: 5 %}',
    )
  const line = readLine(text, 'three-tank with other loops')
  const loop = testLoop('direct', line)
  const policy = await policyGraph(loop, testParameters(loop.controller))
  const plc = startPlc(writeBlocks(policy, { fallback: 'loops' }))
  const memory = { integral: input('integral', 1, 1), input: input('input', 1, 1), switched: input('switched', 1, 1) }
  const asked = runLoops(line, input('shown', 3, 1), input('setpoint', 2, 1), memory, undefined)
  const program = await compile(
    { control: asked.control, sum: asked.memory.integral!, on: asked.memory.switched! },
    { device: 'cpu' },
  )
  let [integral, seen, switched] = [new Float32Array(1), Float32Array.of(0.3), new Float32Array(1)]
  for (let scan = 0; scan < 100; scan++) {
    const reading = [30 + 4 * Math.sin(scan / 9), 14 + 3 * Math.cos(scan / 7), 23]
    const shown = Float32Array.from(reading, (value) => value / 100)
    const feeds = { shown, setpoint: Float32Array.of(0.3189, 0.1416), integral, input: seen, switched }
    const result = (await program.run(feeds)) as Record<string, Float32Array<ArrayBuffer>>
    integral = result.sum!
    switched = result.on!
    seen = shown.slice(0, 1)
    const { wanted } = plc.sense({ ...usual, reading }, { mode: 0 })
    wanted.forEach((value, row) => {
      near(value, 100 * result.control![row]!, `control ${row} at scan ${scan}`)
    })
  }
  await program.release()
})

test('a loop that takes over from a direct policy goes on from where the control stands', async () => {
  const plc = startPlc(await blocksOf('direct', 'loops'))
  for (let scan = 0; scan < 5; scan++) plc.sense({ ...usual, control: [60, 40] })
  const { wanted } = plc.sense({ ...usual, control: [60, 40] }, { mode: 0 })
  near(wanted[0]!, 60, 'first')
  near(wanted[1]!, 40, 'second')
})

test('the envelope is silent in dreams like those of training and speaks of what no dream showed', async () => {
  const loop = testLoop()
  const parameters = testParameters(loop.controller)
  const { envelope, evidence } = await fitEnvelope(loop, parameters, undefined, limitsOnReadings(threeTank))
  assert.ok(evidence.scans > 10_000 && evidence.inForce < 0.01, JSON.stringify(evidence))
  const policy = await policyGraph(loop, parameters)
  const blocks = writeBlocks(policy, { envelope })
  const plc = startPlc(blocks)
  const statuses = (inputs: SenseInputs, settings?: SenseSettings) =>
    Array.from({ length: 6 }, () => plc.sense(inputs, settings).status)
  assert.deepEqual(statuses(usual), [0, 0, 0, 0, 0, 0])
  const strange = { reading: [2, 58, 55], setpoint: [60, 2], control: [100, 100] }
  assert.deepEqual(statuses(strange), [0, 0, 0, 0, reasons.envelope, reasons.envelope])
  assert.ok(plc.sense(strange).distance > 1)
  assert.deepEqual(statuses(strange, { envelope: 0 }).at(-1), 0)
  plc.reset()
  const vectors = await policyVectors(policy, blockNames(threeTank, false), 200)
  const found = vectors.filter(({ inputs }) => (plc.sense(inputs).status & reasons.envelope) !== 0)
  assert.ok(found.length > 150, `${found.length} of 200 random scans`)
})
