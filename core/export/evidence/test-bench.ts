import { comment, section } from '../declare.ts'
import { folded } from '../fold.ts'
import { identifier, identifiers, realLiteral } from '../structured-text.ts'
import type { Column, Recording } from './recording.ts'

/** A program that replays recorded calls of blocks, one a scan, and stops at the first output that differs. */
export interface TestBench {
  /** Name of the PROGRAM. */
  readonly program: string
  /** IEC 61131-3 Structured Text; the blocks stand in a text of their own. */
  readonly text: string
  /** The same as a FUNCTION_BLOCK, for forms that have no PROGRAM. */
  readonly asBlock: string
  readonly scans: number
  /** What FAILED_OUTPUT counts, from 1: `BLOCK.OUTPUT`. */
  readonly outputs: readonly string[]
}

export interface TestBenchRequest {
  readonly line: { readonly name: string; readonly title: string }
  readonly recordings: readonly Recording[]
  /** Range of an output in its unit; 1 where none is known. */
  readonly rangeOf: (output: string) => number | undefined
  readonly heading: readonly string[]
}

/** What RESULT of the program says. */
export const results = { underWay: 0, pass: 1, fail: 2 } as const

/** Of the range and the value together: |actual - expected| <= tolerance * (range + |expected|). */
export const benchTolerance = 1e-5
const valuesPerLine = 8
const longestMiddle = 16

/**
 * Writes the test bench from the declarations of the blocks: whatever inputs they have are given, whatever outputs they
 * have are compared, states exactly. A constant array holds one input or output: 4 bytes a scan.
 */
export function writeTestBench({ line, recordings, rangeOf, heading }: TestBenchRequest): TestBench {
  const program = identifier(`DREAMLINE ${line.name.toUpperCase().slice(0, longestMiddle)} TEST`)
  const nameOf = identifiers()
  const words = ['RESULT', 'SCAN_NO', 'FAILED_OUTPUT', 'ACTUAL', 'EXPECTED']
  for (const word of [program, ...words, ...recordings.map(({ block }) => block)]) nameOf(word)
  const benches = recordings.map(({ block, inputs, outputs }, row) => {
    const column = (way: string) => (each: Column) => ({
      ...each,
      array: nameOf(`${way} ${row + 1} ${each.variable.spelling}`),
    })
    return {
      block,
      instance: nameOf(`BLOCK ${row + 1}`),
      inputs: inputs.map(column('GIVEN')),
      outputs: outputs.map(column('DUE')),
    }
  })
  const scans = recordings[0]?.outputs[0]?.values.length ?? 0
  const outputs = benches.flatMap(({ block, instance, outputs }) =>
    outputs.map((output) => ({ ...output, block, instance })),
  )
  const names = outputs.map(({ block, variable }) => `${block}.${variable.spelling}`)
  const linesOf = (kind: 'PROGRAM' | 'FUNCTION_BLOCK') => [
    ...heading,
    comment(
      `${line.title}: test bench of the two blocks. Run it in a cyclic task, alone with them: one vector a scan.`,
    ),
    comment('RESULT becomes 1 (PASS) after the last vector, or 2 (FAIL) at the first output that differs.'),
    '',
    `${kind} ${program}`,
    ...section(kind === 'PROGRAM' ? 'VAR' : 'VAR_OUTPUT', [
      `SCAN_NO : INT; ${comment(`vector that is next, or that failed, 0 to ${scans - 1}`)}`,
      `RESULT : INT; ${comment('0: under way, 1: PASS, 2: FAIL')}`,
      `FAILED_OUTPUT : INT; ${comment('0: none yet; the numbers stand below')}`,
      `ACTUAL : REAL; ${comment('the first output that differs, or the last one compared')}`,
      `EXPECTED : REAL; ${comment('what was due')}`,
    ]),
    ...section(
      'VAR',
      benches.map(({ instance, block }) => `${instance} : ${block};`),
    ),
    ...section(
      'VAR CONSTANT',
      benches.flatMap(({ inputs, outputs }) => [
        ...inputs.filter(varies).flatMap(declareGiven),
        ...outputs.flatMap(declareDue),
      ]),
    ),
    '',
    'IF RESULT = 0 THEN',
    ...benches.flatMap(({ instance, inputs }) => [
      `  ${instance}(`,
      ...inputs.map(
        (input, row) => `    ${input.variable.spelling} := ${givenNow(input)}${row < inputs.length - 1 ? ',' : ''}`,
      ),
      '  );',
    ]),
    ...outputs.flatMap(({ variable, instance, array }, row) => {
      const range = rangeOf(variable.name) ?? 1
      const bound = `${realLiteral(benchTolerance)} * (${realLiteral(range)} + ABS(EXPECTED))`
      const isReal = variable.type === 'REAL'
      return [
        `  ${comment(`${row + 1}: ${names[row]}`)}`,
        '  IF FAILED_OUTPUT = 0 THEN',
        `    ACTUAL := ${asReal(variable.type as string, `${instance}.${variable.spelling}`)};`,
        `    EXPECTED := ${array}[SCAN_NO];`,
        `    IF NOT (ABS(ACTUAL - EXPECTED) <= ${isReal ? bound : '0.5'}) THEN FAILED_OUTPUT := ${row + 1}; END_IF;`,
        '  END_IF;',
      ]
    }),
    '  IF FAILED_OUTPUT > 0 THEN',
    `    RESULT := ${results.fail};`,
    '  ELSE',
    '    SCAN_NO := SCAN_NO + 1;',
    `    IF SCAN_NO = ${scans} THEN RESULT := ${results.pass}; END_IF;`,
    '  END_IF;',
    'END_IF;',
    `END_${kind}`,
  ]
  const textOf = (kind: 'PROGRAM' | 'FUNCTION_BLOCK') => `${linesOf(kind).flatMap(folded).join('\n')}\n`
  return { program, text: textOf('PROGRAM'), asBlock: textOf('FUNCTION_BLOCK'), scans, outputs: names }
}

type Named = Column & { readonly array: string }

const varies = ({ values }: Column) => values.some((value) => value !== values[0])

const declareGiven = ({ variable, values, array }: Named) =>
  arrayOf(array, variable.type as string, values.map(literalOf(variable.type as string)))

/** An input that is the same in every scan needs no array. */
const givenNow = (input: Named) =>
  varies(input) ? `${input.array}[SCAN_NO]` : literalOf(input.variable.type as string)(input.values[0] as number)

const literalOf = (type: string) => (value: number) => {
  if (type === 'BOOL') return value === 0 ? 'FALSE' : 'TRUE'
  return type === 'REAL' ? realLiteral(value) : String(value)
}

const declareDue = ({ values, array }: Named) => arrayOf(array, 'REAL', values.map(realLiteral))

function arrayOf(name: string, type: string, literals: readonly string[]): readonly string[] {
  const rows: string[] = []
  for (let at = 0; at < literals.length; at += valuesPerLine) {
    const end = at + valuesPerLine >= literals.length ? '];' : ','
    rows.push(`  ${literals.slice(at, at + valuesPerLine).join(', ')}${end}`)
  }
  return [`${name} : ARRAY[0..${literals.length - 1}] OF ${type} := [`, ...rows]
}

const asReal = (type: string, value: string) => {
  if (type === 'REAL') return value
  return type === 'BOOL' ? `SEL(${value}, 0.0, 1.0)` : `${type}_TO_REAL(${value})`
}
