import type { Controller } from '../dream/controller.ts'
import type { Observer } from '../dream/observer.ts'
import { add, multiply, tanh } from '../graph/elementwise.ts'
import { constant } from '../graph/leaf.ts'
import { sliceRows } from '../graph/shape.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { Line } from '../line/line.ts'
import type { RandomSource } from '../scenario/random.ts'
import { createFeatures } from './features.ts'
import { feedForwardNetwork, type Network, recurrentNetwork } from './network.ts'
import { countOf, drawn, unflatten } from './parameters.ts'

/** How a policy is built; kept with it, so that it can be built again. */
export interface PolicyShape {
  readonly network: 'recurrent' | 'feed-forward'
  readonly units: number
  readonly hidden: number
}

export const recurrentShape: PolicyShape = { network: 'recurrent', units: 24, hidden: 24 }

/** A policy as a controller, whose flat vector of parameters is what training changes. */
export interface Policy {
  readonly shape: PolicyShape
  readonly controller: Controller
  /** Outputs of the network: corrections and trims, or controls. */
  readonly outputs: number
  /** Parameters at the start of training: what the policy does is nothing, today's control goes on. */
  draw(random: RandomSource): Float32Array
}

/**
 * A policy for a line. A trim adds bounded corrections to the readings ahead of the loops and bounded trims to what the
 * loops ask; a direct policy drives the controls itself, around where they stand at the start.
 */
export function createPolicy(line: Line, observer: Observer, shape: PolicyShape): Policy {
  const features = createFeatures(line, observer)
  const { signals, controls, policy } = line
  const trims = policy.kind === 'trim'
  const outputs = (trims ? signals.length : 0) + controls.length
  const network = networkOf(shape, features.rows, outputs)
  const correction = constant(
    signals.map(({ low, high }) => policy.correction * (high - low)),
    signals.length,
    1,
  )
  const trim = constant(
    controls.map(({ low, high }) => (trims ? policy.trim : 1) * (high - low)),
    controls.length,
    1,
  )
  const start = constant(
    controls.map((control) => control.start),
    controls.length,
    1,
  )

  const controller: Controller = {
    name: 'policy',
    memory: [
      ...features.memory,
      ...(network.memory > 0 ? [{ name: 'network', rows: network.memory, start: 'zero' } as const] : []),
    ],
    parameters: countOf(network.matrices),
    noise: 0,
    decide: (view) => {
      const seen = features.compute(view)
      const weights = unflatten(network.matrices, view.parameters as Tensor)
      const raw = network.run(weights, seen.features, view.memory.network)
      const memory = raw.memory === undefined ? seen.memory : { ...seen.memory, network: raw.memory }
      const bounded = tanh(raw.outputs)
      if (!trims) return { direct: add(start, multiply(bounded, trim)), memory }
      return {
        correction: multiply(sliceRows(bounded, 0, signals.length), correction),
        trim: multiply(sliceRows(bounded, signals.length, outputs), trim),
        memory,
      }
    },
  }
  return { shape, controller, outputs, draw: (random) => drawn(network.matrices, random) }
}

function networkOf(shape: PolicyShape, features: number, outputs: number): Network {
  return shape.network === 'recurrent'
    ? recurrentNetwork(features, shape.units, shape.hidden, outputs)
    : feedForwardNetwork(features, shape.hidden, outputs)
}
