import { offsetOf } from '../dream/layout.ts'
import { createCollector } from './experience.ts'
import { createExplorer } from './explorer.ts'
import { createImprover } from './minibatch.ts'
import { type Checkpoint, mean, type NetworkSubject, type TrainingHooks, type TrainingSettings } from './training.ts'
import { trainBy } from './training-loop.ts'

/** Lanes that dream the same task on the same day. */
const groupSize = 16
/** Added to a group's spread, in the cost's own measure: where all fare alike there is nothing to learn. */
const smallSpread = 0.01

/**
 * Trains a feed-forward policy by comparing dreams of one scenario with each other (group relative policy optimisation,
 * Shao et al. 2024): each task is dreamt by a group on one day, with different exploration and noise; what all scans of a dream
 * gained is how much it cost less than its group's mean, in the group's spread. Needs no critic and no gradients of the
 * dream. There is no divergence penalty: the policy is meant to leave its start.
 *
 * Throws an `Error` for a recurrent policy.
 */
export async function trainByGroups(
  subject: NetworkSubject,
  settings: TrainingSettings,
  hooks: TrainingHooks,
  resume?: Checkpoint,
): Promise<Checkpoint> {
  const { lanes } = settings
  const explorer = createExplorer(subject.policy)
  const collector = await createCollector(subject, settings, explorer, undefined, groupSize)
  const { layout, experience } = collector
  const improver = await createImprover(explorer, undefined, layout, experience.length, settings)
  const count = explorer.controller.parameters
  const row = offsetOf(layout, 'cost') * lanes

  return trainBy(
    {
      draw: (random) => Float32Array.of(...explorer.draw(random), 0),
      comparesGroups: groupSize,
      async improve({ state, round, luck, learningRate }) {
        const policy = state.parameters.subarray(0, count)
        const costs = await collector.collect(round.scenarios, policy, undefined, luck)
        const advantages = groupAdvantages(costs)
        for (const scan of experience) scan.set(advantages, row)

        const trained = {
          parameters: policy,
          firstMoment: state.firstMoment.subarray(0, count),
          secondMoment: state.secondMoment.subarray(0, count),
        }
        const steps = state.parameters[count] as number
        const next = await improver.improve(trained, experience, steps, learningRate, luck)
        return {
          parameters: Float32Array.of(...next.parameters, next.steps),
          firstMoment: Float32Array.of(...next.firstMoment, 0),
          secondMoment: Float32Array.of(...next.secondMoment, 0),
          costs,
        }
      },
      async release() {
        await Promise.all([collector.release(), improver.release()])
      },
    },
    subject,
    settings,
    hooks,
    resume,
  )
}

/** (group mean − cost) / (group spread + a little), group by group, for costs [lanes]. */
function groupAdvantages(costs: Float32Array): Float32Array {
  const advantages = new Float32Array(costs.length)
  for (let from = 0; from < costs.length; from += groupSize) {
    const group = costs.subarray(from, from + groupSize)
    const middle = mean(group)
    const spread = Math.sqrt(mean(group.map((cost) => (cost - middle) ** 2)))
    group.forEach((cost, lane) => {
      advantages[from + lane] = (middle - cost) / (spread + smallSpread)
    })
  }
  return advantages
}
