import { type ClosedLoop, closeLoop } from '../dream/closed-loop.ts'
import { baseline } from '../dream/controller.ts'
import type { Film } from '../dream/film.ts'
import { type Dreams, withDreamer } from '../dream/rollout.ts'
import type { Line } from '../line/line.ts'
import { modeOf } from '../line/mode.ts'
import { sequenceOfFilm } from '../replay/from-dreams.ts'
import { openReplay } from '../replay/replay.ts'
import { randomSource } from '../scenario/random.ts'
import { faultFreeScenario, faultyScenario, pinnedScenario, scenarioOf } from '../scenario/sample.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { JsonValue } from '../study/json.ts'
import { chainText, filmCauses } from './chain.ts'
import type { DreamReport, Engine, Job, RankedScenario } from './contract.ts'
import { spared, troublesIn } from './failure.ts'
import { consequenceOf } from './measured.ts'
import { dayOfRanked, faultsIn, lanes } from './ranked-day.ts'
import { assertSeed } from './seed.ts'
import { assertControllable, loadSource, type Source } from './source.ts'
import { inStudy, recorded, startRun } from './study-run.ts'
import { trustIn } from './trust.ts'

const defaultScenarios = 1024
/** Dreams of each failure on its own, whatever else is drawn. */
const eachAlone = 16
const ordinaryDays = 128
/** The cause chain is worked out for so many of the riskiest scenarios, and for the riskiest of so many combinations of faults. */
const explained = { riskiest: 20, combinations: 40 }
/** What a run adds to the replay of its study. */
const mostExperience = 10_000

/** Proposes rare-fault scenarios, dreams them under the line's own control and ranks them by risk. */
export const dream: Engine['dream'] = (
  { line: path, study: directory, seed = 1, scenarios = defaultScenarios },
  job = {},
) => {
  const source = loadSource(path)
  assertControllable(source)
  assertSeed(seed)
  return inStudy(directory, true, async (study) => {
    study.saveLine(source.line.name, source.text)
    const run = startRun(study, 'dream', source.hash, seed, { scenarios })
    return recorded(study, run, job.signal, async () => {
      const { report, proposed, experience } = await dreamAll(source, seed, scenarios, run, job)
      study.saveScenarios(
        run,
        report.ranked.map(({ ranked, index }) => ({
          id: ranked.id,
          scenario: proposed[index] as unknown as JsonValue,
          likelihood: ranked.perYear,
          consequence: ranked.consequence as unknown as JsonValue,
          risk: ranked.risk,
          seed,
        })),
      )
      const summary = { ...report.summary, ...trustIn(study, source.hash) }
      study.saveReport(run, summary as unknown as JsonValue)
      const kept = await spared(async () => (await openReplay(source.line, source.hash, study)).append(experience))
      return { ...summary, ...troublesIn('trouble' in kept ? [kept.trouble] : []) }
    })
  })
}

function propose({ line, plant }: Source, seed: number, count: number): readonly Scenario[] {
  const random = randomSource(seed).fork('proposals')
  const pinned = line.scenarios.map(({ name }) => pinnedScenario(line, plant.layout, name))
  const alone = line.failures.flatMap((failure) =>
    Array.from({ length: eachAlone }, () => scenarioOf(line, plant.layout, [failure], random)),
  )
  const rest = line.failures.length === 0 ? 0 : Math.max(0, count - alone.length - pinned.length)
  const drawn = Array.from({ length: rest }, () => faultyScenario(line, plant.layout, random))
  return sharedLikelihoods([...pinned, ...alone, ...drawn])
}

/** Scenarios with the same faults share the occurrences a year of that combination. */
function sharedLikelihoods(scenarios: readonly Scenario[]): readonly Scenario[] {
  const counts = new Map<string, number>()
  for (const scenario of scenarios) counts.set(combination(scenario), (counts.get(combination(scenario)) ?? 0) + 1)
  return scenarios.map((scenario) => ({
    ...scenario,
    likelihood: scenario.likelihood / (counts.get(combination(scenario)) as number),
  }))
}

/** The same for scenarios with the same faults, whenever and how badly they occur. */
const combination = ({ faults }: Scenario) =>
  faults
    .map(({ failure }) => failure)
    .sort()
    .join(' + ')

