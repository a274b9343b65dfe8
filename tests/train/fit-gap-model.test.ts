import assert from 'node:assert/strict'
import { test } from 'node:test'
import { closeLoop } from '../../core/dream/closed-loop.ts'
import { baseline } from '../../core/dream/controller.ts'
import { gapPlant } from '../../core/dream/learned/gap-model.ts'
import { createObserver } from '../../core/dream/observer.ts'
import { type Recording, recordingOfFilm } from '../../core/dream/recording.ts'
import { withDreamer } from '../../core/dream/rollout.ts'
import { add, multiply, subtract } from '../../core/graph/elementwise.ts'
import { concatRows, sliceRows } from '../../core/graph/shape.ts'
import type { Tensor } from '../../core/graph/tensor.ts'
import { seconds } from '../../core/line/dimension.ts'
import type { Line } from '../../core/line/line.ts'
import { compilePlant, type Plant } from '../../core/line/plant.ts'
import { readLine } from '../../core/line/read.ts'
import { freeRun } from '../../core/plant/free-run.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { faultFreeScenario } from '../../core/scenario/sample.ts'
import { trainByGradient } from '../../core/train/bptt.ts'
import { usualLogFit } from '../../core/train/fit-ensemble.ts'
import { fitGapModel } from '../../core/train/fit-gap-model.ts'
import { createPolicy } from '../../core/train/policy.ts'
import { oneTankText } from '../dream/one-tank.ts'
import { recurrent, silent, settings as training } from './subject.ts'

const lineOf = (text: string): Line => ({ ...readLine(text, 'one-tank'), horizon: seconds(600) })
const line = lineOf(oneTankText)
const plant = compilePlant(line)

/** The plant as it stands: its pipe has furred up, and its pump follows with a lag of two scans that nobody wrote down. */
function realPlant(): Plant {
  const furred = compilePlant(lineOf(oneTankText.replace('coefficient: 0.6', 'coefficient: 0.5')))
  const { states, start, wander } = furred.layout
  const lag = line.step / (2 * line.scan)
  return {
    ...furred,
    layout: {
      ...furred.layout,
      states: states + 1,
      start: Float32Array.of(...start, 0.485),
      wander: Float32Array.of(...wander, 0),
    },
    step: (state, inputs) => {
      const before = sliceRows(state, states, states + 1)
      const speed = add(before, multiply(subtract(inputs.control as Tensor, before), lag))
      const next = furred.step(sliceRows(state, 0, states), { ...inputs, control: speed })
      return { ...next, state: concatRows([next.state, speed]) }
    },
  }
}

/** Days of the real plant under its own control, as its logs show them. */
async function recorded(count: number, seed: number): Promise<readonly Recording[]> {
  const random = randomSource(seed)
  const days = Array.from({ length: count }, () => {
    return { ...faultFreeScenario(line, plant.layout, random), factors: plant.layout.spreads.map(() => 1) }
  })
  const options = { lanes: count, filming: 'signals' } as const
  return withDreamer(closeLoop(realPlant(), baseline), options, async (dreamer) => {
    const { films } = await dreamer.dream(days, { seed, film: days.map((_, index) => index) })
    return films.map(recordingOfFilm)
  })
}

/** Root-mean-square error of the level over free runs of a minute that begin along a recording, m. */
async function freeRunError(model: Plant, { name, readings, controls }: Recording): Promise<number> {
  const values = (rows: readonly Float32Array[]) => Float64Array.from(rows, ([value]) => value as number)
  const [signal, control] = [line.signals[0]!, line.controls[0]!]
  const log = {
    signals: [{ item: signal, column: name, values: values(readings) }],
    controls: [{ item: control, column: name, values: values(controls) }],
    setpoints: [],
  }
  const time = Float64Array.from(readings, (_, scan) => scan * line.scan)
  let [sum, count] = [0, 0]
  const starts = Array.from({ length: 10 }, (_, run) => 10 + 10 * run)
  await freeRun(model, log, time, starts, 60, (_run, row, _signal, value) => {
    sum += (value - log.signals[0]!.values[row]!) ** 2
    count++
  })
  return Math.sqrt(sum / count)
}

test('what recordings show and the balances lack is learned', async (context) => {
  const settings = { ...usualLogFit, window: 4, hidden: 12, lanes: 128, updates: 150, members: 4, kept: 3, threads: 1 }
  const [known, heldOut, [fresh]] = [await recorded(8, 1), await recorded(2, 2), await recorded(1, 3)]
  const { model, errors } = await fitGapModel(plant, known, heldOut, settings, randomSource(1))
  const learned = gapPlant(plant, structuredClone(model))

  await context.test('so that less is missing a scan ahead on what was held out', () => {
    const [{ scans, persistence: balances, ensemble }] = errors as [(typeof errors)[number]]
    assert.equal(scans, 1)
    assert.ok(ensemble < 0.7 * balances, `${ensemble} of ${balances}`)
  })

  await context.test('and free runs stay closer to the plant', async () => {
    const [off, without] = [await freeRunError(learned, fresh!), await freeRunError(plant, fresh!)]
    assert.ok(off < 0.5 * without, `${off} m of ${without} m`)
  })

  await context.test('but where the members disagree the balances stand alone', async () => {
    const trust = { ...model.ensemble.trust, level: 0 }
    const wary = gapPlant(plant, { ...model, ensemble: { ...model.ensemble, trust } })
    const [off, without] = [await freeRunError(wary, fresh!), await freeRunError(plant, fresh!)]
    assert.ok(Math.abs(off - without) < 1e-3 * without, `${off} m of ${without} m`)
  })

  await context.test('in which a policy of the plain line trains', async () => {
    const policy = createPolicy(line, await createObserver(line), recurrent)
    const loop = closeLoop(gapPlant(compilePlant({ ...line, horizon: seconds(60) }), model), policy.controller)
    const { parameters } = await trainByGradient({ loop, policy }, { ...training, iterations: 2, lanes: 8 }, silent)
    assert.ok(parameters.every(Number.isFinite) && parameters.some((value) => value !== 0))
  })

  await context.test('and another line refuses it', () => {
    const signals = line.signals.map((signal) => ({ ...signal, tag: 'LT-2' }))
    assert.throws(() => gapPlant(compilePlant({ ...line, signals, loops: [] }), model), /other signals/)
  })
})
