import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { identifier, identifiers, realArrayInitialiser, realLiteral } from '../../core/export/structured-text.ts'
import { block } from './virtual-plc-block.ts'

const float32 = fc.float({ noNaN: true, noDefaultInfinity: true })

test('REAL literals are short and always have a decimal point', () => {
  const literals = [
    0, -0, 1, -2.5, 0.1, 0.001, 1e-5, 1e6, 16777216, 123456.7, 3.4028234663852886e38, 1.401298464324817e-45,
  ]
  assert.deepEqual(literals.map(realLiteral), [
    '0.0',
    '-0.0',
    '1.0',
    '-2.5',
    '0.1',
    '0.001',
    '1.0E-5',
    '1.0E+6',
    '16777216.0',
    '123456.7',
    '3.4028235E+38',
    '1.0E-45',
  ])
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1e39]) assert.throws(() => realLiteral(value), RangeError)
})

test('any literal reads back to the same float32', () => {
  fc.assert(
    fc.property(float32, (value) => {
      const text = realLiteral(value)
      assert.match(text, /^-?\d+\.\d+(E[+-]\d+)?$/)
      assert.equal(Math.fround(Number(text)), value)
    }),
    { numRuns: 2000 },
  )
})

test('any array of weights passes through the virtual PLC without losing a bit', () => {
  fc.assert(
    fc.property(fc.array(float32, { minLength: 1, maxLength: 40 }), (values) => {
      const weights = Float32Array.from(values)
      const lines = realArrayInitialiser(weights)
      assert.equal(lines.length, Math.ceil(values.length / 8))
      const made = block(
        `VAR CONSTANT weights : ARRAY[0..${values.length - 1}] OF REAL := ${lines.join('\n')}; END_VAR`,
        '',
      )
      assert.deepEqual(made.get('weights'), weights)
    }),
  )
  assert.throws(() => realArrayInitialiser(new Float32Array(0)), RangeError)
})

test('tags become identifiers that an engineer still recognises', () => {
  const tags = ['LT-101', 'FIC 7.PV', '2-FIC/7', 'Füllstand', '_a__b_', 'S1', 'G', 'IN2', 'limit', 'Ton', 'step', '°']
  assert.deepEqual(tags.map(identifier), [
    'LT_101',
    'FIC_7_PV',
    'TAG_2_FIC_7',
    'Fullstand',
    'a_b',
    'TAG_S1',
    'TAG_G',
    'TAG_IN2',
    'TAG_limit',
    'TAG_Ton',
    'TAG_step',
    'TAG',
  ])
  assert.equal(identifier(`${'a'.repeat(31)}-101`), 'a'.repeat(31))
})

test('different tags never share an identifier and equal tags always do', () => {
  const name = identifiers()
  assert.deepEqual(['LT-101', 'LT.101', 'lt 101', 'LT-101'].map(name), ['LT_101', 'LT_101_2', 'lt_101_3', 'LT_101'])
  const long = 'a'.repeat(40)
  assert.deepEqual([name(long), name(`${long}b`)], ['a'.repeat(32), `${'a'.repeat(30)}_2`])
})

test('whatever the tags, the virtual PLC takes their identifiers as variables', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), { minLength: 1 }), (tags) => {
      const name = identifiers()
      const names = tags.map(name)
      const made = block(`VAR ${names.map((each) => `${each} : REAL := 1.0;`).join(' ')} END_VAR`, '')
      for (const each of names) assert.equal(made.get(each), 1)
    }),
  )
})
