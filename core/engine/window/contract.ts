/**
 * What a window asks of the engine besides the main job. Plain data and typed arrays, as a structured clone carries them;
 * numbers come in the unit that is named beside them. A `study` is what the shell calls it: a directory inside, a name
 * across the wire.
 */
import type { Trusted } from '../contract/trust.ts'
import type {
  ChosenFault,
  Consequence,
  Device,
  DreamReport,
  Engine,
  ExportReport,
  Job,
  JudgeReport,
  LineAdditions,
  LineSummary,
  ReasonReport,
  TrainReport,
  TrainRequest,
} from '../contract.ts'

export type { ChosenFault } from '../contract.ts'

/** A number as people write it: `12 m3/h`, or `0 to 62 cm`. */
export type Written = string

/** Everything a line may be made of, for palettes, property panels and worksheets. */
export interface Catalogue {
  readonly kinds: readonly CatalogueKind[]
  /** What can go wrong with any signal. */
  readonly instrumentModes: readonly CatalogueMode[]
  /** Fields of what is written beside the components: signals, controls, loops, goals, limits, disturbances. */
  readonly sections: readonly CatalogueSection[]
}

export interface CatalogueKind {
  readonly name: string
  readonly text: string
  readonly ports: readonly CataloguePort[]
  readonly fields: readonly CatalogueField[]
  /** What a control can drive: `P-101.speed`. */
  readonly actuators: readonly CatalogueField[]
  /** What a signal can measure: `T-101.level`. */
  readonly quantities: readonly CatalogueField[]
  readonly modes: readonly CatalogueMode[]
}

export interface CataloguePort {
  readonly name: string
  readonly text: string
  readonly medium: 'fluid' | 'heat' | 'parts'
  readonly direction: 'in' | 'out' | 'both'
  readonly shared: boolean
  readonly optional: boolean
}

export interface CatalogueField {
  readonly name: string
  readonly text: string
  /** Units that fit, the usual one first; none for words and pure numbers. */
  readonly units: readonly string[]
  readonly default?: Written
  readonly required: boolean
  /** Where only these words fit. */
  readonly choices?: readonly string[]
}

export interface CatalogueMode {
  readonly name: string
  readonly code: string
  readonly text: string
  readonly worksheet: Worksheet
  /** Range and units are empty where a mode has no degrees; of a signal the range is a share of the signal's own. */
  readonly severity: { readonly text: string; readonly units: readonly string[]; readonly range: Written }
  readonly profile: 'step' | 'ramp' | 'intermittent'
  readonly perYear: number
}

/** The columns of an FMEA worksheet that are prose. */
export interface Worksheet {
  readonly cause: string
  readonly effect: string
  readonly detection: string
}

/** A section of one form has one variant; loops have one for each kind, goals for each of track, keep, minimise, maximise. */
export interface CatalogueSection {
  readonly name: 'signals' | 'controls' | 'loops' | 'goals' | 'limits' | 'disturbances' | 'failures' | 'policy' | 'line'
  readonly variants: readonly { readonly name: string; readonly fields: readonly CatalogueField[] }[]
}

/** Something wrong in the text of a line. Line and column count from 1. */
export interface LineProblem {
  /**
   * Keys joined by dots, with the place in a list, from 0, in brackets; empty for the file as a whole:
   * - `components.T-101` for a component, the ports it leaves open and the plant it does not fit into;
   *   `components.T-101.level` for a field, whether it is wrong, unknown or missing
   * - `connections[2]` for a chain, whichever of its links is wrong
   * - `signals.LT-101.range`, `controls.SC-101.start`, `loops.LC-101.gain`, `goals.level-1.scale`, `limits.empty-3.below`,
   *   `disturbances.demand-1.step`, and the same without the field for what concerns the whole entry
   * - `failures[3].severity`, or `failures[3]`
   * - `scenarios[0].faults[1].onset`, `scenarios[0].faults[1]`, `scenarios[0].name` or `scenarios[0]`
   * - `scan`, `medium.density`, `policy.trim`
   * A path of more than 120 characters is cut there.
   */
  readonly path: string
  readonly line: number
  readonly column: number
  readonly message: string
  readonly remedy: string
}

