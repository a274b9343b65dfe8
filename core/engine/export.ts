import { readdirSync } from 'node:fs'
import { exportPolicy as writeExport } from '../export/write.ts'
import type { JsonValue } from '../study/json.ts'
import type { Study } from '../study/study.ts'
import { type Engine, EngineError, type JudgeReport } from './contract.ts'
import { latestPolicy, type StoredPolicy } from './policy-store.ts'
import { inStudy, recorded, startRun } from './study-run.ts'

/** Writes the study's latest policy for a controller, with its evidence. A policy judged worse, or not at all, is refused. */
export const exportPolicy: Engine['export'] = async ({ study: directory, target, out }, job = {}) => {
  if (target !== 'st') {
    throw new EngineError([
      { message: `There is no target ${target}.`, remedy: 'Take st: IEC 61131-3 Structured Text.' },
    ])
  }
  return inStudy(directory, false, async (study) => {
    const stored = await latestPolicy(study)
    const verdict = passed(study, stored)
    const run = startRun(study, 'export', stored.source.hash, 0, { target, policy: stored.id })
    return recorded(study, run, job.signal, async () => {
      const report = (done: number) =>
        job.onProgress?.({ task: 'Writing and verifying the block', done, total: 1, unit: 'block' })
      report(0)
      const manifest = await writeExport({
        loop: stored.loop,
        parameters: stored.parameters,
        lineText: stored.source.text,
        // The loops of the stored policy's line carry the tuned gains already.
        tuning: undefined,
        verdict,
        directory: out,
      })
      report(1)
      study.saveExport(run, out, manifest as unknown as JsonValue)
      const { openLoop, closedLoop, holds } = manifest.verification
      return {
        directory: out,
        files: readdirSync(out).sort(),
        openLoopDifference: openLoop.largest,
        closedLoopDifference: closedLoop.together.largest,
        verified: holds,
      }
    })
  })
}

/** The judge's verdict on the policy. Throws `EngineError` where it is worse or missing. */
function passed(study: Study, { id }: StoredPolicy): JudgeReport {
  const verdict = study.latestVerdict(id)?.verdict as unknown as JudgeReport | undefined
  if (verdict === undefined) {
    throw new EngineError([
      { message: 'The policy has not been judged.', remedy: 'Judge it first.', where: study.directory },
    ])
  }
  if (verdict.verdict === 'worse') {
    const problem = {
      message: 'The policy was judged worse than the control the line has, so it is not exported.',
      remedy: 'Train it longer, or give it other goals.',
      where: study.directory,
    }
    throw new EngineError([problem], { refused: true })
  }
  return verdict
}
