import { add, divide, exponential, minimum, multiply, square, squareRoot, subtract } from './elementwise.ts'
import { sumAll } from './matrix.ts'
import type { Tensor } from './tensor.ts'

export type AdamState = { readonly parameters: Tensor; readonly firstMoment: Tensor; readonly secondMoment: Tensor }

export type AdamOptions = {
  readonly beta1?: number
  readonly beta2?: number
  readonly epsilon?: number
  /** The gradient is scaled down to this Euclidean norm when it is longer (Pascanu, Mikolov & Bengio 2013). */
  readonly clipNorm?: number
}

/**
 * One step of Adam (Kingma & Ba 2015, algorithm 1) on a flat parameter vector.
 *
 * `gradient` and the state are `[parameters, 1]`; `step` is `[1, 1]` and counts from 1; `learningRate` is `[1, 1]`.
 */
export function adam(
  { parameters, firstMoment, secondMoment }: AdamState,
  gradient: Tensor,
  step: Tensor,
  learningRate: Tensor,
  { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, clipNorm }: AdamOptions = {},
): AdamState {
  const slope = clipNorm === undefined ? gradient : clippedToNorm(gradient, clipNorm)
  const first = add(multiply(firstMoment, beta1), multiply(slope, 1 - beta1))
  const second = add(multiply(secondMoment, beta2), multiply(square(slope), 1 - beta2))
  const rate = divide(learningRate, biasCorrection(beta1, step))
  const scale = add(squareRoot(multiply(second, divide(1, biasCorrection(beta2, step)))), epsilon)
  return {
    parameters: subtract(parameters, multiply(rate, divide(first, scale))),
    firstMoment: first,
    secondMoment: second,
  }
}

function biasCorrection(beta: number, step: Tensor): Tensor {
  return subtract(1, exponential(multiply(step, Math.log(beta))))
}

function clippedToNorm(gradient: Tensor, clipNorm: number): Tensor {
  const norm = squareRoot(sumAll(square(gradient)))
  return multiply(gradient, minimum(1, divide(clipNorm, add(norm, 1e-12))))
}
