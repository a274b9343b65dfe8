import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Line } from '../../core/line/line.ts'
import { readLine } from '../../core/line/read.ts'
import { type RandomSource, randomSource } from '../../core/scenario/random.ts'
import { bundledLine, createStepper, placesOf, type Stepper, stateRow } from './stepper.ts'

const within = (relative: number, difference: number, turnover: number, what: string) =>
  assert.ok(Math.abs(difference) <= relative * turnover, `${what}: ${difference} of ${turnover} is unaccounted for`)

/** Controls and faults anywhere in their ranges, [rows, 1] each; about half of the faults are absent. */
function anyDrive(line: Line, random: RandomSource) {
  return {
    control: Float32Array.from(line.controls, ({ low, high }) => low + (high - low) * random.next()),
    fault: Float32Array.from(line.failures, ({ severity: [low, high] }) =>
      random.next() < 0.5 ? 0 : low + (high - low) * random.next(),
    ),
  }
}

/** Runs `body` over 40 random drives of 5 steps each, for some seeds. */
async function overRandomDrives(stepper: Stepper, body: (seed: number) => Promise<void>) {
  await fc.assert(fc.asyncProperty(fc.nat(), body), { numRuns: 8 })
  await stepper.release()
}

const drives = 40
const stepsEach = 5
const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0)

for (const name of ['three-tank', 'quadruple-tank', 'quadruple-tank-nonminimum', 'pasteuriser']) {
  test(`${name}: what flows in, less what flows out and what is lost, stays in the tanks`, async () => {
    const line = bundledLine(name)
    const tanks = line.components.filter(({ kind }) => kind.name === 'tank')
    const feeds = placesOf(line, 'feed', 'flow')
    const products = placesOf(line, 'product', 'flow')
    const stepper = await createStepper(line, [...feeds, ...products, ...placesOf(line, 'tank', 'lost')])
    const volume = (state: Float32Array) =>
      sum(tanks.map(({ tag, parameters }) => state[stateRow(stepper.plant, tag, 'level')]! * parameters.area!))
    await overRandomDrives(stepper, async (seed) => {
      const random = randomSource(seed)
      const start = stepper.start.slice()
      // From empty to brimful, so that tanks run dry and over too.
      for (const { tag, parameters } of tanks) {
        const share = Math.min(Math.max(1.6 * random.next() - 0.3, 0), 1)
        start[stateRow(stepper.plant, tag, 'level')] = share * parameters.height!
      }
      let state: Float32Array = start
      let [entered, left] = [0, 0]
      for (let drive = 0; drive < drives; drive++) {
        const inputs = anyDrive(line, random)
        for (let step = 0; step < stepsEach; step++) {
          const next = await stepper.step(state, inputs)
          state = next.state
          entered += sum(next.quantities.subarray(0, feeds.length)) * line.step
          left += sum(next.quantities.subarray(feeds.length)) * line.step
        }
      }
      within(1e-5, entered - left - (volume(state) - volume(start)), entered + volume(start), `seed ${seed}`)
    })
  })
}

const heated = `
line: heated
title: tank, exchanger, holding pipe and two bodies
step: 0.5 s
scan: 0.5 s
horizon: 10 min
components:
  F-1: {kind: feed, pressure: 0.3 bar, temperature: 10 degC}
  V-1: {kind: valve, kv: 4 m3/h, opening: 50 %}
  T-1: {kind: tank, area: 0.1 m2, height: 3 m, level: 0.5 m, temperature: 30 degC, loss: 20 W/K}
  H-1: {kind: electric-heater, power: 20 kW}
  B-1: {kind: thermal-mass, mass: 5 kg, specific heat: 500 J/(kg K), area: 0.2 m2, transfer: 10 W/(m2 K), emissivity: 0.9}
  H-2: {kind: electric-heater, power: 1 kW}
  L-1: {kind: thermal-link, area: 0.1 m2, transfer: 500 W/(m2 K), emissivity: 0.5}
  P-1: {kind: metering-pump, capacity: 1 l/s}
  E-1: {kind: heat-exchanger, conductance: 5 kW/K, hot volume: 10 l, cold volume: 8 l}
  D-1: {kind: pipe, bore: 10 cm2, volume: 10 l, flow: 1 l/s}
  S-1: {kind: product}
  F-2: {kind: feed, temperature: 85 degC}
  P-2: {kind: metering-pump, capacity: 1 l/s}
  S-2: {kind: product}
connections:
  - F-1 > V-1 > T-1
  - H-1 > T-1
  - H-2 > B-1
  - T-1.heat > L-1.a
  - L-1.b > B-1
  - T-1 > P-1 > E-1.cold in
  - E-1.cold out > D-1 > S-1
  - F-2 > P-2 > E-1.hot in
  - E-1.hot out > S-2
controls:
  C-1: {drives: V-1.opening, range: 0 to 100 %}
  C-2: {drives: P-1.speed, range: 0 to 100 %}
  C-3: {drives: P-2.speed, range: 0 to 100 %}
  C-4: {drives: H-1.duty, range: 0 to 100 %}
  C-5: {drives: H-2.duty, range: 0 to 100 %}
signals:
  TT-1: {of: T-1.temperature, range: 0 to 100 degC}
failures:
  - {on: E-1, mode: fouled}
  - {on: F-2, mode: too cold}
  - {on: H-1, mode: low output}
  - {on: P-2, mode: spurious stop}
`

