import type { Outcomes } from '../dream/rollout.ts'
import { type Contender, contenders, type Judgement, judge as judgePolicy, type Standing } from '../judge/judge.ts'
import { type Comparison, explain } from '../judge/statistics.ts'
import type { Line } from '../line/line.ts'
import type { JsonValue } from '../study/json.ts'
import type { ComparedWith, Engine, JudgeReport } from './contract.ts'
import { consequenceOf, measuresOf } from './measured.ts'
import { storedPolicy } from './policy-store.ts'
import { assertSeed } from './seed.ts'
import { inStudy, recorded, startRun } from './study-run.ts'
import { trustIn } from './trust.ts'
import { worstDays } from './worst.ts'

const defaultScenarios = 1024

const texts: Record<Contender, string> = {
  'do nothing': 'controls stay where they are',
  baseline: "the line's own loops, tuned on training days",
  rival: "the line's own loops behind a residual check that corrects instrument jumps",
  policy: 'the trained policy over the same loops',
  oracle: "the line's own loops, shown the true values",
}

/** Judges a policy of the study on held-out days, searches the worst days for it and keeps what was found. */
export const judge: Engine['judge'] = (
  { study: directory, policy, seed = 1, scenarios = defaultScenarios },
  job = {},
) =>
  inStudy(directory, false, async (study) => {
    assertSeed(seed)
    const stored = await storedPolicy(study, policy)
    const run = startRun(study, 'judge', stored.source.hash, seed, { scenarios, policy: stored.id })
    return recorded(study, run, job.signal, async () => {
      const judgement = await judgePolicy({
        plant: stored.plant,
        observer: stored.observer,
        policy: stored.policy,
        parameters: stored.parameters,
        seed,
        scenarios,
        signal: job.signal,
        onContender: (name, done) =>
          job.onProgress?.({
            task: 'Judging',
            done,
            total: contenders.length,
            unit: 'controllers',
            note: `last: ${name}`,
          }),
      })
      const worst = await worstDays(study, stored, run, seed, job)
      const ids = { run, policy: stored.id, seed }
      const trusted = trustIn(study, stored.source.hash)
      const report = { ...(await reportOf(stored.plant.line, judgement, ids)), worst, ...trusted }
      study.saveVerdict(run, stored.id, report as unknown as JsonValue)
      return report
    })
  })

async function reportOf(
  line: Line,
  judgement: Judgement,
  ids: { run: number; policy: number; seed: number },
): Promise<JudgeReport> {
  const { faulty, faultFree } = judgement
  const all = (outcomes: Outcomes) => consequenceOf(line, outcomes, Array.from(outcomes.cost.keys()))
  return {
    ...ids,
    scenarios: judgement.scenarios,
    controllers: contenders.map((name) => ({
      name,
      text: texts[name],
      faulty: all(faulty.outcomes[name]),
      faultFree: all(faultFree.outcomes[name]),
    })),
    faulty: standingOf(faulty.standing),
    faultFree: standingOf(faultFree.standing),
    measures: {
      faulty: await measuresOf(line, faulty.outcomes.policy, faulty.outcomes.baseline, ids.seed),
      faultFree: await measuresOf(line, faultFree.outcomes.policy, faultFree.outcomes.baseline, ids.seed),
    },
    failures: judgement.failures.map(({ failure, scenarios, cost, headRoom, hasHeadRoom, comparison }) => ({
      name: failure,
      scenarios,
      baseline: cost.baseline,
      rival: cost.rival,
      policy: cost.policy,
      oracle: cost.oracle,
      headRoom,
      hasHeadRoom,
      verdict: comparedWith(comparison),
    })),
    verdict: judgement.verdict,
    sentence: sentenceOf(judgement),
  }
}

const standingOf = ({ baseline, rival }: Standing) => ({ baseline: comparedWith(baseline), rival: comparedWith(rival) })

function comparedWith(comparison: Comparison): ComparedWith {
  const { verdict, relative, relativeInterval } = comparison
  return { verdict, relative, interval: relativeInterval, sentence: explain(comparison, 'cost') }
}

function sentenceOf({ verdict, faulty, faultFree }: Judgement): string {
  const change = ({ relative }: Comparison) => `${relative < 0 ? '' : '+'}${(100 * relative).toFixed(1)} %`
  const figures = `cost on days with faults ${change(faulty.standing.baseline)}, on days without ${change(faultFree.standing.baseline)}`
  return `The policy is ${verdict} than the line's own control: ${figures}.`
}
