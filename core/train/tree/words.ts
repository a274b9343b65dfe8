import type { Observer } from '../../dream/observer.ts'
import type { Dimension } from '../../line/dimension.ts'
import type { Line } from '../../line/line.ts'
import { type Scale, scaleOf } from '../../line/scale.ts'
import { fastScans, innovationScans, jumpUnits, ordinary, slowScans, unitOf } from '../features.ts'

/** How a rule speaks of a quantity: as a value of its own, or as a distance above or below something. */
export type Comparison = { readonly kind: 'value' } | { readonly kind: 'distance'; readonly from: string }

/** Something that rules speak of, in the units of the line file: value = feature · factor + offset. */
export interface Quantity {
  /** The tag it belongs to. */
  readonly tag: string
  /** A short name that is its own, such as `LT-101 innovation`. */
  readonly name: string
  /** What it is, as the subject of a sentence: `LT-101 reads`. */
  readonly subject: string
  readonly comparison: Comparison
  readonly unit: string
  readonly factor: number
  readonly offset: number
}

/** A signal or a control. */
export type Channel = {
  readonly tag: string
  readonly unit: string
  readonly low: number
  readonly high: number
} & ({ readonly dimension: Dimension } | { readonly of: { readonly dimension: Dimension } })

/** The unit of the line file for a channel: (value + offset) · factor is SI; and that of differences of its values. */
export function channelScale(channel: Channel): Scale & { readonly differenceUnit: string } {
  const { unit } = channel
  const scale = scaleOf(unit, 'of' in channel ? channel.of.dimension : channel.dimension)
  return { ...scale, differenceUnit: unit === 'degC' ? 'K' : unit }
}

interface Words {
  readonly name: string
  readonly subject: string
  /** Left out where it is measured from zero. */
  readonly from?: string
}

/** A distance, of which a feature of 1 is `si`; times `seconds` where it is a sum over time. */
export function distanceOf(channel: Channel, si: number, { from, ...words }: Words, seconds?: number): Quantity {
  const { factor, differenceUnit } = channelScale(channel)
  return {
    tag: channel.tag,
    ...words,
    comparison: from === undefined ? { kind: 'value' } : { kind: 'distance', from },
    unit: seconds === undefined ? differenceUnit : `${differenceUnit} s`.trim(),
    factor: (si / factor) * (seconds ?? 1),
    offset: 0,
  }
}

/** A value of its own, of which the features -1 and 1 are the ends of its range. */
function readingOf(channel: Channel, words: Omit<Words, 'from'>): Quantity {
  const { factor, offset } = channelScale(channel)
  const { low, high } = channel
  return {
    tag: channel.tag,
    ...words,
    comparison: { kind: 'value' },
    unit: channel.unit,
    factor: (high - low) / 2 / factor,
    offset: (low + high) / 2 / factor - offset,
  }
}

/** What the rows of `createFeatures` are, in their order. */
export function featureQuantities(line: Line, { deviation }: Observer): readonly Quantity[] {
  const { signals, controls, scan } = line
  const loops = line.loops.filter((loop) => loop.kind !== 'interlock')
  const eachSignal = (of: (signal: Line['signals'][number], deviation: number) => Quantity) =>
    signals.map((signal, row) => of(signal, deviation[row] as number))
  const eachLoop = (of: (loop: (typeof loops)[number], signal: Line['signals'][number]) => Quantity) =>
    loops.map((loop) => of(loop, signals.find(({ tag }) => tag === loop.signal) as Line['signals'][number]))
  return [
    ...eachSignal((signal) => readingOf(signal, { name: `${signal.tag} reading`, subject: `${signal.tag} reads` })),
    ...eachSignal((signal) =>
      distanceOf(signal, unitOf(signal), {
        name: `${signal.tag} change`,
        subject: `${signal.tag} reads`,
        from: `its average over ${fastScans * scan} s`,
      }),
    ),
    ...eachSignal((signal) =>
      distanceOf(signal, unitOf(signal), {
        name: `${signal.tag} trend`,
        subject: `${signal.tag}, averaged over ${fastScans * scan} s, reads`,
        from: `its average over ${slowScans * scan} s`,
      }),
    ),
    ...eachSignal((signal, sd) =>
      distanceOf(signal, ordinary * sd, {
        name: `${signal.tag} innovation`,
        subject: `${signal.tag} reads`,
        from: 'what the balances say',
      }),
    ),
    ...eachSignal((signal, sd) =>
      distanceOf(signal, sd, {
        name: `${signal.tag} filtered`,
        subject: `${signal.tag}, averaged over ${innovationScans * scan} s, reads`,
        from: 'what the balances say',
      }),
    ),
    ...eachSignal((signal, sd) =>
      distanceOf(signal, sd, {
        name: `${signal.tag} drift`,
        subject: `what ${signal.tag} reads beyond the balances, a tenth of it summed over the scans, is`,
      }),
    ),
    ...eachSignal((signal) =>
      distanceOf(signal, jumpUnits * unitOf(signal), {
        name: `${signal.tag} jumps`,
        subject: `the jumps of ${signal.tag} add up to`,
      }),
    ),
    ...controls.map((control) =>
      readingOf(control, { name: `${control.tag} position`, subject: `${control.tag} stands at` }),
    ),
    ...eachLoop((loop, signal) =>
      distanceOf(signal, unitOf(signal), {
        name: `${loop.tag} error`,
        subject: `the set point of ${loop.tag} is`,
        from: `what ${signal.tag} reads`,
      }),
    ),
    ...eachLoop((loop, signal) =>
      distanceOf(
        signal,
        unitOf(signal),
        {
          name: `${loop.tag} error sum`,
          subject: `the set point of ${loop.tag} has been`,
          from: `what ${signal.tag} reads, summed over time`,
        },
        slowScans * scan,
      ),
    ),
    ...eachLoop((loop, signal) =>
      distanceOf(signal, unitOf(signal), {
        name: `${loop.tag} set point change`,
        subject: `the set point of ${loop.tag} is`,
        from: 'where it usually stands',
      }),
    ),
  ]
}
