import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Scale, scaleOf } from '../../../core/engine/window/film-scale.ts'
import type { Line } from '../../../core/line/line.ts'
import { oneTank } from '../../dream/one-tank.ts'
import { bundledLine, placeOf } from '../../line/stepper.ts'

/** The scale of a quantity that was seen between two values, SI. */
function scale(line: Line, place: string, low: number, high: number): readonly [string, number, number] {
  const seen = { place: placeOf(line, place), span: { low, high } }
  const { unit, ...span }: Scale = scaleOf(line, seen, [seen])
  return [unit, span.low, span.high]
}

test('what a component holds is shown against all that it can hold, in the unit of its signal', () => {
  assert.deepEqual(scale(oneTank, 'T-1.level', 0.2, 0.3), ['cm', 0, 60])
  assert.deepEqual(scale(bundledLine('bottling'), 'B-102.content', 0, 10), ['bottles', 0, 1200])
  const narrow = { ...oneTank, signals: oneTank.signals.map((signal) => ({ ...signal, low: 0.2, high: 0.4 })) }
  assert.deepEqual(scale(narrow, 'T-1.level', 0.2, 0.3), ['cm', 0, 60])
})

test('a flow is shown up to what the equipment can do, else to a round number beyond the largest', () => {
  assert.deepEqual(scale(oneTank, 'P-1.flow', 0, 1e-5), ['m3/h', 0, 0.54])
  assert.deepEqual(scale(oneTank, 'V-1.flow', 0, 83 / 3600), ['m3/h', 0, 90])
  assert.deepEqual(scale(oneTank, 'V-1.flow', -21 / 3600, 83 / 3600), ['m3/h', -25, 90])
  assert.deepEqual(scale(oneTank, 'T-1.lost', 0, 0), ['m3/h', 0, 1])
})

test('a flow too small for the usual unit is shown in one in which it can be read', () => {
  assert.deepEqual(scale(oneTank, 'V-1.flow', 0, 8.3e-6), ['l/min', 0, 0.5])
})

test('temperatures span what was seen of them, but never so little that noise looks like a swing', () => {
  const line = bundledLine('pasteuriser')
  assert.deepEqual(scale(line, 'T-101.temperature', 278.15, 320.15), ['degC', 5, 50])
  const [, low, high] = scale(line, 'T-101.temperature', 293.15, 293.16)
  assert.ok(low <= 15.1 && high >= 25, `${low} to ${high}`)
})

test('a share is shown in full, and what nothing else is known of over the range of its signal', () => {
  assert.deepEqual(scale(bundledLine('pasteuriser'), 'TV-101.opening', 0.3, 0.4), ['%', 0, 100])
  assert.deepEqual(scale(bundledLine('pasteuriser'), 'E-101.cold temperature', 300, 310), ['degC', 0, 100])
})

test('a unit that goals and limits are written in is the unit of its like', () => {
  assert.deepEqual(scale(bundledLine('tclab'), 'EH-102.power', 0, 0.1), ['W', 0, 0.75])
})
