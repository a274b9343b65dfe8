import type { Control, Interlock, Line } from '../line/line.ts'
import type { BlockNames, ControlNames, SignalNames } from './block-names.ts'
import { comment, declareReal, declareStatus, literalIn, rangeIn, section, unitOf } from './declare.ts'
import { type Scale, writtenDifference } from './engineering.ts'
import { realLiteral } from './structured-text.ts'

/** What STATUS of the block says. */
export const applyStatusTexts: readonly string[] = [
  'all inputs are numbers',
  'an input is not a number: the loop acts without its trim, or the control goes to its safe value',
]

/** The function block after the loops: what they ask for and the trims in, controls within range and rate out. */
export function applyBlock(line: Line, names: BlockNames): readonly string[] {
  const controls = names.controls.map((each, row) => ({ ...each, of: line.controls[row] as Control }))
  const watched = names.signals.filter(({ tag }) => names.interlocks.some(({ signal }) => signal === tag))
  return [
    `FUNCTION_BLOCK ${names.apply}`,
    ...section('VAR_INPUT', [
      ...watched.map(({ tag, reading, scale }) => declareReal(reading, `${tag} for the interlocks, ${unitOf(scale)}`)),
      ...controls.flatMap(({ tag, loop, wanted, last, limitsRate, scale, of }) => {
        const start = literalIn(scale, of.start)
        const unit = unitOf(scale)
        return [
          ...(names.isDirect ? [] : [declareReal(loop, `what the loop asks of ${tag}, ${unit}`, start)]),
          declareReal(wanted, `from ${names.sense}, ${unit}`),
          ...(limitsRate ? [declareReal(last, `${tag} as it stands since the last scan, ${unit}`, start)] : []),
        ]
      }),
    ]),
    ...section('VAR_OUTPUT', [
      ...controls.map(({ tag, control, scale, of }) => declareReal(control, `${tag}, ${rangeIn(scale, of)}`)),
      declareStatus(applyStatusTexts),
    ]),
    '',
    'STATUS := 0;',
    ...controls.flatMap((each) => ['', ...limit(each, each.of, line.scan, names)]),
    'END_FUNCTION_BLOCK',
  ]
}

/** Trim, interlocks, range and rate of one control, in the order in which the policy was judged with them. */
function limit(control: ControlNames, { low, high, safe, rate }: Control, scan: number, names: BlockNames) {
  const { tag, control: name, loop, wanted, last, limitsRate, scale } = control
  const notANumber = `NOT (${name} = ${name})`
  const inRange = (inner: string) => `${name} := LIMIT(${literalIn(scale, low)}, ${inner}, ${literalIn(scale, high)});`
  const travel = realLiteral(limitsRate ? writtenDifference(scale, rate * scan) : 0)
  return [
    comment(tag),
    `${name} := ${names.isDirect ? wanted : `${loop} + ${wanted}`};`,
    ...(names.isDirect ? [] : [`IF ${notANumber} THEN ${name} := ${loop}; STATUS := 1; END_IF;`]),
    `IF ${notANumber} THEN ${name} := ${literalIn(scale, safe)}; STATUS := 1; END_IF;`,
    ...names.interlocks
      .filter((interlock) => interlock.control === tag)
      .map((interlock) => force(interlock, name, scale, names.signals)),
    inRange(name),
    ...(limitsRate
      ? [
          `IF ${last} = ${last} THEN`,
          `  ${inRange(`${last} + LIMIT(-${travel}, ${name} - ${last}, ${travel})`)}`,
          'ELSE',
          '  STATUS := 1;',
          'END_IF;',
        ]
      : []),
  ]
}

/** An interlock. A reading that is not a number forces the control as well. */
function force(
  { tag, signal, above, below, value }: Interlock,
  name: string,
  scale: Scale,
  signals: readonly SignalNames[],
) {
  const { reading, scale: signalScale } = signals.find((candidate) => candidate.tag === signal) as SignalNames
  const allowed =
    above === undefined
      ? `${reading} >= ${literalIn(signalScale, below as number)}`
      : `${reading} <= ${literalIn(signalScale, above)}`
  return `IF NOT (${allowed}) THEN ${name} := ${literalIn(scale, value)}; END_IF; ${comment(tag)}`
}
