export interface CalibrateRequest {
  readonly line: string
  /** Logs in the line's own columns, CSV. */
  readonly logs: readonly string[]
  /** Share of each stretch of a log that is fitted, from its beginning; the rest is held out. All by default. */
  readonly share?: number
  /** What to fit, such as `TM-101.mass`, `TT-101.lag` or `ambient`; what data sheets never give exactly by default. */
  readonly only?: readonly string[]
  /** File to write the calibrated line to, which is not there yet. */
  readonly out?: string
}

/** A value as the line file would have it, such as `4.1 g`, and the keys that lead to it. */
export interface WrittenValue {
  readonly path: readonly string[]
  readonly text: string
}

/** Root-mean-square error of free runs with the logged controls; null where nothing was measured. */
export interface SignalFit {
  readonly tag: string
  readonly unit: string
  readonly before: number | null
  readonly after: number | null
}

export interface CalibrationReport {
  readonly line: string
  /** Of the line file that was calibrated. */
  readonly hash: string
  readonly parameters: readonly {
    readonly name: string
    readonly unit: string
    readonly before: number
    readonly after: number
    /** 95 %, where the model is right. */
    readonly interval: readonly [low: number, high: number]
    /** Whether the log narrowed it down by more than half of its variance. */
    readonly isIdentified: boolean
  }[]
  /** Parameters that the log tells only together. */
  readonly together: readonly (readonly string[])[]
  readonly fitted: readonly SignalFit[]
  /** On what was held out; absent where nothing was. */
  readonly heldOut?: readonly SignalFit[]
  /** What is to stand in the line file. */
  readonly values: readonly WrittenValue[]
  /** The file that was written. */
  readonly out?: string
}

/** Values for a line file that is as it was when they were found. */
export interface AdoptValuesRequest {
  readonly line: string
  readonly hash: string
  readonly values: readonly WrittenValue[]
}
