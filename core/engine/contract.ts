import type { ImportReport, ImportRequest, MappingReport } from './contract/import.ts'
import type {
  ComparedLog,
  Estimate,
  ReplayRequest,
  RewardError,
  TransitionError,
  Trust,
  Trusted,
} from './contract/trust.ts'

/**
 * The one contract between the engine and the shells that talk to it. Everything here is plain data that survives JSON;
 * numbers that people read come in the unit the engineer wrote, which is named beside them.
 */

import type { AdaptReport, AdaptRequest } from './contract/adapt.ts'
import type { AdoptValuesRequest, CalibrateRequest, CalibrationReport } from './contract/calibration.ts'
import type { DistilReport, DistilRequest, PolicyForm } from './contract/distil.ts'
import type { ExportJob } from './contract/export.ts'
import type { LearnReport, LearnRequest } from './contract/learn.ts'
import type { OfflineReport, OfflineRequest } from './contract/offline.ts'
import type {
  PlantAuditReport,
  PlantJob,
  PlantMapReport,
  PlantMapRequest,
  PlantRunReport,
  PlantRunRequest,
  PlantShadowReport,
  PlantShadowRequest,
  PlantTrustReport,
  PlantTrustRequest,
  PlantWatchReport,
  PlantWatchRequest,
} from './contract/plant.ts'
import type { ServePlantJob, ServePlantReport, ServePlantRequest } from './contract/serve-plant.ts'
import type { VerifyReport, VerifyRequest } from './contract/verify.ts'

export type Device = 'auto' | 'cpu' | 'gpu'

/** Gradients through the whole dream, through windows of it, or without gradients of the dream: PPO and GRPO. */
export type Trainer = 'gradient' | 'window' | 'ppo' | 'grpo'

/** How much training: a fixed amount of work, so that the result depends on the seed alone. */
export type Budget = 'small' | 'normal' | 'large'

/** A long job says where it is; `total` may grow. */
export interface Progress {
  readonly task: string
  readonly done: number
  readonly total: number
  readonly unit: string
  /** What a person may want to see meanwhile, such as a cost that falls. */
  readonly note?: string
}

export interface Job {
  onProgress?(progress: Progress): void
  /** Reasoning of a language model, piece by piece as it is written. It is text of any kind, to be shown and no more. */
  onReasoning?(text: string): void
  readonly signal?: AbortSignal
}

export interface Measured {
  readonly name: string
  readonly value: number
  readonly unit: string
}

/** Something wrong with what was asked or given, and what would be right. `where` is sensitive and comes last. */
export interface Problem {
  readonly message: string
  readonly remedy: string
  readonly where?: string
}

/**
 * Thrown for every mistake of the caller, and where the answer is no: what was asked is understood and refused, such as
 * the export of a policy judged worse. A shell shows the problems and does not know more.
 */
export class EngineError extends Error {
  readonly problems: readonly Problem[]
  readonly refused: boolean
  constructor(problems: readonly Problem[], { refused = false }: { refused?: boolean } = {}) {
    super(problems.map(({ message, remedy, where }) => `${message} ${remedy}${where ? ` (${where})` : ''}`).join('\n'))
    this.problems = problems
    this.refused = refused
  }
}

/** A result that was had in spite of something. */
export interface Spared {
  /** What did not work meanwhile, such as keeping experience on a full disk; none of it was needed for the result. */
  readonly troubles?: readonly Problem[]
}

export interface LineSummary {
  readonly name: string
  readonly title: string
  readonly source: string
  readonly hash: string
  readonly step: string
  readonly scan: string
  readonly horizon: string
  readonly components: readonly { readonly tag: string; readonly kind: string; readonly text: string }[]
  readonly signals: readonly {
    readonly tag: string
    readonly of: string
    readonly range: string
    readonly noise: string
  }[]
  readonly controls: readonly { readonly tag: string; readonly drives: string; readonly range: string }[]
  readonly loops: readonly { readonly tag: string; readonly kind: string; readonly text: string }[]
  readonly goals: readonly { readonly name: string; readonly text: string }[]
  readonly limits: readonly { readonly name: string; readonly text: string; readonly trip: boolean }[]
  readonly failures: readonly {
    readonly name: string
    readonly code: string
    readonly text: string
    readonly severity: string
    readonly perYear: number
  }[]
}

