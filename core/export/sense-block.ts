import type { Line } from '../line/line.ts'
import type { BlockNames } from './block-names.ts'
import { comment, declareReal, declareStatus, literalIn, rangeIn, section, unitOf } from './declare.ts'
import { type Scale, written, writtenDifference } from './engineering.ts'
import {
  acts,
  checkComputed,
  checkEnvelope,
  checkInputs,
  checkVariables,
  guardInputs,
  isNotANumber,
  knowsLast,
  rangedInputs,
} from './guard/checks.ts'
import { distance } from './guard/envelope.ts'
import { type FallbackLoops, fallbackLoops } from './guard/fallback-loops.ts'
import {
  type Channel,
  given,
  handOver,
  handOverConstants,
  handOverInput,
  handOverVariables,
} from './guard/hand-over.ts'
import { type GuardSettings, handOverOf, limitsOnReadings, statusTexts } from './guard/settings.ts'
import { gainsOf } from './manifest.ts'
import type { PolicyGraph } from './policy.ts'
import { declaration, initialised, loopVariables, place, writeProgram } from './program.ts'
import { writeRules } from './rules-program.ts'
import { realLiteral } from './structured-text.ts'

/** A block of memory: its variable, that of its next value, and the constant that it starts with. */
interface Remembered {
  readonly now: string
  readonly next: string
  readonly begin: string
  readonly start: Float32Array
}

/** The function block ahead of the loops: readings, set points and last controls in, corrected readings and trims out. */
export function senseBlock(policy: PolicyGraph, names: BlockNames, guard: GuardSettings): readonly string[] {
  const { line } = policy
  const { nameOf, isDirect } = names
  const { envelope } = guard
  const outputs = { ...policy.outputs, ...(envelope && { distance: distance(policy, envelope) }) }
  const program = policy.rules
    ? writeRules({ ...policy, outputs }, policy.rules, nameOf)
    : writeProgram(outputs, nameOf)
  const remembered = policy.memory.map(({ input, output, start }) => ({
    now: nameOf(input),
    next: nameOf(output),
    begin: nameOf(`${input} start`),
    start,
  }))
  const hasLoops = isDirect && guard.fallback === 'loops'
  const loops = hasLoops ? fallbackLoops(line, names, gainsOf(line, names, guard.tuning)) : undefined
  const limits = limitsOnReadings(line)
  const hand = handOverOf(line, isDirect)
  const channels = channelsOf(policy, names, loops)
  return [
    `FUNCTION_BLOCK ${names.sense}`,
    ...interfaceOf(line, names, guard),
    ...section('VAR CONSTANT', [
      ...program.constants,
      ...remembered.flatMap(({ begin, start }) => initialised(begin, start)),
      ...handOverConstants(channels),
    ]),
    ...section('VAR', [
      ...remembered.flatMap(({ now, start }) => initialised(now, start)),
      declaration(nameOf('reading'), names.signals.length),
      ...(names.setpoints.length > 0 ? [declaration(nameOf('setpoint'), names.setpoints.length)] : []),
      declaration(nameOf('control'), names.controls.length),
      ...loopVariables,
      ...(isDirect ? [] : ['share : REAL;']),
      ...checkVariables(limits, envelope !== undefined),
      ...handOverVariables(channels),
      ...(loops?.variables ?? []),
      ...program.variables,
    ]),
    '',
    'ALIVE := NOT ALIVE;',
    ...checkInputs(line, names, limits),
    '',
    'IF usable THEN',
    ...indented([
      comment('SI inside'),
      ...inSi(line, names),
      '',
      ...program.statements,
      '',
      ...checkComputed(
        Object.entries(outputs).map(([name, { rows }]) =>
          each(rows, (at) => `IF ${isNotANumber(place(nameOf(name), rows, at))} THEN usable := FALSE; END_IF;`),
        ),
      ),
    ]),
    'END_IF;',
    'IF usable THEN',
    ...indented(remembered.flatMap(({ now, next, start }) => copyAll(now, next, start.length))),
    'ELSE',
    ...indented(remembered.flatMap(restart)),
    'END_IF;',
    ...(envelope === undefined ? [] : ['', ...checkEnvelope(nameOf('distance'))]),
    '',
    acts,
    ...(isDirect ? [] : shareOfAuthority),
    ...(loops?.statements ?? []),
    ...handOver(channels, hand, line.scan, !isDirect),
    ...shownAndWanted(policy, names, channels),
    'END_FUNCTION_BLOCK',
  ]
}

const authorityText = 'share of trims and corrections that is used, 0.0 to 1.0; not a number: none'

/** AUTHORITY within its range. */
const shareOfAuthority: readonly string[] = [
  'share := 0.0;',
  'IF AUTHORITY = AUTHORITY THEN share := LIMIT(0.0, AUTHORITY, 1.0); END_IF;',
]

