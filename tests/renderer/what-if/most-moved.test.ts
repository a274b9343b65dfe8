import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Chart } from '../../../renderer/screens/watch/charts.ts'
import { mostMoved } from '../../../renderer/screens/what-if/most-moved.ts'

const chart = (
  name: string,
  layers: readonly ('truth' | 'reading' | 'setpoint' | 'control')[],
  values: number[],
): Chart => ({
  key: name,
  kind: layers.includes('control') ? 'control' : 'quantity',
  component: 'T-1',
  name,
  unit: 'cm',
  range: [0, 10],
  lines: layers.map((layer) => ({ layer, tag: 'LT-1', film: 0, values: Float32Array.from(values) })),
  limits: [],
})

test('measured quantities and controls are shown, what moved most first, and what stood still not at all', () => {
  const charts = [
    chart('still', ['truth', 'reading'], [5, 5, 5]),
    chart('little', ['truth', 'reading'], [5, 6]),
    chart('hidden', ['truth'], [0, 10]),
    chart('driven', ['control'], [0, 8]),
    chart('far', ['truth', 'reading'], [1, 5]),
  ]
  assert.deepEqual(
    mostMoved(charts, 9).map(({ name }) => name),
    ['driven', 'far', 'little'],
  )
  assert.deepEqual(
    mostMoved(charts, 1).map(({ name }) => name),
    ['driven'],
  )
})
