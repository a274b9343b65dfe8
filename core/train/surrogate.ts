import { clip, exponential, minimum, multiply, negate, subtract } from '../graph/elementwise.ts'
import { meanAll } from '../graph/matrix.ts'
import type { Tensor } from '../graph/tensor.ts'

/** The probability ratio gains nothing beyond 1 ± this. */
const clipRange = 0.2

/** What policy gradients with a clipped ratio make small, and how far the policy has moved: both [1, 1]. */
export interface Surrogate {
  readonly loss: Tensor
  /** Estimate of the Kullback-Leibler divergence from the policy that collected (Schulman 2020, k3). */
  readonly divergence: Tensor
}

/**
 * The clipped surrogate (Schulman et al. 2017, equation 7) from log-probabilities of the actions tried, now and when they
 * were tried, and their advantages: [1, lanes] each.
 */
export function clippedSurrogate(now: Tensor, then: Tensor, advantage: Tensor): Surrogate {
  const logRatio = subtract(now, then)
  const ratio = exponential(logRatio)
  const clipped = clip(ratio, 1 - clipRange, 1 + clipRange)
  return {
    loss: negate(meanAll(minimum(multiply(ratio, advantage), multiply(clipped, advantage)))),
    divergence: meanAll(subtract(subtract(ratio, 1), logRatio)),
  }
}