function interfaceOf(line: Line, names: BlockNames, { authority = 1, envelope }: GuardSettings): readonly string[] {
  const { isDirect } = names
  const wantedText = isDirect ? 'wanted of' : 'to be added to'
  const hand = handOverOf(line, isDirect)
  return [
    ...section('VAR_INPUT', [
      `ENABLE : BOOL; ${comment('TRUE: MODE counts; FALSE: off')}`,
      ...guardInputs.map(([declared, text]) => `${declared} ${comment(text)}`),
      handOverInput(hand),
      ...(isDirect ? [] : [declareReal('AUTHORITY', authorityText, realLiteral(authority))]),
      ...(envelope === undefined
        ? []
        : [declareReal('ENVELOPE', 'the policy acts while DISTANCE is below this; 0.0: it is not asked', '1.0')]),
      ...names.signals.map(({ tag, reading, scale }, row) =>
        declareReal(reading, `${tag}, ${rangeIn(scale, line.signals[row]!)}`),
      ),
      ...names.signals.map(({ tag, good }) => `${good} : BOOL := TRUE; ${comment(`quality of ${tag}: TRUE is good`)}`),
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
      ...(envelope === undefined
        ? []
        : [declareReal('DISTANCE', 'how far from what training met: 1.0 is its edge, 0.0 where nothing is computed')]),
      `ALIVE : BOOL; ${comment('changes at every call')}`,
      declareStatus(statusTexts),
    ]),
  ]
}

/** The policy's inputs out of the block's, each held within its range. */
function inSi(line: Line, names: BlockNames): readonly string[] {
  const parts = [
    ['reading', names.signals.length],
    ['setpoint', names.setpoints.length],
    ['control', names.controls.length],
  ] as const
  const places = parts.flatMap(([name, count]) =>
    Array.from({ length: count }, (_, row) => place(names.nameOf(name), count, row)),
  )
  return rangedInputs(line, names).map(({ name, scale, low, high }, at) =>
    assign(places[at] as string, toSi(scale, name, low, high)),
  )
}

/** What the policy acts through: corrections, then trims or controls, in the engineer's units. */
function channelsOf(
  { line, outputs }: PolicyGraph,
  { signals, controls, nameOf, isDirect }: BlockNames,
  loops: FallbackLoops | undefined,
): readonly Channel[] {
  const output = (name: string, count: number, row: number) => place(nameOf(name), count, row)
  const addition = (scale: Scale, name: string, { low, high }: Range, share: number): Channel => {
    const bound = writtenDifference(scale, share * (high - low))
    const [least, most] = [realLiteral(-bound), realLiteral(bound)]
    return {
      wanted: `LIMIT(${least}, ${name}${divided(scale)}, ${most}) * share`,
      neutral: '0.0',
      low: -bound,
      high: bound,
    }
  }
  return [
    ...(outputs.correction === undefined ? [] : signals).map(({ scale }, row) =>
      addition(scale, output('correction', signals.length, row), line.signals[row]!, line.policy.correction),
    ),
    ...(isDirect || outputs.trim === undefined ? [] : controls).map(({ scale }, row) =>
      addition(scale, output('trim', controls.length, row), line.controls[row]!, line.policy.trim),
    ),
    ...(isDirect ? controls : []).map((control, row): Channel => {
      const { tag, scale, last } = control
      const of = line.controls[row]!
      const { low, high, safe } = of
      const least = Math.min(low, safe)
      const most = Math.max(high, safe)
      const inRange = (name: string) => `LIMIT(${literalIn(scale, least)}, ${name}, ${literalIn(scale, most)})`
      const asked = fromSi(scale, output('direct', controls.length, row))
      return {
        wanted: `LIMIT(${literalIn(scale, low)}, ${asked}, ${literalIn(scale, high)})`,
        neutral: loops?.asks(tag) ?? literalIn(scale, safe),
        low: written(scale, least),
        high: written(scale, most),
        present: (name) => [...knowsLast(of, control), `IF known THEN ${name} := ${inRange(last)}; END_IF;`],
      }
    }),
  ]
}

/** The block's outputs out of the channels. Where the policy has nothing to say, nothing is added. */
function shownAndWanted({ outputs }: PolicyGraph, names: BlockNames, channels: readonly Channel[]): readonly string[] {
  const { signals, controls, isDirect } = names
  const corrections = outputs.correction === undefined ? 0 : signals.length
  const drives = isDirect || outputs.trim !== undefined
  return [
    ...signals.map(({ shown, reading }, row) =>
      assign(shown, corrections === 0 ? reading : `${reading} + ${given(channels, row)}`),
    ),
    ...controls.map(({ wanted }, row) => assign(wanted, drives ? given(channels, corrections + row) : '0.0')),
  ]
}

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
