import { type Pool, type Trial, valuable } from '../curriculum/pool.ts'
import { dayOf } from '../curriculum/task.ts'
import { createDreamer } from '../dream/rollout.ts'
import type { Sequence } from '../replay/experience.ts'
import { experienceOfDreams } from '../replay/from-dreams.ts'
import type { RandomSource } from '../scenario/random.ts'
import type { Subject, TrainingSettings } from './training.ts'

/** Tasks that are filmed at a time, and how many experiences of each are kept. */
const tasks = 4
const most = 64

/** Films what a policy goes through, for the replay. */
export interface Filming {
  /** Experiences of the policy with these parameters on the most valuable tasks, worth their value. */
  film(pool: Pool, parameters: Float32Array, random: RandomSource): Promise<readonly Sequence[]>
  release(): Promise<void>
}

export async function createFilming({ loop }: Subject, { device }: TrainingSettings): Promise<Filming> {
  const { line, plant } = loop
  const dreamer = await createDreamer(loop, { lanes: tasks, threads: 1, device, filming: 'signals' })
  return {
    async film(pool, parameters, random) {
      const trials = valuable(pool, tasks)
      if (trials.length === 0) return []
      const scenarios = trials.map(({ task }) => dayOf(line, plant.layout, task, random))
      const request = { seed: random.integer(2 ** 32), parameters }
      const background = { provenance: 'causal', policyRound: pool.round } as const
      const sequences = await experienceOfDreams(
        dreamer,
        scenarios,
        request,
        (index) => ({ ...background, value: (trials[index] as Trial).value }),
        most,
      )
      // A dream that left the numbers is no experience.
      return sequences.filter(({ value }) => Number.isFinite(value))
    },
    release: () => dreamer.release(),
  }
}
