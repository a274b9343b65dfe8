import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { XmlElement } from 'libxml2-wasm'
import { modes, reasons } from '../../../core/export/guard/settings.ts'
import { ExportError } from '../../../core/export/policy.ts'
import { programModel } from '../../../core/export/program-model.ts'
import { instantiate } from '../../../core/export/virtual-plc/machine.ts'
import { parse } from '../../../core/export/virtual-plc/parse.ts'
import { l5xWriter } from '../../../core/export/writers/l5x.ts'
import type { WriterContext, WrittenFile } from '../../../core/export/writers/writer.ts'
import { everything } from './everything.ts'
import { lines, writtenPolicy } from './policies.ts'
import { runInPlc } from './run-in-plc.ts'
import { readValid } from './xml-files.ts'

/** Structured Text in the dialect of Logix, from the instructions in their order. */
const textOf = (files: readonly WrittenFile[]): string =>
  files.map(({ content }) => readValid(content, 'l5x.xsd', instructionText)).join('\n')

const all = (element: XmlElement, path: string) => element.find(path) as XmlElement[]
const attribute = (element: XmlElement, name: string) => element.attr(name)?.value ?? ''

function instructionText(root: XmlElement): string {
  const own = all(root, './/Parameter').filter((each) => !attribute(each, 'Name').startsWith('Enable'))
  const [inputs, outputs] = ['Input', 'Output'].map((usage) =>
    own.filter((parameter) => attribute(parameter, 'Usage') === usage).map(declaration),
  )
  const lines = all(root, './/Line').map(({ content }) => content)
  return [
    `FUNCTION_BLOCK ${attribute(root, 'TargetName')}`,
    ...['VAR_INPUT', ...inputs!, 'END_VAR', 'VAR_OUTPUT', ...outputs!, 'END_VAR'],
    ...['VAR', ...all(root, './/LocalTag').map(declaration), 'END_VAR'],
    ...lines,
    'END_FUNCTION_BLOCK',
  ].join('\n')
}

/** From the decorated data, which must say the same as the data in the form of L5K. */
function declaration(tag: XmlElement): string {
  const type = attribute(tag, 'DataType')
  const values = all(tag, './/DataValue | .//Element').map((each) => Number(attribute(each, 'Value')))
  const l5k = JSON.parse(tag.get('DefaultData[@Format="L5K"]')!.content.replace(/e([+-])0*(?=\d)/g, 'e$1'))
  assert.deepEqual([l5k].flat(2).map(Math.fround), values.map(Math.fround))
  const written = values.map((value) => literal(type, value))
  const dimensions = attribute(tag, 'Dimensions').split(' ').filter(Boolean).map(Number)
  assert.equal(
    values.length,
    dimensions.reduce((product, size) => product * size, 1),
  )
  const bounds = dimensions.map((size) => `0..${size - 1}`).join(', ')
  const array = dimensions.length > 0
  return `${attribute(tag, 'Name')} : ${array ? `ARRAY [${bounds}] OF ` : ''}${type} := ${array ? `[${written.join(', ')}]` : written};`
}

function literal(type: string, value: number): string {
  if (type === 'BOOL') return value === 0 ? 'FALSE' : 'TRUE'
  return type === 'DINT' ? String(value) : value.toExponential(10)
}

test('what is written has the structure and computes what the blocks compute, but for EXP', async () => {
  for (const name of lines) {
    const { blocks, program, context, senseScans, applyScans, spans } = await writtenPolicy(name)
    const { sense, apply } = blocks.names
    const files = l5xWriter.write(program, context)
    assert.deepEqual(
      files.map((file) => file.name),
      [`${sense}.L5X`, `${apply}.L5X`],
    )
    assert.deepEqual(l5xWriter.write(programModel(blocks.text), context), files)
    const text = textOf(files)
    assert.deepEqual(runInPlc(text, apply, applyScans, 'logix'), runInPlc(blocks.text, apply, applyScans))
    const right = runInPlc(blocks.text, sense, senseScans)
    runInPlc(text, sense, senseScans, 'logix').forEach((found, scan) => {
      for (const [output, value] of Object.entries(right[scan]!)) {
        const difference = Object.is(found[output], value) ? 0 : Math.abs(found[output]! - value) / (spans[output] ?? 0)
        assert.ok(difference < 1e-5, `${name}: ${output} differs by ${difference} of its range in scan ${scan}`)
      }
    })
  }
})

