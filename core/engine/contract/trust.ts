/** How far the dreams of a line can be trusted, as logs of the plant have it. */
export interface Trust {
  /** How far ahead nine of ten dreams stay within the tolerance of every signal, s. */
  readonly horizon: number
  /** How long a dream of the line lasts, s. */
  readonly whole: number
  /** The logs by their names. */
  readonly logs: readonly string[]
  /** The signal that is the first to leave its tolerance; absent where none does as far as the logs reach. */
  readonly first?: string
  /** The same as a sentence. */
  readonly sentence: string
}

/** A result that was dreamt. */
export interface Trusted {
  /** Absent where no log has been compared with this version of the line. */
  readonly trust?: Trust
}

/** Where to begin in each log: after so many seconds, or with the last share of its time (0 to 1). */
export interface ReplayRequest {
  readonly line: string
  readonly logs: readonly string[]
  /** Keeps what was found out of this version of the line, and the experience of the logs in its replay. */
  readonly study?: string
  /** How far a dream may be off, by the signal's tag, with a unit: `2 cm`. */
  readonly tolerances?: Readonly<Record<string, string>>
  readonly from?: number
  readonly share?: number
}

/** A log as it was compared. */
export interface ComparedLog {
  readonly name: string
  /** Of the whole file. */
  readonly sha256: string
  /** How much of its beginning was left out, s. */
  readonly from: number
  readonly rows: number
  /** s */
  readonly duration: number
}

/** A figure with its 95 % interval, where there is enough to tell one. */
export interface Estimate {
  readonly value: number
  readonly interval?: readonly [low: number, high: number]
}

/**
 * How far the readings are off one scan ahead (ε_P): root of the mean square, over scans and signals, as a share of the
 * signals' ranges.
 */
export interface TransitionError {
  readonly all: Estimate
  /** What the noise of the instruments alone would make of it. */
  readonly noise: number
}

/** How far the cost by the line's goals and limits is off (ε_R), and its means. The unit is that of a dream's cost. */
export interface RewardError {
  readonly error: Estimate
  readonly logged: number
  readonly dreamt: number
}
