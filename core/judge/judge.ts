import { setImmediate } from 'node:timers/promises'
import { type ClosedLoop, closeLoop } from '../dream/closed-loop.ts'
import { baseline, doNothing, oracle } from '../dream/controller.ts'
import type { Observer } from '../dream/observer.ts'
import { type Outcomes, withDreamer } from '../dream/rollout.ts'
import type { Plant } from '../line/plant.ts'
import { randomSource } from '../scenario/random.ts'
import { faultFreeScenario, faultyScenario, scenarioOf } from '../scenario/sample.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Trainable } from '../train/policy.ts'
import { classicalRival } from './rival.ts'
import { type Comparison, compare } from './statistics.ts'

/** How much worse, as a share of the reference's mean cost, still counts as no worse. */
const margin = 0.02
/** A mode has head-room when an oracle saves at least this share of the baseline's cost. */
const leastHeadRoom = 0.05
/** Dreams of each failure on its own. */
const scenariosPerFailure = 64
const lanes = 512
/** Held-out scenarios come from seeds in a range of their own, which training never draws from. */
const heldOut = 1_000_000_007

export const contenders = ['do nothing', 'baseline', 'rival', 'policy', 'oracle'] as const
export type Contender = (typeof contenders)[number]

/** Two comparisons of the policy: with the line's own control, and with the classical rival. */
export interface Standing {
  readonly baseline: Comparison
  readonly rival: Comparison
}

export interface FailureJudgement {
  readonly failure: string
  readonly scenarios: number
  /** Mean cost of each contender. */
  readonly cost: Readonly<Record<Contender, number>>
  /** Share of the baseline's cost that the oracle, or whichever contender does best, saves. */
  readonly headRoom: number
  readonly hasHeadRoom: boolean
  readonly comparison: Comparison
}

export interface Judgement {
  readonly scenarios: number
  readonly faulty: { readonly outcomes: Readonly<Record<Contender, Outcomes>>; readonly standing: Standing }
  readonly faultFree: { readonly outcomes: Readonly<Record<Contender, Outcomes>>; readonly standing: Standing }
  readonly failures: readonly FailureJudgement[]
  /** Worse as soon as it is worse on faulty days or on ordinary ones; else better if it is better on either. */
  readonly verdict: Comparison['verdict']
}

export interface JudgeRequest {
  readonly plant: Plant
  readonly observer: Observer
  readonly policy: Trainable
  readonly parameters: Float32Array
  readonly seed: number
  readonly scenarios: number
  readonly onContender?: (name: Contender, done: number) => void
  readonly signal?: AbortSignal | undefined
}

/**
 * Judges a policy on held-out scenarios against the line's own control (tuned beforehand), a classical rival, doing
 * nothing, and an oracle: the line's loops shown the true values. All of them meet the same days with the same noise.
 */
export async function judge(request: JudgeRequest): Promise<Judgement> {
  const { plant, observer, policy, scenarios } = request
  const { line, layout } = plant
  const random = randomSource(heldOut + request.seed)
  const draw = (count: number, one: () => Scenario) => Array.from({ length: count }, one)
  const sets = {
    faulty: draw(line.failures.length === 0 ? 0 : scenarios, () => faultyScenario(line, layout, random)),
    faultFree: draw(scenarios, () => faultFreeScenario(line, layout, random)),
    failures: line.failures.flatMap((failure) =>
      draw(scenariosPerFailure, () => scenarioOf(line, layout, [failure], random)),
    ),
  }
  const loops: Record<Contender, ClosedLoop> = {
    'do nothing': closeLoop(plant, doNothing(line)),
    baseline: closeLoop(plant, baseline),
    rival: closeLoop(plant, classicalRival(line, observer)),
    policy: closeLoop(plant, policy.controller),
    oracle: closeLoop(plant, oracle),
  }
  const dreamt = new Map<Contender, Record<keyof typeof sets, Outcomes>>()
  for (const [index, name] of contenders.entries()) {
    const outcomes = await withDreamer(loops[name], { lanes }, async (dreamer) => {
      const run = async (set: keyof typeof sets) => {
        const { outcomes } = await dreamer.dream(sets[set], {
          seed: heldOut + request.seed,
          ...(name === 'policy' && { parameters: request.parameters }),
          ...(request.signal && { signal: request.signal }),
        })
        return outcomes
      }
      return { faulty: await run('faulty'), faultFree: await run('faultFree'), failures: await run('failures') }
    })
    dreamt.set(name, outcomes)
    request.onContender?.(name, index + 1)
  }
  const outcomesOf = (set: keyof typeof sets) =>
    Object.fromEntries(contenders.map((name) => [name, dreamt.get(name)?.[set]])) as Record<Contender, Outcomes>
  const against = async (reference: Contender, outcomes: Record<Contender, Outcomes>) => {
    // Resampling takes its time: others get a word in between.
    await setImmediate()
    request.signal?.throwIfAborted()
    return compare(outcomes.policy.cost, outcomes[reference].cost, { margin, seed: request.seed })
  }
  const standing = async (outcomes: Record<Contender, Outcomes>): Promise<Standing> => ({
    baseline: await against('baseline', outcomes),
    rival: await against('rival', outcomes),
  })
  const faultFree = outcomesOf('faultFree')
  const faulty = sets.faulty.length === 0 ? faultFree : outcomesOf('faulty')
  const failures = outcomesOf('failures')
  const judgement = {
    scenarios,
    faulty: { outcomes: faulty, standing: await standing(faulty) },
    faultFree: { outcomes: faultFree, standing: await standing(faultFree) },
    failures: line.failures.map(({ name }, index) =>
      judgeFailure(name, failures, index * scenariosPerFailure, request.seed),
    ),
  }
  return { ...judgement, verdict: verdictOf(judgement.faulty.standing, judgement.faultFree.standing) }
}

function judgeFailure(
  failure: string,
  outcomes: Readonly<Record<Contender, Outcomes>>,
  from: number,
  seed: number,
): FailureJudgement {
  const costs = (name: Contender) => outcomes[name].cost.subarray(from, from + scenariosPerFailure)
  const cost = Object.fromEntries(contenders.map((name) => [name, mean(costs(name))])) as Record<Contender, number>
  const headRoom = Math.max(0, 1 - Math.min(cost.oracle, cost.rival, cost.policy) / Math.max(cost.baseline, 1e-12))
  return {
    failure,
    scenarios: scenariosPerFailure,
    cost,
    headRoom,
    hasHeadRoom: headRoom >= leastHeadRoom,
    comparison: compare(costs('policy'), costs('baseline'), { margin, seed }),
  }
}

function verdictOf(faulty: Standing, faultFree: Standing): Comparison['verdict'] {
  const verdicts = [faulty.baseline.verdict, faultFree.baseline.verdict]
  if (verdicts.includes('worse')) return 'worse'
  return verdicts.includes('better') ? 'better' : 'no worse'
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
