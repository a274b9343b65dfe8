import type { Tensor } from '../graph/tensor.ts'
import type { RandomSource } from '../scenario/random.ts'
import { feedForwardNetwork } from './network.ts'
import { countOf, drawn, unflatten } from './parameters.ts'

const hidden = 64

/** A network that estimates, from a policy's features, what is still to come. It says zero at the start. */
export interface Critic {
  readonly parameters: number
  draw(random: RandomSource): Float32Array
  /** [1, lanes] from the flat vector [parameters, 1] and features [features, lanes]. */
  value(parameters: Tensor, features: Tensor): Tensor
}

export function createCritic(features: number): Critic {
  const network = feedForwardNetwork(features, hidden, 1)
  return {
    parameters: countOf(network.matrices),
    draw: (random) => drawn(network.matrices, random),
    value: (parameters, seen) => network.run(unflatten(network.matrices, parameters), seen, undefined).outputs,
  }
}