/** What a text says, or what is wrong with it: `model` is there when `problems` is empty. */
export interface LineReading {
  readonly problems: readonly LineProblem[]
  readonly model?: LineModel
}

/** A line that has been read: what scenes, trends and worksheets need to know of it. */
export interface LineModel {
  readonly summary: LineSummary
  /** s */
  readonly scan: number
  /** s */
  readonly horizon: number
  readonly components: readonly {
    readonly tag: string
    readonly kind: string
    /** In SI, defaults filled in. */
    readonly parameters: Readonly<Record<string, number>>
  }[]
  readonly connections: readonly {
    readonly from: { readonly component: string; readonly port: string }
    readonly to: { readonly component: string; readonly port: string }
    readonly medium: 'fluid' | 'heat' | 'parts'
  }[]
  readonly signals: readonly {
    readonly tag: string
    readonly component: string
    readonly quantity: string
    readonly unit: string
    readonly low: number
    readonly high: number
  }[]
  readonly controls: readonly {
    readonly tag: string
    readonly component: string
    readonly actuator: string
    readonly unit: string
    readonly low: number
    readonly high: number
  }[]
  readonly limits: readonly LineLimit[]
  readonly failures: readonly LineFailure[]
}

/** Bounds of a quantity of a component, in the unit that stands beside them. */
export interface LineLimit {
  readonly name: string
  readonly component: string
  readonly quantity: string
  readonly unit: string
  readonly above?: number
  readonly below?: number
  /** The line stops when it happens. */
  readonly trip: boolean
}

export interface LineFailure {
  readonly name: string
  /** Tag of the component, or of the signal that fails. */
  readonly on: string
  readonly mode: string
  readonly code: string
  readonly text: string
  /** As the line file has it, else that of the kind's mode. */
  readonly worksheet: Worksheet
  readonly perYear: number
  /** `text` says what it measures. Low and high are equal and the unit empty where a mode has no degrees. */
  readonly severity: { readonly low: number; readonly high: number; readonly unit: string; readonly text: string }
}

/** A study as a list shows it. */
export interface StudyCard {
  readonly name: string
  readonly title: string
  /** Milliseconds since 1970. */
  readonly changed: number
  readonly runs: number
  /** Why it cannot be opened as it is. */
  readonly problem?: string
}

export interface Sample {
  readonly name: string
  readonly title: string
  readonly text: string
}

/** A study that is open in a window. */
export interface StudyState {
  readonly name: string
  /** Where it lies, for people. */
  readonly directory: string
  readonly text: string
  /** Changes with every change of the text on disk. */
  readonly revision: string
  /** Where each component stands in the diagram; those that are not here are laid out by themselves. */
  readonly diagram: Diagram
  /** Runs that ended without saying so: the engine or the machine stopped under them. */
  readonly interrupted: readonly RunCard[]
  /** Why nothing can be saved here. */
  readonly readOnly?: string
}

export type Diagram = Readonly<Record<string, readonly [x: number, y: number]>>

/** `saved` is false where the file on disk has changed since `revision`: nothing was written, and this is what it says now. */
export type SaveResult =
  | { readonly saved: true; readonly revision: string }
  | { readonly saved: false; readonly revision: string; readonly text: string }

export interface RunCard {
  readonly id: number
  readonly kind: 'dream' | 'train' | 'judge' | 'export' | 'replay'
  readonly status: 'running' | 'done' | 'failed' | 'interrupted'
  readonly seed: number
  readonly configuration: Readonly<Record<string, unknown>>
  readonly versions: Readonly<Record<string, string>>
  /** Milliseconds since 1970. */
  readonly started: number
  readonly ended?: number
  readonly message?: string
  /** The line has changed since. */
  readonly outdated: boolean
}

/** One curve of a training run; `seed` tells the trainings apart that run side by side. */
export interface Curve {
  readonly name: 'cost' | 'validation' | `success ${string}` | `tasks ${string}`
  readonly seed: number
  readonly steps: Float64Array
  readonly values: Float64Array
}

