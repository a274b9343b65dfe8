import type { Line } from '../line/line.ts'
import type { BlockNames } from './block-names.ts'
import { comment, declareReal, declareStatus, literalIn, rangeIn, section, unitOf } from './declare.ts'
import { type Scale, writtenDifference } from './engineering.ts'
import type { PolicyGraph } from './policy.ts'
import { declaration, initialised, loopVariables, place, writeProgram } from './program.ts'
import { writeRules } from './rules-program.ts'
import { realLiteral } from './structured-text.ts'

/** What STATUS of the block says. */
export const statusTexts: readonly string[] = [
  'the policy acts',
  'ENABLE is FALSE: safe output',
  'an input is not a number: safe output, memory starts again',
  'the policy computed something that is not a number: safe output, memory starts again',
]

/** A block of memory: its variable, that of its next value, and the constant that it starts with. */
interface Remembered {
  readonly now: string
  readonly next: string
  readonly begin: string
  readonly start: Float32Array
}

/** The function block ahead of the loops: readings, set points and last controls in, corrected readings and trims out. */
export function senseBlock(policy: PolicyGraph, names: BlockNames, authority: number): readonly string[] {
  const { nameOf } = names
  const program = policy.rules ? writeRules(policy, policy.rules, nameOf) : writeProgram(policy.outputs, nameOf)
  const remembered = policy.memory.map(({ input, output, start }) => ({
    now: nameOf(input),
    next: nameOf(output),
    begin: nameOf(`${input} start`),
    start,
  }))
  return [
    `FUNCTION_BLOCK ${names.sense}`,
    ...interfaceOf(policy.line, names, authority),
    ...section('VAR CONSTANT', [
      ...program.constants,
      ...remembered.flatMap(({ begin, start }) => initialised(begin, start)),
    ]),
    ...section('VAR', [
      ...remembered.flatMap(({ now, start }) => initialised(now, start)),
      declaration(nameOf('reading'), names.signals.length),
      ...(names.setpoints.length > 0 ? [declaration(nameOf('setpoint'), names.setpoints.length)] : []),
      declaration(nameOf('control'), names.controls.length),
      ...loopVariables,
      ...(names.isDirect ? [] : ['share : REAL;']),
      ...program.variables,
    ]),
    '',
    'STATUS := 0;',
    'IF NOT ENABLE THEN STATUS := 1; END_IF;',
    ...inputsOf(names).map((name) => refuseNotANumber(name, 2)),
    '',
    'IF STATUS = 0 THEN',
    ...indented([
      comment('SI inside'),
      ...inSi(policy.line, names),
      '',
      ...program.statements,
      '',
      ...Object.entries(policy.outputs).flatMap(([name, { rows }]) =>
        each(rows, (at) => refuseNotANumber(place(nameOf(name), rows, at), 3)),
      ),
    ]),
    'END_IF;',
    '',
    'IF STATUS = 0 THEN',
    ...indented([
      ...decided(policy, names),
      ...remembered.flatMap(({ now, next, start }) => copyAll(now, next, start.length)),
    ]),
    'ELSE',
    ...indented([...safeOutput(policy.line, names), ...remembered.flatMap(restart)]),
    'END_IF;',
    'END_FUNCTION_BLOCK',
  ]
}

const inputsOf = (names: BlockNames): readonly string[] => [
  ...names.signals.map(({ reading }) => reading),
  ...names.setpoints.map(({ setpoint }) => setpoint),
  ...names.controls.map(({ last }) => last),
]

const authorityText = 'share of trims and corrections that is used, 0.0 to 1.0; not a number: none'

/** AUTHORITY within its range. Compilers differ in what LIMIT makes of a NaN, so that is caught before. */
const shareOfAuthority: readonly string[] = [
  'share := 0.0;',
  'IF AUTHORITY = AUTHORITY THEN share := LIMIT(0.0, AUTHORITY, 1.0); END_IF;',
]

/** Compilers differ in what LIMIT makes of a NaN, so it is caught before any clamp. */
const refuseNotANumber = (name: string, status: number) =>
  `IF NOT (${name} = ${name}) THEN STATUS := ${status}; END_IF;`