export interface ReplayReport extends Spared {
  readonly line: string
  readonly logs: readonly ComparedLog[]
  readonly rows: number
  readonly duration: string
  /** Experiences that the replay of the study has gained; absent without a study. */
  readonly kept?: number
  readonly trust: Trust
  /** Absent where the logs have fewer rows than scans. */
  readonly transition?: TransitionError
  /** Absent where no goal and no limit is on what the logs measure. */
  readonly reward?: {
    /** One scan ahead; absent where the logs have fewer rows than scans. */
    readonly scan?: RewardError
    /** The mean over the trust horizon. */
    readonly horizon?: RewardError
    /** Goals and limits that no logged signal measures, by name: they are left out. */
    readonly unmeasured: readonly string[]
  }
  readonly signals: readonly {
    readonly tag: string
    readonly unit: string
    readonly rmse: number
    readonly largest: number
    readonly tolerance: number
    /** How far ahead a dream stays within the tolerance, s; the whole log when it never leaves it. */
    readonly trustHorizon: number
    readonly errorByHorizon: readonly { readonly seconds: number; readonly rmse: number }[]
    /** Root-mean-square error one scan ahead, as a share of the signal's range. */
    readonly transition?: Estimate
  }[]
}

/** What a scenario led to under some control. */
export interface Consequence {
  readonly cost: number
  readonly goals: readonly Measured[]
  readonly limits: readonly { readonly name: string; readonly minutesOutside: number; readonly crossings: number }[]
  readonly tripped: boolean
}

/** A fault in the words of the line file. Severity is left out where the mode has no degrees. */
export interface ChosenFault {
  readonly failure: string
  readonly onset: string
  readonly severity?: string
  readonly duration?: string
}

export interface RankedScenario {
  /** Names it within its run. */
  readonly id: string
  readonly name: string
  readonly faults: readonly { readonly failure: string; readonly onset: string; readonly severity: string }[]
  /** The same faults as the line file would have them: to be pinned there, changed and filmed again. */
  readonly written: readonly ChosenFault[]
  /** Expected occurrences a year. */
  readonly perYear: number
  readonly consequence: Consequence
  /** Cost above an ordinary day's, times occurrences a year. */
  readonly risk: number
  /** What moved after what, in order, against the same day without the faults. */
  readonly chain: readonly string[]
}

export interface DreamReport extends Spared, Trusted {
  readonly run: number
  readonly dreams: number
  readonly scansPerSecond: number
  readonly ordinaryCost: number
  readonly scenarios: readonly RankedScenario[]
  /** Failure modes by the risk of all scenarios in which they occur alone. */
  readonly failures: readonly {
    readonly name: string
    readonly code: string
    readonly perYear: number
    readonly meanCost: number
    readonly tripShare: number
    readonly risk: number
  }[]
}

export interface TrainReport extends Spared, Trusted {
  readonly run: number
  readonly policy: number
  readonly trainer: string
  /** The policy that it went on from, where it did. */
  readonly from?: number
  /** How long its dreams lasted, s, where they were cut at the trust horizon. */
  readonly horizon?: number
  readonly device: string
  /** Why the CPU was taken where either would do. */
  readonly fallback?: string
  readonly seeds: readonly { readonly seed: number; readonly validation: number }[]
  /**
   * What training makes small, on the validation scenarios, under the baseline and after: the typical cost of faulty days
   * plus that of ordinary days in units of what they cost under the baseline.
   */
  readonly before: number
  readonly after: number
  readonly scans: number
  readonly seconds: number
  readonly tuning: readonly { readonly loop: string; readonly gain: string; readonly integral: string }[]
  /** SHA-256 of the model of what the line's balances lack that was in all dreams; absent where none was named. */
  readonly experience?: string
  /** What a learned model took from what a language model told, and was dreamt of as well; absent where nothing was told. */
  readonly learned?: { readonly happenings: readonly Learned[] }
  /** What a language model proposed meanwhile; absent where none is set up. */
  readonly proposals?: {
    readonly questions: number
    /** Proposed tasks that fit the line. */
    readonly tasks: number
    readonly refusals: number
    readonly tokens: number
    /** Why it was not asked any more. */
    readonly problem?: Problem
  }
}

