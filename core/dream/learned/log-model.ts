import { add } from '../../graph/elementwise.ts'
import { constant } from '../../graph/leaf.ts'
import { sliceRows } from '../../graph/shape.ts'
import type { Tensor } from '../../graph/tensor.ts'
import { createLogNetwork, type Gaussian, historyAfter, type LogShape, windowOf } from './log-network.ts'

/** A signal or control as a model sees it: its value less the mean, in deviations. */
export interface Scale {
  readonly name: string
  readonly mean: number
  readonly deviation: number
}

/** A plant as its logs show it: an ensemble of probabilistic networks, in the logs' own units. Plain data. */
export interface LogModel {
  readonly signals: readonly Scale[]
  readonly controls: readonly Scale[]
  /** Scans of history that the members see. */
  readonly window: number
  readonly hidden: number
  /** The flat vector of each member's parameters. */
  readonly members: readonly Float32Array[]
  /** How far the members drift apart on held-out logs: a dream ends where they do by more. */
  readonly trust: Trust
}

/** Measured on free runs along logs that were held out. */
export interface Trust {
  /** Scans of the free runs. */
  readonly horizon: number
  /** Disagreement, in deviations, that 99 in 100 of them never reach: a dream ends where it does. */
  readonly level: number
  /** Root-mean-square disagreement of each signal in one scan, in deviations. */
  readonly usual: readonly number[]
  /** Root-mean-square error of each signal in one scan over what the members expected of it. */
  readonly surprise: readonly number[]
}

/** A model's members in the graph. All tensors are in deviations, [rows, lanes]. */
export interface LogStepper {
  readonly members: number
  /** Rows of a history: readings of scans k, k-1, ..., then controls of scans k-1, ..., then 1 where k was measured, else 0. */
  readonly history: number
  /** What is read a scan later, [signals, lanes], of a history, [history, lanes], while `control`, [controls, lanes], is applied. */
  step(history: Tensor, control: Tensor, member: number): Gaussian
  /** The history a scan later, once `reading` was dreamt while `control` was applied. */
  next(history: Tensor, control: Tensor, reading: Tensor): Tensor
}

export const shapeOf = ({ signals, controls, window, hidden }: Omit<LogModel, 'members' | 'trust'>): LogShape => ({
  signals: signals.length,
  controls: controls.length,
  window,
  hidden,
})

/** The members of a model as one batched, differentiable step each. */
export function createLogModel(model: Omit<LogModel, 'trust'>): LogStepper {
  const shape = shapeOf(model)
  const network = createLogNetwork(shape)
  const parameters = model.members.map((member) => constant(member, network.parameters, 1))
  return {
    members: parameters.length,
    history: network.inputs - shape.controls,
    step: (history, control, member) => {
      const { mean, logVariance } = network.speak(parameters[member] as Tensor, windowOf(shape, history, control))
      return { mean: add(sliceRows(history, 0, shape.signals), mean), logVariance }
    },
    next: (history, control, reading) => historyAfter(shape, windowOf(shape, history, control), reading),
  }
}
