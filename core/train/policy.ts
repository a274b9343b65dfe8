import type { Controller } from '../dream/controller.ts'
import type { Observer } from '../dream/observer.ts'
import { countOf, drawn, unflatten } from '../dream/parameters.ts'
import { add, clip, maximum, minimum, multiply, subtract, tanh } from '../graph/elementwise.ts'
import { constant } from '../graph/leaf.ts'
import { concatRows, sliceRows } from '../graph/shape.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { Line } from '../line/line.ts'
import type { RandomSource } from '../scenario/random.ts'
import { createFeatures, unitOf } from './features.ts'
import { absorbScaling, feedForwardNetwork, type Network, recurrentNetwork } from './network.ts'

/** What an output of one asks for: units of a signal's features, and a share of a control's range. */
export const correctionStep = 2
export const controlStep = 0.1
const insightBound = 8

/** How a policy is built; kept with it, so that it can be built again. */
export interface PolicyShape {
  readonly network: 'recurrent' | 'feed-forward'
  readonly units: number
  readonly hidden: number
}

export const recurrentShape: PolicyShape = { network: 'recurrent', units: 24, hidden: 24 }

/** A controller whose flat vector of parameters is what training changes. */
export interface Trainable {
  readonly controller: Controller
  /** Parameters at the start of training: what the policy does is nothing, today's control goes on. */
  draw(random: RandomSource): Float32Array
}

/** A network as a policy. */
export interface Policy extends Trainable {
  readonly shape: PolicyShape
  /** Rows of features that the network sees. */
  readonly features: number
  /** Rows of insight: the features, then by how much each instrument is off, which only a critic in a dream may see. */
  readonly insight: number
  /** Outputs of the network: offsets and beliefs for each signal and trims, or controls. */
  readonly outputs: number
  /** The network's outputs [outputs, lanes] at features [features, lanes], for one without memory. */
  respond(parameters: Tensor, features: Tensor): Tensor
  /**
   * How far raw outputs [outputs, lanes] move the controls, as shares of their ranges, [controls, lanes]: from where they
   * stand at the start, or for a trim from what the loops ask.
   */
  moves(raw: Tensor): Tensor
  /**
   * Parameters that make of features what `parameters` make of (features − mean) · scale, both [features]; for one
   * without memory.
   */
  absorbScaling(parameters: Float32Array, mean: Float32Array, scale: Float32Array): Float32Array
}

/**
 * A policy for a line. A trim adds bounded corrections to the readings ahead of the loops and bounded trims to what the
 * loops ask: a correction is an offset, less what the network believes of the jumps the observer sees. A direct policy
 * drives the controls itself, around where they stand at the start.
 */
export function createPolicy(line: Line, observer: Observer, shape: PolicyShape): Policy {
  const features = createFeatures(line, observer)
  const { signals, controls, policy } = line
  const trims = policy.kind === 'trim'
  const corrections = trims ? signals.length : 0
  const outputs = 2 * corrections + controls.length
  const network = networkOf(shape, features.rows, outputs)
  const correctionReach = signals.map(({ low, high }) => policy.correction * (high - low))
  const controlReach = controls.map(({ low, high }) => (trims ? policy.trim : 1) * (high - low))
  const asCorrection = levellingOff(
    signals.map((signal) => correctionStep * unitOf(signal)),
    correctionReach,
  )
  const asControl = levellingOff(
    controls.map(({ low, high }) => controlStep * (high - low)),
    controlReach,
  )
  const farthest = constant(correctionReach, signals.length, 1)
  const start = constant(
    controls.map((control) => control.start),
    controls.length,
    1,
  )

  const inverseUnit = constant(
    signals.map((signal) => 1 / unitOf(signal)),
    signals.length,
    1,
  )
  const inverseSpan = constant(
    controls.map(({ low, high }) => 1 / (high - low)),
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
    noise: outputs,
    decide: (view) => {
      const seen = features.compute(view)
      const weights = unflatten(network.matrices, view.parameters as Tensor)
      const raw = network.run(weights, seen.features, view.memory.network)
      const memory = raw.memory === undefined ? seen.memory : { ...seen.memory, network: raw.memory }
      const action = view.noise === undefined ? raw.outputs : add(raw.outputs, view.noise)
      const error = subtract(view.reading, sliceRows(view.truth, 0, signals.length))
      const insight = concatRows([seen.features, clip(multiply(error, inverseUnit), -insightBound, insightBound)])
      const record = { features: seen.features, insight, action }
      const control = asControl(sliceRows(action, 2 * corrections, outputs))
      if (!trims) return { direct: add(start, control), memory, record }
      const belief = tanh(sliceRows(action, corrections, 2 * corrections))
      const offset = asCorrection(sliceRows(action, 0, corrections))
      const correction = subtract(offset, multiply(belief, seen.jumps))
      return {
        correction: maximum(minimum(correction, farthest), multiply(farthest, -1)),
        trim: control,
        memory,
        record,
      }
    },
  }
  return {
    shape,
    controller,
    features: features.rows,
    insight: features.rows + signals.length,
    outputs,
    respond: (parameters, seen) => network.run(unflatten(network.matrices, parameters), seen, undefined).outputs,
    moves: (raw) => multiply(asControl(sliceRows(raw, 2 * corrections, outputs)), inverseSpan),
    absorbScaling: (parameters, mean, scale) => absorbScaling(parameters, shape.hidden, mean, scale),
    draw: (random) => drawn(network.matrices, random),
  }
}

/** Raw outputs to changes: an output of one asks for a `step`, far out the change levels off at its `reach`. */
function levellingOff(steps: readonly number[], reach: readonly number[]): (raw: Tensor) => Tensor {
  const slope = steps.map((step, row) => step / (reach[row] as number))
  return (raw) => multiply(tanh(multiply(raw, constant(slope, slope.length, 1))), constant(reach, reach.length, 1))
}

function networkOf(shape: PolicyShape, features: number, outputs: number): Network {
  return shape.network === 'recurrent'
    ? recurrentNetwork(features, shape.units, shape.hidden, outputs)
    : feedForwardNetwork(features, shape.hidden, outputs)
}