/** How well one happening is foretold, after it was told of. */
export interface Learned {
  readonly text: string
  readonly sequences: number
  readonly experiences: number
  /** Sequences on which the errors are measured and nothing was learned; 0 where there are too few to hold any out. */
  readonly heldOut: number
  /** Root-mean-square error of a scan over the measured states, as a share of their ranges, and that of the balances alone. */
  readonly error: number
  readonly errorWithout: number
}

export interface ComparedWith {
  readonly verdict: 'better' | 'no worse' | 'worse'
  /** Relative change of mean cost; negative is better. */
  readonly relative: number
  readonly interval: readonly [low: number, high: number]
  readonly sentence: string
}

/** One figure of a day in engineering units, its mean under baseline and policy, and the paired 95 % interval of the change. */
export interface Measure {
  readonly name: string
  readonly unit: string
  readonly baseline: number
  readonly policy: number
  readonly change: number
  readonly interval: readonly [low: number, high: number]
}

/** One of the days that do a policy the most harm, with means over noises that the search for it did not meet. */
export interface WorstDay extends Pick<RankedScenario, 'name' | 'faults' | 'written'> {
  /** Names it within the judge's run. */
  readonly id: string
  /** Expected occurrences a year of its faults, at whatever moment and however badly. */
  readonly perYear: number
  /** Trips are a share of the noises, 0 to 1. */
  readonly policy: { readonly cost: number; readonly trips: number }
  readonly baseline: { readonly cost: number; readonly trips: number }
  /** What moved after what under the policy, on the first of the noises. */
  readonly chain: readonly string[]
}

export interface JudgeReport extends Trusted {
  readonly run: number
  readonly policy: number
  readonly scenarios: number
  readonly seed: number
  readonly controllers: readonly {
    readonly name: string
    readonly text: string
    readonly faulty: Consequence & { readonly trips: number }
    readonly faultFree: Consequence & { readonly trips: number }
  }[]
  /** The policy against the baseline and against the rival. */
  readonly faulty: { readonly baseline: ComparedWith; readonly rival: ComparedWith }
  readonly faultFree: { readonly baseline: ComparedWith; readonly rival: ComparedWith }
  /** Trips, limits and goals, policy against baseline. */
  readonly measures: { readonly faulty: readonly Measure[]; readonly faultFree: readonly Measure[] }
  readonly failures: readonly {
    readonly name: string
    readonly scenarios: number
    readonly baseline: number
    readonly rival: number
    readonly policy: number
    readonly oracle: number
    /** Share of the baseline's cost that the best of oracle, rival and policy saves. */
    readonly headRoom: number
    readonly hasHeadRoom: boolean
    readonly verdict: ComparedWith
  }[]
  /** Found by a search of so many dreams; no part of the verdict, and absent from older reports. */
  readonly worst?: { readonly dreams: number; readonly noises: number; readonly days: readonly WorstDay[] }
  readonly verdict: 'better' | 'no worse' | 'worse'
  readonly sentence: string
}

export interface ExportReport extends Trusted {
  readonly directory: string
  readonly files: readonly string[]
  /** Largest differences between the block on the virtual PLC and the policy, as shares of the ranges. */
  readonly openLoopDifference: number
  readonly closedLoopDifference: number
  /** Both are within their tolerances. */
  readonly verified: boolean
  /** What the export goes against, where it does: the verdict, or that there is none. */
  readonly override?: string
}

export interface RunReport {
  readonly study: string
  readonly check: LineSummary
  readonly dream: DreamReport
  readonly train: TrainReport
  readonly judge: JudgeReport
  /** Absent when the verdict is worse: such a policy is not exported. */
  readonly export?: ExportReport
}

/**
 * A server that speaks the OpenAI API, or a file that llama.cpp runs in this process instead. What is left out comes from
 * the environment (DREAMLINE_REASONER_FILE, _URL, _MODEL and _KEY, and DREAMLINE_EMBEDDING_MODEL) or is usual.
 */
