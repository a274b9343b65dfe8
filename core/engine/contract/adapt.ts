import type { JudgeReport, ReplayReport, TrainReport, TrainRequest } from '../contract.ts'
import type { CalibrationReport } from './calibration.ts'

export interface AdaptRequest extends Pick<TrainRequest, 'seed' | 'budget' | 'device' | 'whole'> {
  readonly line: string
  /** It holds the policy, and gets the next one. */
  readonly study: string
  /** What the plant went through, under its own control or under a policy: logs in the line's own columns, CSV. */
  readonly logs: readonly string[]
  /** Line file to write, as the logs have it, which is not there yet. */
  readonly out: string
  /** The latest policy of the study where none is named. */
  readonly policy?: number
  /** Share of each stretch of a log that the line is fitted to (0.7); on the rest its dreams are measured. */
  readonly share?: number
}

/** A policy that was brought nearer to its plant, step by step. */
export interface AdaptReport {
  readonly calibration: CalibrationReport
  readonly replay: ReplayReport
  readonly train: TrainReport
  readonly judge: JudgeReport
}
