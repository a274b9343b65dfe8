import type { Decision } from '../../dream/controller.ts'
import { add, maximum, minimum, multiply, subtract } from '../../graph/elementwise.ts'
import { constant } from '../../graph/leaf.ts'
import { concatRows, sliceRows } from '../../graph/shape.ts'
import type { Tensor } from '../../graph/tensor.ts'
import type { Line } from '../../line/line.ts'
import { unitOf } from '../features.ts'
import { controlStep, correctionStep } from '../policy.ts'
import { channelScale } from './words.ts'

/** Something that a policy decides on: a signal's correction, a control's trim, or a control's distance from its start. */
export interface Output {
  readonly tag: string
  readonly kind: 'correction' | 'trim' | 'direct'
  /** A change that matters, the unit in which rules are fitted, SI. */
  readonly step: number
  /** Largest size, SI. */
  readonly reach: number
  /** The unit of the line file for it, and the step in that unit. */
  readonly unit: string
  readonly writtenStep: number
}

/** What a policy for a line decides on; corrections first, and none of those where it drives the controls itself. */
export function outputsOf({ signals, controls, policy }: Line): readonly Output[] {
  const isTrim = policy.kind === 'trim'
  const corrections = signals.map((signal): Output => {
    const { factor, differenceUnit } = channelScale(signal)
    const step = correctionStep * unitOf(signal)
    const reach = policy.correction * (signal.high - signal.low)
    return { tag: signal.tag, kind: 'correction', step, reach, unit: differenceUnit, writtenStep: step / factor }
  })
  const moves = controls.map((control): Output => {
    const { factor, differenceUnit } = channelScale(control)
    const range = control.high - control.low
    const step = controlStep * range
    const kind = isTrim ? 'trim' : 'direct'
    const reach = (isTrim ? policy.trim : 1) * range
    return { tag: control.tag, kind, step, reach, unit: differenceUnit, writtenStep: step / factor }
  })
  return isTrim ? [...corrections, ...moves] : moves
}

/** What a controller decided, in steps: [outputs, lanes]. */
export function stepsIn(line: Line, { correction, trim, direct }: Omit<Decision, 'memory'>): Tensor {
  const outputs = outputsOf(line)
  const inverse = constant(
    outputs.map(({ step }) => 1 / step),
    outputs.length,
    1,
  )
  const control = direct === undefined ? trim : subtract(direct, starts(line))
  const parts = line.policy.kind === 'trim' ? [correction, trim] : [control]
  return multiply(concatRows(parts as Tensor[]), inverse)
}

/** A decision out of steps, [outputs, lanes], each within its reach. */
export function decided(line: Line, steps: Tensor): Pick<Decision, 'correction' | 'trim' | 'direct'> {
  const outputs = outputsOf(line)
  const column = (of: (output: Output) => number) => constant(outputs.map(of), outputs.length, 1)
  const reach = column((output) => output.reach)
  const wanted = multiply(
    steps,
    column(({ step }) => step),
  )
  const held = maximum(minimum(wanted, reach), multiply(reach, -1))
  if (line.policy.kind === 'direct') return { direct: add(starts(line), held) }
  const signals = line.signals.length
  return { correction: sliceRows(held, 0, signals), trim: sliceRows(held, signals, outputs.length) }
}

const starts = ({ controls }: Line) =>
  constant(
    controls.map(({ start }) => start),
    controls.length,
    1,
  )