export interface ReasonerChoice {
  /** A language model in a GGUF file. */
  readonly file?: string
  /** Where its API begins, such as http://localhost:8080/v1. */
  readonly url?: string
  /** The only one that it serves by default. */
  readonly model?: string
  readonly key?: string
  /** Makes vectors of situations in words, by which similar ones are found; the line's own features by default. */
  readonly embeddingModel?: string
  /** How long one answer may take, s. */
  readonly timeout?: number
  /** Tokens that a run may cost, questions and answers together. */
  readonly tokens?: number
}

/** Without a sentence and a study, it is asked for failures that the line lacks. */
export interface ReasonRequest {
  readonly line: string
  /** What can happen, in words. */
  readonly sentence?: string
  /** Its latest policy, judged: scenarios are asked for that show more of where it is weak. */
  readonly study?: string
  readonly reasoner?: ReasonerChoice
}

/** Entries for the lists of a line file, in its words. */
export interface LineAdditions {
  readonly failures: readonly Readonly<Record<string, unknown>>[]
  readonly scenarios: readonly Readonly<Record<string, unknown>>[]
}

/** What a language model proposes for a line. Nothing of it stands in the line file yet. */
export interface ReasonReport {
  readonly line: string
  /** Of the line file that it was proposed for. */
  readonly hash: string
  readonly model: string
  /** Why this is proposed; empty where nothing stands. */
  readonly reasoning: string
  /** What fits the line as it is. */
  readonly additions: LineAdditions
  /** The same as text, to be pasted into the line file. */
  readonly text: string
  /** What was answered and does not fit, and why; answers count from 1. */
  readonly refusals: readonly { readonly answer: number; readonly reason: string }[]
  readonly answers: number
  readonly tokens: number
}

export interface ForetellRequest {
  readonly line: string
  /** What happens, in words. */
  readonly sentence: string
  /** Tags of the equipment and signals that fail. */
  readonly on: readonly string[]
  /** Its replay shows the language model what was alike, and keeps what stands. */
  readonly study?: string
  readonly transitions?: number
  /** How far ahead each of them looks, in scans. */
  readonly scans?: number
  /** Experiences of the replay that it is shown at each, the most similar ones (3). */
  readonly similar?: number
  readonly seed?: number
  readonly reasoner?: ReasonerChoice
}

/** How a language model sees the line go on, as far as the line's balances bear it out. */
export interface ForetellReport extends Spared {
  readonly line: string
  readonly model: string
  readonly transitions: readonly {
    /** When it ends, since the day began, s. */
    readonly at: number
    readonly reasoning: string
    /** What the signals read then. */
    readonly readings: readonly Measured[]
    /** How far the balances are from that, as a multiple of what is allowed: up to 1. */
    readonly departure: number
  }[]
  /** What was answered and does not stand, and why; transitions and answers count from 1. */
  readonly refusals: readonly { readonly transition: number; readonly answer: number; readonly reason: string }[]
  readonly answers: number
  readonly tokens: number
  /** Experiences that the replay of the study has gained, one a scan. */
  readonly kept: number
}

/** What the replay of a study holds of one version of its line. */
export interface ExperiencesReport {
  readonly line: string
  readonly provenances: readonly {
    readonly provenance: Provenance
    readonly sequences: number
    readonly experiences: number
  }[]
  /** Experiences of other versions of the line: kept, and not used with this one. */
  readonly ofOtherVersions: number
  /** The latest sequences, the latest first; experiences by their numbers. */
  readonly latest: readonly {
    readonly first: number
    readonly last: number
    readonly provenance: Provenance
    readonly happening: string
    readonly policyRound: number
    readonly value: number
  }[]
}

export interface FineTuningReport {
  readonly line: string
  readonly file: string
  readonly examples: number
}

/** Where an experience comes from: the running line, or a dream. */
export type Provenance = 'real' | 'causal' | 'learned' | 'reasoned'

/** One experience of a replay, and what became of it. */
export interface ExperienceReport {
  readonly line: string
  readonly id: number
  /** The first and the last experience of its sequence. */
  readonly sequence: readonly [first: number, last: number]
  readonly provenance: Provenance
  readonly happening: string
  readonly policyRound: number
  /** When the scan begins and ends, since the dream or the log began, s. */
  readonly from: number
  readonly to: number
  /** What the signals read then; null where that is not known. */
  readonly signals: readonly {
    readonly name: string
    readonly unit: string
    readonly before: number | null
    readonly after: number | null
  }[]
  readonly controls: readonly Measured[]
  /** The scan's share of what the dream cost; null where that is not known. */
  readonly outcome: number | null
  readonly reasoning: string
  /** Whether the reasoning is somebody's, and not written from the chain of causes. */
  readonly isTold: boolean
  /** Batches of training that a reasoned experience was part of. */
  readonly uses: readonly { readonly run: number; readonly round: number; readonly isUniform: boolean }[]
}

