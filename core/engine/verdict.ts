import type { Study } from '../study/study.ts'
import { EngineError, type JudgeReport } from './contract.ts'
import type { StoredPolicy } from './policy-store.ts'

/** The judge's latest verdict on a policy, and when it was given; undefined for one that was never judged. */
export function latestVerdict(study: Study, policy: number): { verdict: JudgeReport; judged: string } | undefined {
  const saved = study.latestVerdict(policy)
  return saved && { verdict: saved.verdict as unknown as JudgeReport, judged: saved.saved }
}

/** The judge's verdict on a policy; `so` says what is refused otherwise. Throws `EngineError` where it is worse or missing. */
export function passedVerdict(study: Study, { id }: StoredPolicy, so: string): JudgeReport {
  const verdict = latestVerdict(study, id)?.verdict
  if (verdict === undefined) {
    throw new EngineError([
      { message: 'The policy has not been judged.', remedy: 'Judge it first.', where: study.directory },
    ])
  }
  if (verdict.verdict === 'worse') {
    const problem = {
      message: `The policy was judged worse than the control the line has, so it ${so}.`,
      remedy: 'Train it longer, or give it other goals.',
      where: study.directory,
    }
    throw new EngineError([problem], { refused: true })
  }
  return verdict
}
