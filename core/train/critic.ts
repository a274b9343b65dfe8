import { countOf, drawn, unflatten } from '../dream/parameters.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { RandomSource } from '../scenario/random.ts'
import { feedForwardNetwork } from './network.ts'

const hidden = 64

/**
 * A network that estimates what is still to come from a policy's insight: told how far the instruments are off, it does not
 * take a good reading for a good level (asymmetric actor-critic, Pinto et al. 2018). It says zero at the start.
 */
export interface Critic {
  readonly parameters: number
  draw(random: RandomSource): Float32Array
  /** [1, lanes] from the flat vector [parameters, 1] and insight [insight, lanes]. */
  value(parameters: Tensor, insight: Tensor): Tensor
}

export function createCritic(insight: number): Critic {
  const network = feedForwardNetwork(insight, hidden, 1)
  return {
    parameters: countOf(network.matrices),
    draw: (random) => drawn(network.matrices, random),
    value: (parameters, insight) => network.run(unflatten(network.matrices, parameters), insight, undefined).outputs,
  }
}
