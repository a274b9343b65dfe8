import { closeLoop } from '../dream/closed-loop.ts'
import { baseline } from '../dream/controller.ts'
import type { DayPlace } from '../dream/day-noise.ts'
import { type Dreamer, withDreamer } from '../dream/rollout.ts'
import type { Plant } from '../line/plant.ts'
import { randomSource } from '../scenario/random.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Trainable } from '../train/policy.ts'
import { type Harm, minimal, type Tried, triedOf, varied, worstFirst, worstOfEach } from './badness.ts'
import { type Candidate, dayOfCandidate, drawCandidate, firstProposal, refit } from './proposal.ts'

const generations = 8
/** What the next generation follows: a share of this one, in which no failure has more than some places. */
const elite = { share: 1 / 8, ofFailure: 8 }
/** A single dream owes much to its noise: so many days, with one fault and with two each, are dreamt on some noises more. */
const screened = { days: 32, noises: 8 }
const findings = { most: 10, ofFailure: 3, noises: 48 }

export interface WorstRequest {
  readonly plant: Plant
  readonly policy: Trainable
  readonly parameters: Float32Array
  /** Findings are confirmed on the noise of this seed; the search meets that of the seeds after it. */
  readonly seed: number
  /** Dreams side by side, and days of one generation. */
  readonly lanes: number
  readonly onGeneration?: (done: number, total: number) => void
  readonly signal?: AbortSignal | undefined
}

/** One of the worst days, dreamt again on noises that the search did not meet. */
export interface Finding {
  readonly scenario: Scenario
  /** The first of these noises. */
  readonly place: DayPlace
  readonly policy: Harm
  readonly baseline: Harm
}

export interface Worst {
  /** Dreams of the generations, and how many of them tripped. */
  readonly dreams: number
  readonly trips: number
  /** Noises that each finding was dreamt on. */
  readonly noises: number
  /** By their share of trips under the policy, then by their cost, the worst first. */
  readonly findings: readonly Finding[]
}

/**
 * Searches the days of a line, with one or two of its failures, for those on which a policy does worst: adaptive stress
 * testing (Lee et al., Adaptive Stress Testing: Finding Likely Failure Events with Reinforcement Learning, JAIR 69, 2020) by
 * the cross-entropy method (Rubinstein 1999). A search profits from lucky noise: what it finds is dreamt again on fresh noise,
 * under the policy and under the line's own control. A line without failures has no findings.
 */
export async function searchWorst(request: WorstRequest): Promise<Worst> {
  const { plant, policy, lanes } = request
  const { noises } = findings
  if (plant.line.failures.length === 0) return { dreams: 0, trips: 0, noises, findings: [] }
  return withDreamer(closeLoop(plant, policy.controller), { lanes }, async (dreamer) => {
    const tried = await searchDays(request, dreamer)
    const worst = await screen(request, dreamer, tried)
    const trips = tried.reduce((sum, one) => sum + one.trips, 0)
    return { dreams: generations * lanes, trips, noises, findings: await confirm(request, dreamer, worst) }
  })
}

/** All that was tried in some generations, each drawn near the worst of the one before. */
async function searchDays(request: WorstRequest, dreamer: Dreamer): Promise<readonly Tried[]> {
  const { line, layout } = request.plant
  const random = randomSource(request.seed).fork('worst')
  const all: Tried[] = []
  let proposal = firstProposal(line, layout)
  for (let generation = 0; generation < generations; generation++) {
    const candidates = Array.from({ length: request.lanes }, () => drawCandidate(proposal, random))
    const tried = await tryOut(request, dreamer, candidates, 1, 1 + generation)
    const leaders = varied(tried, Math.ceil(elite.share * request.lanes), elite.ofFailure)
    const drawnNear = leaders.map(({ candidate }) => candidate)
    proposal = refit(proposal, drawnNear)
    all.push(...tried)
    request.onGeneration?.(generation + 1, generations)
  }
  return all
}

/** Days that differ in their faults, the worst first on some noises more. */
async function screen(request: WorstRequest, dreamer: Dreamer, tried: readonly Tried[]): Promise<readonly Scenario[]> {
  const worst = worstOfEach(tried).map(({ candidate }) => candidate)
  const chosen = [1, 2].flatMap((faults) =>
    worst.filter(({ failures }) => failures.length === faults).slice(0, screened.days),
  )
  const again = await tryOut(request, dreamer, chosen, screened.noises, 1 + generations)
  return varied(minimal(again), findings.most, findings.ofFailure).map(({ scenario }) => scenario)
}

/** The candidates, the worst first, without those whose dreams left the numbers: they tell nothing of the policy. */
async function tryOut(
  request: WorstRequest,
  dreamer: Dreamer,
  candidates: readonly Candidate[],
  noises: number,
  seedsAfter: number,
): Promise<readonly Tried[]> {
  const { line, layout } = request.plant
  const days = candidates.map((candidate) => dayOfCandidate(line, layout, candidate))
  const harms = await harmOf({ ...request, seed: request.seed + seedsAfter }, dreamer, days, noises)
  return candidates
    .map((candidate, index) => triedOf(layout, candidate, days[index] as Scenario, harms[index] as Harm))
    .filter(({ badness }) => Number.isFinite(badness))
    .sort(worstFirst)
}

/** What each day led to on so many noises of its own: day d meets the noises d, d + days, d + 2·days ... of the seed. */
async function harmOf(
  { seed, parameters, signal }: Pick<WorstRequest, 'seed' | 'signal'> & Partial<Pick<WorstRequest, 'parameters'>>,
  dreamer: Dreamer,
  days: readonly Scenario[],
  noises: number,
): Promise<readonly Harm[]> {
  const request = { seed, ...(parameters && { parameters }), ...(signal && { signal }) }
  const { outcomes } = await dreamer.dream(Array.from({ length: noises }, () => days).flat(), request)
  const meanOf = (values: Float32Array, day: number) =>
    values.filter((_, index) => index % days.length === day).reduce((sum, value) => sum + value, 0) / noises
  return days.map((_, day) => ({ cost: meanOf(outcomes.cost, day), trips: meanOf(outcomes.tripped, day) }))
}

async function confirm(
  request: WorstRequest,
  dreamer: Dreamer,
  days: readonly Scenario[],
): Promise<readonly Finding[]> {
  const { plant, lanes, seed, signal } = request
  const policy = await harmOf(request, dreamer, days, findings.noises)
  const reference = await withDreamer(closeLoop(plant, baseline), { lanes }, (dreamer) =>
    harmOf({ seed, signal }, dreamer, days, findings.noises),
  )
  return days
    .map((scenario, index) => ({
      scenario,
      place: { index, lanes },
      policy: policy[index] as Harm,
      baseline: reference[index] as Harm,
    }))
    .sort((a, b) => b.policy.trips - a.policy.trips || b.policy.cost - a.policy.cost)
}
