import { join } from 'node:path'
import type { Engine, RunReport } from './contract.ts'
import { leaveLineFile } from './line-file.ts'
import { newFolder } from './new-folder.ts'
import { inStudy } from './study-run.ts'

/** The main job: check, dream, train, judge and export, in order, into a study of its own unless one is named. */
export function mainJob(engine: Pick<Engine, 'check' | 'dream' | 'train' | 'judge' | 'export'>): Engine['run'] {
  return async ({ study: named, ...request }, job = {}): Promise<RunReport> => {
    const { line, seed } = request
    const check = await engine.check({ line })
    const study = named ?? newFolder(join('studies', check.name))
    const luck = seed === undefined ? {} : { seed }
    const dream = await engine.dream({ line, study, ...luck }, job)
    await inStudy(study, false, async (opened) => leaveLineFile(opened))
    const train = await engine.train({ ...request, study }, job)
    const judge = await engine.judge({ study, ...luck }, job)
    const report = { study, check, dream, train, judge }
    if (judge.verdict === 'worse') return report
    const out = newFolder(join(study, 'export'))
    return { ...report, export: await engine.export({ study, target: 'st', out }, job) }
  }
}
