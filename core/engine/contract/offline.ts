import type { Budget, TrainReport } from '../contract.ts'

/** From logs alone: behaviour cloning, TD3+BC, or in the dreams of the line's model near to the clone. */
export const offlineTrainers = ['clone', 'td3+bc', 'model'] as const

export type OfflineTrainer = (typeof offlineTrainers)[number]

export interface OfflineRequest {
  readonly line: string
  readonly study: string
  /** CSV logs of the line under its present control. */
  readonly logs: readonly string[]
  /** Those before it, which are simpler, are trained as well; the best of them is kept. */
  readonly trainer: OfflineTrainer
  readonly seed?: number
  /** How much training of TD3+BC and in the model. */
  readonly budget?: Budget
  /** What it costs in the model to leave the clone, per nat of divergence from it (1). */
  readonly anchor?: number
  /** How far ahead the model is trusted, s; as far as the line's own dreams by default. */
  readonly trustHorizon?: number
}

/** How one control did on days that none of them was trained on, dreamt in the model of the line. */
export interface OfflineStanding {
  /** `own` is the line's own control. */
  readonly control: OfflineTrainer | 'own'
  readonly ordinary: number
  /** Absent on a line on which nothing fails. */
  readonly faulty?: number
  /** What the best is chosen by, lower is better: the typical faulty day, and ordinary days in units of the own control's. */
  readonly score: number
}

/** The policy that was kept is the best of those trained, and `trainer` names it. */
export interface OfflineReport extends Omit<TrainReport, 'trainer'> {
  readonly trainer: OfflineTrainer
  readonly asked: OfflineTrainer
  readonly recordings: number
  readonly loggedScans: number
  /** Dreams of each kind of day; those of the line, none of them of the judge's. */
  readonly days: number
  readonly standings: readonly OfflineStanding[]
  /** Root-mean-square distance of the clone from what was done in the log, as a share of the controls' ranges. */
  readonly cloneError: number
  /** Goals and limits that no signal measures: nothing of them is learned from the log. */
  readonly unmeasured: readonly string[]
}
