import type { Scenario } from '../scenario/scenario.ts'

/**
 * For each failure, the share of the scenarios in which it occurs whose cost is no more than `reference`'s, both
 * [scenarios]. Failures that occur in none are left out.
 */
export function successByFailure(
  scenarios: readonly Scenario[],
  costs: Float32Array,
  reference: Float32Array,
): Readonly<Record<string, number>> {
  const counts = new Map<string, { met: number; succeeded: number }>()
  scenarios.forEach(({ faults }, index) => {
    const succeeded = (costs[index] as number) <= (reference[index] as number) ? 1 : 0
    for (const failure of new Set(faults.map((fault) => fault.failure))) {
      const count = counts.get(failure) ?? { met: 0, succeeded: 0 }
      counts.set(failure, { met: count.met + 1, succeeded: count.succeeded + succeeded })
    }
  })
  return Object.fromEntries([...counts].map(([failure, { met, succeeded }]) => [failure, succeeded / met]))
}
