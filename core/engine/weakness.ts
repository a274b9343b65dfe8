import type { Weakness } from '../dream/reasoned/scenario-proposal.ts'
import type { Line } from '../line/line.ts'
import type { Study } from '../study/study.ts'
import { EngineError, type JudgeReport } from './contract.ts'

/** So many are told, the weakest first. */
const most = 5

/**
 * The failures of a line in which the latest policy of the study costs most above the best that was judged beside it, by
 * its latest verdict. Throws `EngineError` where there is none, or none that the policy could do better in.
 */
export function weaknessesOf(study: Study, line: Line): readonly Weakness[] {
  const refuse = (message: string, remedy: string): never => {
    throw new EngineError([{ message, remedy, where: study.directory }])
  }
  const policy = study.latestPolicy()
  if (policy === undefined) return refuse('The study holds no trained policy.', 'Train one, and judge it.')
  const saved = study.latestVerdict(policy.id)
  if (saved === undefined) return refuse(`Policy ${policy.id} has not been judged.`, 'Judge it first.')
  const { failures } = saved.verdict as unknown as JudgeReport
  const weak = failures
    .filter(({ name }) => line.failures.some((failure) => failure.name === name))
    .map((failure) => ({ ...failure, lost: failure.policy - bestOf(failure) }))
    .filter(({ lost }) => lost > 0)
    .sort((a, b) => b.lost - a.lost)
    .slice(0, most)
    .map((failure) => ({ faults: [{ failure: failure.name }], figure: figureOf(failure) }))
  if (weak.length > 0) return weak
  return refuse(
    `The verdict on policy ${policy.id} shows no failure of this line that it could do better in.`,
    'Say in a sentence what should happen, or propose failures that the line lacks.',
  )
}

type Judged = JudgeReport['failures'][number]

const bestOf = ({ baseline, rival, oracle }: Judged) => Math.min(baseline, rival, oracle)

function figureOf({ policy, baseline, oracle, verdict }: Judged): string {
  const [own, old, could] = [policy, baseline, oracle].map((cost) => cost.toPrecision(3))
  return `mean cost ${own}, of today's control ${old}, of the same with the true values ${could}; ${verdict.verdict} than today's control`
}
