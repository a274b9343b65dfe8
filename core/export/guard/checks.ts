import type { Control, Line } from '../../line/line.ts'
import type { BlockNames, ControlNames, SignalNames } from '../block-names.ts'
import { literalIn } from '../declare.ts'
import type { Scale } from '../engineering.ts'
import { heartbeatScans, modes, type ReadingLimit, rangeMargin, reasons, severalScans } from './settings.ts'

/** An input of the policy with the range it has in the line file, SI. */
export interface RangedInput {
  readonly name: string
  readonly scale: Scale
  readonly low: number
  readonly high: number
}

/** Readings, set points and controls, as they go into the block ahead of the loops. */
export function rangedInputs(line: Line, { signals, setpoints, controls }: BlockNames): readonly RangedInput[] {
  return [
    ...signals.map(({ reading, scale }, row) => ({ name: reading, scale, ...rangeOf(line.signals[row]!) })),
    ...setpoints.map(({ setpoint, scale, signal }) => ({ name: setpoint, scale, ...rangeOf(line.signals[signal]!) })),
    ...controls.map((names, row) => lastOf(line.controls[row]!, names)),
  ]
}

/** A control as it stands since the last scan, which may be where it is safe. */
const lastOf = ({ low, high, safe }: Control, { last, scale }: ControlNames): RangedInput => ({
  name: last,
  scale,
  low: Math.min(low, safe),
  high: Math.max(high, safe),
})

/** Whether the last value of a control can be believed, into the variable `known`. */
export const knowsLast = (control: Control, names: ControlNames): readonly string[] => [
  `known := ${names.last} = ${names.last};`,
  `IF known THEN known := NOT (${isBeyond(lastOf(control, names))}); END_IF;`,
]

const rangeOf = ({ low, high }: { readonly low: number; readonly high: number }) => ({ low, high })

/** Compilers differ in what they make of a NaN in a comparison or in LIMIT, so it is asked for before any of them. */
export const isNotANumber = (name: string) => `NOT (${name} = ${name})`

/** What the guard remembers of earlier scans, for VAR. */
export const checkVariables = (limits: readonly ReadingLimit[], hasEnvelope: boolean): readonly string[] => [
  'usable, fits, inside, known, acts, acted, wired : BOOL;',
  'beat, still : INT;',
  ...(limits.length > 0 ? ['reached : INT;'] : []),
  ...(hasEnvelope ? ['outside : BOOL;', 'far_scans : INT;', 'edge : REAL;'] : []),
]

const add = (reason: keyof typeof reasons) => `STATUS := STATUS + ${reasons[reason]};`

/** Whether the policy is to compute, `usable`, and what is in the way of its acting, as far as the inputs tell. */
export function checkInputs(line: Line, names: BlockNames, limits: readonly ReadingLimit[]): readonly string[] {
  const refuse = (flag: string, reason: keyof typeof reasons) =>
    `IF NOT ${flag} THEN ${add(reason)} usable := FALSE; END_IF;`
  return [
    'STATUS := 0;',
    `usable := ENABLE AND (MODE >= ${modes.shadow}) AND (MODE <= ${modes.check});`,
    'IF NOT usable THEN',
    `  ${add('off')}`,
    `ELSIF MODE = ${modes.shadow} THEN`,
    `  ${add('shadow')}`,
    `ELSIF MODE = ${modes.check} THEN`,
    `  ${add('check')}`,
    'END_IF;',
    'fits := TRUE;',
    'inside := TRUE;',
    ...rangedInputs(line, names).flatMap((input) => [
      `IF ${isNotANumber(input.name)} THEN`,
      '  fits := FALSE;',
      `ELSIF ${isBeyond(input)} THEN`,
      '  inside := FALSE;',
      'END_IF;',
    ]),
    refuse('fits', 'notANumber'),
    refuse('inside', 'range'),
    'fits := TRUE;',
    ...names.signals.map(({ good }) => `IF NOT ${good} THEN fits := FALSE; END_IF;`),
    refuse('fits', 'quality'),
    '',
    'IF HEARTBEAT <> beat THEN',
    '  beat := HEARTBEAT; still := 0; wired := TRUE;',
    `ELSIF still < 32000 THEN`,
    '  still := still + 1;',
    'END_IF;',
    `IF wired AND (still >= LIMIT(1, HEARTBEAT_SCANS, 32000)) AND (MODE <> ${modes.check}) THEN ${add('heartbeat')} END_IF;`,
    ...(limits.length === 0
      ? []
      : [
          'IF reached > 0 THEN reached := reached - 1; END_IF;',
          ...limits.flatMap((limit) => reachedBy(limit, names.signals[limit.row]!)),
          `IF (reached > 0) AND (MODE <> ${modes.check}) THEN ${add('limit')} END_IF;`,
        ]),
  ]
}

/** A limit that a reading has reached counts for several scans. A NaN does not reach it. */
const reachedBy = ({ side, bound }: ReadingLimit, { reading, scale }: SignalNames): readonly string[] => [
  `IF ${reading} = ${reading} THEN`,
  `  IF ${reading} ${side === 'above' ? '>' : '<'} ${literalIn(scale, bound)} THEN reached := ${severalScans + 1}; END_IF;`,
  'END_IF;',
]

/** Whether an input is beyond its range by more than the margin. */
function isBeyond({ name, scale, low, high }: RangedInput): string {
  const least = low - rangeMargin.below * (high - low)
  const most = high + rangeMargin.above * (high - low)
  return `(${name} < ${literalIn(scale, least)}) OR (${name} > ${literalIn(scale, most)})`
}

/** What the policy computed has to be numbers. */
export const checkComputed = (outputs: readonly (readonly string[])[]): readonly string[] => [
  ...outputs.flat(),
  `IF NOT usable THEN ${add('computed')} END_IF;`,
]

/** Whether the policy meets what it met in training. */
export const checkEnvelope = (distance: string): readonly string[] => [
  'edge := 1.0;',
  'IF ENVELOPE = ENVELOPE THEN edge := ENVELOPE; END_IF;',
  'IF usable THEN',
  `  DISTANCE := ${distance};`,
  '  IF (edge > 0.0) AND (DISTANCE > edge) THEN',
  `    IF far_scans < ${severalScans} THEN far_scans := far_scans + 1; END_IF;`,
  '  ELSIF far_scans > 0 THEN',
  '    far_scans := far_scans - 1;',
  '  END_IF;',
  'ELSE',
  '  DISTANCE := 0.0;',
  '  far_scans := 0;',
  'END_IF;',
  `IF far_scans = ${severalScans} THEN outside := TRUE; END_IF;`,
  'IF far_scans = 0 THEN outside := FALSE; END_IF;',
  `IF outside AND (MODE <> ${modes.check}) THEN ${add('envelope')} END_IF;`,
]

/** Nothing is in the way of the policy. */
export const acts = `acts := (STATUS = 0) OR (STATUS = ${reasons.check});`

/** Inputs of the guard, apart from ENABLE. */
export const guardInputs: readonly (readonly [declaration: string, text: string])[] = [
  [
    `MODE : INT := ${modes.on};`,
    `${modes.off} off, ${modes.shadow} shadow: computes and does not act, ${modes.on} on, ${modes.check} for test-vectors.csv`,
  ],
  ['HEARTBEAT : INT;', 'any number that changes while the readings are fresh; not watched until it has changed once'],
  [`HEARTBEAT_SCANS : INT := ${heartbeatScans};`, 'so many scans it may stand still'],
]
