export interface VerifyRequest {
  /** A folder that was exported. */
  readonly directory: string
  /** An installed compiler, `iec2c` (matiec) or `strucpp`, that is given the Structured Text as well. */
  readonly compiler?: string
}

/** Every check of an exported folder, done again. */
export interface VerifyReport {
  readonly directory: string
  readonly line: string
  /** What the export goes against, where it does: the verdict, or that there is none. */
  readonly override?: string
  readonly checks: readonly {
    readonly name: string
    readonly state: 'holds' | 'fails' | 'left out'
    /** What was found; of a failure, the first difference. */
    readonly text: string
  }[]
  /** None of them fails. */
  readonly holds: boolean
}
