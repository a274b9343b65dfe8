import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readLine } from '../../core/line/read.ts'
import { createStepper, placeOf } from './stepper.ts'

const head = (step: string) => `line: heat\ntitle: heat\nstep: ${step}\nscan: ${step}\nhorizon: 1 h\n`

test('a pipe passes a change of temperature on after volume over flow, to the step', async () => {
  const line = readLine(
    `${head('0.5 s')}
components:
  F-1: {kind: feed, temperature: 60 degC}
  P-1: {kind: metering-pump, capacity: 2 l/s}
  H-1: {kind: pipe, bore: 20 cm2, volume: 24 l, flow: 2 l/s, temperature: 60 degC}
  S-1: {kind: product}
connections: [F-1 > P-1 > H-1 > S-1]
signals: {TT-1: {of: H-1.temperature, range: 0 to 100 degC}}
failures: [{on: F-1, mode: too cold}]
`,
    'pipe',
  )
  const stepper = await createStepper(line, [placeOf(line, 'H-1.temperature')])
  const outlet: number[] = []
  let state = stepper.start
  for (let step = 0; step < 30; step++) {
    const next = await stepper.step(state, { fault: Float32Array.of(10) })
    state = next.state
    outlet.push(next.quantities[0]! - 273.15)
  }
  await stepper.release()
  // 24 l at 2 l/s are 12 s, 24 steps: the first 23 still show the old temperature.
  outlet.forEach((temperature, step) => {
    assert.ok(Math.abs(temperature - (step < 23 ? 60 : 50)) < 1e-3, `${temperature} °C after ${step + 1} steps`)
  })
})

test('an exchanger too small for its step stays between its inlet temperatures', async () => {
  const line = readLine(
    `${head('1 s')}
components:
  F-1: {kind: feed, temperature: 20 degC}
  F-2: {kind: feed, temperature: 80 degC}
  P-1: {kind: metering-pump, capacity: 3 l/s}
  P-2: {kind: metering-pump, capacity: 3 l/s}
  E-1: {kind: heat-exchanger, conductance: 50 kW/K, hot volume: 1 l, cold volume: 1 l}
  S-1: {kind: product}
  S-2: {kind: product}
connections: [F-1 > P-1 > E-1.cold in, E-1.cold out > S-1, F-2 > P-2 > E-1.hot in, E-1.hot out > S-2]
`,
    'small',
  )
  const places = [placeOf(line, 'E-1.hot temperature'), placeOf(line, 'E-1.cold temperature')]
  const stepper = await createStepper(line, places, { steps: 20 })
  let state = stepper.start
  for (let call = 0; call < 50; call++) {
    const next = await stepper.step(state, {})
    state = next.state
    for (const value of next.quantities) assert.ok(value > 293.1 && value < 353.2, `${value} K`)
  }
  await stepper.release()
})

/** Effectiveness of a counter-current exchanger (VDI Heat Atlas, C1): transfer units and ratio of capacity flows. */
function effectiveness(units: number, ratio: number): number {
  if (ratio === 1) return units / (1 + units)
  const decay = Math.exp(-units * (1 - ratio))
  return (1 - decay) / (1 - ratio * decay)
}

for (const [units, ratio] of [
  [0.5, 1],
  [1, 0.5],
  [2, 1],
  [3, 0.7],
  [4.5, 1],
] as const) {
  test(`a heat exchanger of ${units} transfer units at a ratio of ${ratio} has its effectiveness within 2 %`, async () => {
    const heatCapacity = 998 * 4182
    const line = readLine(
      `${head('0.5 s')}
components:
  F-1: {kind: feed, temperature: 20 degC}
  F-2: {kind: feed, temperature: 80 degC}
  P-1: {kind: metering-pump, capacity: 1 l/s}
  P-2: {kind: metering-pump, capacity: ${ratio} l/s}
  E-1: {kind: heat-exchanger, conductance: ${units * ratio * 1e-3 * heatCapacity} W/K, hot volume: 10 l, cold volume: 10 l}
  S-1: {kind: product}
  S-2: {kind: product}
connections: [F-1 > P-1 > E-1.cold in, E-1.cold out > S-1, F-2 > P-2 > E-1.hot in, E-1.hot out > S-2]
`,
      'exchanger',
    )
    const stepper = await createStepper(line, [placeOf(line, 'E-1.hot temperature')], { steps: 20 })
    let state = stepper.start
    let hot = 0
    for (let call = 0; call < 60; call++) {
      const next = await stepper.step(state, {})
      state = next.state
      hot = next.quantities[19]!
    }
    await stepper.release()
    const reached = (353.15 - hot) / 60
    const expected = effectiveness(units, ratio)
    assert.ok(Math.abs(reached / expected - 1) < 0.02, `${reached}, expected ${expected}`)
  })
}

test('a heated body settles where radiation carries the heat away (Stefan and Boltzmann)', async () => {
  const line = readLine(
    `${head('1 s')}
ambient: 20 degC
components:
  H-1: {kind: electric-heater, power: 5 W}
  B-1: {kind: thermal-mass, mass: 4 g, specific heat: 500 J/(kg K), area: 20 cm2, transfer: 0 W/(m2 K), emissivity: 0.8}
connections: [H-1 > B-1]
controls: {QC-1: {drives: H-1.duty, range: 0 to 100 %}}
`,
    'body',
  )
  const stepper = await createStepper(line, [placeOf(line, 'B-1.temperature')], { steps: 20 })
  let state = stepper.start
  let settled = 0
  for (let call = 0; call < 200; call++) {
    const next = await stepper.step(state, { control: Float32Array.of(1) })
    state = next.state
    settled = next.quantities[19]!
  }
  await stepper.release()
  const expected = (293.15 ** 4 + 5 / (0.8 * 5.670374419e-8 * 20e-4)) ** 0.25
  assert.ok(Math.abs(settled - expected) < 0.05, `${settled} K, expected ${expected} K`)
})
