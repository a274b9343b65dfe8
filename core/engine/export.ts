import { existsSync, readdirSync } from 'node:fs'
import { relative } from 'node:path'
import type { Manifest } from '../export/manifest.ts'
import { exportPolicy as writeExport } from '../export/write.ts'
import { ownWriter } from '../export/writers/own-writer.ts'
import { writersFor } from '../export/writers/registry.ts'
import type { JsonValue } from '../study/json.ts'
import { type Engine, EngineError, type ExportReport } from './contract.ts'
import { storedPolicy } from './policy-store.ts'
import { inStudy, recorded, startRun } from './study-run.ts'
import { passedVerdict } from './verdict.ts'

/** Writes a policy of the study for a controller, with its evidence. A policy judged worse, or not at all, is refused. */
export const exportPolicy: Engine['export'] = async (
  { study: directory, policy, target, out, authority },
  job = {},
) => {
  const writers = [...writersFor(target), ...(await Promise.all((job.writerFiles ?? []).map(ownWriter)))]
  if (authority !== undefined && !(authority >= 0 && authority <= 1)) {
    const message = `An authority of ${authority} is none.`
    throw new EngineError([{ message, remedy: 'Take a share from 0 to 1.' }])
  }
  return inStudy(directory, false, async (study) => {
    const stored = await storedPolicy(study, policy)
    const verdict = passedVerdict(study, stored, 'is not exported')
    const run = startRun(study, 'export', stored.source.hash, 0, {
      target: writers.map((writer) => writer.target).join(','),
      policy: stored.id,
      authority: authority ?? 1,
    })
    return recorded(study, run, job.signal, async () => {
      const manifest = await writeExport(
        {
          loop: stored.loop,
          parameters: stored.parameters,
          lineText: stored.source.text,
          // The loops of the stored policy's line carry the tuned gains already.
          tuning: undefined,
          verdict,
          directory: out,
          writers,
          ...(authority !== undefined && { authority }),
        },
        {
          onStep: (done, total) =>
            job.onProgress?.({ task: 'Writing and verifying the block', done, total, unit: 'steps' }),
          ...(job.signal && { signal: job.signal }),
        },
      )
      const way = relative(study.directory, out)
      study.saveExport(run, way.startsWith('..') ? out : way, manifest as unknown as JsonValue)
      return exportReport(out, manifest)
    })
  })
}

/** What a folder holds that was exported with this manifest; no files where it is gone. */
export function exportReport(directory: string, { verification }: Manifest): ExportReport {
  return {
    directory,
    files: existsSync(directory) ? readdirSync(directory).sort() : [],
    openLoopDifference: verification.openLoop.largest,
    closedLoopDifference: verification.closedLoop.together.largest,
    verified: verification.holds,
  }
}
