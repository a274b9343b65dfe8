import type { Controller } from '../dream/controller.ts'
import type { Blocks } from '../dream/layout.ts'
import { add, clip, exponential, multiply, negate, square, subtract } from '../graph/elementwise.ts'
import { sumRows } from '../graph/matrix.ts'
import { sliceRows } from '../graph/shape.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { RandomSource } from '../scenario/random.ts'
import type { Policy } from './policy.ts'

/**
 * Standard deviation of the exploration at the start, and the range it keeps to, in raw outputs of the network. The loops
 * smooth what changes from scan to scan: less than this hardly shows in the levels, and nothing is learnt from it.
 */
const startDeviation = 0.6
const smallestDeviation = 0.02
const largestDeviation = 2

/** Independent normal distributions over raw outputs. */
export interface Gaussian {
  /** [outputs, lanes] */
  readonly mean: Tensor
  /** [outputs, 1] */
  readonly logDeviation: Tensor
}

/** A policy that tries what lies around its outputs; its flat vector is the policy's, then the log deviations. */
export interface Explorer {
  readonly policy: Policy
  /** Records `features`, `action` (raw outputs as explored) and `logProbability` [1, lanes] of every decision. */
  readonly controller: Controller
  draw(random: RandomSource): Float32Array
  /** What it would try at features [features, lanes]. */
  distribution(parameters: Tensor, features: Tensor): Gaussian
}

/** A policy that explores. Throws an `Error` for a recurrent one, whose memory the trainers do not keep. */
export function createExplorer(policy: Policy): Explorer {
  if (policy.shape.network !== 'feed-forward') throw new Error('PPO and GRPO train feed-forward policies only')
  const { controller, outputs } = policy
  const count = controller.parameters + outputs
  const weightsIn = (parameters: Tensor) => sliceRows(parameters, 0, controller.parameters)
  const logDeviationIn = (parameters: Tensor) =>
    clip(sliceRows(parameters, controller.parameters, count), Math.log(smallestDeviation), Math.log(largestDeviation))
  return {
    policy,
    controller: {
      ...controller,
      parameters: count,
      decide: (view) => {
        const parameters = weightsIn(view.parameters as Tensor)
        if (view.noise === undefined) return controller.decide({ ...view, parameters })
        const logDeviation = logDeviationIn(view.parameters as Tensor)
        const noise = multiply(view.noise, exponential(logDeviation))
        const decision = controller.decide({ ...view, parameters, noise })
        const record: Blocks = { ...decision.record, logProbability: logDensity(view.noise, logDeviation) }
        return { ...decision, record }
      },
    },
    draw: (random) => Float32Array.of(...policy.draw(random), ...Array(outputs).fill(Math.log(startDeviation))),
    distribution: (parameters, features) => ({
      mean: policy.respond(weightsIn(parameters), features),
      logDeviation: logDeviationIn(parameters),
    }),
  }
}

/** Log-probability density of raw outputs [outputs, lanes]: [1, lanes]. */
export function logProbability({ mean, logDeviation }: Gaussian, action: Tensor): Tensor {
  return logDensity(multiply(subtract(action, mean), exponential(negate(logDeviation))), logDeviation)
}

/** How far a distribution is from another (Kullback-Leibler), in nats: [1, lanes]. */
export function divergenceFrom(origin: Gaussian, { mean, logDeviation }: Gaussian): Tensor {
  const narrower = subtract(origin.logDeviation, logDeviation)
  const inverse = exponential(multiply(origin.logDeviation, -2))
  const spread = add(square(subtract(mean, origin.mean)), exponential(multiply(logDeviation, 2)))
  return sumRows(add(narrower, subtract(multiply(multiply(spread, inverse), 0.5), 0.5)))
}

/** `standard` is the distance from the mean in standard deviations, [outputs, lanes]. */
function logDensity(standard: Tensor, logDeviation: Tensor): Tensor {
  const normaliser = add(sumRows(logDeviation), 0.5 * standard.rows * Math.log(2 * Math.PI))
  return subtract(multiply(sumRows(square(standard)), -0.5), normaliser)
}
