import { lanesOf } from '../dream/lanes.ts'
import { type LedScan, lead } from '../dream/learned/lead.ts'
import type { LearnedHappening, LearnedModel, Seen } from '../dream/learned/residual.ts'
import { happeningsOf, type Telling } from '../dream/learned/told-failure.ts'
import { measuredStates } from '../dream/measured-states.ts'
import { input } from '../graph/leaf.ts'
import { seconds } from '../line/dimension.ts'
import type { Line } from '../line/line.ts'
import type { Plant } from '../line/plant.ts'
import type { KeptExperience, KeptSequence } from '../replay/experience.ts'
import type { Replay } from '../replay/replay.ts'

/** One scan of what was told: rows, SI. */
export interface ToldScan extends LedScan {
  /** Index of what happens. */
  readonly happening: number
  readonly isHeldOut: boolean
  /** [controls] */
  readonly control: Float32Array
  /** Activity of the line's failures and then of the happenings. */
  readonly fault: Float32Array
}

/** What a replay holds of what was told, with the causal model led along it. */
export interface ToldExperience extends Omit<LearnedModel, 'parameters'> {
  readonly sequences: readonly (KeptSequence & { readonly isHeldOut: boolean })[]
  /** By the id of the experience. */
  readonly scans: ReadonlyMap<number, ToldScan>
}

interface Led {
  readonly sequence: KeptSequence
  readonly isHeldOut: boolean
  readonly experiences: readonly KeptExperience[]
  readonly scans: readonly LedScan[]
}

/** Of so many sequences of a happening one is held out from the fit; of fewer, none. */
const heldOutOf = 4

/** Sequences of the same text tell of the same happening. Undefined where the replay holds no reasoned experience. */
export async function toldExperience(
  plant: Plant,
  replay: Replay,
  signal?: AbortSignal,
): Promise<ToldExperience | undefined> {
  const { line } = plant
  const told = replay.sequences.filter(({ provenance }) => provenance === 'reasoned')
  if (told.length === 0) return undefined
  const experiences = told.map((sequence) => replay.part(sequence, 0, sequence.length))
  const scans = await lead(plant, experiences, signal)
  const led = told.map((sequence, index): Led => {
    return { sequence, isHeldOut: false, experiences: experiences[index] ?? [], scans: scans[index] ?? [] }
  })
  const groups = Map.groupBy(led, ({ sequence }) => sequence.scenario.name)
  const divided = [...groups].map(
    ([text, all]) => [text, all.map((each, index) => ({ ...each, isHeldOut: (index + 1) % heldOutOf === 0 }))] as const,
  )
  const all = divided.flatMap(([, some]) => some)
  const happenings = learnedHappenings(line, new Map(divided))
  return {
    happenings,
    failures: failuresMet(line, all),
    sequences: all.map(({ sequence, isHeldOut }) => ({ ...sequence, isHeldOut })),
    scans: new Map(
      divided.flatMap(([, some], happening) => some.flatMap((each) => toldScans(each, happening, happenings.length))),
    ),
  }
}

/** What is told of each, and how far that lies beyond the balances; what is held out does not count. */
function learnedHappenings(line: Line, divided: ReadonlyMap<string, readonly Led[]>): readonly LearnedHappening[] {
  const fitted = new Map([...divided].map(([text, some]) => [text, some.filter(({ isHeldOut }) => !isHeldOut)]))
  const tellings = new Map([...fitted].map(([text, some]) => [text, some.map((each) => tellingOf(line, each))]))
  return happeningsOf(line, tellings).map((happening) => {
    const gaps = (fitted.get(happening.text) ?? []).flatMap(({ scans }) => scans.map(({ gap }) => gap))
    const states = Array.from(gaps[0] ?? [], (_, state) =>
      gaps.map((gap) => gap[state] as number).filter((value) => !Number.isNaN(value)),
    )
    return {
      ...happening,
      largest: states.map((values) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)),
      usual: states.map(rootMeanSquare),
    }
  })
}

export const rootMeanSquare = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / Math.max(1, values.length))

function tellingOf(line: Line, { sequence, experiences }: Led): Telling {
  const began = (experiences[0]?.scan ?? 0) * line.scan
  return {
    duration: seconds(experiences.length * line.scan),
    faults: sequence.scenario.faults.map((fault) => ({ ...fault, onset: seconds(fault.onset - began) })),
  }
}

const failuresMet = ({ failures }: Line, led: readonly Led[]): readonly string[] =>
  failures
    .filter((_, row) => led.some(({ experiences }) => experiences.some(({ fault }) => fault[row] !== 0)))
    .map(({ name }) => name)

function toldScans({ experiences, scans, isHeldOut }: Led, happening: number, happenings: number) {
  const active = Array.from({ length: happenings }, (_, index) => (index === happening ? 1 : 0))
  return experiences.map(({ id, control, fault }, scan): [number, ToldScan] => [
    id,
    { ...(scans[scan] as LedScan), control, fault: Float32Array.of(...fault, ...active), happening, isHeldOut },
  ])
}

/** What a learned model goes by, as inputs of a program. */
export const seenIn = (
  { line, layout }: Pick<Plant, 'line' | 'layout'>,
  { happenings }: Pick<LearnedModel, 'happenings'>,
  lanes: number,
): Seen => ({
  measured: input('measured', measuredStates(line, layout).length, lanes),
  control: line.controls.length === 0 ? undefined : input('control', line.controls.length, lanes),
  fault: input('fault', line.failures.length + happenings.length, lanes),
})

/** Scans side by side, as that program is fed with them. */
export const situationsOf = (scans: readonly ToldScan[]) => ({
  measured: lanesOf(
    scans.map(({ measured }) => measured),
    scans.length,
  ),
  control: lanesOf(
    scans.map(({ control }) => control),
    scans.length,
  ),
  fault: lanesOf(
    scans.map(({ fault }) => fault),
    scans.length,
  ),
})
