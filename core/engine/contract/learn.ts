import type { Device } from '../contract.ts'

/** Logs of a line, or of a plant that has none and is described by which columns are what. */
export interface LearnRequest {
  /** A line file: what its balances lack is learned. Either this or `plant`. */
  readonly line?: string
  /** A description of signals and controls (YAML): all of it is learned. */
  readonly plant?: string
  /** CSV; a column `run` parts what belongs to different runs, and so do gaps. */
  readonly logs: readonly string[]
  /** Where the model is written. */
  readonly out: string
  /** Share of the runs that is held out, 0 to 1; 0.2 by default. */
  readonly heldOut?: number
  readonly budget?: 'small' | 'normal' | 'large'
  readonly seed?: number
  readonly device?: Device
}

export interface LearnReport {
  readonly name: string
  readonly basis: 'balances and logs' | 'logs alone'
  readonly device: string
  readonly scan: number
  readonly scans: number
  /** Unbroken stretches of the logs. */
  readonly recordings: number
  readonly heldOut: readonly string[]
  readonly members: readonly { readonly oneScan: number; readonly horizon: number; readonly isKept: boolean }[]
  /**
   * Errors on what was held out, in standard deviations, means over signals and recordings. Without a line, persistence
   * takes the last reading for the next ones; with one, it is the balances alone, and errors are of what these miss in a scan.
   */
  readonly errors: readonly {
    readonly scans: number
    readonly seconds: number
    readonly persistence: number
    readonly arx: number
    readonly ensemble: number
  }[]
  /** How far ahead nine of ten free runs stay within the tolerance, s; of a plant without a line. */
  readonly signals: readonly {
    readonly name: string
    readonly unit: string
    readonly tolerance: number
    readonly trustHorizon: number
  }[]
  /** Disagreement of the members, in standard deviations, beyond which a dream is cut. */
  readonly level: number
  readonly file: string
  /** SHA-256 of the model. */
  readonly hash: string
  readonly seconds: number
}
