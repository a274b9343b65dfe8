import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { StructuredTextError } from '../../core/export/virtual-plc/error.ts'
import { instantiate } from '../../core/export/virtual-plc/machine.ts'
import { parse } from '../../core/export/virtual-plc/parse.ts'
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

const whole = `TYPE PAIR : ARRAY[0..1] OF REAL; STATE : STRUCT level : REAL; END_STRUCT; END_TYPE
FUNCTION HALF : REAL VAR_INPUT x : REAL; END_VAR HALF := x / 2.0; END_FUNCTION
FUNCTION_BLOCK STORE VAR_INPUT x : REAL := 1.0; END_VAR VAR_OUTPUT y : REAL; END_VAR VAR_IN_OUT p : PAIR; END_VAR
  y := y + HALF(x); p[0] := y; END_FUNCTION_BLOCK
FUNCTION_BLOCK TESTED VAR_INPUT a : REAL; k : INT; END_VAR VAR_OUTPUT r : REAL; END_VAR
  VAR s : STORE; p : PAIR; t : STATE; i : INT; b : BOOL := TRUE; END_VAR
  s(x := a, p := p, y => r);
  FOR i := 0 TO 1 BY 1 DO IF b AND NOT (p[i] > 0.5) THEN EXIT; ELSIF k MOD 2 = 0 THEN t.level := MAX(p[i], 1.0E-3); END_IF; END_FOR;
  CASE k OF 1, 2..3: r := -s.y; ELSE r := LIMIT(0.0, t.level, 1.0); END_CASE;
  REPEAT i := i - 1; UNTIL TRUE END_REPEAT;
END_FUNCTION_BLOCK`

test('a text with any words lost, doubled or swapped runs or is refused with its position', () => {
  const words = whole.match(/\s+|\w+|[^\s\w]/g) as string[]
  const position = fc.nat({ max: words.length - 1 })
  const damage = fc.array(fc.tuple(position, position, fc.constantFrom('lose', 'double', 'swap')), {
    maxLength: 3,
    minLength: 1,
  })
  fc.assert(
    fc.property(damage, (damages) => {
      const text = [...words]
      for (const [at, other, kind] of damages) {
        if (kind === 'lose') text[at] = ''
        else if (kind === 'double') text[at] = `${text[at]}${text[at]}`
        else [text[at], text[other]] = [text[other] as string, text[at] as string]
      }
      try {
        instantiate(parse(text.join('')), 'TESTED').scan()
      } catch (error) {
        const named = error instanceof TypeError && /no FUNCTION_BLOCK or PROGRAM TESTED/.test(error.message)
        assert.ok(named || error instanceof StructuredTextError, `${(error as Error).stack}\n${text.join('')}`)
      }
    }),
    { numRuns: 1000 },
  )
  const made = instantiate(parse(whole), 'TESTED')
  made.set('a', 3)
  made.scan()
  assert.equal(made.get('r'), 1)
})