/** What this workstation has to work with. */
export interface DoctorReport {
  readonly versions: Readonly<Record<string, string>>
  readonly cpu: { readonly name: string; readonly cores: number }
  readonly gpu: { readonly usable: boolean; readonly reason?: string }
  /** Absent where none is configured. */
  readonly reasoner?: ReasonerHealth
}

/** Where a language model runs: on a server, or in this process out of a file. */
export type ReasonerPlace = { readonly url: string } | { readonly file: string }

export type ReasonerHealth = ReasonerPlace &
  (
    | { readonly works: false; readonly problem: Problem }
    | {
        readonly works: true
        readonly model: string
        readonly models: readonly string[]
        /** Whether it holds its answers to a JSON Schema; where it does not, answers are checked and asked for again. */
        readonly schema: 'kept' | 'ignored' | 'refused'
        /** Of a short answer, without the wait for its first. */
        readonly tokensPerSecond: number
      }
  )

export interface TrainRequest {
  readonly line: string
  readonly study: string
  readonly seed?: number
  /** How much training: a fixed amount of work, so that the result depends on the seed alone. */
  readonly budget?: Budget
  readonly trainer?: Trainer
  readonly device?: Device
  readonly curriculum?: CurriculumChoice
  /** For PPO and GRPO: what it costs to leave the start, per nat of divergence from it; nothing by default. */
  readonly anchor?: number
  /** A policy of the study to go on from, over the loops as they were tuned for it; from today's control by default. */
  readonly from?: number
  /** Dreams over the line's whole horizon, however far the model can be trusted. */
  readonly whole?: boolean
  /** A file that `learn` wrote of this line: what its balances lack is in all dreams. */
  readonly experience?: string
  /** Proposes tasks while training goes on, which then is not repeatable; none by default where none is set up. */
  readonly reasoner?: ReasonerChoice
}

/** How the tasks of a round of training are chosen; what is left out is usual. */
export interface CurriculumChoice {
  /** Dreams of one task in a round, by whose spread its value is measured (2). */
  readonly group?: number
  /** Share of tasks that come back for their value (0.15). */
  readonly again?: number
  /** Largest share of tasks that are variations or proposals (0.1). */
  readonly synthetic?: number
}

