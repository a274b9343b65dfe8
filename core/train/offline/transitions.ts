import type { Recording } from '../../dream/recording.ts'
import type { NetworkSubject } from '../training.ts'
import { type Followed, follow, warmUpScans } from './follow.ts'
import { measuredLine } from './measured-line.ts'
import { soundParts } from './sound-parts.ts'

/** What was recorded of a plant in closed loop, as a policy would have lived through it. One entry a scan in each list. */
export interface Transitions {
  /** [features] each */
  readonly features: readonly Float32Array[]
  /**
   * Where the controls stood, from their start or for a trim from where the line's own loops would have had them, as
   * shares of their ranges: [controls] each.
   */
  readonly actions: readonly Float32Array[]
  /** What a day of such scans costs, by the goals and limits that are measured. */
  readonly costs: Float32Array
  /** Features a scan later, [features] each. */
  readonly next: readonly Float32Array[]
  /** 1 where the scan tripped the line. */
  readonly ends: Float32Array
  /** Goals and limits of the line that no signal measures, so that `costs` lack them. */
  readonly unmeasured: readonly string[]
}

/** Recordings from which nothing can be learned: what is wrong, and what would be right. */
export class RecordingError extends Error {
  readonly problem: string
  readonly remedy: string

  constructor(problem: string, remedy: string) {
    super(`${problem} ${remedy}`)
    this.name = 'RecordingError'
    this.problem = problem
    this.remedy = remedy
  }
}

export interface TransitionOptions {
  /** The recordings begin where dreams do, as films do; otherwise the first scans only lead the policy's memory. */
  readonly beginAtRest?: boolean
  readonly signal?: AbortSignal | undefined
}

/**
 * Transitions of a policy along recordings. What is missing for a moment is bridged; where more is missing the memory
 * begins anew.
 * @throws {RecordingError} where a signal or control is never recorded, or all unbroken parts are shorter than the warm-up.
 */
export async function transitionsOf(
  subject: NetworkSubject,
  recordings: readonly Recording[],
  { beginAtRest = false, signal }: TransitionOptions = {},
): Promise<Transitions> {
  const { line } = subject.loop
  assertRecorded(line.signals, recordings, ({ readings }) => readings, 'a policy sees every signal of the line')
  assertRecorded(line.controls, recordings, ({ controls }) => controls, 'a policy drives every control of the line')
  const warmUp = beginAtRest ? 0 : warmUpScans
  const longest = warmUp + Math.round(line.horizon / line.scan)
  const parts = recordings
    .flatMap(soundParts)
    .flatMap((part) => daysOf(part, longest, warmUp))
    .filter(({ readings }) => readings.length > warmUp + 1)
  if (parts.length === 0) {
    const problem = `No part of the recordings is longer than the ${warmUp + 1} scans after which a policy knows where it is.`
    throw new RecordingError(problem, 'Give a longer log without gaps.')
  }
  const followed = await follow(subject, parts, { hasWarmUp: !beginAtRest, signal })
  const some = parts.map((part, index) => transitionsAlong(subject, part, followed[index] as Followed, warmUp))
  return {
    features: some.flatMap(({ features }) => features),
    actions: some.flatMap(({ actions }) => actions),
    costs: Float32Array.from(some.flatMap(({ costs }) => [...costs])),
    next: some.flatMap(({ next }) => next),
    ends: Float32Array.from(some.flatMap(({ ends }) => [...ends])),
    unmeasured: measuredLine(line).unmeasured,
  }
}

/**
 * A recording in parts as long as a day, each with a warm-up of its own in the part before: a policy's memory is as young
 * when it acts.
 */
function daysOf({ name, readings, setpoints, controls }: Recording, longest: number, warmUp: number) {
  const count = Math.max(1, Math.ceil((readings.length - warmUp - 1) / (longest - warmUp)))
  return Array.from({ length: count }, (_, day): Recording => {
    const from = day * (longest - warmUp)
    // The last scan of a part is the first of the next, where its last transition ends.
    const of = (list: readonly Float32Array[]) => list.slice(from, from + longest + 1)
    return { name, readings: of(readings), setpoints: of(setpoints), controls: of(controls) }
  })
}

function assertRecorded(
  items: readonly { readonly tag: string }[],
  recordings: readonly Recording[],
  of: (recording: Recording) => readonly Float32Array[],
  why: string,
) {
  const missing = items.filter((_, row) =>
    recordings.every((recording) => of(recording).every((values) => !Number.isFinite(values[row]))),
  )
  if (missing.length === 0) return
  const tags = missing.map(({ tag }) => tag).join(', ')
  throw new RecordingError(`The recordings hold nothing of ${tags}.`, `Record it as well: ${why}.`)
}

function transitionsAlong(
  { loop }: NetworkSubject,
  { controls }: Recording,
  { features, own, cost, tripped }: Followed,
  warmUp: number,
): Omit<Transitions, 'unmeasured'> {
  const { line } = loop
  const origin =
    line.policy.kind === 'direct'
      ? () => line.controls.map(({ start }) => start)
      : ownFrom(own, controls, warmUp, line.controls.length)
  const last = features.length - 1
  const actions = controls.slice(warmUp, last).map((applied, index) => {
    const from = origin(warmUp + index)
    return Float32Array.from(line.controls, ({ low, high }, row) => {
      return ((applied[row] as number) - (from[row] as number)) / (high - low)
    })
  })
  return {
    features: features.slice(warmUp, last),
    actions,
    costs: cost.slice(warmUp, last),
    next: features.slice(warmUp + 1),
    ends: tripped.slice(warmUp, last),
  }
}

/**
 * What the loops asked for. Where their integrals stood when the recording began is not known: what is usually between
 * them and the controls during the warm-up is taken to be that.
 */
function ownFrom(own: readonly Float32Array[], controls: readonly Float32Array[], warmUp: number, count: number) {
  const offset = Array.from({ length: count }, (_, row) =>
    median(own.slice(0, warmUp).map((values, scan) => (controls[scan]?.[row] as number) - (values[row] as number))),
  )
  return (scan: number) => offset.map((value, row) => value + (own[scan]?.[row] as number))
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
