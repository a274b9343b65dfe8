import { multiply, square, subtract } from '../../graph/elementwise.ts'
import { constant, input, named } from '../../graph/leaf.ts'
import { linear, sumRows } from '../../graph/matrix.ts'
import { topologicalOrder } from '../../graph/order.ts'
import { concatRows } from '../../graph/shape.ts'
import type { Tensor } from '../../graph/tensor.ts'
import type { PolicyGraph } from '../policy.ts'

/** What a policy was shown in its dreams: centre and spread of its observations, scaled so that its edge lies at 1. */
export interface Envelope {
  /** Rows of an observation. */
  readonly rows: number
  /** [rows, rows], row-major, and [rows]: an observation x is at the distance |weights·x + offset|². */
  readonly weights: Float32Array
  readonly offset: Float32Array
}

/** Without features of its own a policy is shown its inputs, in so many units over their range. */
const unitsOfRange = 30

/**
 * What a policy makes of a scan, [rows, lanes]: the features it was trained on where its graph names them, or else its
 * inputs over their ranges.
 */
export function observation({ line, outputs }: PolicyGraph): Tensor {
  const inOrder = topologicalOrder(Object.values(outputs))
  const features = inOrder.find(({ label }) => label === 'features')
  if (features !== undefined) return features
  const { lanes } = Object.values(outputs)[0] as Tensor
  const loops = line.loops.filter((loop) => loop.kind !== 'interlock')
  const measured = loops.map(({ signal }) => line.signals.find(({ tag }) => tag === signal)!)
  const parts = [
    ['reading', line.signals],
    ['setpoint', measured],
    ['control', line.controls],
  ] as const
  return concatRows(
    parts.flatMap(([name, ranged]) => (ranged.length === 0 ? [] : [scaled(input(name, ranged.length, lanes), ranged)])),
  )
}

function scaled(x: Tensor, ranged: readonly { readonly low: number; readonly high: number }[]): Tensor {
  const column = (values: readonly number[]) => constant(values, values.length, 1)
  const middle = column(ranged.map(({ low, high }) => (low + high) / 2))
  return multiply(subtract(x, middle), column(ranged.map(({ low, high }) => unitsOfRange / (high - low))))
}

/** How far an observation is from those of the dreams (Mahalanobis 1936), [1, lanes]: beyond 1 it is unlike them. */
export function distance(policy: PolicyGraph, { rows, weights, offset }: Envelope): Tensor {
  const decorrelated = linear(constant(weights, rows, rows), observation(policy), constant(offset, rows, 1))
  return named(sumRows(square(decorrelated)), 'distance')
}
