import { type Layout, offsetOf } from '../dream/layout.ts'
import { createCritic } from './critic.ts'
import { createCollector } from './experience.ts'
import { createExplorer } from './explorer.ts'
import { createImprover } from './minibatch.ts'
import type { Checkpoint, NetworkSubject, TrainingHooks, TrainingSettings } from './training.ts'
import { trainBy } from './training-loop.ts'

/** Weight of what comes a scan later. Further ahead, noise and luck outweigh what one action did. */
const discount = 0.98
/** Trust in what was dreamt over what the critic says: 1 is all, 0 none. */
const trace = 0.9
/** How fast the running statistics of the returns follow. */
const following = 0.1

/** Mean and standard deviation of the returns so far, and the updates made; kept behind the trained parameters. */
interface Statistics {
  readonly mean: number
  readonly deviation: number
  readonly steps: number
}

/**
 * Trains a feed-forward policy by proximal policy optimisation (Schulman et al. 2017): whole dreams while exploring,
 * generalised advantage estimates, a few epochs of clipped updates. Needs no gradients of the dream. What is made small
 * is the mean of 2·√(1 + cost), by weighing each lane's advantages by its slope.
 *
 * Throws an `Error` for a recurrent policy.
 */
export async function trainByProximalUpdates(
  subject: NetworkSubject,
  settings: TrainingSettings,
  hooks: TrainingHooks,
  resume?: Checkpoint,
): Promise<Checkpoint> {
  const explorer = createExplorer(subject.policy)
  const critic = createCritic(subject.policy.insight)
  const collector = await createCollector(subject, settings, explorer, critic)
  const { layout, experience } = collector
  const improver = await createImprover(explorer, critic, layout, experience.length, settings)
  const policyCount = explorer.controller.parameters
  const count = policyCount + critic.parameters

  return trainBy(
    {
      draw: (random) => {
        const statistics: Statistics = { mean: 0, deviation: 1, steps: 0 }
        return joined(explorer.draw(random), critic.draw(random), Object.values(statistics))
      },
      async improve({ state, round, luck, learningRate }) {
        const [average = 0, deviation = 1, steps = 0] = state.parameters.subarray(count)
        const costs = await collector.collect(
          round.scenarios,
          state.parameters.subarray(0, policyCount),
          state.parameters.subarray(policyCount, count),
          luck,
        )
        const statistics = estimateAdvantages(layout, experience, costs, { mean: average, deviation, steps })
        const trained = {
          parameters: state.parameters.subarray(0, count),
          firstMoment: state.firstMoment.subarray(0, count),
          secondMoment: state.secondMoment.subarray(0, count),
        }
        const next = await improver.improve(trained, experience, steps, learningRate, luck)
        return {
          parameters: joined(next.parameters, [statistics.mean, statistics.deviation, next.steps]),
          firstMoment: joined(next.firstMoment, [0, 0, 0]),
          secondMoment: joined(next.secondMoment, [0, 0, 0]),
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

/**
 * Generalised advantage estimation (Schulman et al. 2016) from the last scan to the first: the advantage takes the place
 * of the cost, the return (as the critic is to say it) that of the value. After its last scan a dream is taken to go on as
 * it stood. Gives the statistics with these returns in them.
 */
function estimateAdvantages(
  layout: Layout,
  experience: readonly Float32Array[],
  costs: Float32Array,
  before: Statistics,
): Statistics {
  const lanes = costs.length
  const costRow = offsetOf(layout, 'cost') * lanes
  const valueRow = offsetOf(layout, 'value') * lanes
  const weight = costs.map((cost) => 1 / Math.sqrt(1 + cost))
  const advantage = new Float32Array(lanes)
  const later = new Float32Array(lanes)
  const last = experience.at(-1) as Float32Array
  for (let lane = 0; lane < lanes; lane++) {
    later[lane] = before.mean + before.deviation * (last[valueRow + lane] as number)
  }
  const advantages = moments()
  const returns = moments()
  for (const scan of [...experience].reverse()) {
    for (let lane = 0; lane < lanes; lane++) {
      const value = before.mean + before.deviation * (scan[valueRow + lane] as number)
      const surprise = discount * (later[lane] as number) - (scan[costRow + lane] as number) - value
      advantage[lane] = surprise + discount * trace * (advantage[lane] as number)
      later[lane] = value
      scan[costRow + lane] = (advantage[lane] as number) * (weight[lane] as number)
      scan[valueRow + lane] = (advantage[lane] as number) + value
      advantages.add(scan[costRow + lane] as number)
      returns.add(scan[valueRow + lane] as number)
    }
  }
  const share = before.steps === 0 ? 1 : following
  const statistics = {
    ...before,
    mean: before.mean + share * (returns.mean() - before.mean),
    deviation: before.deviation + share * (returns.deviation() - before.deviation),
  }
  for (const scan of experience) {
    for (let lane = 0; lane < lanes; lane++) {
      scan[costRow + lane] = ((scan[costRow + lane] as number) - advantages.mean()) / advantages.deviation()
      scan[valueRow + lane] = ((scan[valueRow + lane] as number) - statistics.mean) / statistics.deviation
    }
  }
  return statistics
}

function moments() {
  let count = 0
  let sum = 0
  let squares = 0
  const average = () => sum / count
  return {
    add(value: number) {
      count++
      sum += value
      squares += value * value
    },
    mean: average,
    deviation: () => Math.sqrt(Math.max(squares / count - average() ** 2, 0)) + 1e-8,
  }
}

function joined(...parts: readonly (Float32Array | readonly number[])[]): Float32Array {
  return Float32Array.from(parts.flatMap((part) => [...part]))
}
