import assert from 'node:assert/strict'
import { test } from 'node:test'
import { closeLoop } from '../../../core/dream/closed-loop.ts'
import { baseline } from '../../../core/dream/controller.ts'
import { blockOf } from '../../../core/dream/layout.ts'
import { createObserver } from '../../../core/dream/observer.ts'
import { withDreamer } from '../../../core/dream/rollout.ts'
import { settledStart } from '../../../core/dream/start.ts'
import { constant } from '../../../core/graph/leaf.ts'
import type { Line } from '../../../core/line/line.ts'
import { compilePlant, type Plant } from '../../../core/line/plant.ts'
import { drawGap } from '../../../core/plant/served/draw-gap.ts'
import type { Gap } from '../../../core/plant/served/gap.ts'
import { gappedPlant } from '../../../core/plant/served/gapped-plant.ts'
import { recordPlant } from '../../../core/plant/served/record-plant.ts'
import { setpointLoops } from '../../../core/scenario/course.ts'
import { randomSource } from '../../../core/scenario/random.ts'
import { faultFreeScenario, faultyScenario, nominalDay } from '../../../core/scenario/sample.ts'
import { createPolicy, recurrentShape } from '../../../core/train/policy.ts'
import { bundledLine, lineNames } from './bundled-line.ts'

const seeds = Array.from({ length: 10 }, (_, index) => index + 1)
/** What the days cost is asked of so many of them. */
const dreamtSeeds = 4
const days = 8

const noGap = (line: Line): Gap => ({
  parameters: [],
  actuators: line.controls.map(
    ({ tag }) => ({ control: tag, band: 0, delay: 0, lag: 1e-9 }) as Gap['actuators'][number],
  ),
  instruments: [],
  drifts: [],
})

/** Mean cost of ordinary days and share of them that trip, under the line's own loops. */
async function ordinaryDays(line: Line, plant: Plant) {
  const random = randomSource(11)
  const scenarios = Array.from({ length: days }, () => faultFreeScenario(line, plant.layout, random))
  const { outcomes } = await withDreamer(closeLoop(plant, baseline), { lanes: days, threads: 1 }, (dreamer) =>
    dreamer.dream(scenarios, { seed: 11 }),
  )
  const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / days
  return { cost: mean(outcomes.cost), tripped: mean(outcomes.tripped) }
}

/** Largest settled error of the loops, as a share of their signals' ranges. */
async function settledError(line: Line, plant: Plant): Promise<number> {
  const loop = closeLoop(plant, baseline)
  const readings = blockOf(loop.layout, await settledStart(loop), 'reading')
  const errors = setpointLoops(line).map(({ signal: tag, setpoint }) => {
    const row = line.signals.findIndex((signal) => signal.tag === tag)
    const { low, high } = line.signals[row] as Line['signals'][number]
    return Math.abs((readings[row] as number) - setpoint) / (high - low)
  })
  return Math.max(...errors)
}

for (const name of lineNames) {
  test(`${name}: its own control holds ten plants that are not as described, and mostly pays for it`, async () => {
    const line = bundledLine(name)
    const plain = compilePlant(line)
    const described = await ordinaryDays(line, plain)
    let total = 0
    for (const seed of seeds) {
      const gap = await drawGap(line, seed)
      for (const { factor } of gap.parameters) assert.ok(factor >= 0.8 - 1e-9 && factor <= 1.25 + 1e-9)
      const plant = gappedPlant(line, gap)
      assert.deepEqual(plant.layout.spreads, plain.layout.spreads)
      assert.ok((await settledError(line, plant)) < 0.02)
      if (seed > dreamtSeeds) continue
      const { cost, tripped } = await ordinaryDays(line, plant)
      assert.equal(tripped, 0)
      total += cost
    }
    const cost = total / dreamtSeeds
    assert.ok(cost > described.cost && cost < described.cost + 1, `${cost}, as described ${described.cost}`)
  })
}

test('a gap is plain data that its seed repeats, and another seed does not', async () => {
  const line = bundledLine('three-tank')
  const gap = await drawGap(line, 3)
  assert.deepEqual(await drawGap(line, 3), gap)
  assert.deepEqual(JSON.parse(JSON.stringify(gap)), gap)
  assert.notDeepEqual((await drawGap(line, 4)).parameters, gap.parameters)
  assert.deepEqual(
    gap.actuators.map(({ control }) => control),
    line.controls.map(({ tag }) => tag),
  )
})

