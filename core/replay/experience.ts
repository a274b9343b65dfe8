import type { Event } from '../dream/cause.ts'
import type { Scenario } from '../scenario/scenario.ts'

/** Where an experience comes from: the running line, or a dream in one of the experience models. */
export type Provenance = 'real' | 'causal' | 'learned' | 'reasoned'

/** What a line is seen to be in, and what is done: all that retrieval goes by. Values in SI. */
export interface Situation {
  /** What the instruments read as the scan begins, [signals]; NaN where nothing was measured. */
  readonly state: Float32Array
  /** What is applied during the scan, [controls]. */
  readonly control: Float32Array
  /** Activity of each failure, as severity, [failures]; zeros where none is known of. */
  readonly fault: Float32Array
}

/** One transition of a line, over one scan. */
export interface Experience extends Situation {
  /** Scans since the dream or the log began. */
  readonly scan: number
  /** What the instruments read a scan later, [signals], SI. */
  readonly nextState: Float32Array
  /** The scan's share of what the dream cost; null where that is not known. */
  readonly outcome: number | null
  /** Why it came to that, where somebody has said so. */
  readonly reasoning: string | null
}

/** What the experiences of one dream or log have in common. */
export interface Background {
  readonly provenance: Provenance
  /** The round of training that the policy had come to; 0 for the line's own control. */
  readonly policyRound: number
  /** What it is worth to keep: the spread of outcomes of its task, or whatever grows with it. At least 0. */
  readonly value: number
  readonly scenario: Scenario
  /** What followed from the scenario's faults, as far as that was worked out. */
  readonly chain: readonly Event[]
}

/** Experiences of one dream or log, scan after scan. */
export interface Sequence extends Background {
  readonly experiences: readonly Experience[]
}

export interface KeptSequence extends Background {
  readonly id: number
  /** Its experiences have `length` ids from this one on. */
  readonly firstId: number
  readonly length: number
}

export interface KeptExperience extends Experience {
  readonly id: number
  readonly sequenceId: number
}

/** Where a batch was used: in a round of a run of the study. */
export interface Purpose {
  readonly runId: number
  readonly round: number
}

/** Experiences of a sequence in a batch. */
export interface Use extends Purpose {
  readonly sequenceId: number
  readonly firstId: number
  readonly length: number
  /** Of the half that a learned model is fitted to. */
  readonly isUniform: boolean
}
