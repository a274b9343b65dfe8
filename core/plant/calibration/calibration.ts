import { seconds } from '../../line/dimension.ts'
import type { Control, Line, Signal } from '../../line/line.ts'

/** What a log says of one parameter of a line. SI. */
export interface CalibratedParameter {
  /** Tag of a component, signal or control; empty for what belongs to the line as a whole. */
  readonly component: string
  /** Name of the component's parameter, `lag` of a signal or control, or `ambient`. */
  readonly parameter: string
  /** As the line file has it; 0 for a lag that it leaves out. */
  readonly prior: number
  /** The most probable one now. */
  readonly value: number
  /** 95 %, where the model is right. */
  readonly interval: readonly [low: number, high: number]
  /** Whether the log narrowed it down, by more than half of its variance. */
  readonly isIdentified: boolean
}

/** Root-mean-square errors of free runs with logged controls, SI; NaN where nothing was measured. */
export interface SignalError {
  readonly signal: string
  readonly before: number
  readonly after: number
}

export interface Calibration {
  readonly parameters: readonly CalibratedParameter[]
  /** Names of parameters that the log tells only together: one may move if the others do too. */
  readonly together: readonly (readonly string[])[]
  readonly fitted: readonly SignalError[]
  /** On what was held out; absent where nothing was. */
  readonly heldOut?: readonly SignalError[]
}

/** The line with the values that were found. */
export function calibratedLine(line: Line, { parameters }: Pick<Calibration, 'parameters'>): Line {
  const found = new Map<string, Map<string, number>>()
  for (const parameter of parameters) {
    const own = found.get(parameter.component) ?? new Map<string, number>()
    found.set(parameter.component, own.set(parameter.parameter, parameter.value))
  }
  const valuesOf = (tag: string) => found.get(tag) ?? new Map<string, number>()
  const lagOf = ({ tag, lag }: Signal | Control) => seconds(valuesOf(tag).get('lag') ?? lag)
  return {
    ...line,
    ambient: valuesOf('').get('ambient') ?? line.ambient,
    components: line.components.map((component) => ({
      ...component,
      parameters: { ...component.parameters, ...Object.fromEntries(valuesOf(component.tag)) },
    })),
    signals: line.signals.map((each) => ({ ...each, lag: lagOf(each) })),
    controls: line.controls.map((each) => ({ ...each, lag: lagOf(each) })),
  }
}