async function dreamAll(source: Source, seed: number, count: number, run: number, job: Job) {
  const { line, plant } = source
  const proposed = propose(source, seed, count)
  const random = randomSource(seed).fork('ordinary')
  const ordinary = Array.from({ length: ordinaryDays }, () => faultFreeScenario(line, plant.layout, random))
  const loop = closeLoop(plant, baseline)
  const stopped = job.signal && { signal: job.signal }
  const { dreamt, ordinaryCost, scansPerSecond } = await withDreamer(loop, { lanes }, async (dreamer) => {
    const began = performance.now()
    let scans = 0
    const total = Math.ceil(proposed.length / lanes) * lanes * Math.round(line.horizon / line.scan)
    const dreamt = await dreamer.dream(proposed, {
      seed,
      ...stopped,
      onScans: (more) => {
        scans += more
        job.onProgress?.({ task: 'Dreaming', done: scans, total, unit: 'scans' })
      },
    })
    const scansPerSecond = scans / ((performance.now() - began) / 1000)
    const ordinaryCost = average((await dreamer.dream(ordinary, { seed, ...stopped })).outcomes.cost)
    return { dreamt, ordinaryCost, scansPerSecond }
  })

  const all = proposed.map((scenario, index) => {
    const risk = Math.max(0, (dreamt.outcomes.cost[index] as number) - ordinaryCost) * scenario.likelihood
    return { index, scenario, risk }
  })
  const byRisk = [...all].sort((a, b) => b.risk - a.risk)
  const worst = worthExplaining(byRisk)
  const told = await explain(loop, proposed, worst, dreamt, seed, job)
  const chains = new Map(worst.map((index, place) => [index, told[place]?.chain ?? []]))
  const ranked = byRisk.map(({ index, scenario, risk }) => ({
    index,
    ranked: rankedScenario(line, scenario, dreamt, index, risk, chains.get(index) ?? []),
  }))
  const summary: DreamReport = {
    run,
    dreams: proposed.length,
    scansPerSecond,
    ordinaryCost,
    scenarios: ranked.map(({ ranked }) => ranked),
    failures: failureTable(line, proposed, dreamt, all),
  }
  // A dream that left the numbers is no experience.
  const experience = told.map(({ sequence }) => sequence).filter(({ value }) => Number.isFinite(value))
  return { proposed, report: { ranked, summary }, experience }
}

/** Indices of the riskiest scenarios and of the riskiest of each combination of faults, of those that are ranked by risk. */
function worthExplaining(
  byRisk: readonly { readonly index: number; readonly scenario: Scenario }[],
): readonly number[] {
  const firsts = new Map<string, number>()
  for (const { index, scenario } of byRisk) {
    const key = combination(scenario)
    if (!firsts.has(key)) firsts.set(key, index)
  }
  const riskiest = byRisk.slice(0, explained.riskiest).map(({ index }) => index)
  return [...new Set([...riskiest, ...[...firsts.values()].slice(0, explained.combinations)])]
}

function rankedScenario(
  line: Line,
  scenario: Scenario,
  { outcomes }: Dreams,
  index: number,
  risk: number,
  chain: readonly string[],
): RankedScenario {
  return {
    id: String(index),
    name: scenario.name,
    ...faultsIn(line, scenario),
    perYear: scenario.likelihood,
    consequence: consequenceOf(line, outcomes, [index]),
    risk,
    chain,
  }
}

/**
 * Dreams the scenarios again, with and without their faults, on the same days: what followed from them, and the experience
 * made on them, worth as much as they cost.
 */
async function explain(
  loop: ClosedLoop,
  proposed: readonly Scenario[],
  indices: readonly number[],
  { outcomes }: Dreams,
  seed: number,
  job: Job,
) {
  const { line } = loop
  const { faulty, ordinary } = await filmCauses(
    loop,
    indices.map((index) => proposed[index] as Scenario),
    indices.map((index) => dayOfRanked(String(index))),
    { seed, ...(job.signal && { signal: job.signal }) },
  )
  const longest = Math.ceil(mostExperience / indices.length)
  return faulty.films.map((film, index) => {
    const first = indices[index] as number
    const value = outcomes.cost[first] as number
    const background = { provenance: 'causal', policyRound: 0, value } as const
    const sequence = sequenceOfFilm(line, film, ordinary.films[index] as Film, background, longest)
    return { chain: chainText(line, sequence.chain, outcomes, first), sequence }
  })
}

function failureTable(
  line: Line,
  proposed: readonly Scenario[],
  { outcomes }: Dreams,
  all: readonly { risk: number }[],
) {
  return line.failures
    .map((failure) => {
      const { name, rate } = failure
      const indices = proposed.flatMap(({ faults }, index) =>
        faults.length === 1 && faults[0]?.failure === name ? [index] : [],
      )
      const { cost, trips } = consequenceOf(line, outcomes, indices)
      const risk = indices.reduce((sum, index) => sum + (all[index]?.risk ?? 0), 0)
      return { name, code: modeOf(line, failure).code, perYear: rate, meanCost: cost, tripShare: trips, risk }
    })
    .sort((a, b) => b.risk - a.risk)
}

const average = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length
