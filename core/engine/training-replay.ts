import { setImmediate } from 'node:timers/promises'
import { type Task, taskOf } from '../curriculum/task.ts'
import type { Sequence } from '../replay/experience.ts'
import { openReplay } from '../replay/replay.ts'
import { randomSource } from '../scenario/random.ts'
import type { Study } from '../study/study.ts'
import type { Source } from './source.ts'

/** Tasks of the replay that a training begins with, at most. */
const mostTasks = 64

/** What a training takes from the replay of its study, and gives to it. */
export interface TrainingReplay {
  /** What happened in the experiences of a balanced batch: the policy shall meet it again. */
  readonly tasks: readonly Task[]
  /** Keeps experiences without waiting for it; a replay that cannot take them any more is left as it is. */
  keep(sequences: readonly Sequence[]): void
  /** Resolves once everything is kept, with why something was not, if it was not. */
  done(): Promise<unknown>
}

/** The replay of a study for one training run. */
export async function trainingReplay(
  study: Study,
  { line, hash }: Source,
  run: number,
  seed: number,
): Promise<TrainingReplay> {
  const replay = await openReplay(line, hash, study)
  const random = randomSource(seed).fork('replayed tasks')
  const { windows } = replay.draw({ windows: mostTasks, scans: 1 }, random, { runId: run, round: 0 })
  const scenarios = new Set(windows.map(({ sequence }) => sequence.scenario))
  let failure: unknown
  let keeping: Promise<void> = Promise.resolve()
  return {
    tasks: [...scenarios].filter(({ faults }) => faults.length > 0).map((scenario) => taskOf(scenario, 'replayed')),
    keep(sequences) {
      keeping = keeping.then(async () => {
        await setImmediate()
        if (failure === undefined) await replay.append(sequences).catch((error) => (failure = error))
      })
    },
    async done() {
      await keeping
      return failure
    },
  }
}
