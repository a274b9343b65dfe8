import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Dimension } from '../../core/line/dimension.ts'
import { difference, type Measure, measure, perSecond, perYear, ratio } from '../../core/line/measure.ts'
import { formatQuantity, isComplaint, parseQuantity, parseRange } from '../../core/line/quantity.ts'
import { parseUnit } from '../../core/line/unit.ts'

function inSI(text: string, wanted: Measure): number {
  const parsed = parseQuantity(text, wanted)
  return isComplaint(parsed) ? assert.fail(parsed.message) : parsed.value
}

const known: readonly (readonly [string, Measure, number])[] = [
  ['31.89 cm', measure('length'), 0.3189],
  ['154 cm2', measure('area'), 0.0154],
  ['150 cm³/s', measure('volume flow'), 150e-6],
  ['1.8 m3/h', measure('volume flow'), 5e-4],
  ['20 degC', measure('temperature'), 293.15],
  ['-40 °C', measure('temperature'), 233.15],
  ['300 K', measure('temperature'), 300],
  ['2 bar', measure('pressure'), 2e5],
  ['4182 J/(kg K)', measure('specific heat'), 4182],
  ['4.182 kJ/kg/K', measure('specific heat'), 4182],
  ['9 W/(m2 K)', measure('heat transfer'), 9],
  ['2 kW', measure('power'), 2000],
  ['12 min', measure('time'), 720],
  ['50 %', measure('fraction'), 0.5],
  ['0.46', measure('fraction'), 0.46],
  ['60 parts/min', measure('part rate'), 1],
  ['3600 bottles/h', measure('part rate'), 1],
  ['4 m3/h', measure('flow coefficient'), 4],
  ['0.1 /year', perYear, 0.1],
  ['20 %/s', perSecond('fraction'), 0.2],
  ['5 %/cm', ratio('fraction', 'length'), 5],
  ['5 %/K', ratio('fraction', 'temperature'), 0.05],
  ['2', ratio('fraction', 'fraction'), 2],
  ['-3e-2 m', measure('length'), -0.03],
]

for (const [text, wanted, value] of known) {
  test(`${text} is a ${wanted.name} of ${value}`, () => {
    assert.ok(Math.abs(inSI(text, wanted) - value) <= 1e-14 * Math.abs(value))
  })
}

test('what has another dimension is refused', () => {
  for (const [text, wanted] of [
    ['3 kg', measure('length')],
    ['3 degC', difference('temperature')],
    ['3 %', measure('length')],
    ['3 m', measure('fraction')],
    ['3 parts', measure('fraction')],
    ['3 m3', measure('volume flow')],
    ['3 W/m2 K', measure('heat transfer')],
    ['3 degC2', measure('temperature')],
    ['3 m/', measure('length')],
    ['3 (m', measure('length')],
    ['NaN m', measure('length')],
    ['', measure('length')],
  ] as const) {
    assert.ok(isComplaint(parseQuantity(text, wanted)), text)
  }
})

test('the first end of a range may leave its unit to the second', () => {
  assert.deepEqual(parseRange('0 to 62 cm', measure('length')), { low: 0, high: 0.62, unit: 'cm' })
  assert.deepEqual(parseRange('500 mm to 1 m', measure('length')), { low: 0.5, high: 1, unit: 'm' })
  assert.deepEqual(parseRange('20 to 80 degC', measure('temperature')), { low: 293.15, high: 353.15, unit: 'degC' })
})

test('a value is shown in the unit it was written in', () => {
  assert.equal(formatQuantity(0.3189, 'cm'), '31.89 cm')
  assert.equal(formatQuantity(345.15, 'degC'), '72 degC')
  assert.equal(formatQuantity(0.25, ''), '0.25')
  assert.throws(() => formatQuantity(1, 'furlong'), RangeError)
})

const dimensions: readonly Dimension[] = [
  'fraction',
  'length',
  'area',
  'volume',
  'time',
  'temperature',
  'temperature difference',
  'pressure',
  'volume flow',
  'mass',
  'density',
  'power',
  'specific heat',
  'heat transfer',
  'conductance',
  'parts',
  'part rate',
  'frequency',
]

test('a quantity survives being read and shown, in every unit a remedy proposes', () => {
  const written = fc.constantFrom(...dimensions).chain((dimension) =>
    fc.record({
      dimension: fc.constant(dimension),
      unit: fc.constantFrom(...measure(dimension).units),
      digits: fc.integer({ min: -99_999, max: 99_999 }),
    }),
  )
  fc.assert(
    fc.property(written, ({ dimension, unit, digits }) => {
      const text = `${digits / 100} ${unit}`
      assert.equal(formatQuantity(inSI(text, measure(dimension)), unit), text)
    }),
  )
})

test('no text makes the unit parser throw', () => {
  const piece = fc.constantFrom('m', 'cm', '2', '/', '(', ')', ' ', '%', 'degC', '1', '*', 'constructor', '-', '99')
  fc.assert(fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => void parseUnit(pieces.join(''))))
})
