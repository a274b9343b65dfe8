import type { Control, Interlock, Line } from '../line/line.ts'
import type { BlockNames, ControlNames, SignalNames } from './block-names.ts'
import { comment, declareReal, declareStatus, literalIn, rangeIn, section, unitOf } from './declare.ts'
import { type Scale, writtenDifference } from './engineering.ts'
import { isNotANumber, knowsLast } from './guard/checks.ts'
import { realLiteral } from './structured-text.ts'

const [notANumber, interlocked] = [1, 2]

/** The parts of STATUS with their meaning; 0 where none of them is in force. */
export const applyStatusTexts: readonly (readonly [code: number, text: string])[] = [
  [0, 'nothing to report, or else the sum of what follows'],
  [
    notANumber,
    'an input is not a number, or ..._LAST beyond its range: the loop acts without trim, or the control goes to its safe value; its rate holds',
  ],
  [interlocked, 'an interlock forces its control'],
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
      ...controls.map(({ tag, control, scale, of }) =>
        declareReal(control, `${tag}, ${rangeIn(scale, of)}`, literalIn(scale, of.start)),
      ),
      declareStatus(applyStatusTexts),
    ]),
    ...section('VAR', [
      names.interlocks.length > 0 ? 'unfit, forces, forced : BOOL;' : 'unfit, forced : BOOL;',
      ...(controls.some(({ limitsRate }) => limitsRate) ? ['known : BOOL;', 'before : REAL;'] : []),
    ]),
    '',
    'unfit := FALSE;',
    'forced := FALSE;',
    ...controls.flatMap((each) => ['', ...limit(each, each.of, line.scan, names)]),
    '',
    'STATUS := 0;',
    `IF unfit THEN STATUS := STATUS + ${notANumber}; END_IF;`,
    `IF forced THEN STATUS := STATUS + ${interlocked}; END_IF;`,
    'END_FUNCTION_BLOCK',
  ]
}

/** Trim, interlocks, range and rate of one control, in the order in which the policy was judged with them. */
function limit(control: ControlNames, of: Control, scan: number, names: BlockNames) {
  const { low, high, safe, rate } = of
  const { tag, control: name, loop, wanted, last, limitsRate, scale } = control
  const inRange = (inner: string) => `LIMIT(${literalIn(scale, low)}, ${inner}, ${literalIn(scale, high)})`
  const travel = realLiteral(limitsRate ? writtenDifference(scale, rate * scan) : 0)
  return [
    comment(tag),
    ...(limitsRate
      ? [
          `before := ${name};`,
          ...knowsLast(of, control),
          `IF known THEN before := ${inRange(last)}; ELSE unfit := TRUE; END_IF;`,
        ]
      : []),
    `${name} := ${names.isDirect ? wanted : `${loop} + ${wanted}`};`,
    ...(names.isDirect ? [] : [`IF ${isNotANumber(name)} THEN ${name} := ${loop}; unfit := TRUE; END_IF;`]),
    `IF ${isNotANumber(name)} THEN ${name} := ${literalIn(scale, safe)}; unfit := TRUE; END_IF;`,
    ...names.interlocks
      .filter((interlock) => interlock.control === tag)
      .flatMap((interlock) => force(interlock, name, scale, names.signals)),
    `${name} := ${inRange(name)};`,
    ...(limitsRate ? [`${name} := ${inRange(`before + LIMIT(-${travel}, ${name} - before, ${travel})`)};`] : []),
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
  const beyond =
    above === undefined
      ? `${reading} < ${literalIn(signalScale, below as number)}`
      : `${reading} > ${literalIn(signalScale, above)}`
  return [
    comment(tag),
    `forces := ${isNotANumber(reading)};`,
    `IF NOT forces THEN forces := ${beyond}; END_IF;`,
    `IF forces THEN ${name} := ${literalIn(scale, value)}; forced := TRUE; END_IF;`,
  ]
}
