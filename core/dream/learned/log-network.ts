import { add, clip, divide, multiply, square, squareRoot, subtract, tanh } from '../../graph/elementwise.ts'
import { constant } from '../../graph/leaf.ts'
import { linear, matmul, sumRows } from '../../graph/matrix.ts'
import { concatRows, sliceRows } from '../../graph/shape.ts'
import type { Tensor } from '../../graph/tensor.ts'
import type { RandomSource } from '../../scenario/random.ts'
import { countOf, drawn, type Matrix, unflatten, weights, zeros } from '../parameters.ts'

/** Sizes of what a model of a log sees and says. */
export interface LogShape {
  readonly signals: number
  readonly controls: number
  /** Scans of history, the present one among them: more than the plant's dead time. */
  readonly window: number
  readonly hidden: number
}

/** A normal distribution, [signals, lanes] each. */
export interface Gaussian {
  readonly mean: Tensor
  readonly logVariance: Tensor
}

/**
 * One member: a linear path from the window and two hidden layers beside it. A measured reading carries noise and wants to be
 * filtered, a dreamt one does not: for windows that end in a measured one there is a second path, from the squares of what is
 * read and applied now as well, and the hidden layers' word on each signal is muted by a share.
 */
export interface LogNetwork {
  readonly shape: LogShape
  /** Rows of the window: readings of scans k, k-1, ..., then controls of scans k, k-1, ..., then whether k was measured. */
  readonly inputs: number
  /** Length of the flat vector of parameters. */
  readonly parameters: number
  /** Of them: the path comes first, then what is for measured readings alone, then the hidden layers. */
  readonly path: number
  readonly measured: number
  /** Hidden layers as drawn, the linear path as given, [signals, inputs], and so is what it misses: [signals]. */
  draw(random: RandomSource, path: Float32Array, logVariance: Float32Array): Float32Array
  /** By how much the signals change in a scan. `parameters` is [parameters, 1], `window` [inputs, lanes], in deviations. */
  speak(parameters: Tensor, window: Tensor): Gaussian
  /** What the path and the hidden layers say of it, [signals, lanes] each. */
  parts(parameters: Tensor, window: Tensor): Parts
}

export interface Parts {
  readonly path: Tensor
  readonly hidden: Tensor
  readonly logVariance: Tensor
}

/** No variance is smaller or larger than these, as exponents. */
const [leastExponent, mostExponent] = [-12, 6]

export function createLogNetwork(shape: LogShape): LogNetwork {
  const { signals, hidden } = shape
  const inputs = shape.window * (signals + shape.controls) + 1
  const forMeasured: readonly Matrix[] = [
    zeros('measured path', signals, inputs),
    zeros('squares', signals, signals + shape.controls),
    zeros('muted', signals),
  ]
  const matrices: readonly Matrix[] = [
    zeros('path', signals, inputs),
    ...forMeasured,
    weights('first', hidden, inputs),
    zeros('first bias', hidden),
    weights('second', hidden, hidden),
    zeros('second bias', hidden),
    zeros('mean', signals, hidden),
    zeros('mean bias', signals),
    zeros('variance', signals, hidden),
    zeros('variance bias', signals),
  ]
  const parts = (parameters: Tensor, window: Tensor) => {
    const w = unflatten(matrices, parameters)
    const layer = (name: string, x: Tensor) => linear(w[name] as Tensor, x, w[`${name} bias`] as Tensor)
    const seen = tanh(layerNorm(layer('second', tanh(layerNorm(layer('first', window))))))
    return {
      path: matmul(w.path as Tensor, window),
      hidden: layer('mean', seen),
      logVariance: clip(layer('variance', seen), leastExponent, mostExponent),
    }
  }
  return {
    shape,
    inputs,
    parameters: countOf(matrices),
    path: signals * inputs,
    measured: countOf(forMeasured),
    draw: (random, path, logVariance) => {
      const parameters = drawn(matrices, random)
      parameters.set(path)
      parameters.set(logVariance, parameters.length - signals)
      return parameters
    },
    speak: (parameters, window) => {
      const w = unflatten(matrices, parameters)
      const { path, hidden, logVariance } = parts(parameters, window)
      const filtered = add(
        matmul(w['measured path'] as Tensor, window),
        matmul(w.squares as Tensor, squaresOf(shape, window)),
      )
      const measured = subtract(filtered, multiply(w.muted as Tensor, hidden))
      const isMeasured = sliceRows(window, inputs - 1, inputs)
      return { mean: add(add(path, hidden), multiply(measured, isMeasured)), logVariance }
    },
    parts,
  }
}

/** Readings and controls of scan k, squared, [signals + controls, lanes]. */
export function squaresOf({ signals, controls, window: scans }: LogShape, window: Tensor): Tensor {
  const readings = scans * signals
  return square(concatRows([sliceRows(window, 0, signals), sliceRows(window, readings, readings + controls)]))
}

/** Layer normalisation (Ba, Kiros and Hinton 2016) without a gain of its own: the next layer has one. */
function layerNorm(x: Tensor): Tensor {
  const centred = subtract(x, multiply(sumRows(x), 1 / x.rows))
  const variance = multiply(sumRows(square(centred)), 1 / x.rows)
  return divide(centred, squareRoot(add(variance, 1e-5)))
}

/** The window of a history, [inputs - controls, lanes], with the control that is applied now, [controls, lanes]. */
export function windowOf({ signals, window }: LogShape, history: Tensor, control: Tensor): Tensor {
  const readings = window * signals
  return concatRows([sliceRows(history, 0, readings), control, sliceRows(history, readings, history.rows)])
}

/** The history a scan after a window, once `reading`, [signals, lanes], was dreamt. */
export function historyAfter({ signals, controls, window: scans }: LogShape, window: Tensor, reading: Tensor): Tensor {
  const readings = scans * signals
  const kept = (from: number, to: number) => (to > from ? [sliceRows(window, from, to)] : [])
  return concatRows([
    reading,
    ...kept(0, readings - signals),
    ...kept(readings, readings + (scans - 1) * controls),
    constant([0], 1, window.lanes),
  ])
}
