import type { RankedScenario } from '../../../core/engine/contract.ts'

export interface Ranked {
  /** From 1. */
  readonly rank: number
  readonly scenario: RankedScenario
}

export const rankedOf = (scenarios: readonly RankedScenario[]): readonly Ranked[] =>
  scenarios.map((scenario, index) => ({ rank: index + 1, scenario }))

/** Of the scenarios in which the same failures occur together only the one of the highest rank. */
export function worstOfEach(ranked: readonly Ranked[]): readonly Ranked[] {
  const worst = new Map<string, Ranked>()
  for (const one of ranked) {
    const failures = one.scenario.faults.map(({ failure }) => failure)
    const key = failures.sort().join(' + ')
    if (!worst.has(key)) worst.set(key, one)
  }
  return [...worst.values()]
}
