import { setImmediate } from 'node:timers/promises'
import { type Task, taskOf } from '../curriculum/task.ts'
import type { Happening } from '../dream/learned/told-failure.ts'
import { toldScenario } from '../dream/learned/told-scenario.ts'
import type { Sequence } from '../replay/experience.ts'
import type { Replay } from '../replay/replay.ts'
import { withoutTold } from '../replay/without-told.ts'
import { type RandomSource, randomSource } from '../scenario/random.ts'
import type { Problem } from './contract.ts'
import { spared } from './failure.ts'
import type { Source } from './source.ts'

/** Windows of the replay whose scenarios a training begins with, and tasks for each happening that was told. */
const windows = 64
const tasksOfHappening = 8

/**
 * What a training begins with: what happens in a balanced batch of the replay, for the policy shall meet it again, and what a
 * language model has told of, as it was learned.
 */
export function firstTasks(
  { line, plant }: Source,
  replay: Replay,
  happenings: readonly Happening[],
  seed: number,
): readonly Task[] {
  const random = randomSource(seed).fork('first tasks')
  const told = happenings.flatMap((happening) =>
    Array.from({ length: tasksOfHappening }, () => toldScenario(line, plant.layout, happening, random)),
  )
  return [...told, ...replayed(replay, random)].map((scenario) => taskOf(scenario, 'replayed'))
}

function replayed(replay: Replay, random: RandomSource) {
  const drawn = replay.draw({ windows, scans: 1 }, random).windows
  // What was told is dreamt in the learned model; the failures that it came about by in part are not all of it.
  const known = drawn.filter(({ sequence }) => sequence.provenance !== 'reasoned')
  return [...new Set(known.map(({ sequence }) => sequence.scenario))].filter(({ faults }) => faults.length > 0)
}

/** Keeps what a policy goes through, one after the other, while nobody waits for it. */
export interface ExperienceKeeper {
  keep(sequences: readonly Sequence[]): void
  /** Resolves once all is kept, with why something was not. After a failure nothing more is kept. */
  done(): Promise<readonly Problem[]>
}

export function experienceKeeper({ line }: Source, replay: Replay): ExperienceKeeper {
  const troubles: Problem[] = []
  let keeping: Promise<void> = Promise.resolve()
  const append = async (sequences: readonly Sequence[]) => {
    await setImmediate()
    if (troubles.length > 0) return
    const kept = await spared(() => replay.append(sequences.map((sequence) => withoutTold(line, sequence))))
    if ('trouble' in kept) troubles.push(kept.trouble)
  }
  return {
    keep(sequences) {
      keeping = keeping.then(() => append(sequences))
      // Told by `done`: until then nobody listens.
      keeping.catch(() => {})
    },
    async done() {
      await keeping
      return troubles
    },
  }
}
