import type { Line, Signal } from '../line/line.ts'
import type { BlockNames } from './block-names.ts'
import { comment, declareReal, declareStatus, literalIn, rangeIn, section, unitOf } from './declare.ts'
import { type Scale, writtenDifference } from './engineering.ts'
import type { PolicyGraph } from './policy.ts'
import { declaration, initialised, loopVariables, place, writeProgram } from './program.ts'
import { realLiteral } from './structured-text.ts'

/** What STATUS of the block says. */
export const statusTexts: readonly string[] = [
  'the policy acts',
  'ENABLE is FALSE: safe output',
  'an input is not a number: safe output, memory starts again',
  'the policy computed something that is not a number: safe output, memory starts again',
]

/** The function block ahead of the loops: readings, set points and last controls in, corrected readings and trims out. */
export function senseBlock(policy: PolicyGraph, names: BlockNames): readonly string[] {
  const { line, outputs, memory } = policy
  const { nameOf, isDirect } = names
  const program = writeProgram(outputs, nameOf)
  const remembered = memory.map(({ input, output, start }) => ({
    now: nameOf(input),
    next: nameOf(output),
    begin: nameOf(`${input} start`),
    start,
  }))
  const control = (row: number) => line.controls[row] as Line['controls'][number]
  const results = Object.entries(outputs).map(([name, { rows }]) => ({ name: nameOf(name), rows }))
  const inputs = [
    ...names.signals.map(({ reading }) => reading),
    ...names.setpoints.map(({ setpoint }) => setpoint),
    ...names.controls.map(({ last }) => last),
  ]
  const safe = names.controls.map(({ wanted, scale }, row) =>
    assign(wanted, isDirect ? literalIn(scale, control(row).safe) : '0.0'),
  )
  return [
    `FUNCTION_BLOCK ${names.sense}`,
    ...section('VAR_INPUT', [
      `ENABLE : BOOL; ${comment('TRUE: the policy acts; FALSE: safe output')}`,
      ...names.signals.map(({ tag, reading, scale }, row) =>
        declareReal(reading, `${tag}, ${rangeIn(scale, line.signals[row] as Signal)}`),
      ),
      ...names.setpoints.map(({ loop, setpoint, scale }) =>
        declareReal(setpoint, `set point of ${loop.tag}, ${unitOf(scale)}`, literalIn(scale, loop.setpoint)),
      ),
      ...names.controls.map(({ tag, last, scale }, row) =>
        declareReal(
          last,
          `${tag} as it stands since the last scan, ${rangeIn(scale, control(row))}`,
          literalIn(scale, control(row).start),
        ),
      ),
    ]),
    ...section('VAR_OUTPUT', [
      ...names.signals.map(({ tag, shown: name, scale }) =>
        declareReal(name, `${tag} for the loops to see, ${unitOf(scale)}`),
      ),
      ...names.controls.map(({ tag, wanted, scale }) =>
        declareReal(
          wanted,
          isDirect ? `wanted of ${tag}, ${unitOf(scale)}` : `to be added to ${tag}, ${unitOf(scale)}`,
        ),
      ),
      ...declareStatus(statusTexts),
    ]),
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
      ...program.variables,
    ]),
    '',
    'STATUS := 0;',
    'IF NOT ENABLE THEN STATUS := 1; END_IF;',
    ...inputs.map((name) => `IF NOT (${name} = ${name}) THEN STATUS := 2; END_IF;`),
    '',
    'IF STATUS = 0 THEN',
    ...indented([
      comment('SI inside'),
      ...names.signals.map(({ reading, scale }, row) => {
        const { low, high } = line.signals[row] as Signal
        return assign(place(nameOf('reading'), names.signals.length, row), toSi(scale, reading, Math.min(low, 0), high))
      }),
      ...names.setpoints.map(({ setpoint, scale, signal }, row) => {
        const { low, high } = line.signals[signal] as Signal
        return assign(place(nameOf('setpoint'), names.setpoints.length, row), toSi(scale, setpoint, low, high))
      }),
      ...names.controls.map(({ last, scale }, row) => {
        const { low, high, safe: stop } = control(row)
        const si = toSi(scale, last, Math.min(low, stop), Math.max(high, stop))
        return assign(place(nameOf('control'), names.controls.length, row), si)
      }),
      '',
      ...program.statements,
      '',
      ...results.flatMap(({ name, rows }) =>
        each(rows, (at) => `IF NOT (${place(name, rows, at)} = ${place(name, rows, at)}) THEN STATUS := 3; END_IF;`),
      ),
    ]),
    'END_IF;',
    '',
    'IF STATUS = 0 THEN',
    ...indented([
      ...names.signals.map(({ shown: name, reading, scale }, row) => {
        if (outputs.correction === undefined) return assign(name, reading)
        const { low, high } = line.signals[row] as Signal
        const bound = writtenDifference(scale, line.policy.correction * (high - low))
        const correction = `${place(nameOf('correction'), names.signals.length, row)}${divided(scale)}`
        return assign(name, `${reading} + LIMIT(${realLiteral(-bound)}, ${correction}, ${realLiteral(bound)})`)
      }),
      ...names.controls.map(({ wanted, scale }, row) => {
        const { low, high } = control(row)
        if (isDirect) return assign(wanted, fromSi(scale, place(nameOf('direct'), names.controls.length, row)))
        if (outputs.trim === undefined) return assign(wanted, '0.0')
        const bound = writtenDifference(scale, line.policy.trim * (high - low))
        const trim = `${place(nameOf('trim'), names.controls.length, row)}${divided(scale)}`
        return assign(wanted, `LIMIT(${realLiteral(-bound)}, ${trim}, ${realLiteral(bound)})`)
      }),
      ...remembered.flatMap(({ now, next, start }) => copyAll(now, next, start.length)),
    ]),
    'ELSE',
    ...indented([
      ...names.signals.map(({ shown: name, reading }) => assign(name, reading)),
      ...safe,
      ...remembered.flatMap(({ now, begin, start }) => copyAll(now, begin, start.length)),
    ]),
    'END_IF;',
    'END_FUNCTION_BLOCK',
  ]
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
