import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compilePlant } from '../../core/line/plant.ts'
import { readLine } from '../../core/line/read.ts'
import { oneTankText } from '../dream/one-tank.ts'
import { createStepper, placeOf } from './stepper.ts'

const withLag = (lag: string) =>
  readLine(oneTankText.replace('drives: P-1.speed,', `drives: P-1.speed, lag: ${lag},`), 'one-tank')

test('equipment follows a control by the exponential of its lag, from where the control starts', async () => {
  const line = withLag('20 s')
  const stepper = await createStepper(line, [placeOf(line, 'P-1.flow')], { steps: 60 })
  const { quantities } = await stepper.step(stepper.start, { control: Float32Array.of(1) })
  const capacity = 150e-6
  quantities.forEach((flow, step) => {
    const expected = capacity * (1 - (1 - 0.485) * Math.exp(-(step + 1) / 20))
    assert.ok(Math.abs(flow - expected) < 1e-5 * capacity, `${flow} after ${step + 1} s, not ${expected}`)
  })
  await stepper.release()
})

test('a control without a lag keeps no state', () => {
  const [prompt, late] = ['0 s', '20 s'].map((lag) => compilePlant(withLag(lag)).layout)
  assert.deepEqual(prompt?.positions.controls, [])
  assert.equal(late?.states, (prompt?.states as number) + 1)
})
