import type { Spared } from '../contract.ts'

export interface ImportRequest {
  readonly line: string
  /** Exports of a historian, CSV or Parquet. */
  readonly files: readonly string[]
  /** The log to write, which is not there yet. */
  readonly out: string
  /** Which column is which tag; `<line>.mapping.yaml` beside the line file by default. */
  readonly mapping?: string
  /** IANA, such as Europe/Berlin: where local times in the exports are from. */
  readonly timeZone?: string
  /** Where day and month cannot be told apart, and the like. */
  readonly timeFormat?: TimeFormat
}

/** How an export writes times. */
export const timeFormats = [
  'seconds',
  'epoch s',
  'epoch ms',
  'iso',
  'day.month.year',
  'day/month/year',
  'month/day/year',
  'day-month-year',
] as const

export type TimeFormat = (typeof timeFormats)[number]

/** Which column of exports is which tag of a line: as saved, or guessed and to be confirmed. */
export interface MappingReport {
  readonly line: string
  /** The file that it is saved in, or would be. */
  readonly file: string
  readonly isSaved: boolean
  /** All of it, as the file has it. */
  readonly text: string
  readonly form: 'wide' | 'long'
  readonly time: { readonly column: string; readonly format: TimeFormat; readonly zone?: string }
  readonly tags: readonly {
    readonly tag: string
    readonly role: 'signal' | 'control' | 'setpoint'
    readonly column: string
    /** What the log is written in. */
    readonly unit: string
    /** What the first rows read in the line's unit; null where they have no good value. */
    readonly first: { readonly low: number; readonly high: number; readonly unit: string } | null
  }[]
  readonly ignored: readonly string[]
  /** What the guess is unsure of, and what looks swapped. */
  readonly doubts: readonly string[]
}

/** What became of a historian's exports. Durations in s. */
export interface ImportReport extends Spared {
  readonly line: string
  /** The log, in Dreamline's own format. */
  readonly out: string
  readonly mapping: string
  /** Read. */
  readonly rows: number
  /** Written, once a scan of so many s. */
  readonly scans: number
  readonly scan: number
  /** Of the first row; a moment where the log has dates. */
  readonly from: string
  readonly duration: number
  /** Scans that were left out between others, for want of values; the longest such time begins `at` so long after the first. */
  readonly gaps: { readonly count: number; readonly total: number; readonly longest: number; readonly at: number }
  readonly order: { readonly sorted: number; readonly dropped: number }
  /** Local times: those that the clock skips in spring, and rows at which an hour begins for the second time in autumn. */
  readonly clock: { readonly skipped: number; readonly repeated: readonly number[] }
  /** Tags whose values fit each other's ranges better. */
  readonly swaps: readonly (readonly [string, string])[]
  readonly tags: readonly ImportedTagReport[]
}

export interface ImportedTagReport {
  readonly tag: string
  readonly role: 'signal' | 'control' | 'setpoint'
  readonly column: string
  readonly unit: string
  /** Usual time between its samples; null where there are too few to tell. */
  readonly interval: number | null
  /** Shares of all scans at which it was measured, and at which an earlier value still held. */
  readonly measured: number
  readonly held: number
  /** Scans that were left out for want of this tag alone. */
  readonly alone: number
  readonly good: number
  readonly bad: {
    readonly empty: number
    readonly flagged: number
    readonly outOfRange: number
    /** Texts that are no numbers, the most frequent first. */
    readonly texts: readonly { readonly text: string; readonly count: number }[]
  }
  readonly duplicates: number
  /** Shares of its good values at an end of its range. */
  readonly clipped: { readonly low: number; readonly high: number }
  /** Scans at which it changed, and what it lay between. */
  readonly moves: number
  readonly low: number
  readonly high: number
  /** Its longest stretch without a change while other signals moved, since the first row; null where there is none. */
  readonly still: { readonly from: number; readonly duration: number } | null
}
