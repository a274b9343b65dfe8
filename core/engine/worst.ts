import { causeChain } from '../dream/cause.ts'
import type { Film } from '../dream/film.ts'
import { type Finding, searchWorst } from '../judge/worst.ts'
import type { JsonValue } from '../study/json.ts'
import type { Study } from '../study/study.ts'
import { chainText, filmCauses } from './chain.ts'
import type { Job, JudgeReport } from './contract.ts'
import type { StoredPolicy } from './policy-store.ts'
import { faultsIn, lanes } from './ranked-day.ts'

/** The search has seeds in a range of its own, apart from those of training and of the held-out days. */
const searched = 2_000_000_011

/** Searches the worst days for a policy, and keeps them with the judge's run, so that they can be filmed. */
export async function worstDays(
  study: Study,
  { plant, policy, parameters, loop }: StoredPolicy,
  run: number,
  judgeSeed: number,
  job: Job,
): Promise<NonNullable<JudgeReport['worst']>> {
  const { line } = plant
  const seed = searched + judgeSeed
  const { dreams, noises, findings } = await searchWorst({
    plant,
    policy,
    parameters,
    seed,
    lanes,
    signal: job.signal,
    onGeneration: (done, total) =>
      job.onProgress?.({ task: 'Searching the worst days', done, total, unit: 'generations' }),
  })
  if (findings.length === 0) return { dreams, noises, days: [] }
  const { faulty, ordinary } = await filmCauses(
    loop,
    findings.map(({ scenario }) => scenario),
    findings.map(({ place }) => place),
    { seed, parameters, ...(job.signal && { signal: job.signal }) },
  )
  study.saveScenarios(
    run,
    findings.map((finding) => ({
      id: idOf(finding),
      scenario: finding.scenario as unknown as JsonValue,
      likelihood: finding.scenario.likelihood,
      consequence: { ...finding.policy },
      risk: finding.policy.cost * finding.scenario.likelihood,
      seed,
    })),
  )
  return {
    dreams,
    noises,
    days: findings.map((finding, day) => {
      const { scenario, policy, baseline } = finding
      const events = causeChain(line, faulty.films[day] as Film, ordinary.films[day] as Film)
      return {
        id: idOf(finding),
        name: scenario.name,
        ...faultsIn(line, scenario),
        perYear: scenario.likelihood,
        policy,
        baseline,
        chain: chainText(line, events, faulty.outcomes, day),
      }
    }),
  }
}

const idOf = ({ place }: Finding) => String(place.index)
