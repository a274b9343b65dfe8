import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compileSource, loadSource } from '../../../core/engine/source.ts'
import { modelOf } from '../../../core/engine/window/model.ts'

const source = loadSource('assets/lines/pasteuriser.line.yaml')
const model = modelOf(source)
const tagged = <T extends { readonly tag: string }>(items: readonly T[], tag: string) =>
  items.find((item) => item.tag === tag)
const failure = (name: string) => model.failures.find((each) => each.name === name)

test('components have their parameters in SI, defaults filled in', () => {
  assert.deepEqual(tagged(model.components, 'T-101'), {
    tag: 'T-101',
    kind: 'tank',
    parameters: { area: 0.6, height: 1, level: 0.6, temperature: 278.15, loss: 0 },
  })
  assert.deepEqual([model.scan, model.horizon], [3, 900])
})

test('connections say what passes', () => {
  assert.deepEqual(model.connections[0], {
    from: { component: 'F-101', port: 'out' },
    to: { component: 'LV-101', port: 'in' },
    medium: 'fluid',
  })
  const { connections } = modelOf(loadSource('assets/lines/bottling.line.yaml'))
  assert.deepEqual(new Set(connections.map(({ medium }) => medium)), new Set(['parts']))
})

test('signals and controls are in the unit they were written in, temperatures on its scale', () => {
  assert.deepEqual(tagged(model.signals, 'TT-104'), {
    tag: 'TT-104',
    component: 'F-102',
    quantity: 'temperature',
    unit: 'degC',
    low: 0,
    high: 120,
  })
  assert.deepEqual(tagged(model.controls, 'SC-101'), {
    tag: 'SC-101',
    component: 'P-101',
    actuator: 'speed',
    unit: '%',
    low: 50,
    high: 100,
  })
})

test('a severity is in its own unit, and has none where a mode has no degrees', () => {
  const cold = failure('F-102 too cold')
  assert.deepEqual(cold?.severity, { low: 3, high: 15, unit: 'K', text: 'fall of temperature' })
  assert.deepEqual(failure('LT-101 bias')?.severity, { low: -0.2, high: 0.2, unit: 'm', text: 'offset' })
  assert.deepEqual(failure('TV-101 stuck')?.severity, { low: 1, high: 1, unit: '', text: 'stuck or not' })
  assert.deepEqual(failure('TT-102 dropout')?.severity, { low: 1, high: 1, unit: '', text: 'lost or not' })
  assert.equal(model.summary.failures.find(({ name }) => name === 'TV-101 stuck')?.severity, 'yes')
})

test('a worksheet has what the engineer says, and the words of the mode elsewhere', () => {
  const said = source.text.replace('mode: fouled, rate: 6', 'mode: fouled, detection: Steam use per litre, rate: 6')
  const [changed] = modelOf(compileSource(said, 'x')).failures
  const [plain] = model.failures
  assert.deepEqual(changed?.worksheet, { ...plain?.worksheet, detection: 'Steam use per litre' })
  assert.match(plain?.worksheet.detection ?? '', /temperature difference/)
  assert.deepEqual([plain?.code, plain?.on, plain?.mode, plain?.perYear], ['IHT', 'E-102', 'fouled', 6])
})
