import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readLineText } from '../../../core/engine/window/reading.ts'

test('limits come with the quantity they bound, in the unit they are written in', () => {
  const { model } = readLineText({ text: readFileSync('assets/lines/three-tank.line.yaml', 'utf8') })
  assert.deepEqual(model?.limits, [
    { name: 'overflow-1', component: 'T-101', quantity: 'level', unit: 'cm', above: 60, trip: true },
    { name: 'overflow-2', component: 'T-102', quantity: 'level', unit: 'cm', above: 60, trip: true },
    { name: 'empty-3', component: 'T-103', quantity: 'level', unit: 'cm', below: 1, trip: false },
  ])
})
