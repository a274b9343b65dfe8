import { divide, exponential, subtract } from '../graph/elementwise.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { Seconds } from './dimension.ts'

/** The share of its way that a first-order lag goes in one step, exactly: 1 − exp(−step/time). */
export function firstOrderGain(time: Tensor, step: Seconds): Tensor {
  return subtract(1, exponential(divide(-step, time)))
}
