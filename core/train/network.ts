import { type Matrix, weights, zeros } from '../dream/parameters.ts'
import { add, multiply, sigmoid, subtract, tanh } from '../graph/elementwise.ts'
import { named } from '../graph/leaf.ts'
import { linear, matmul } from '../graph/matrix.ts'
import { concatRows, sliceRows } from '../graph/shape.ts'
import type { Tensor } from '../graph/tensor.ts'

type Weights = Readonly<Record<string, Tensor>>

/** A network from features to raw outputs, with or without memory. */
export interface Network {
  readonly matrices: readonly Matrix[]
  /** Rows of memory. */
  readonly memory: number
  /** `x` is [features, lanes], `memory` [memory, lanes]; gives raw outputs [outputs, lanes] and the next memory. */
  run(weights: Weights, x: Tensor, memory: Tensor | undefined): { readonly outputs: Tensor; readonly memory?: Tensor }
}

/**
 * A gated recurrent unit (Cho et al. 2014, with the reset gate behind the recurrent product) under a tanh layer. The last
 * layer also sees the features themselves, and starts at zero: so does all that the policy does.
 */
export function recurrentNetwork(features: number, units: number, hidden: number, outputs: number): Network {
  return {
    matrices: [
      weights('gru input', 3 * units, features),
      weights('gru memory', 3 * units, units),
      zeros('gru bias', 3 * units),
      weights('hidden', hidden, units + features),
      zeros('hidden bias', hidden),
      zeros('output', outputs, hidden + features),
      zeros('output bias', outputs),
    ],
    memory: units,
    run: (w, x, memory) => {
      const before = memory as Tensor
      const input = linear(w['gru input'] as Tensor, x, w['gru bias'] as Tensor)
      const recurrent = matmul(w['gru memory'] as Tensor, before)
      const part = (tensor: Tensor, gate: number) => sliceRows(tensor, gate * units, (gate + 1) * units)
      const gates = named(sigmoid(add(sliceRows(input, 0, 2 * units), sliceRows(recurrent, 0, 2 * units))), 'gates')
      const candidate = named(tanh(add(part(input, 2), multiply(part(gates, 1), part(recurrent, 2)))), 'candidate')
      const next = add(candidate, multiply(part(gates, 0), subtract(before, candidate)))
      const layer = named(tanh(linear(w.hidden as Tensor, concatRows([next, x]), w['hidden bias'] as Tensor)), 'layer')
      const raw = linear(w.output as Tensor, concatRows([layer, x]), w['output bias'] as Tensor)
      return { outputs: raw, memory: next }
    },
  }
}

/** Two tanh layers, and a last one that starts at zero. */
export function feedForwardNetwork(features: number, hidden: number, outputs: number): Network {
  return {
    matrices: [
      weights('first', hidden, features),
      zeros('first bias', hidden),
      weights('second', hidden, hidden),
      zeros('second bias', hidden),
      zeros('output', outputs, hidden),
      zeros('output bias', outputs),
    ],
    memory: 0,
    run: (w, x) => {
      const first = tanh(linear(w.first as Tensor, x, w['first bias'] as Tensor))
      const second = tanh(linear(w.second as Tensor, first, w['second bias'] as Tensor))
      return { outputs: linear(w.output as Tensor, second, w['output bias'] as Tensor) }
    },
  }
}

/** Parameters of a feed-forward network that make of `x` what `parameters` make of (x − mean) · scale, both [features]. */
export function absorbScaling(
  parameters: Float32Array,
  hidden: number,
  mean: Float32Array,
  scale: Float32Array,
): Float32Array {
  const absorbed = parameters.slice()
  const bias = hidden * mean.length
  for (let row = 0; row < hidden; row++) {
    mean.forEach((middle, feature) => {
      const at = row * mean.length + feature
      absorbed[at]! *= scale[feature] as number
      absorbed[bias + row]! -= (absorbed[at] as number) * middle
    })
  }
  return absorbed
}