/** What training says while it runs. */
export interface TrainingNews {
  readonly run: number
  readonly seed: number
  readonly iteration: number
  readonly iterations: number
  readonly cost: number
  readonly validation?: number
  /** Share of the validation dreams with this failure in which the policy costs no more than the baseline. */
  readonly success?: Readonly<Record<string, number>>
  /** How many tasks of the curriculum stand how, and how many were mastered and failed again. */
  readonly tasks?: Readonly<Record<'open' | 'mastered' | 'hopeless' | 'forgotten', number>>
  readonly scansPerSecond: number
  /** Expected, s; infinite until two iterations are known. */
  readonly secondsLeft: number
}

export interface PolicyCard {
  readonly id: number
  readonly run: number
  readonly train?: TrainReport
  readonly judge?: JudgeReport
  readonly outdated: boolean
}

/** Which day to film: one that a dream run ranked, one that the line file keeps, or one chosen by hand. */
export type ScenarioChoice =
  | { readonly kind: 'ranked'; readonly run: number; readonly id: string }
  | { readonly kind: 'kept'; readonly name: string }
  | { readonly kind: 'chosen'; readonly faults: readonly ChosenFault[] }

export interface FilmRequest {
  readonly study: string
  readonly scenario: ScenarioChoice
  readonly seed?: number
  /** Beside the line's own control; the latest where none is given, none where the study has none. */
  readonly policy?: number
  /** Run that exported this policy: its blocks are filmed as well, in the virtual PLC. */
  readonly block?: number
}

/** One day under each controller, on the same noise: watched in step. */
export interface FilmSet extends Trusted {
  readonly name: string
  readonly faults: readonly ChosenFault[]
  readonly model: LineModel
  /** Values of every series; scan i is the time i · `model.scan`, the last one the horizon. */
  readonly scans: number
  readonly films: readonly Film[]
}

export interface Film {
  /** `block` is the policy as it was exported, guard and all, in the virtual PLC. */
  readonly controller: 'baseline' | 'policy' | 'block'
  /** The policy's number. */
  readonly policy?: number
  /** The line's own loops run with the gains that training found, not with those that are written. */
  readonly tuned?: boolean
  readonly series: readonly Series[]
  /** In order of time. */
  readonly events: readonly FilmEvent[]
  readonly consequence: Consequence
}

/**
 * What is seen of a day. `truth` is a quantity of a component whether measured or not, `reading` what an instrument says,
 * `shown` what the policy makes the loops see, `fault` a severity.
 */
export interface Series {
  readonly kind: 'truth' | 'reading' | 'shown' | 'control' | 'setpoint' | 'fault'
  /** Tag of the component, signal, control or loop, or name of the failure. */
  readonly tag: string
  /** The component it belongs to, where there is one. */
  readonly component: string
  /** Quantity of a component, behind a reading or behind a set point; actuator of a control; empty for a fault. */
  readonly quantity: string
  readonly unit: string
  /** What an empty and a full scale mean, in `unit`. */
  readonly low: number
  readonly high: number
  /** [scans], in `unit`. */
  readonly values: Float32Array
}

/** 1 stops the line, 2 harms product or plant, 3 asks for attention, 4 is only noted (as ANSI/ISA-18.2 ranks alarms). */
export type Priority = 1 | 2 | 3 | 4

/** A line that trips stays so to the end. */
export interface FilmEvent {
  /** s */
  readonly at: number
  readonly kind:
    | 'fault begins'
    | 'fault ends'
    | 'limit crossed'
    | 'limit cleared'
    | 'trip'
    | 'interlock acts'
    | 'interlock clears'
  readonly priority: Priority
  /** The failure, limit or loop. */
  readonly name: string
  /** Where it shows in the scene. */
  readonly component?: string
  /** Severity of a fault, bound of a limit, threshold of an interlock. */
  readonly value?: Written
}

export interface GuardSettings {
  /** Share of the trained trims and corrections that the block may use until the engineer changes its input, 0 to 1. */
  readonly authority: number
}

export interface ExportCard {
  readonly run: number
  readonly name: string
  readonly report: ExportReport
  readonly target: string
  readonly policy: number
  /** Milliseconds since 1970. */
  readonly ended: number
}

