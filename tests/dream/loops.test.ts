import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { applyInterlocks, type LoopMemory, pidLoops, runLoops, withinLimits } from '../../core/dream/loops.ts'
import { constant, input } from '../../core/graph/leaf.ts'
import { compile } from '../../core/graph/session.ts'
import { concatRows, sliceRows } from '../../core/graph/shape.ts'
import type { Tensor } from '../../core/graph/tensor.ts'
import { seconds } from '../../core/line/dimension.ts'
import type { Line, PidLoop } from '../../core/line/line.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { evaluate } from '../graph/evaluate.ts'
import { oneTank } from './one-tank.ts'

const scans = 30
const lanes = 64
const [written] = pidLoops(oneTank) as [PidLoop]
const pid = { ...written, derivative: seconds(4) }
const [control] = oneTank.controls as [Line['controls'][number]]

/** The loop as a PLC would compute it, in double precision: outputs scan by scan. */
function reference(inputs: readonly number[], setpoints: readonly number[], gain: number, integralShare: number) {
  let integral = 0
  let last = inputs[0]!
  return inputs.map((value, scan) => {
    const error = setpoints[scan]! - value
    const raw = control.start + gain * error + integral - (gain * pid.derivative * (value - last)) / oneTank.scan
    const held = Math.min(control.high, Math.max(control.low, raw))
    integral += (gain * error + held - raw) * integralShare
    last = value
    return held
  })
}

test('PID loops follow the equation in double precision, also while they wind against their limits', async () => {
  const line = { ...oneTank, loops: [pid] }
  const random = randomSource(1)
  const numbers = (count: number, low: number, high: number) =>
    Float32Array.from({ length: count }, () => low + (high - low) * random.next())
  const feeds = {
    shown: numbers(scans * lanes, 0.1, 0.5),
    setpoint: numbers(scans * lanes, 0.2, 0.4),
    tuning: numbers(2 * lanes, 0.2, 4),
  }
  const shown = input('shown', scans, lanes)
  const setpoint = input('setpoint', scans, lanes)
  const tuning = input('tuning', 2, lanes)
  let memory: LoopMemory = { integral: constant([0], 1, lanes), input: sliceRows(shown, 0, 1), switched: undefined }
  const outputs: Tensor[] = []
  for (let scan = 0; scan < scans; scan++) {
    const at = (rows: Tensor) => sliceRows(rows, scan, scan + 1)
    const loops = runLoops(line, at(shown), at(setpoint), memory, tuning)
    outputs.push(loops.control)
    memory = loops.memory
  }
  const { all } = await evaluate({ all: concatRows(outputs) }, feeds)
  let saturated = 0
  for (let lane = 0; lane < lanes; lane++) {
    const column = (values: Float32Array) => Array.from({ length: scans }, (_, scan) => values[scan * lanes + lane]!)
    const gain = pid.gain * feeds.tuning[lane]!
    const integralShare = (oneTank.scan / pid.integral) * feeds.tuning[lanes + lane]!
    const expected = reference(column(feeds.shown), column(feeds.setpoint), gain, integralShare)
    expected.forEach((value, scan) => {
      const actual = all[scan * lanes + lane]!
      assert.ok(Math.abs(actual - value) < 2e-4, `lane ${lane}, scan ${scan}: ${actual} instead of ${value}`)
    })
    saturated += expected.filter((value) => value === control.low || value === control.high).length
  }
  assert.ok(saturated > (scans * lanes) / 10, 'the loops must meet their limits')
})

test('after a long time at its limit a loop leaves it within two scans of the error turning', async () => {
  const line = { ...oneTank, loops: [written] }
  let memory: LoopMemory = { integral: constant([0], 1, 1), input: constant([0.1], 1, 1), switched: undefined }
  let output = constant([0], 1, 1)
  for (let scan = 0; scan < 202; scan++) {
    const level = scan < 200 ? 0.1 : 0.35
    const loops = runLoops(line, constant([level], 1, 1), constant([0.3], 1, 1), memory, undefined)
    output = loops.control
    memory = loops.memory
  }
  const { value } = await evaluate({ value: output })
  assert.ok(value[0]! < 0.9, `${value[0]}`)
})

test('an on/off loop switches at the ends of its band and holds inside', async () => {
  const loop = {
    kind: 'on-off',
    tag: 'LC-1',
    signal: 'LT-1',
    control: 'SC-1',
    setpoint: 0.3,
    band: 0.04,
    on: 0.8,
    off: 0.1,
  } as const
  const line = { ...oneTank, loops: [loop] }
  const levels = [0.3, 0.281, 0.279, 0.3, 0.319, 0.321, 0.3, 0.285]
  let switched = constant([0], 1, 1)
  const outputs: Tensor[] = []
  for (const level of levels) {
    const memory = { integral: undefined, input: undefined, switched }
    const loops = runLoops(line, constant([level], 1, 1), constant([0.3], 1, 1), memory, undefined)
    outputs.push(loops.control)
    switched = loops.memory.switched as Tensor
  }
  const { all } = await evaluate({ all: concatRows(outputs) })
  const expected = [0.1, 0.1, 0.8, 0.8, 0.8, 0.1, 0.1, 0.1]
  assert.deepEqual(
    all.map((value) => Math.round(100 * value) / 100),
    expected,
  )
})

test('whatever is asked for, an active interlock forces its control and every control keeps to its range and rate', async () => {
  const line = { ...oneTank, controls: [{ ...control, low: 0.1, high: 0.9, rate: 0.05 }] }
  const travel = 0.05 * line.scan
  const asked = input('asked', 1, 1)
  const before = input('before', 1, 1)
  const limited = withinLimits(line, applyInterlocks(line, asked, input('reading', 1, 1)), before)
  const program = await compile({ limited }, { device: 'cpu' })
  const number = (min: number, max: number) => fc.float({ min: Math.fround(min), max: Math.fround(max), noNaN: true })
  await fc.assert(
    fc.asyncProperty(number(-1e6, 1e6), number(0.1, 0.9), number(0, 0.6), async (wanted, stood, level) => {
      const feeds = { asked: [wanted], before: [stood], reading: [level] }
      const result = await program.run(
        Object.fromEntries(Object.entries(feeds).map(([name, value]) => [name, Float32Array.from(value)])),
      )
      const [value] = result.limited as Float32Array
      const target = Math.min(0.9, Math.max(0.1, level > 0.5 ? 0 : wanted))
      const expected = stood + Math.min(travel, Math.max(-travel, target - stood))
      assert.ok(Math.abs(value! - expected) < 1e-6, `${value} instead of ${expected}`)
    }),
  )
  await program.release()
})
