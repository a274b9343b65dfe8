/** What is known of a policy besides its blocks: plain data, for the manifest, the model card and the report. */
export interface Evidence {
  readonly training: Training
  /** Null for a policy that was never judged. */
  readonly verdict: Verdict | null
  /** When it was judged, ISO 8601; null where it never was. */
  readonly judged: string | null
  /** What was trained, step by step, and the day that does the policy the most harm. */
  readonly charts: readonly Chart[]
}

/** How a policy came to be. */
export interface Training {
  /** Its number in the study. */
  readonly policy: number
  readonly trainer: string
  readonly settings: readonly { readonly name: string; readonly value: string }[]
}

interface Standing {
  readonly verdict: 'better' | 'no worse' | 'worse'
  /** Relative change of mean cost and its 95 % interval; negative is better. */
  readonly relative: number
  readonly interval: readonly [low: number, high: number]
  readonly sentence: string
}

interface Standings {
  readonly baseline: Standing
  readonly rival: Standing
}

interface Measure {
  readonly name: string
  readonly unit: string
  readonly baseline: number
  readonly policy: number
  readonly change: number
  readonly interval: readonly [low: number, high: number]
}

/** The judge's report, as far as it is shown here. */
export interface Verdict {
  readonly scenarios: number
  readonly seed: number
  readonly verdict: Standing['verdict']
  readonly sentence: string
  readonly faulty: Standings
  readonly faultFree: Standings
  readonly measures: { readonly faulty: readonly Measure[]; readonly faultFree: readonly Measure[] }
  readonly failures: readonly {
    readonly name: string
    readonly scenarios: number
    readonly baseline: number
    readonly rival: number
    readonly policy: number
    readonly oracle: number
    readonly headRoom: number
    readonly hasHeadRoom: boolean
    readonly verdict: Standing
  }[]
  readonly worst?: {
    readonly dreams: number
    readonly days: readonly {
      readonly name: string
      readonly perYear: number
      readonly policy: { readonly cost: number; readonly trips: number }
      readonly baseline: { readonly cost: number; readonly trips: number }
    }[]
  }
}

export interface Chart {
  readonly title: string
  /** Of the values. */
  readonly unit: string
  /** What is counted along the bottom. */
  readonly along: string
  readonly curves: readonly Curve[]
}

export interface Curve {
  readonly name: string
  readonly at: readonly number[]
  readonly values: readonly number[]
}

/** What every file of an export says that went against the verdict; undefined where the verdict allows it. */
export function objectionTo({ verdict }: Evidence): string | undefined {
  if (verdict === null) return 'exported without a verdict: never judged'
  return verdict.verdict === 'worse' ? 'exported against the verdict: worse' : undefined
}
