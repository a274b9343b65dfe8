import type { Dimension, Seconds } from './dimension.ts'
import type { Kind, Profile, Worksheet } from './kind.ts'

/** A process line as described. Every number is in SI; `unit` is what the engineer wrote, for display. */
export interface Line {
  readonly name: string
  readonly title: string
  readonly source: string
  readonly step: Seconds
  /** The control interval, a whole number of steps. */
  readonly scan: Seconds
  /** How long a dream lasts. */
  readonly horizon: Seconds
  /** How long the line is left to its own loops before dreams begin, so that it stands where an ordinary day finds it. */
  readonly settling: Seconds
  readonly medium: Medium
  /** K */
  readonly ambient: number
  readonly components: readonly Component[]
  readonly connections: readonly Connection[]
  readonly signals: readonly Signal[]
  readonly controls: readonly Control[]
  readonly loops: readonly Loop[]
  readonly goals: readonly Goal[]
  readonly limits: readonly Limit[]
  readonly failures: readonly Failure[]
  readonly disturbances: readonly Disturbance[]
  readonly scenarios: readonly PinnedScenario[]
  readonly policy: PolicySettings
}

export interface Medium {
  /** kg/m³ */
  readonly density: number
  /** J/(kg·K) */
  readonly specificHeat: number
}

export interface Component {
  readonly tag: string
  readonly kind: Kind
  readonly parameters: Readonly<Record<string, number>>
  readonly options: Readonly<Record<string, string>>
  /** Relative standard deviations of the parameters that a plant may have otherwise, which dreams vary from day to day. */
  readonly deviations: Readonly<Record<string, number>>
}

export interface End {
  readonly component: string
  readonly port: string
}

export interface Connection {
  readonly from: End
  readonly to: End
}

/** A quantity of a component, such as `T-1.level`. */
export interface Place {
  readonly component: string
  readonly quantity: string
  readonly dimension: Dimension
}

/** A measured value. Also an instrument: it lags, adds noise, clips to its range and can fail. */
export interface Signal {
  readonly tag: string
  readonly of: Place
  readonly low: number
  readonly high: number
  /** Standard deviation. */
  readonly noise: number
  readonly lag: Seconds
  /** Smallest change the instrument shows; 0 for none. */
  readonly resolution: number
  /** How far a dream may be off a log of the plant and still be trusted, where the engineer says so. */
  readonly tolerance?: number
  readonly unit: string
  /** What the plant's logs call it, where that is not its tag. */
  readonly column?: string
}

/** A value the PLC can drive. */
export interface Control {
  readonly tag: string
  readonly component: string
  readonly actuator: string
  readonly low: number
  readonly high: number
  /** Largest change a second. */
  readonly rate: number
  /** Time constant with which the equipment follows; 0 where it follows at once. */
  readonly lag: Seconds
  /** Where it stands at the start. */
  readonly start: number
  /** Where it goes when the line stops. */
  readonly safe: number
  readonly dimension: Dimension
  readonly unit: string
  /** What the plant's logs call it, where that is not its tag. */
  readonly column?: string
}

export type Loop = PidLoop | OnOffLoop | Interlock

/**
 * u = start + gain·(w − y) + ∫ gain/integral·(w − y) dt − gain·derivative·dy/dt, held in the control's range, with
 * back-calculation against wind-up (ISA form; gain in control units per signal unit, negative for cooling).
 */
export interface PidLoop {
  readonly kind: 'pid'
  readonly tag: string
  readonly signal: string
  readonly control: string
  readonly setpoint: number
  readonly gain: number
  /** Integral time; Infinity for none. */
  readonly integral: Seconds
  readonly derivative: Seconds
}

/** `on` below setpoint − band/2 and `off` above setpoint + band/2, holding in between. */
export interface OnOffLoop {
  readonly kind: 'on-off'
  readonly tag: string
  readonly signal: string
  readonly control: string
  readonly setpoint: number
  readonly band: number
  readonly on: number
  readonly off: number
}

/** Forces the control to `value` while the signal is beyond the threshold, over whatever else drives it. */
export interface Interlock {
  readonly kind: 'interlock'
  readonly tag: string
  readonly signal: string
  readonly control: string
  readonly above?: number
  readonly below?: number
  readonly value: number
}

/** What the line should do, as a cost. Errors are averaged over the dream and divided by `scale`: an error of `scale` costs `weight`. */
export interface Goal {
  readonly name: string
  readonly kind: 'track' | 'keep' | 'minimise' | 'maximise'
  /** The loop whose set point is tracked (kind `track`). */
  readonly loop?: string
  readonly of: Place
  /** Bounds of kind `keep`. */
  readonly above?: number
  readonly below?: number
  /** What kind `maximise` falls short of. */
  readonly target?: number
  readonly scale: number
  readonly weight: number
  readonly unit: string
}

/** What must not happen. */
export interface Limit {
  readonly name: string
  readonly of: Place
  readonly above?: number
  readonly below?: number
  /** The line stops when it happens. */
  readonly trip: boolean
  /** How far beyond counts as one, for the training cost. */
  readonly scale: number
  /** Cost of one `scale` beyond the limit over the whole dream; for a trip, cost of each remaining moment. */
  readonly weight: number
  readonly unit: string
}

/** A failure mode the line declares on a component or a signal. */
export interface Failure {
  readonly name: string
  /** Tag of a component or a signal. */
  readonly on: string
  readonly mode: string
  /** Occurrences a year. */
  readonly rate: number
  readonly severity: readonly [low: number, high: number]
  readonly profile: Profile
  /** How long a ramp takes to full severity, and the period of an intermittent fault. */
  readonly ramp: Seconds
  readonly period: Seconds
  /** How long a fault lasts; Infinity where nothing ends it. */
  readonly duration: Seconds
  readonly unit: string
  /** What the engineer says of it in place of what the mode says. */
  readonly worksheet?: Partial<Worksheet>
}

/** What the plant lives with on an ordinary day. */
export interface Disturbance {
  readonly name: string
  readonly target:
    | { readonly kind: 'setpoint'; readonly loop: string }
    | { readonly kind: 'parameter'; readonly component: string; readonly parameter: string }
    | { readonly kind: 'lag'; readonly control: string }
    | { readonly kind: 'ambient' }
  /** A step to a value drawn from this range at a random moment. */
  readonly step?: readonly [low: number, high: number]
  /** A first-order random walk around the nominal value: standard deviation and time constant. */
  readonly wander?: { readonly deviation: number; readonly time: Seconds }
}

export interface PinnedFault {
  readonly failure: string
  readonly onset: Seconds
  readonly severity: number
  readonly duration?: Seconds
}

export interface PinnedScenario {
  readonly name: string
  readonly faults: readonly PinnedFault[]
}

export interface PolicySettings {
  readonly kind: 'trim' | 'direct'
  /** Largest trim, as a share of the control's range. */
  readonly trim: number
  /** Largest correction of a measurement, as a share of the signal's range. */
  readonly correction: number
}
