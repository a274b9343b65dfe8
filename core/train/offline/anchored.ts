import type { Controller } from '../../dream/controller.ts'
import { add, multiply, square, subtract } from '../../graph/elementwise.ts'
import { constant } from '../../graph/leaf.ts'
import { sumRows } from '../../graph/matrix.ts'
import type { Tensor } from '../../graph/tensor.ts'
import type { Policy } from '../policy.ts'

/** What the memory of an anchored policy sums its divergence up in. */
export const divergenceBlock = 'divergence'

/**
 * A policy that sums up how far it is from one with the parameters `origin` wherever it comes: half the squared distance of
 * their raw outputs, which is the Kullback-Leibler divergence in nats of two that explored with a deviation of one. Every
 * scan counts by its `share` of the dream. Throws an `Error` for a recurrent policy.
 */
export function anchored(policy: Policy, origin: Float32Array, share: number): Controller {
  if (policy.shape.network !== 'feed-forward') throw new Error('feed-forward policies only are held near their start')
  const { controller } = policy
  const first = constant(origin, origin.length, 1)
  return {
    ...controller,
    memory: [...controller.memory, { name: divergenceBlock, rows: 1, start: 'zero' }],
    decide(view) {
      const decision = controller.decide(view)
      const { features, action } = decision.record as Record<'features' | 'action', Tensor>
      const distance = sumRows(square(subtract(action, policy.respond(first, features))))
      const divergence = add(view.memory[divergenceBlock] as Tensor, multiply(distance, 0.5 * share))
      return { ...decision, memory: { ...decision.memory, [divergenceBlock]: divergence } }
    },
  }
}
