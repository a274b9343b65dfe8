/** How the tasks of a round are chosen. Other shares are of the tasks with a fault; what they leave is drawn afresh. */
export interface CurriculumSettings {
  /** Share of all dreams in which nothing fails, at least and at most: as the spread of their costs warrants (`ordinaryShare`). */
  readonly ordinary: readonly [least: number, most: number]
  /** Dreams of a task in a round. Fewer say little about its spread, more leave room for fewer tasks. */
  readonly group: number
  /** Share that comes back from the pool for its value. */
  readonly again: number
  /** λ: the share of new variations and proposals, at most. */
  readonly synthetic: number
  /** Whether what comes back or is varied is chosen by value; else all in the pool are equally probable. */
  readonly byValue: boolean
}

export const usualCurriculum: CurriculumSettings = {
  ordinary: [0.12, 0.3],
  group: 2,
  again: 0.15,
  synthetic: 0.1,
  byValue: true,
}
