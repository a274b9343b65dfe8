import type { Demonstration } from '../dream/reasoned/transition-text.ts'
import type { Line } from '../line/line.ts'
import { writeFault } from '../scenario/written.ts'
import type { Experience, KeptSequence, Situation } from './experience.ts'
import { reasoningOf } from './reasoning.ts'
import type { Replay } from './replay.ts'

export interface DemonstrationRequest {
  readonly count: number
  /** How many scans ahead each shows. */
  readonly scans: number
  /** A sequence to leave out. */
  readonly without?: KeptSequence
}

/** What the replay knows to have followed from situations like this one, as far as it is known for so many scans. */
export async function demonstrationsOf(
  line: Line,
  replay: Pick<Replay, 'similar' | 'part'>,
  situation: Situation,
  { count, scans, without }: DemonstrationRequest,
): Promise<readonly Demonstration[]> {
  const similar = await replay.similar(situation, count, without)
  return similar.flatMap(({ experience, sequence }) => {
    const ahead = replay.part(sequence, experience.id - sequence.firstId, scans)
    return ahead.length === scans && ahead.every(isKnown) ? [demonstrationOf(line, sequence, ahead)] : []
  })
}

/** Whether every signal is known. */
export const isKnown = ({ state, nextState }: Experience): boolean => ![...state, ...nextState].some(Number.isNaN)

/** What followed, and why, from the first of some experiences in a row. */
export function demonstrationOf(line: Line, sequence: KeptSequence, ahead: readonly Experience[]): Demonstration {
  const first = ahead[0] as Experience
  return {
    text: happeningText(line, sequence),
    scene: { at: first.scan * line.scan, reading: first.state, control: first.control },
    next: (ahead.at(-1) as Experience).nextState,
    reasoning: reasoningOf(line, sequence.chain, ahead),
  }
}

/** What happens in a sequence: what an engineer said of it, or its faults in the words of the line file. */
export function happeningText(line: Line, { provenance, scenario }: KeptSequence): string {
  if (provenance === 'reasoned' || provenance === 'learned') return scenario.name
  if (scenario.faults.length === 0) return 'no fault is known of'
  return scenario.faults
    .map((fault) => {
      const { failure, severity, onset } = writeFault(line, fault)
      return `${failure}${severity === undefined ? '' : ` of ${severity}`} at ${onset}`
    })
    .join(' and ')
}
