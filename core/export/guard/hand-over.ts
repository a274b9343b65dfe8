import { comment } from '../declare.ts'
import { declaration, initialised, place } from '../program.ts'
import { realLiteral } from '../structured-text.ts'
import { type HandOver, modes, reasons } from './settings.ts'

/** One output that the policy acts through, in the engineer's units. */
export interface Channel {
  /** What the policy asks for; the text of an expression that is a number. */
  readonly wanted: string
  /** What it is without the policy, likewise. */
  readonly neutral: string
  readonly low: number
  readonly high: number
  /** From where the output starts at a hand-over, where that is not what the block gave last. */
  readonly present?: (given: string) => readonly string[]
}

export const given = (channels: readonly Channel[], row: number) => place('given', channels.length, row)

export const handOverVariables = (channels: readonly Channel[]): readonly string[] => [
  declaration('given', channels.length),
  declaration('target', channels.length),
  declaration('offset', channels.length),
  'remain, part, lasting, shared : REAL;',
]

/** The ends of the outputs' ranges, for VAR CONSTANT. */
export const handOverConstants = (channels: readonly Channel[]): readonly string[] => [
  ...initialised(
    'reach_low',
    Float32Array.from(channels, ({ low }) => low),
  ),
  ...initialised(
    'reach_high',
    Float32Array.from(channels, ({ high }) => high),
  ),
]

export const handOverInput = ({ usual, longest }: HandOver): string =>
  `HAND_OVER : REAL := ${realLiteral(usual)}; ${comment(`s, how long a hand-over takes, 0.0 to ${longest}`)}`

/**
 * The outputs `given`, without a bump: where the policy comes into force or goes out of it, each starts from where it
 * stands, and its difference to where it is to be fades within HAND_OVER. Afterwards it is exactly that.
 */
export function handOver(channels: readonly Channel[], hand: HandOver, scan: number, hasShare: boolean) {
  const count = channels.length
  const at = (name: string, row: number | string) => place(name, count, row)
  const each = (statement: (row: number | string) => string) =>
    count === 1 ? [statement(0)] : [`FOR row := 0 TO ${count - 1} DO`, `  ${statement('row')}`, 'END_FOR;']
  return [
    'IF acts THEN',
    ...channels.map(({ wanted }, row) => `  ${at('target', row)} := ${wanted};`),
    'ELSE',
    ...channels.map(({ neutral }, row) => `  ${at('target', row)} := ${neutral};`),
    'END_IF;',
    `lasting := ${realLiteral(hand.usual)};`,
    `IF HAND_OVER = HAND_OVER THEN lasting := LIMIT(0.0, HAND_OVER, ${realLiteral(hand.longest)}); END_IF;`,
    'part := 1.0;',
    `IF (lasting > ${realLiteral(scan)}) AND (MODE <> ${modes.check}) THEN part := ${realLiteral(scan)} / lasting; END_IF;`,
    `IF (acts XOR acted)${hasShare ? ' OR (acts AND (share <> shared))' : ''} THEN`,
    ...channels.flatMap(({ present }, row) => present?.(at('given', row)).map((line) => `  ${line}`) ?? []),
    '  remain := 1.0;',
    ...each((row) => `${at('offset', row)} := ${at('given', row)} - ${at('target', row)};`).map((line) => `  ${line}`),
    'END_IF;',
    'acted := acts;',
    ...(hasShare ? ['shared := share;'] : []),
    'remain := remain - part;',
    'IF remain < 0.1 * part THEN remain := 0.0; END_IF;',
    `IF remain > 0.0 THEN STATUS := STATUS + ${reasons.handOver}; END_IF;`,
    ...each(
      (row) =>
        `${at('given', row)} := LIMIT(${at('reach_low', row)}, ${at('target', row)} + remain * ${at('offset', row)}, ${at('reach_high', row)});`,
    ),
  ]
}