function interfaceOf(line: Line, names: BlockNames, authority: number): readonly string[] {
  const wantedText = names.isDirect ? 'wanted of' : 'to be added to'
  return [
    ...section('VAR_INPUT', [
      `ENABLE : BOOL; ${comment('TRUE: the policy acts; FALSE: safe output')}`,
      ...(names.isDirect ? [] : [declareReal('AUTHORITY', authorityText, realLiteral(authority))]),
      ...names.signals.map(({ tag, reading, scale }, row) =>
        declareReal(reading, `${tag}, ${rangeIn(scale, line.signals[row]!)}`),
      ),
      ...names.setpoints.map(({ loop, setpoint, scale }) =>
        declareReal(setpoint, `set point of ${loop.tag}, ${unitOf(scale)}`, literalIn(scale, loop.setpoint)),
      ),
      ...names.controls.map(({ tag, last, scale }, row) => {
        const control = line.controls[row]!
        const text = `${tag} as it stands since the last scan, ${rangeIn(scale, control)}`
        return declareReal(last, text, literalIn(scale, control.start))
      }),
    ]),
    ...section('VAR_OUTPUT', [
      ...names.signals.map(({ tag, shown, scale }) =>
        declareReal(shown, `${tag} for the loops to see, ${unitOf(scale)}`),
      ),
      ...names.controls.map(({ tag, wanted, scale }) => declareReal(wanted, `${wantedText} ${tag}, ${unitOf(scale)}`)),
      ...declareStatus(statusTexts),
    ]),
  ]
}

/** The policy's inputs out of the block's, each held within its range. A lost signal reads 0 in SI, so that passes. */
function inSi(line: Line, { signals, setpoints, controls, nameOf }: BlockNames): readonly string[] {
  const input = (name: string, count: number, row: number) => place(nameOf(name), count, row)
  return [
    ...signals.map(({ reading, scale }, row) => {
      const { low, high } = line.signals[row]!
      return assign(input('reading', signals.length, row), toSi(scale, reading, Math.min(low, 0), high))
    }),
    ...setpoints.map(({ setpoint, scale, signal }, row) => {
      const { low, high } = line.signals[signal]!
      return assign(input('setpoint', setpoints.length, row), toSi(scale, setpoint, low, high))
    }),
    ...controls.map(({ last, scale }, row) => {
      const { low, high, safe } = line.controls[row]!
      const si = toSi(scale, last, Math.min(low, safe), Math.max(high, safe))
      return assign(input('control', controls.length, row), si)
    }),
  ]
}

/** The block's outputs out of the policy's, corrections and trims within their bounds. */
function decided(
  { line, outputs }: PolicyGraph,
  { signals, controls, nameOf, isDirect }: BlockNames,
): readonly string[] {
  const output = (name: string, count: number, row: number) => place(nameOf(name), count, row)
  const bounded = (scale: Scale, name: string, { low, high }: Range, share: number) => {
    const bound = realLiteral(writtenDifference(scale, share * (high - low)))
    return `LIMIT(-${bound}, ${name}${divided(scale)}, ${bound}) * share`
  }
  return [
    ...(isDirect ? [] : shareOfAuthority),
    ...signals.map(({ shown, reading, scale }, row) => {
      if (outputs.correction === undefined) return assign(shown, reading)
      const correction = output('correction', signals.length, row)
      return assign(shown, `${reading} + ${bounded(scale, correction, line.signals[row]!, line.policy.correction)}`)
    }),
    ...controls.map(({ wanted, scale }, row) => {
      if (isDirect) return assign(wanted, fromSi(scale, output('direct', controls.length, row)))
      if (outputs.trim === undefined) return assign(wanted, '0.0')
      const trim = output('trim', controls.length, row)
      return assign(wanted, bounded(scale, trim, line.controls[row]!, line.policy.trim))
    }),
  ]
}

/** Without loops underneath there is nothing to go on with: the controls go to where they are safe. */
const safeOutput = (line: Line, { signals, controls, isDirect }: BlockNames): readonly string[] => [
  ...signals.map(({ shown, reading }) => assign(shown, reading)),
  ...controls.map(({ wanted, scale }, row) =>
    assign(wanted, isDirect ? literalIn(scale, line.controls[row]!.safe) : '0.0'),
  ),
]

const restart = ({ now, begin, start }: Remembered) => copyAll(now, begin, start.length)

interface Range {
  readonly low: number
  readonly high: number
}

const assign = (target: string, value: string) => `${target} := ${value};`
const indented = (lines: readonly string[]) => lines.map((line) => (line === '' ? '' : `  ${line}`))

function toSi(scale: Scale, name: string, low: number, high: number): string {
  const bounded = `LIMIT(${literalIn(scale, low)}, ${name}, ${literalIn(scale, high)})`
  const shifted = scale.offset === 0 ? bounded : `(${bounded} + ${realLiteral(scale.offset)})`
  return scale.factor === 1 ? shifted : `${shifted} * ${realLiteral(scale.factor)}`
}

const divided = ({ factor }: Scale) => (factor === 1 ? '' : ` / ${realLiteral(factor)}`)
const fromSi = (scale: Scale, name: string) =>
  `${name}${divided(scale)}${scale.offset === 0 ? '' : ` - ${realLiteral(scale.offset)}`}`

const each = (count: number, statement: (at: number | string) => string): readonly string[] =>
  count === 1 ? [statement(0)] : [`FOR row := 0 TO ${count - 1} DO`, `  ${statement('row')}`, 'END_FOR;']

const copyAll = (to: string, from: string, count: number) =>
  each(count, (at) => assign(place(to, count, at), place(from, count, at)))