test('a plant without a gap is the plant of the line', async () => {
  const line = bundledLine('three-tank')
  const plain = compilePlant(line)
  const scenario = faultFreeScenario(line, plain.layout, randomSource(5))
  const [expected] = await recordPlant(plain, baseline, [scenario], { seed: 5 })
  const [recorded] = await recordPlant(gappedPlant(line, noGap(line)), baseline, [scenario], { seed: 5 })
  assert.deepEqual(recorded, expected)
})

test('an actuator stays until it is asked for more than its band, and follows late', async () => {
  const line = bundledLine('three-tank')
  const control = { ...line.controls[0], start: 0.2 } as Line['controls'][number]
  const open = { ...line, loops: [], controls: [control], goals: [], disturbances: [] }
  const speedAfter = async (wanted: number, gap: Partial<Gap['actuators'][number]>) => {
    const [actuator] = noGap(open).actuators as [Gap['actuators'][number]]
    const signal = { ...line.signals[0], tag: 'SI-101', noise: 0, low: 0, high: 1 } as Line['signals'][number]
    const speed = { component: control.component, quantity: 'speed', dimension: 'fraction' } as const
    const watched = { ...open, limits: [], failures: [], signals: [{ ...signal, of: speed }] }
    const plant = gappedPlant(watched, { ...noGap(watched), actuators: [{ ...actuator, ...gap }] })
    const asked = { ...baseline, decide: () => ({ trim: constant([wanted - control.start], 1, 1), memory: {} }) }
    const day = nominalDay(watched, plant.layout, 'asked', [])
    const [recording] = await recordPlant(plant, asked, [day], { seed: 1 })
    return recording?.readings.map(([value]) => value as number) as number[]
  }
  const at = (values: number[], scan: number) => values[scan] as number
  assert.ok((await speedAfter(0.205, { band: 0.01 })).every((value) => Math.abs(value - 0.2) < 1e-6))
  assert.ok(Math.abs(at(await speedAfter(0.25, { band: 0.01 }), 1) - 0.25) < 1e-6)
  const late = await speedAfter(0.25, { delay: line.scan })
  assert.ok(Math.abs(at(late, 1) - 0.2) < 1e-6 && Math.abs(at(late, 2) - 0.25) < 1e-6)
  const lagging = await speedAfter(0.25, { lag: line.scan })
  assert.ok(Math.abs(at(lagging, 1) - (0.25 - 0.05 * Math.exp(-1))) < 1e-6)
})

test('what drifts wanders from day to day and rests where there is no noise', async () => {
  const line = bundledLine('tclab')
  const drift = { target: { kind: 'ambient' }, deviation: 5, time: line.horizon } as const
  const plant = gappedPlant(line, { ...noGap(line), drifts: [drift] })
  const day = nominalDay(line, plant.layout, 'drift', [])
  const spreadOf = async (plant: Plant) => {
    const recordings = await recordPlant(plant, baseline, Array(16).fill(day), { seed: 2 })
    const ends = recordings.map(({ controls }) => controls.at(-1)?.[0] as number)
    const mean = ends.reduce((sum, value) => sum + value, 0) / ends.length
    return Math.sqrt(ends.reduce((sum, value) => sum + (value - mean) ** 2, 0) / ends.length)
  }
  const [spread, stillSpread] = [await spreadOf(plant), await spreadOf(gappedPlant(line, noGap(line)))]
  assert.ok(spread > 1.3 * stillSpread, `${spread} with the drift, ${stillSpread} without`)
  assert.ok((await settledError(line, plant)) < 1e-4)
})

test('a policy made for the line runs on a plant that is not as described, on days drawn for the line', async () => {
  const line = bundledLine('three-tank')
  const { controller, draw } = createPolicy(line, await createObserver(line), recurrentShape)
  const random = randomSource(3)
  const scenario = faultyScenario(line, compilePlant(line).layout, random)
  const plant = gappedPlant(line, await drawGap(line, 2))
  const options = { seed: 1, parameters: draw(random) }
  const [recording] = await recordPlant(plant, controller, [scenario], options)
  assert.equal(recording?.readings.length, line.horizon / line.scan)
  assert.ok(recording?.controls.every((row) => row.every(Number.isFinite)))
})
