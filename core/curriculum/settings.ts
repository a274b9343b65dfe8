/** How the tasks of a round are chosen. Shares are of the tasks with a fault; what they leave is drawn afresh. */
export interface CurriculumSettings {
  /** Dreams of a task in a round. Fewer say little about its spread, more leave room for fewer tasks. */
  readonly group: number
  /** Share that comes back from the pool for its value. */
  readonly again: number
  /** λ: the share of new variations and proposals, at most. */
  readonly synthetic: number
  /** Whether what comes back or is varied is chosen by value; else all in the pool are equally probable. */
  readonly byValue: boolean
}

export const usualCurriculum: CurriculumSettings = { group: 2, again: 0.25, synthetic: 0.15, byValue: true }

/** Every round is drawn afresh from the failures of the line. */
export const uniformCurriculum: CurriculumSettings = { group: 1, again: 0, synthetic: 0, byValue: false }
