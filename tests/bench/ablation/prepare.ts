import { readFileSync } from 'node:fs'
import { workloadOf } from '../../../core/engine/budget.ts'
import { createEngine } from '../../../core/engine/engine.ts'
import { policySubject } from '../../../core/engine/policy-store.ts'
import { loadSource } from '../../../core/engine/source.ts'
import { firstTasks } from '../../../core/engine/training-replay.ts'
import { gainsOf } from '../../../core/engine/tuning.ts'
import { tuneBaseline } from '../../../core/judge/tune.ts'
import { compilePlant } from '../../../core/line/plant.ts'
import { readLine } from '../../../core/line/read.ts'
import { openReplay } from '../../../core/replay/replay.ts'
import { openStudy } from '../../../core/study/study.ts'
import type { Job } from './job.ts'

const firstDreams = 256

/** What all variants of a line have in common: its tuned loops, the first dreams' tasks and the work of a budget. */
export interface Prepared extends Omit<Job, 'variant' | 'seed'> {
  readonly line: string
  /** Dreams that the tasks have cost. */
  readonly dreamt: number
}

/** Tunes the loops of a line and dreams for the first time, into a study in `folder`. */
export async function prepare(path: string, folder: string, budget: 'small' | 'normal'): Promise<Prepared> {
  const line = readLine(readFileSync(path, 'utf8'), path)
  const gains = gainsOf(await tuneBaseline(line, compilePlant(line), 1, {}))
  await createEngine().dream({ line: path, study: folder, seed: 1, scenarios: firstDreams })
  const study = openStudy(folder)
  try {
    const source = loadSource(path)
    const tasks = firstTasks(source, await openReplay(line, source.hash, study), [], 1)
    const work = workloadOf((await policySubject(line, 'gradient')).loop, 'gradient', budget)
    // The first dreams are dreamt, then as many ordinary days as their report needs.
    return { ...work, line: line.name, path, gains, tasks, dreamt: 2 * firstDreams }
  } finally {
    study.close()
  }
}
