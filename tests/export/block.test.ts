import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { closeLoop } from '../../core/dream/closed-loop.ts'
import { baseline, type Controller, oracle } from '../../core/dream/controller.ts'
import { type PolicyBlocks, writeBlocks } from '../../core/export/block.ts'
import { type Plc, type SenseInputs, startPlc } from '../../core/export/plc.ts'
import { ExportError, policyGraph } from '../../core/export/policy.ts'
import { instantiate } from '../../core/export/virtual-plc/machine.ts'
import { parse } from '../../core/export/virtual-plc/parse.ts'
import { wiringExample } from '../../core/export/wiring.ts'
import { add, multiply, subtract } from '../../core/graph/elementwise.ts'
import type { Tensor } from '../../core/graph/tensor.ts'
import { compilePlant } from '../../core/line/plant.ts'
import { readLine } from '../../core/line/read.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { lineText, testLoop, testParameters, threeTank } from './test-policy.ts'

const usual: SenseInputs = { reading: [31.89, 14.16, 23.22], setpoint: [31.89, 14.16], control: [20, 13.3] }

async function blocksOf(kind: 'trim' | 'direct' = 'trim', line = threeTank): Promise<PolicyBlocks> {
  const loop = testLoop(kind, line)
  return writeBlocks(await policyGraph(loop, testParameters(loop.controller)))
}

const trimBlocks = await blocksOf()
const directBlocks = await blocksOf('direct')
/** What the block gives, without its signs of life. */
const given = ({ shown, wanted, status }: ReturnType<Plc['sense']>) => ({ shown, wanted, status })
const idle = { shown: usual.reading.map(Math.fround), wanted: [0, 0] }

/** The usual inputs with one of them, counted through all three lists, replaced. */
function withOne(position: number, value: number): SenseInputs {
  const all = [...usual.reading, ...usual.setpoint, ...usual.control].map((each, row) =>
    row === position ? value : each,
  )
  return { reading: all.slice(0, 3), setpoint: all.slice(3, 5), control: all.slice(5) }
}

test('a NaN on any input gives the safe output, says so, and leaves no trace', () => {
  for (let position = 0; position < 7; position++) {
    const plc = startPlc(trimBlocks)
    const fresh = given(plc.sense(usual))
    plc.sense(usual)
    const inputs = withOne(position, Number.NaN)
    const safe = { shown: inputs.reading.map(Math.fround), wanted: [0, 0], status: 2 }
    assert.deepEqual(given(plc.sense(inputs)), safe)
    assert.deepEqual(given(plc.sense(usual)), fresh)
  }
})

test('with ENABLE off the loops see the plain readings and nothing is added', () => {
  const plc = startPlc(trimBlocks)
  const fresh = given(plc.sense(usual))
  assert.equal(fresh.status, 0)
  assert.notDeepEqual({ shown: fresh.shown, wanted: fresh.wanted }, idle)
  assert.deepEqual(given(plc.sense(usual, { enable: false })), { ...idle, status: 1 })
  assert.deepEqual(given(plc.sense(usual)), fresh)
})

test('a direct policy that is off, or sees NaN, sends every control to its safe value', () => {
  const plc = startPlc(directBlocks)
  assert.notDeepEqual(plc.sense(usual).wanted, [0, 0])
  assert.deepEqual(plc.sense(usual, { enable: false }).wanted, [0, 0])
  assert.deepEqual(given(plc.sense(withOne(1, Number.NaN))), {
    shown: [31.89, Number.NaN, 23.22].map(Math.fround),
    wanted: [0, 0],
    status: 2,
  })
})

test('corrections and trims stay within their bounds, however wild the inputs are', () => {
  const plc = startPlc(trimBlocks)
  const random = randomSource(4)
  const { correction, trim } = threeTank.policy
  for (let scan = 0; scan < 300; scan++) {
    const wild = () => [1e38, -1e38, Infinity, -Infinity, 1e4, 30, 0][random.integer(7)] as number
    const reading = [wild(), wild(), wild()]
    const { shown, wanted } = plc.sense({ reading, setpoint: [wild(), wild()], control: [wild(), wild()] })
    shown.forEach((value, row) => {
      const before = Math.fround(reading[row] as number)
      if (Number.isFinite(before))
        assert.ok(Math.abs(value - before) <= 62 * correction * 1.0001, `${value} of ${before}`)
      else assert.equal(value, before)
    })
    for (const value of wanted) assert.ok(Math.abs(value) <= 100 * trim, String(value))
  }
})

test('a policy that computes NaN is caught before it acts', async () => {
  const overflowing: Controller = {
    name: 'overflowing',
    memory: [{ name: 'count', rows: 1, start: 'zero' }],
    parameters: 0,
    noise: 0,
    decide: ({ control, memory }) => {
      const infinite = multiply(multiply(control, 1e38), 1e38)
      const count = add(memory.count as Tensor, 1)
      return { trim: subtract(infinite, multiply(infinite, 2)), memory: { count } }
    },
  }
  const loop = closeLoop(compilePlant(threeTank), overflowing)
  const plc = startPlc(writeBlocks(await policyGraph(loop, new Float32Array(0))))
  assert.deepEqual(given(plc.sense(usual)), { ...idle, status: 4 })
  assert.equal(plc.sense({ ...usual, control: [0, 0] }).status, 0)
})

const applyTo = (plc: Plc, loop: readonly number[], wanted: readonly number[], last: readonly number[], level = 30) =>
  plc.apply({ reading: [level, 14, 23], loop, wanted, last })