export interface Settings {
  readonly theme: 'light' | 'dark' | 'system'
  readonly language: 'en' | 'de' | 'system'
  readonly device: Device
  readonly budget: 'small' | 'normal' | 'large'
  readonly recent: readonly string[]
  /** Where the API of the language model begins, and which model; empty: as the environment says. */
  readonly reasonerUrl: string
  readonly reasonerModel: string
}

/** What this workstation computes on. */
export interface Devices {
  readonly cpu: { readonly name: string; readonly cores: number }
  readonly gpu: { readonly usable: boolean; readonly reason?: string }
  readonly versions: Readonly<Record<string, string>>
}

export interface WindowJob extends Job {
  onTraining?(news: TrainingNews): void
}

/** Every call throws `EngineError`. */
export interface WindowEngine {
  catalogue(request: Record<string, never>): Promise<Catalogue>
  /** Never throws for what is wrong with the text. */
  readLine(request: { readonly text: string }): Promise<LineReading>

  settings(request: Record<string, never>): Promise<Settings>
  saveSettings(request: Partial<Settings>): Promise<Settings>
  devices(request: Record<string, never>): Promise<Devices>

  samples(request: Record<string, never>): Promise<readonly Sample[]>
  studies(request: Record<string, never>): Promise<readonly StudyCard[]>
  /** A study that is there already is refused. */
  createStudy(request: { readonly study: string; readonly text: string }): Promise<StudyState>
  /** Refused while another window has it open, unless `takeOver`. */
  openStudy(request: { readonly study: string; readonly takeOver?: boolean }): Promise<StudyState>
  closeStudy(request: { readonly study: string }): Promise<void>
  /** Writes the text, whatever is wrong with it: a line is saved as it is being written. */
  saveLine(request: { readonly study: string; readonly text: string; readonly revision: string }): Promise<SaveResult>
  saveDiagram(request: { readonly study: string; readonly diagram: Diagram }): Promise<void>

  runs(request: { readonly study: string }): Promise<readonly RunCard[]>
  curves(request: { readonly study: string; readonly run: number }): Promise<readonly Curve[]>
  policies(request: { readonly study: string }): Promise<readonly PolicyCard[]>
  /** The report of a finished dream run, the latest where none is given; null where there is none. */
  dreamReport(request: { readonly study: string; readonly run?: number }): Promise<DreamReport | null>
  exports(request: { readonly study: string }): Promise<readonly ExportCard[]>
  exportFile(request: { readonly study: string; readonly run: number; readonly file: string }): Promise<Uint8Array>

  dream(
    request: { readonly study: string; readonly seed?: number; readonly scenarios?: number },
    job?: WindowJob,
  ): Promise<DreamReport>
  /** Goes on where an interrupted training of the same line and settings stopped. */
  train(request: Omit<TrainRequest, 'line' | 'reasoner' | 'experience'>, job?: WindowJob): Promise<TrainReport>
  judge(request: Parameters<Engine['judge']>[0] & { readonly policy?: number }, job?: WindowJob): Promise<JudgeReport>
  export(
    request: {
      readonly study: string
      readonly target: string
      readonly policy?: number
      readonly guard?: GuardSettings
    },
    job?: WindowJob,
  ): Promise<ExportCard>
  film(request: FilmRequest, job?: WindowJob): Promise<FilmSet>
  /**
   * Proposes failures and scenarios from a sentence, from where the latest policy is weak, or what the line lacks; writes
   * nothing.
   */
  reason(
    request: { readonly study: string; readonly sentence?: string; readonly ofPolicy?: boolean },
    job?: WindowJob,
  ): Promise<ReasonReport>
  /** Adds what was proposed to the line file, once the engineer has said yes; refused where the file has changed since. */
  adopt(request: {
    readonly study: string
    readonly hash: string
    readonly additions: LineAdditions
  }): Promise<LineSummary>
}

/** What the engine tells a window unasked. */
export type Notice =
  | { readonly kind: 'line changed'; readonly study: string; readonly text: string; readonly revision: string }
  | { readonly kind: 'study taken'; readonly study: string }
  /** The engine's process ended or hung and has been started again; calls that were under way are lost. */
  | { readonly kind: 'engine restarted'; readonly reason: string }
