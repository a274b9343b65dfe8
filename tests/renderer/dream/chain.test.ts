import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stepOf } from '../../../renderer/screens/dream/chain.ts'
import { scenarioText } from '../../../renderer/screens/dream/scenario-text.ts'

test('a link of a cause chain is taken apart into what it says', () => {
  assert.deepEqual(stepOf('1:49 LT-101 dropout begins (lost or not)'), {
    at: '1:49',
    kind: 'begins',
    values: { what: 'LT-101 dropout', severity: 'lost or not' },
  })
  assert.deepEqual(stepOf('1:50 LT-101 reads 26.6 cm instead of 32.1 cm'), {
    at: '1:50',
    kind: 'reads',
    values: { what: 'LT-101', value: '26.6 cm', otherwise: '32.1 cm' },
  })
  assert.deepEqual(stepOf('2:00 T-101 level -0.5 cm instead of 31.8 cm'), {
    at: '2:00',
    kind: 'moves',
    values: { what: 'T-101 level', value: '-0.5 cm', otherwise: '31.8 cm' },
  })
  assert.deepEqual(stepOf('12:05 M-1 speed 3 instead of 4').values, { what: 'M-1 speed', value: '3', otherwise: '4' })
  assert.deepEqual(stepOf('limit overflow-1 is crossed'), { kind: 'crossed', values: { what: 'overflow-1' } })
  assert.deepEqual(stepOf('the line trips'), { kind: 'trips', values: {} })
})

test('a link of another form is shown as it is', () => {
  assert.deepEqual(stepOf('0:30 something new'), { at: '0:30', kind: 'other', values: { what: 'something new' } })
})

test('a scenario copied as text holds its faults as the line file would have them, and its chain', () => {
  const scenario = {
    id: '1',
    name: 'leak + bias',
    faults: [],
    written: [
      { failure: 'T-101 leak', onset: '5 min', severity: '0.4 cm2', duration: '2 min' },
      { failure: 'LT-101 stuck', onset: '70 s' },
    ],
    perYear: 0.1,
    consequence: { cost: 1, goals: [], limits: [], tripped: false },
    risk: 0.1,
    chain: [],
  }
  assert.equal(
    scenarioText(scenario, ['once in 10 years'], ['the line trips']),
    'leak + bias\nonce in 10 years\n- T-101 leak, 5 min, 0.4 cm2, 2 min\n- LT-101 stuck, 70 s\n> the line trips',
  )
})