test('controls are held within range and rate, and interlocks come before both', async () => {
  const slow = readLine(lineText.replaceAll('rate: 20 %/s', 'rate: 2 %/s'), 'slow')
  const plc = startPlc(await blocksOf('trim', slow))
  assert.deepEqual(applyTo(plc, [50, 20], [5, -4], [50, 20]).control, [55, 16])
  assert.deepEqual(applyTo(plc, [95, 3], [20, -20], [95, 5]).control, [100, 0])
  assert.deepEqual(applyTo(plc, [90, 20], [0, 0], [50, 60]).control, [60, 50])
  assert.deepEqual(applyTo(plc, [50, 20], [0, 0], [50, 20], 60.5).control, [40, 20])
  assert.deepEqual(applyTo(plc, [50, 20], [0, 0], [5, 20], Number.NaN).control, [0, 20])
})

test('a NaN trim leaves the loop alone, a NaN loop sends its control to the safe value', () => {
  const plc = startPlc(trimBlocks)
  assert.deepEqual(applyTo(plc, [50, 20], [Number.NaN, 1], [50, 20]), { control: [50, 21], status: 1 })
  assert.deepEqual(applyTo(plc, [Number.NaN, 20], [1, 1], [50, 20]), { control: [0, 21], status: 1 })
  assert.deepEqual(applyTo(plc, [50, 20], [1, 1], [50, 20]), { control: [51, 21], status: 0 })
})

test('the text keeps to plain Structured Text', () => {
  for (const { text, names } of [trimBlocks, directBlocks]) {
    assert.doesNotMatch(text, /\/\/|TANH|REAL#|\d\(|[^\x20-\x7e\n]/)
    assert.ok(text.split('\n').every((row) => (row.match(/,/g) ?? []).length <= 8 || !/^ *\[?-?\d/.test(row)))
    assert.ok(text.split('\n').every(({ length }) => length <= 130))
    const program = instantiate(parse(`${text}\n${wiringExample(names).join('\n')}`), 'EXAMPLE')
    program.scan()
    assert.equal(program.get('AHEAD.STATUS'), 1)
  }
})

test('a policy that cannot be exported is refused with a remedy', async () => {
  const loop = testLoop()
  const parameters = testParameters(loop.controller)
  const damaged = Float32Array.from(parameters)
  damaged[7] = Number.NaN
  const nothing = new Float32Array(0)
  const plant = compilePlant(threeTank)
  const refused = async (attempt: Promise<unknown>, message: RegExp) =>
    assert.rejects(
      attempt,
      (error) => error instanceof ExportError && message.test(error.message) && error.remedy !== '',
    )
  await refused(policyGraph(loop, damaged), /not finite/)
  await refused(policyGraph(loop, parameters.slice(1)), /parameters/)
  await refused(policyGraph(closeLoop(plant, oracle), nothing), /true values/)
  await refused(policyGraph(closeLoop(plant, baseline), nothing), /adds nothing/)
})

test('tags that are also words of the block get names of their own', async () => {
  const renamed = lineText.replaceAll('LT-103', 'reading').replaceAll('LT-102', 'STATUS').replaceAll('SC-102', 'total')
  const { names, text } = await blocksOf('trim', readLine(renamed, 'renamed'))
  assert.deepEqual(
    [...names.signals.map(({ reading }) => reading), ...names.controls.map(({ control }) => control)],
    ['LT_101', 'STATUS_2', 'reading', 'SC_101', 'total_2'],
  )
  const plc = startPlc({ names, text })
  assert.deepEqual(plc.sense(usual), startPlc(trimBlocks).sense(usual))
})

test('authority scales trims and corrections: none leaves everything untouched, half halves', async () => {
  const finite = fc.double({ min: 0, max: 60, noNaN: true })
  const inputs = fc.record({
    reading: fc.tuple(finite, finite, finite),
    setpoint: fc.tuple(finite, finite),
    control: fc.tuple(finite, finite),
  })
  const [none, half, full] = [0, 0.5, 1].map((authority) => ({ authority, plc: startPlc(trimBlocks) }))
  const sensed = ({ plc, authority }: { plc: Plc; authority: number } = none!, given: SenseInputs) => {
    plc.reset()
    return plc.sense(given, { authority })
  }
  fc.assert(
    fc.property(inputs, (given) => {
      const reading = given.reading.map(Math.fround)
      const [untouched, halved, whole] = [sensed(none, given), sensed(half, given), sensed(full, given)]
      assert.ok(untouched.shown.every((value, row) => value === reading[row]))
      assert.ok(untouched.wanted.every((value) => value === 0))
      whole.wanted.forEach((value, row) => {
        assert.equal(halved.wanted[row], value / 2)
      })
      whole.shown.forEach((value, row) => {
        const correction = value - reading[row]!
        assert.ok(Math.abs(halved.shown[row]! - reading[row]! - correction / 2) <= 3e-5, `${correction}`)
      })
    }),
    { numRuns: 200 },
  )
})

test('an authority beyond its range is its end, one that is not a number is none', () => {
  const sensed = (authority: number) => startPlc(trimBlocks).sense(usual, { authority })
  assert.deepEqual(sensed(7), sensed(1))
  assert.deepEqual(sensed(-Infinity), sensed(0))
  assert.deepEqual(sensed(Number.NaN), sensed(0))
  assert.equal(sensed(Number.NaN).status, 0)
})

test('a block begins with the authority it was written with, and a direct policy has none', async () => {
  const loop = testLoop()
  const { text, names } = writeBlocks(await policyGraph(loop, testParameters(loop.controller)), { authority: 0.25 })
  const block = instantiate(parse(text), names.sense)
  assert.equal(block.get('AUTHORITY'), 0.25)
  assert.doesNotMatch(directBlocks.text, /AUTHORITY/)
})
