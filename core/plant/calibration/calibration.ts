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
  /**
   * Relative standard deviation, were all others as found: drawn with these, each for itself, parameters keep to what the log
   * tells of them together (the factorised normal distribution nearest to theirs: Bishop 2006, section 10.1.2).
   */
  readonly deviation: number
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

/** How far dreams vary a parameter that was fitted: by what the log leaves open, and no less than is usual for its kind. */
export const deviationIn = (
  line: Line,
  { component, parameter, deviation }: CalibratedParameter,
): number | undefined => {
  const usual = line.components.find(({ tag }) => tag === component)?.kind.parameters[parameter]?.spread
  return usual === undefined ? undefined : Math.max(usual, deviation)
}

/** The line with the values that were found, and how far each may still be off. */
export function calibratedLine(line: Line, { parameters }: Pick<Calibration, 'parameters'>): Line {
  const valuesOf = (tag: string) =>
    new Map(parameters.flatMap((each) => (each.component === tag ? [[each.parameter, each.value] as const] : [])))
  const deviationsOf = (tag: string) =>
    parameters.flatMap((each) => {
      const deviation = each.component === tag ? deviationIn(line, each) : undefined
      return deviation === undefined ? [] : [[each.parameter, deviation] as const]
    })
  const lagOf = ({ tag, lag }: Signal | Control) => seconds(valuesOf(tag).get('lag') ?? lag)
  return {
    ...line,
    ambient: valuesOf('').get('ambient') ?? line.ambient,
    components: line.components.map((component) => ({
      ...component,
      parameters: { ...component.parameters, ...Object.fromEntries(valuesOf(component.tag)) },
      deviations: { ...component.deviations, ...Object.fromEntries(deviationsOf(component.tag)) },
    })),
    signals: line.signals.map((each) => ({ ...each, lag: lagOf(each) })),
    controls: line.controls.map((each) => ({ ...each, lag: lagOf(each) })),
  }
}
