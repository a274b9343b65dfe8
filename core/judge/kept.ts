import type { ClosedLoop } from '../dream/closed-loop.ts'
import { withDreamer } from '../dream/rollout.ts'
import { randomSource } from '../scenario/random.ts'
import { faultFreeScenario, faultyScenario } from '../scenario/sample.ts'

const lanes = 512
/** Days apart from those of training, and from those on which policies are judged. */
const setApart = 3_000_000_019

/** A controller in its loop, with its parameters if it has any. */
export interface Candidate {
  readonly loop: ClosedLoop
  readonly parameters?: Float32Array
}

/** Mean cost of days with faults and without. */
export interface DayCost {
  readonly faulty: number
  readonly faultFree: number
}

/**
 * What candidates for the same line cost on the same days, none of which they were trained on or will be judged on, so that
 * one of them may be chosen by it.
 */
export async function costsApart(
  candidates: readonly Candidate[],
  {
    seed,
    scenarios,
    signal,
  }: { readonly seed: number; readonly scenarios: number; readonly signal?: AbortSignal | undefined },
): Promise<readonly DayCost[]> {
  const costs: DayCost[] = []
  for (const { loop, parameters } of candidates) {
    const { line, plant } = loop
    const random = randomSource(setApart + seed)
    const faultFree = Array.from({ length: scenarios }, () => faultFreeScenario(line, plant.layout, random))
    const faulty =
      line.failures.length === 0 ? faultFree : faultFree.map(() => faultyScenario(line, plant.layout, random))
    costs.push(
      await withDreamer(loop, { lanes: Math.min(lanes, scenarios) }, async (dreamer) => {
        const mean = async (days: typeof faulty) => {
          const request = { seed: setApart + seed, ...(parameters && { parameters }), ...(signal && { signal }) }
          const { outcomes } = await dreamer.dream(days, request)
          return outcomes.cost.reduce((sum, cost) => sum + cost, 0) / scenarios
        }
        return { faulty: await mean(faulty), faultFree: await mean(faultFree) }
      }),
    )
  }
  return costs
}

/** Share of what a policy gains over the line's own control that another keeps; 0 where it gains nothing. */
export const shareKept = (baseline: number, policy: number, other: number): number =>
  policy < baseline ? (baseline - other) / (baseline - policy) : 0