test('what heat enters, less what leaves and what is lost, stays in tank, exchanger, pipe and bodies', async () => {
  const line = readLine(heated, 'heated')
  const flows = [...placesOf(line, 'feed', 'flow'), ...placesOf(line, 'product', 'flow')]
  const temperatures = placesOf(line, 'feed', 'temperature')
  const stepper = await createStepper(line, [...flows, ...temperatures, ...placesOf(line, 'electric-heater', 'power')])
  const { plant } = stepper
  const capacity = line.medium.density * line.medium.specificHeat
  const parameter = (tag: string, name: string) =>
    line.components.find((component) => component.tag === tag)!.parameters[name]!
  const row = (tag: string, state: string) => stateRow(plant, tag, state)
  const cells = (state: Float32Array, tag: string, name: string, count: number) => [
    ...state.subarray(row(tag, name), row(tag, name) + count),
  ]
  const pipeCells = 20
  const plates = plant.layout.members.find(({ kind }) => kind.name === 'heat-exchanger')!.cells[0]!
  const body = parameter('B-1', 'mass') * parameter('B-1', 'specific heat')

  const stored = (state: Float32Array) => {
    const tank = state[row('T-1', 'level')]! * parameter('T-1', 'area') * state[row('T-1', 'temperature')]!
    const hot = (sum(cells(state, 'E-1', 'hot', plates)) * parameter('E-1', 'hot volume')) / plates
    const cold = (sum(cells(state, 'E-1', 'cold', plates)) * parameter('E-1', 'cold volume')) / plates
    const pipe = (sum(cells(state, 'D-1', 'cell', pipeCells)) * parameter('D-1', 'volume')) / pipeCells
    return capacity * (tank + hot + cold + pipe) + body * state[row('B-1', 'temperature')]!
  }
  const lost = (state: Float32Array) => {
    const [tank, solid] = [state[row('T-1', 'temperature')]!, state[row('B-1', 'temperature')]!]
    const radiated = parameter('B-1', 'emissivity') * 5.670374419e-8 * (solid ** 4 - line.ambient ** 4)
    const convected = parameter('B-1', 'transfer') * (solid - line.ambient)
    return parameter('T-1', 'loss') * (tank - line.ambient) + parameter('B-1', 'area') * (radiated + convected)
  }

  await overRandomDrives(stepper, async (seed) => {
    const random = randomSource(seed)
    let state = stepper.start
    let [entered, left] = [0, 0]
    for (let drive = 0; drive < drives; drive++) {
      const inputs = anyDrive(line, random)
      for (let step = 0; step < stepsEach; step++) {
        const before = state
        const next = await stepper.step(state, inputs)
        state = next.state
        const [in1, in2, out1, out2, warm1, warm2, power1, power2] = [...next.quantities] as number[]
        const lastOfPipe = before[row('D-1', 'cell') + pipeCells - 1]!
        const lastOfPlates = before[row('E-1', 'hot') + plates - 1]!
        entered += (capacity * (in1! * warm1! + in2! * warm2!) + power1! + power2!) * line.step
        left += (capacity * (out1! * lastOfPipe + out2! * lastOfPlates) + lost(before)) * line.step
      }
    }
    within(1e-5, entered - left - (stored(state) - stored(stepper.start)), entered, `seed ${seed}`)
  })
})

test('bottling: what enters a store and does not leave stays in it, and nothing is held that does not fit', async () => {
  const line = bundledLine('bottling')
  const contents = [...placesOf(line, 'conveyor', 'content'), ...placesOf(line, 'buffer', 'content')]
  const machines = placesOf(line, 'machine', 'rate')
  const stepper = await createStepper(line, [...contents, ...machines])
  const capacities = contents.map(({ component }) => line.components.find(({ tag }) => tag === component)!.parameters)
  await overRandomDrives(stepper, async (seed) => {
    const random = randomSource(seed)
    let state = stepper.start
    let made = [0, 0, 0, 0]
    let held: readonly number[] = []
    for (let drive = 0; drive < drives; drive++) {
      const inputs = anyDrive(line, random)
      for (let step = 0; step < stepsEach; step++) {
        const chance = Float32Array.from({ length: stepper.plant.layout.chances }, () => random.next())
        const next = await stepper.step(state, { ...inputs, chance })
        state = next.state
        held = [...next.quantities.subarray(0, 3)]
        made = made.map((parts, machine) => parts + next.quantities[3 + machine]! * line.step)
        held.forEach((parts, store) => {
          assert.ok(parts >= -1e-3 && parts <= capacities[store]!.capacity! + 1e-3, `${parts} parts`)
        })
      }
    }
    const [conveyor1, conveyor3, buffer] = held as [number, number, number]
    const start = capacities.map((parameters) => parameters.content!) as [number, number, number]
    const [filled, capped, labelled, packed] = made as [number, number, number, number]
    within(1e-5, filled - capped - (conveyor1 - start[0]), filled + start[0], `C-101, seed ${seed}`)
    within(1e-5, capped - labelled - (buffer - start[2]), capped + start[2], `B-102, seed ${seed}`)
    within(1e-5, labelled - packed - (conveyor3 - start[1]), labelled + start[1], `C-103, seed ${seed}`)
  })
})