/** Every path is as the caller's shell understands it. All calls throw `EngineError`. */
export interface Engine {
  check(request: { readonly line: string }): Promise<LineSummary>
  /** Says how far the dreams of a line agree with logs of the plant. */
  replay(request: ReplayRequest, job?: Job): Promise<ReplayReport>
  /** Which column of a historian's exports is which tag: as saved, or a guess that is saved nowhere. */
  proposeMapping(request: ImportRequest): Promise<MappingReport>
  /**
   * Writes exports as one log in Dreamline's own format. `confirmed` is the text of a mapping that the engineer has said
   * yes to; it is saved. `longestHold`, s, is how long a value stands for missing ones.
   */
  import(
    request: ImportRequest & { readonly confirmed?: string; readonly longestHold?: number },
    job?: Job,
  ): Promise<ImportReport>
  dream(
    request: { readonly line: string; readonly study: string; readonly seed?: number; readonly scenarios?: number },
    job?: Job,
  ): Promise<DreamReport>
  /**
   * Goes on where an interrupted training of the same line and settings stopped. Its dreams are cut at the trust horizon that
   * the study knows of the line; where that is too short to learn from, it is refused.
   */
  train(request: TrainRequest, job?: Job): Promise<TrainReport>
  /** Trains policies from logs and keeps the best of them in the study. */
  trainOffline(request: OfflineRequest, job?: Job): Promise<OfflineReport>
  /** Fits the line to logs, measures how far its dreams can be trusted, trains a policy on in them and judges it. */
  adapt(request: AdaptRequest, job?: Job): Promise<AdaptReport>
  /** The latest policy of the study where none is named. */
  judge(
    request: { readonly study: string; readonly policy?: number; readonly seed?: number; readonly scenarios?: number },
    job?: Job,
  ): Promise<JudgeReport>
  /**
   * The latest policy of the study where none is named. `target` is one or several of `exportTargets`, separated by commas;
   * the Structured Text and the ONNX file come with every export. `authority` is the share of its trims and corrections,
   * 0 to 1, that the block uses until its input is changed; `fallback` is where a policy that drives the controls itself
   * leaves them when it does not act, their safe values by default. With `override` a policy is written that was judged
   * worse, or never.
   */
  export(
    request: {
      readonly study: string
      readonly policy?: number | PolicyForm
      readonly target: string
      readonly out: string
      readonly authority?: number
      readonly fallback?: 'safe' | 'loops'
      readonly override?: boolean
    },
    job?: ExportJob,
  ): Promise<ExportReport>
  /** Repeats every check of an exported folder. */
  verify(request: VerifyRequest, job?: Job): Promise<VerifyReport>
  /** Proposes failures and scenarios from a sentence, from a policy's weaknesses or from the line alone; writes nothing. */
  reason(request: ReasonRequest, job?: Job): Promise<ReasonReport>
  /** Adds what was proposed to the line file, once the engineer has said yes; refused where the file has changed since. */
  adopt(request: {
    readonly line: string
    readonly hash: string
    readonly additions: LineAdditions
  }): Promise<LineSummary>
  /** Has a language model dream on, some scans at a time, while some equipment fails. */
  foretell(request: ForetellRequest, job?: Job): Promise<ForetellReport>
  /** What the replay of a study holds of a line as it is written now. */
  experiences(request: { readonly line: string; readonly study: string }): Promise<ExperiencesReport>
  experience(request: { readonly line: string; readonly study: string; readonly id: number }): Promise<ExperienceReport>
  /** Writes what the replay of a study knows as examples that a language model can be fitted to. */
  fineTuning(
    request: {
      readonly line: string
      readonly study: string
      readonly out: string
      readonly examples?: number
      readonly seed?: number
    },
    job?: Job,
  ): Promise<FineTuningReport>
  /** Fits the parameters of the causal model to logs; writes a line file only where a new one is named. */
  calibrate(request: CalibrateRequest, job?: Job): Promise<CalibrationReport>
  /** Puts values that were found into the line file, once the engineer has said yes; refused where the file has changed since. */
  adoptValues(request: AdoptValuesRequest): Promise<LineSummary>
  /** Looks at a plant over OPC UA and writes nothing. */
  watchPlant(request: PlantWatchRequest, job?: PlantJob): Promise<PlantWatchReport>
  /** The same, with a policy that only says what it wants. */
  shadowPlant(request: PlantShadowRequest, job?: PlantJob): Promise<PlantShadowReport>
  /** Lets a policy act on a plant for some time, under the guard. Who calls it has had it armed. */
  runPlant(request: PlantRunRequest, job?: PlantJob): Promise<PlantRunReport>
  /** Writes a connection file, guessed from the names of a server's nodes, which is not there yet. */
  mapPlant(request: PlantMapRequest, job?: PlantJob): Promise<PlantMapReport>
  trustPlant(request: PlantTrustRequest): Promise<PlantTrustReport>
  /** Whether an audit log is as it was written. */
  auditPlant(request: { readonly file: string }): Promise<PlantAuditReport>
  /** Serves a plant of the line over OPC UA until it is stopped or its time is over. */
  servePlant(request: ServePlantRequest, job?: ServePlantJob): Promise<ServePlantReport>
  doctor(request: { readonly reasoner?: ReasonerChoice }, job?: Job): Promise<DoctorReport>
  /** Distils a network of a study to decision trees, compares their sizes and keeps one as a policy of the study. */
  distil(request: DistilRequest, job?: Job): Promise<DistilReport>
  /** Fits an ensemble to logs and writes it to a file that is not there yet. */
  learn(request: LearnRequest, job?: Job): Promise<LearnReport>
  /** Check, dream, train, judge and export, in order, into a new study. */
  run(request: Omit<TrainRequest, 'study'> & { readonly study?: string }, job?: Job): Promise<RunReport>
}
