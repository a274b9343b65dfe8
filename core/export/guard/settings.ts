import type { Line, Place } from '../../line/line.ts'
import type { Envelope } from './envelope.ts'

/** What stands around the policy in the exported blocks. */
export interface GuardSettings {
  /** Share of its trims and corrections that a policy over loops begins with, 0 to 1. Default 1. */
  readonly authority?: number
  /** What the policy was trained on; without it the block does not ask. */
  readonly envelope?: Envelope
  /**
   * Where a direct policy that does not act leaves the controls: at their safe values (default), or to the line's own
   * loops, written into the block. A policy over loops leaves them to the loops it is wired to.
   */
  readonly fallback?: 'safe' | 'loops'
  /** Factors on the gains of those loops, [2·PID loops]. */
  readonly tuning?: Float32Array | undefined
}

/** What MODE can be; anything else is off. */
export const modes = { off: 0, shadow: 1, on: 2, check: 3 } as const

/** What STATUS of the block ahead of the loops is the sum of. */
export const reasons = {
  off: 1,
  notANumber: 2,
  computed: 4,
  quality: 8,
  range: 16,
  heartbeat: 32,
  limit: 64,
  envelope: 128,
  shadow: 256,
  handOver: 512,
  check: 1024,
} as const

type Reason = keyof typeof reasons

const reasonTexts: Readonly<Record<Reason, string>> = {
  off: 'off: ENABLE is FALSE, or MODE is not 1, 2 or 3',
  notANumber: 'an input is not a number, and the memory starts again',
  computed: 'the policy computed something that is not a number, and the memory starts again',
  quality: 'a quality flag is FALSE, and the memory starts again',
  range: 'an input is beyond its range, by more than 2 percent of it below or 5 above, and the memory starts again',
  heartbeat: 'HEARTBEAT has stood still for HEARTBEAT_SCANS scans',
  limit: 'an interlock or a trip limit is reached, or was within the last 5 scans',
  envelope: 'nothing like it was met in training: DISTANCE has been beyond ENVELOPE for 5 scans',
  shadow: 'MODE is 1: the policy computes and does not act',
  handOver: 'a hand-over is under way: the outputs move to where they are to be',
  check: 'MODE is 3, for test-vectors.csv alone',
}

/** The parts of STATUS with their meaning; 0 where none of them is in force. */
export const statusTexts: readonly (readonly [code: number, text: string])[] = [
  [0, 'the policy acts, or else the sum of what follows'],
  ...(Object.keys(reasons) as Reason[]).map((reason) => [reasons[reason], reasonTexts[reason]] as const),
]

/** So many scans in a row are several. */
export const severalScans = 5

/**
 * An input may be so far beyond its range, as shares of it: a 4-20 mA signal measures from -1.25 to 103.1 percent, and has
 * failed below -2.5 and above 106.25 (NAMUR NE 43).
 */
export const rangeMargin = { below: 0.02, above: 0.05 }

/** Scans that HEARTBEAT may stand still, unless the engineer says otherwise. */
export const heartbeatScans = 10

const fewestHandOverScans = 10
const longestHandOver = 10

/** How long a hand-over takes, s. */
export interface HandOver {
  readonly usual: number
  readonly longest: number
}

/**
 * Ten scans, or as long as the slowest control takes for all that the policy may ask of it, at the rate in the line
 * file; at most ten times as long.
 */
export function handOverOf({ scan, controls, policy }: Line, isDirect: boolean): HandOver {
  const travels = controls.map(({ low, high, rate }) => ((isDirect ? 1 : policy.trim) * (high - low)) / rate)
  const scans = Math.max(fewestHandOverScans, ...travels.map((time) => Math.ceil(time / scan)))
  return { usual: scans * scan, longest: longestHandOver * scans * scan }
}

/** Where a reading shows that an interlock or a trip limit of the line is reached. */
export interface ReadingLimit {
  /** Of the interlock or the limit. */
  readonly name: string
  /** Row of the signal. */
  readonly row: number
  readonly side: 'above' | 'below'
  /** SI */
  readonly bound: number
}

/** Interlocks, and trips on what a signal of the line measures. */
export function limitsOnReadings(line: Line): readonly ReadingLimit[] {
  const interlocks = line.loops.flatMap((loop) =>
    loop.kind === 'interlock'
      ? [{ ...loop, name: loop.tag, row: line.signals.findIndex(({ tag }) => tag === loop.signal) }]
      : [],
  )
  const trips = line.limits.flatMap((limit) =>
    limit.trip ? line.signals.flatMap(({ of }, row) => (isSame(of, limit.of) ? [{ ...limit, row }] : [])) : [],
  )
  const limits = [...interlocks, ...trips].flatMap(({ name, row, above, below }): ReadingLimit[] => [
    ...(above === undefined ? [] : [{ name, row, side: 'above' as const, bound: above }]),
    ...(below === undefined ? [] : [{ name, row, side: 'below' as const, bound: below }]),
  ])
  const first = ({ row, side, bound }: ReadingLimit) =>
    limits.find((other) => other.row === row && other.side === side && other.bound === bound)
  return limits.filter((limit) => limit === first(limit))
}

const isSame = (one: Place, other: Place) => one.component === other.component && one.quantity === other.quantity