const heading = `FUNCTION_BLOCK Tested
VAR_INPUT a, b, c : REAL; k : INT; on : BOOL; END_VAR
VAR_OUTPUT r : REAL; n : DINT; ok : BOOL; END_VAR
VAR i, j : INT; m : DINT; scratch_1 : REAL := 0.5; w : ARRAY [1..3, -1..0] OF REAL := [1.5, -2.0E-9, 3.0E+20, 4.0, 5.0, 6.0]; END_VAR
`

/** Every function that Logix lacks, wherever an expression can stand, and EXP nowhere. */
const functions = `${heading}
  r := MIN(a, b, c) + MAX(a, 0.0) * LIMIT(-1.0, b, c) - SEL(on, MIN(a, 1.0), scratch_1);
  IF MAX(a, b) > c THEN r := r + 1.0; ELSIF LIMIT(0.0, a, 2.0) = b THEN r := 2.0; ELSIF on THEN r := 3.0; ELSE r := r - MIN(b, c); END_IF;
  FOR i := MIN(k, 1) TO MAX(1, k - 2) DO w[i MOD 3 + 1, -1] := MAX(w[MIN(2, 3), 0], a); IF on THEN EXIT; END_IF; END_FOR;
  j := 0;
  WHILE MAX(DINT_TO_REAL(INT_TO_DINT(j)), 0.5) < MIN(b, 4.5) DO j := j + 1; r := r + DINT_TO_REAL(TRUNC(LIMIT(-9.0, a, 9.0))); END_WHILE;
  REPEAT j := j - 1; m := REAL_TO_DINT(LIMIT(-1000.0, b * 2.5, 1000.0)); UNTIL MIN(INT_TO_REAL(j), 0.0) < 0.0 END_REPEAT;
  CASE MAX(k, 0) OF 0: n := m; 1, 2..3: n := SEL(on, m, -m); ELSE n := REAL_TO_DINT(2.5) + BOOL_TO_DINT(on); END_CASE;
  ok := NOT (MIN(a, b) = MIN(a, b)) OR DINT_TO_BOOL(m) AND SEL(on, TRUE, FALSE); (* said *)
  IF NOT (r = r) THEN r := EXPT(2.0, 3.0); ok := TRUE; END_IF;
END_FUNCTION_BLOCK`

const title = 'Ä <line> & "more" ]]> of it'
const context: WriterContext = { name: 'tested', title, scan: 1, blocks: ['Tested'], sha256: {}, version: '0' }
const written = (text: string) => textOf(l5xWriter.write(programModel(text), context))

