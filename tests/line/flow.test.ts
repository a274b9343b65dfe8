import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { vectorJacobianProduct } from '../../core/graph/gradient.ts'
import { constant, input } from '../../core/graph/leaf.ts'
import { compile } from '../../core/graph/session.ts'
import type { Tensor } from '../../core/graph/tensor.ts'
import type { Failure } from '../../core/line/line.ts'
import { compilePlant, type Plant } from '../../core/line/plant.ts'
import { readLine } from '../../core/line/read.ts'
import { bundledLine, createStepper, placeOf, placesOf, stateRow } from './stepper.ts'

test('pump, valve and pipe in series pass what their closed form says', async () => {
  const line = readLine(
    `line: pumped
title: pump, valve and pipe
step: 1 s
scan: 1 s
horizon: 1 h
components:
  F-1: {kind: feed, pressure: 0.2 bar}
  P-1: {kind: pump, head: 20 m, flow: 10 m3/h}
  V-1: {kind: valve, kv: 6 m3/h, opening: 50 %}
  L-1: {kind: pipe, bore: 5 cm2, coefficient: 0.6}
  S-1: {kind: product, pressure: 0.5 bar}
connections: [F-1 > P-1 > V-1 > L-1 > S-1]
controls:
  SC-1: {drives: P-1.speed, range: 0 to 100 %}
  VC-1: {drives: V-1.opening, range: 0 to 100 %}
`,
    'pumped',
  )
  const stepper = await createStepper(line, [placeOf(line, 'P-1.flow')])
  const shutOff = 998 * 9.81 * 20
  const valve = (3600 ** 2 * 1e5) / (6 * 0.5) ** 2
  const pipe = 998 / 2 / (5e-4 * 0.6) ** 2
  for (const speed of [1, 0.8, 0.6, 0.3]) {
    const { quantities } = await stepper.step(stepper.start, { control: Float32Array.of(speed, 0.5) })
    const drive = shutOff * speed ** 2 + 0.2e5 - 0.5e5
    const expected = Math.sqrt(Math.max(drive, 0) / (shutOff / (10 / 3600) ** 2 + valve + pipe))
    assert.ok(Math.abs(quantities[0]! - expected) < 1e-6, `${quantities[0]} m³/s, expected ${expected} m³/s`)
  }
  await stepper.release()
})

for (const pump of ['pump, head: 20 m, flow: 10 m3/h', 'metering-pump, capacity: 2 l/s']) {
  test(`a ${pump.split(',')[0]} moves no more than the tank before it holds`, async () => {
    const line = readLine(
      `line: emptied
title: pump between two tanks
step: 0.5 s
scan: 0.5 s
horizon: 1 h
components:
  T-1: {kind: tank, area: 1 m2, height: 1 m, level: 0.1 m}
  P-1: {kind: ${pump}}
  T-2: {kind: tank, area: 1 m2, height: 1 m, level: 0.1 m}
connections: [T-1 > P-1 > T-2]
controls: {SC-1: {drives: P-1.speed, range: 0 to 100 %}}
`,
      'emptied',
    )
    const stepper = await createStepper(line, placesOf(line, 'tank', 'level'), { steps: 20 })
    let state = stepper.start
    for (let call = 0; call < 60; call++) state = (await stepper.step(state, { control: Float32Array.of(1) })).state
    const levels = (await stepper.step(state, { control: Float32Array.of(1) })).quantities.slice(-2)
    await stepper.release()
    assert.ok(levels[0]! < 1e-3, `${levels[0]} m are left`)
    assert.ok(Math.abs(levels[0]! + levels[1]! - 0.2) < 1e-5, `${levels} m hold more than there was`)
  })
}

const tanks = ['T-101', 'T-102', 'T-103']

test('tanks that fill, run dry and flow back through each other keep their levels between bottom and rim', async () => {
  const line = bundledLine('three-tank')
  const stepper = await createStepper(line, placesOf(line, 'tank', 'level'), { steps: 20 })
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  const levels = fc.tuple(share, share, share)
  await fc.assert(
    fc.asyncProperty(levels, fc.tuple(share, share), fc.boolean(), async (start, control, leaking) => {
      let state: Float32Array = stepper.start.slice()
      tanks.forEach((tag, index) => {
        state[stateRow(stepper.plant, tag, 'level')] = start[index]! * 0.62
      })
      const fault = Float32Array.from(line.failures, ({ severity }) => (leaking ? severity[1] : 0))
      for (let call = 0; call < 20; call++) {
        const next = await stepper.step(state, { control: Float32Array.from(control), fault })
        state = next.state
        for (const level of next.quantities) assert.ok(level >= 0 && level <= 0.62 + 1e-6, `${level} m`)
      }
    }),
    { numRuns: 15 },
  )
  await stepper.release()
})

test('water flows from the higher of two tanks to the lower, whichever that is', async () => {
  const line = bundledLine('three-tank')
  const stepper = await createStepper(line, [placeOf(line, 'V-113.flow')])
  const flowAt = async (first: number, third: number) => {
    const state = stepper.start.slice()
    state[stateRow(stepper.plant, 'T-101', 'level')] = first
    state[stateRow(stepper.plant, 'T-103', 'level')] = third
    return (await stepper.step(state, {})).quantities[0]!
  }
  const down = await flowAt(0.4, 0.1)
  assert.ok(down > 0)
  assert.ok(Math.abs((await flowAt(0.1, 0.4)) + down) < 1e-9)
  assert.equal(await flowAt(0.3, 0.3), 0)
  await stepper.release()
})

/** Gradients of the sum of the next states with respect to the state and the controls, from the given state. */
async function gradients(plant: Plant, from: Float32Array, faults: Float32Array) {
  const { line, layout } = plant
  const state = input('state', layout.states, 1)
  const control = input('control', line.controls.length, 1)
  const fault = input('fault', line.failures.length, 1)
  const next = plant.step(state, { control, fault })
  const ones = constant([1], layout.states, 1)
  const [byState, byControl] = vectorJacobianProduct([next.state], [ones], [state, control]) as [Tensor, Tensor]
  const program = await compile({ byState, byControl, next: next.state }, { device: 'cpu' })
  const values = await program.run({ state: from, control: new Float32Array(line.controls.length), fault: faults })
  await program.release()
  return [...(values.byState as Float32Array), ...(values.byControl as Float32Array), ...(values.next as Float32Array)]
}

for (const [name, text, level] of [
  ['three-tank', 'empty tanks', 0],
  ['three-tank', 'equal levels', 0.2],
  ['pasteuriser', 'an empty tank and closed valves', 0],
  ['quadruple-tank', 'empty tanks', 0],
] as const) {
  for (const [health, severity] of [
    ['sound equipment', 0],
    ['every fault at its worst', 1],
  ] as const) {
    test(`${name}: a step and its gradients are finite at ${text}, with ${health}`, async () => {
      const plant = compilePlant(bundledLine(name))
      const { line, layout } = plant
      const from = layout.start.slice()
      for (const { tag, kind } of line.components) {
        if (kind.name === 'tank') from[stateRow(plant, tag, 'level')] = level
        if (kind.name === 'valve') from[stateRow(plant, tag, 'opening')] = 0
      }
      // Shares that can be lost are lost wholly, further than the line file goes.
      const worst = ({ unit, severity: [, high] }: Failure) => (unit === '%' ? 1 : high)
      const values = await gradients(
        plant,
        from,
        Float32Array.from(line.failures, (failure) => severity * worst(failure)),
      )
      assert.ok(values.every(Number.isFinite), `${values}`)
      assert.ok(values.some((value) => value !== 0))
    })
  }
}
