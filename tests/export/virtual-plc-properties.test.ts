import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { block } from './virtual-plc-block.ts'

/** An expression as Structured Text and what it must compute. */
interface Sample {
  readonly text: string
  readonly value: number
}

const inputs = ['p', 'q', 's'] as const
const real = fc.float({ noNaN: true, noDefaultInfinity: true, min: -1000, max: 1000 })
const integer = fc.integer({ min: -32768, max: 32767 })

const { fround } = Math
const int16 = (value: number) => (value << 16) >> 16

function realSample(values: readonly number[]): fc.Arbitrary<Sample> {
  const leaf = fc.oneof(
    fc.constantFrom(...inputs.map((text, index) => ({ text, value: values[index]! }))),
    fc.integer({ min: 0, max: 9999 }).map((n) => ({ text: `${n}.25E-1`, value: fround(Number(`${n}.25E-1`)) })),
  )
  return fc.letrec<{ sample: Sample }>((tie) => ({
    sample: fc.oneof(
      { maxDepth: 5 },
      leaf,
      fc.tuple(tie('sample'), tie('sample'), fc.constantFrom('+', '-', '*', '/')).map(([a, b, operator]) => ({
        text: `(${a.text} ${operator} ${b.text})`,
        value: fround(
          { '+': a.value + b.value, '-': a.value - b.value, '*': a.value * b.value, '/': a.value / b.value }[operator]!,
        ),
      })),
      tie('sample').map((a) => ({ text: `(-${a.text})`, value: -a.value })),
      tie('sample').map((a) => ({ text: `EXP(${a.text})`, value: fround(Math.exp(a.value)) })),
      fc.tuple(tie('sample'), tie('sample')).map(([a, b]) => ({
        text: `MAX(${a.text}, ${b.text})`,
        value: Math.max(a.value, b.value),
      })),
      fc.tuple(tie('sample'), tie('sample')).map(([a, b]) => ({
        text: `SEL(${a.text} <= ${b.text}, ${a.text}, ${b.text})`,
        value: a.value <= b.value ? b.value : a.value,
      })),
    ),
  })).sample
}

function integerSample(values: readonly number[]): fc.Arbitrary<Sample> {
  const leaf = fc.oneof(
    fc.constantFrom(...inputs.map((text, index) => ({ text, value: values[index]! }))),
    fc.integer({ min: 0, max: 32767 }).map((value) => ({ text: `${value}`, value })),
  )
  return fc.letrec<{ sample: Sample }>((tie) => ({
    sample: fc.oneof(
      { maxDepth: 5 },
      leaf,
      fc.tuple(tie('sample'), tie('sample'), fc.constantFrom('+', '-', '*')).map(([a, b, operator]) => ({
        text: `(${a.text} ${operator} ${b.text})`,
        value: int16({ '+': a.value + b.value, '-': a.value - b.value, '*': Math.imul(a.value, b.value) }[operator]!),
      })),
      fc.tuple(tie('sample'), fc.integer({ min: 1, max: 99 })).map(([a, divisor]) => ({
        text: `(${a.text} / ${divisor} + ${a.text} MOD ${divisor})`,
        value: int16(Math.trunc(a.value / divisor) + (a.value % divisor)),
      })),
    ),
  })).sample
}

function agrees(type: 'REAL' | 'INT', values: readonly number[], { text, value }: Sample): void {
  const made = block(`VAR_INPUT p, q, s : ${type}; END_VAR VAR_OUTPUT r : ${type}; END_VAR`, `r := p + ${text} - p;`)
  for (const [index, name] of inputs.entries()) made.set(name, values[index]!)
  made.scan()
  const p = values[0]!
  const expected = type === 'REAL' ? fround(fround(p + value) - p) : int16(int16(p + value) - p)
  assert.equal(made.get('r'), expected, text)
}

test('any REAL expression computes the same bits as float32 arithmetic', () => {
  const samples = fc.tuple(real, real, real).chain((values) => fc.tuple(fc.constant(values), realSample(values)))
  fc.assert(
    fc.property(samples, ([values, sample]) => agrees('REAL', values, sample)),
    { numRuns: 300 },
  )
})

test('any INT expression wraps as 16-bit arithmetic does', () => {
  const samples = fc
    .tuple(integer, integer, integer)
    .chain((values) => fc.tuple(fc.constant(values), integerSample(values)))
  fc.assert(
    fc.property(samples, ([values, sample]) => agrees('INT', values, sample)),
    { numRuns: 300 },
  )
})
