/** A policy as it was trained, or the rules that it was distilled to. */
export type PolicyForm = 'network' | 'tree'

export interface DistilRequest {
  readonly study: string
  /** A network of the study; the latest where none is named. */
  readonly policy?: number
  /**
   * Leaves of the tree that is kept, at most; by default the fewest on the curve that keep nine tenths of the network's gain
   * and cost no more than today on days without faults.
   */
  readonly leaves?: number
  readonly seed?: number
  /** Days with faults, and as many without, on which the trees are compared. */
  readonly scenarios?: number
}

/** Mean cost of days with faults and without. */
interface Cost {
  readonly faulty: number
  readonly faultFree: number
}

export interface DistilReport {
  readonly run: number
  /** The network that was distilled. */
  readonly from: number
  /** The tree that was kept, as a policy of the study that is judged and exported like any other. */
  readonly policy: number
  /** Its leaves. */
  readonly leaves: number
  readonly baseline: Cost
  readonly network: Cost
  /** Size against loss: each tree on days that nothing was fitted to. */
  readonly curve: readonly (Cost & {
    readonly leaves: number
    readonly depth: number
    /** Share of the network's gain over the line's own control on days with faults that it keeps. */
    readonly kept: number
  })[]
  /** Those of the tree that was kept, the busiest first. */
  readonly rules: readonly {
    readonly number: number
    /** The signal that is corrected, or the control that is trimmed. */
    readonly tag: string
    /** All of them must hold. */
    readonly conditions: readonly string[]
    readonly meaning: string
    /** What it adds, and how much that is on the mean. */
    readonly formula: string
    readonly mean: number
    readonly unit: string
    /** Shares of the scans with faults, and of all others, in which it acts. */
    readonly failing: number
    readonly ordinary: number
  }[]
  readonly seconds: number
}
