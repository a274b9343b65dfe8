import type { PlantLayout } from '../line/groups.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Candidate } from './proposal.ts'

/** What a day led to under some control: means over the noises it was dreamt on. */
export interface Harm {
  readonly cost: number
  /** Share of the noises on which the line tripped, 0 to 1. */
  readonly trips: number
}

/** A candidate that was dreamt, and how bad it was: with the cost in logarithms, and its likelihood weighed in. */
export interface Tried {
  readonly candidate: Candidate
  readonly scenario: Scenario
  readonly trips: number
  readonly badness: number
}

/** A day that is rarer by a factor is as bad where it costs more by this power of the factor: 12 % more for ten times. */
const rarity = 0.05

/** Not finite where a dream has left the numbers. */
export function triedOf(layout: PlantLayout, candidate: Candidate, scenario: Scenario, { cost, trips }: Harm): Tried {
  return { candidate, scenario, trips, badness: Math.log(cost) + rarity * logLikelihood(layout, scenario) }
}

/** Up to a constant: moments, severities and changes are all alike within their ranges. */
function logLikelihood({ spreads }: PlantLayout, { likelihood, factors }: Scenario): number {
  const deviations = spreads.map(({ deviation }, row) => ((factors[row] as number) - 1) / deviation)
  return Math.log(likelihood) - deviations.reduce((sum, one) => sum + one ** 2, 0) / 2
}

/** Trips come before all else. */
export const worstFirst = (a: Tried, b: Tried): number => b.trips - a.trips || b.badness - a.badness

/** The first of those given, without what would give one failure more than `most` places. */
export function varied(tried: readonly Tried[], size: number, most: number): readonly Tried[] {
  const counts = new Map<number, number>()
  const chosen: Tried[] = []
  for (const one of tried) {
    const { failures } = one.candidate
    if (chosen.length === size) break
    if (failures.some((row) => (counts.get(row) ?? 0) >= most)) continue
    for (const row of failures) counts.set(row, (counts.get(row) ?? 0) + 1)
    chosen.push(one)
  }
  return chosen
}

/** The same for candidates with the same faults. */
const combination = (failures: readonly number[]) => [...failures].sort((a, b) => a - b).join(' ')

/** The worst of each combination of faults, the worst first. */
export function worstOfEach(tried: readonly Tried[]): readonly Tried[] {
  const worst = new Map<string, Tried>()
  for (const one of [...tried].sort(worstFirst)) {
    const key = combination(one.candidate.failures)
    if (!worst.has(key)) worst.set(key, one)
  }
  return [...worst.values()]
}

/** Without two faults that do no worse than one of them alone: what is left is, for trips, the minimal cut sets. */
export function minimal(worst: readonly Tried[]): readonly Tried[] {
  const alone = new Map(
    worst.flatMap((one) => (one.candidate.failures.length === 1 ? [[one.candidate.failures[0], one]] : [])),
  )
  const isWorse = (one: Tried, other: Tried | undefined) => other === undefined || worstFirst(one, other) < 0
  return worst.filter(
    (one) => one.candidate.failures.length === 1 || one.candidate.failures.every((row) => isWorse(one, alone.get(row))),
  )
}