test('what Logix lacks is written in statements that compute the same', () => {
  const original = instantiate(parse(functions), 'Tested')
  const rewritten = instantiate(parse(written(functions)), 'Tested', 'logix')
  assert.doesNotMatch(written(functions), /\b(MIN|MAX|LIMIT|SEL|EXPT|\w+_TO_\w+)\(/)
  // Large, and yet no result overflows: on Logix an infinity counts as no number.
  const real = fc.oneof(
    fc.float({ min: -4, max: 8, noNaN: true }),
    fc.constantFrom(0.5, 1.5, 2.5, -2.5, 1, 3, Number.NaN, 1e9, -0.2),
  )
  fc.assert(
    fc.property(real, real, real, fc.integer({ min: -3, max: 6 }), fc.boolean(), (a, b, c, k, on) => {
      const results = [original, rewritten].map((block) => {
        block.reset()
        for (const [name, value] of Object.entries({ a, b, c, k, on })) block.set(name, value)
        const stops = [1, 2].map(() => stopOf(() => block.scan()))
        const values = ['r', 'n', 'ok', 'w', 'i', 'j', 'scratch_1'].map((name) => block.get(name))
        return [stops, ...values.map((value) => (typeof value === 'object' ? Array.from(value) : value))]
      })
      assert.deepEqual(results[1], results[0])
    }),
    { numRuns: 1000 },
  )
})

/** Whether a scan stops, as at a conversion of NaN. */
function stopOf(run: () => void): boolean {
  try {
    run()
    return false
  } catch {
    return true
  }
}

test('EXP is a power of 2.7182817, off by 3.1e-8 of its exponent at most', () => {
  const text = `${heading} r := EXP(LIMIT(-87.0, a, 88.0)); END_FUNCTION_BLOCK`
  const block = instantiate(parse(written(text)), 'Tested', 'logix')
  fc.assert(
    fc.property(fc.float({ min: -87, max: 88, noNaN: true }), (a) => {
      block.set('a', a)
      block.scan()
      const error = Math.abs(Number(block.get('r')) / Math.exp(a) - 1)
      assert.ok(error <= 3.1e-8 * Math.abs(a) + 6e-8, `${a}: ${error}`)
    }),
  )
})

test('NaN and infinities are no numbers, and no comparison meets a NaN with itself', async () => {
  const { blocks, program, context } = await writtenPolicy('three-tank', 'trim', 0)
  const text = textOf(l5xWriter.write(program, context))
  assert.doesNotMatch(text, /([\w[\]]+) = \1\b/)
  const usual = {
    ENABLE: 1,
    MODE: modes.check,
    AUTHORITY: 1,
    LT_102: 14.16,
    LT_103: 23.22,
    LC_101_SP: 31.89,
    LC_102_SP: 14.16,
  }
  const scans = [31.89, Number.NaN, Infinity, -Infinity, 1e30, -1e30].map((LT_101) => ({
    ...{ ...usual, SC_101_LAST: 20, SC_102_LAST: 13.3 },
    LT_101,
  }))
  const refused = runInPlc(text, blocks.names.sense, scans, 'logix').map(({ STATUS }) => STATUS! & reasons.notANumber)
  assert.deepEqual(refused, [0, 2, 2, 2, 0, 0])
})

test('an input without an initial value must be wired, and every parameter is shown', async () => {
  const { program, context } = await writtenPolicy('three-tank', 'trim', 0)
  const [sense] = l5xWriter.write(program, context) as [WrittenFile]
  const parameters = readValid(sense.content, 'l5x.xsd', (root) =>
    all(root, './/Parameter').map((each) =>
      ['Name', 'DataType', 'Required', 'Visible'].map((name) => attribute(each, name)),
    ),
  )
  assert.deepEqual(parameters.slice(0, 5), [
    ['EnableIn', 'BOOL', 'false', 'false'],
    ['EnableOut', 'BOOL', 'false', 'false'],
    ['ENABLE', 'BOOL', 'true', 'true'],
    ['MODE', 'DINT', 'false', 'true'],
    ['HEARTBEAT', 'DINT', 'true', 'true'],
  ])
  assert.deepEqual(parameters.at(-1), ['STATUS', 'DINT', 'false', 'true'])
})

test('what an Add-On Instruction cannot be is refused', () => {
  const refusals: readonly (readonly [string, RegExp])[] = [
    [everything, /no calls|no FUNCTION such as Half/],
    [`${heading} RETURN; END_FUNCTION_BLOCK`, /no RETURN/],
    [`${heading} r := MUX(k, a, b); END_FUNCTION_BLOCK`, /no MUX/],
    ['FUNCTION_BLOCK Tested VAR l : LREAL; END_VAR l := 1.0; END_FUNCTION_BLOCK', /no LREAL/],
    [
      'FUNCTION_BLOCK Tested VAR b : ARRAY [0..31] OF BOOL; END_VAR b[0] := TRUE; END_FUNCTION_BLOCK',
      /no arrays of BOOL/,
    ],
    ['FUNCTION_BLOCK Tested VAR_TEMP t : REAL; END_VAR t := 1.0; END_FUNCTION_BLOCK', /no VAR_TEMP/],
    ['PROGRAM Tested VAR t : REAL; END_VAR t := 1.0; END_PROGRAM', /no PROGRAM/],
  ]
  for (const [text, message] of refusals) {
    assert.throws(
      () => l5xWriter.write(programModel(text), context),
      (error) => error instanceof ExportError && message.test(error.message),
    )
  }
})
