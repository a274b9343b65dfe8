import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bundledLine, createStepper, placeOf, stateRow } from './stepper.ts'

/** Levels in cm after two hours under fixed controls, from tanks that start at 5 cm. */
async function settledLevels(name: string, tags: readonly string[], control: readonly number[]) {
  const line = bundledLine(name)
  const places = tags.map((tag) => placeOf(line, `${tag}.level`))
  const steps = 20
  const stepper = await createStepper(line, places, { steps })
  let state = stepper.start
  for (const tag of tags) state[stateRow(stepper.plant, tag, 'level')] = 0.05
  let levels: readonly number[] = []
  for (let time = 0; time < 7200; time += steps * line.step) {
    const next = await stepper.step(state, { control: Float32Array.from(control) })
    state = next.state
    levels = [...next.quantities.slice(-tags.length)]
  }
  await stepper.release()
  return levels.map((level) => level * 100)
}

function close(actual: readonly number[], expected: readonly number[]) {
  expected.forEach((level, row) => {
    assert.ok(Math.abs((actual[row] as number) - level) < 0.1, `${actual} cm, expected ${expected} cm`)
  })
}

test('three-tank settles at the levels of the DTS200 for 30 and 20 cm³/s', async () => {
  const levels = await settledLevels('three-tank', ['T-101', 'T-102', 'T-103'], [30 / 150, 20 / 150])
  close(levels, [31.89, 14.16, 23.22])
})

const four = ['T-101', 'T-102', 'T-103', 'T-104']

test('the quadruple tank settles at the levels of Johansson (2000), minimum phase, at 3 V', async () => {
  close(await settledLevels('quadruple-tank', four, [0.3, 0.3]), [12.26, 12.78, 1.63, 1.41])
})

test('the quadruple tank settles at the levels of Johansson (2000), non-minimum phase, at 3.15 V', async () => {
  close(await settledLevels('quadruple-tank-nonminimum', four, [0.315, 0.315]), [12.44, 13.17, 4.73, 4.99])
})
