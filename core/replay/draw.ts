import type { RandomSource } from '../scenario/random.ts'
import type { KeptSequence } from './experience.ts'

export interface DrawRequest {
  readonly windows: number
  /** How many experiences in a row a window holds. Shorter sequences have none. */
  readonly scans: number
  /** The sequences that a learned model is fitted to: all windows are theirs, and of the uniform half. */
  readonly among?: readonly KeptSequence[]
}

/** Some experiences in a row. */
export interface Window {
  readonly sequence: KeptSequence
  /** Experiences of the sequence before the first. */
  readonly offset: number
  /** Of the half that is as the replay is. The others show every combination of faults equally often. */
  readonly isUniform: boolean
}

/**
 * Windows for one update. Every window of the replay is equally probable in the uniform half, to which the loss of a learned
 * model keeps: from a choice of scenarios it would learn that they are likely. In the balanced half every combination of
 * faults that the replay holds is equally probable, and so the rare ones are met, which a policy needs.
 * None where no sequence is long enough.
 */
export function drawWindows(
  sequences: readonly KeptSequence[],
  { windows, scans, among }: DrawRequest,
  random: RandomSource,
): readonly Window[] {
  const long = (among ?? sequences).filter(({ length }) => length >= scans)
  if (long.length === 0) return []
  const all = windowsOf(long, scans)
  const groups = [...Map.groupBy(long, faultsOf).values()].map((group) => windowsOf(group, scans))
  return Array.from({ length: windows }, (_, index) => {
    const isUniform = among !== undefined || index < windows / 2
    const from = isUniform ? all : (groups[random.integer(groups.length)] as CountedWindows)
    return { ...windowAt(from, random.integer(from.total)), isUniform }
  })
}

const faultsOf = ({ scenario }: KeptSequence) => JSON.stringify(scenario.faults.map(({ failure }) => failure).sort())

/** The windows of some sequences, numbered through. */
interface CountedWindows {
  readonly sequences: readonly KeptSequence[]
  /** How many windows there are before each sequence's own. */
  readonly before: Float64Array
  readonly total: number
}

function windowsOf(sequences: readonly KeptSequence[], scans: number): CountedWindows {
  const before = new Float64Array(sequences.length)
  let total = 0
  sequences.forEach(({ length }, index) => {
    before[index] = total
    total += length - scans + 1
  })
  return { sequences, before, total }
}

function windowAt({ sequences, before }: CountedWindows, number: number): Omit<Window, 'isUniform'> {
  let low = 0
  let high = sequences.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((before[middle] as number) <= number) low = middle
    else high = middle
  }
  return { sequence: sequences[low] as KeptSequence, offset: number - (before[low] as number) }
}
