import type { Job } from '../contract.ts'

/** The plant of a line, as its connection file says: `<line>.plant.yaml` beside the line file where none is named. */
export interface PlantAt {
  readonly line: string
  readonly connection?: string
}

export interface PlantWatchRequest extends PlantAt {
  /** CSV to write, which is not there yet. */
  readonly log?: string
  /** s; until it is stopped where it is left out. */
  readonly duration?: number
}

export interface PlantShadowRequest extends PlantWatchRequest {
  readonly study: string
  /** The latest policy of the study where none is named. */
  readonly policy?: number
}

export interface PlantRunRequest extends Omit<PlantShadowRequest, 'duration'> {
  /** How long the policy may act, s. */
  readonly duration: number
  /** Who answers for it. */
  readonly armedBy: string
}

export interface PlantMapRequest extends PlantAt {
  readonly endpoint: string
  readonly user?: string
}

/** Without a thumbprint it lists what has been seen. */
export interface PlantTrustRequest extends PlantAt {
  readonly thumbprint?: string
}

/** What a session sees in one scan, in the units of the line. */
export interface PlantLook {
  /** s since it began. */
  readonly time: number
  readonly values: readonly {
    readonly tag: string
    /** null where there is none. */
    readonly value: number | null
    readonly unit: string
    /** Empty where the value is good. */
    readonly trouble: string
  }[]
  /** What the policy wants, or why it wants nothing; absent where none looks on. */
  readonly advice?: readonly { readonly name: string; readonly value: number; readonly unit: string }[]
  readonly withheld?: string
  /** Who has the plant; absent where nothing may be written. */
  readonly mode?: string
}

export interface PlantJob extends Job {
  onLook?(look: PlantLook): void
  /** That the connection was lost or is back. */
  onConnection?(news: string): void
  /** Asks for the user's password where the environment has none. */
  password?(user: string): Promise<string>
}

/** Rows of a log; gaps are scans left out since a value could not be relied on. */
export interface WrittenLog {
  readonly file: string
  readonly rows: number
  readonly gaps: number
}

export interface PlantWatchReport {
  readonly line: string
  readonly endpoint: string
  /** s */
  readonly seconds: number
  readonly scans: number
  /** Scans that went by unattended. */
  readonly missed: number
  /** Times the connection was lost. */
  readonly losses: number
  readonly log?: WrittenLog
}

export interface PlantShadowReport extends PlantWatchReport {
  readonly policy: number
  /** Scans in which the policy gave advice. */
  readonly advised: number
  /** Why it gave none, and in how many scans. */
  readonly withheld: readonly { readonly reason: string; readonly scans: number }[]
  /** How long it took for an advice, ms; absent where it gave none. */
  readonly computing?: { readonly median: number; readonly longest: number }
}

export interface PlantRunReport {
  readonly line: string
  readonly endpoint: string
  readonly policy: number
  /** Why the plant has its own control back. */
  readonly reason: string
  /** Whether it was meant to end so: its time was over, or it was stopped by hand. */
  readonly asMeant: boolean
  /** Scans in which the policy was in control. */
  readonly scans: number
  readonly missed: number
  readonly writes: number
  readonly audit: string
  readonly log?: WrittenLog
}

export interface PlantMapReport {
  readonly file: string
  readonly endpoint: string
  /** `exact` where the node's name is the tag; else it is only alike. */
  readonly found: readonly { readonly tag: string; readonly node: string; readonly exact: boolean }[]
  /** What no node was found for. */
  readonly missing: readonly string[]
}

export interface PlantTrustReport {
  readonly folder: string
  readonly certificates: readonly {
    readonly thumbprint: string
    readonly subject: string
    readonly validTo: string
    readonly trusted: boolean
  }[]
}

export interface PlantAuditReport {
  readonly file: string
  readonly lines: number
  readonly writes: number
  /** SHA-256 of the last line: noted elsewhere, it shows when lines at the end are missing. */
  readonly last: string
  readonly broken?: { readonly line: number; readonly problem: string }
}
