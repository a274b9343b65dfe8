import { Matrix } from 'ml-matrix'
import { seconds } from '../../line/dimension.ts'
import type { PlantLayout } from '../../line/groups.ts'
import type { Parameter } from '../../line/kind.ts'
import type { Component, Disturbance, Line } from '../../line/line.ts'

/** Something about a line that is fitted to logs: the value is `median`·exp(`deviation`·z), and z is standard normal before a log is seen. */
export interface Unknown {
  /** Tag of a component, signal or control; empty for what belongs to the line as a whole. */
  readonly component: string
  /** Name of the component's parameter, `lag` of a signal or control, or `ambient`. */
  readonly parameter: string
  /** As the line file has it, SI. */
  readonly prior: number
  /** What the logarithm is centred on, SI: `prior`, or a scan for a lag that the line file leaves out. */
  readonly median: number
  /** Standard deviation of the logarithm. */
  readonly deviation: number
  /** What the line file says alike of alike things is likely to be wrong alike: those share this. */
  readonly alike: string
  /** Bounds of z. */
  readonly lowest: number
  readonly highest: number
}

/** A name in `only` that is nothing to fit: what is wrong, and what would be right. */
export class CalibrationError extends Error {
  readonly problem: string
  readonly remedy: string

  constructor(problem: string, remedy: string) {
    super(`${problem}. ${remedy}`)
    this.name = 'CalibrationError'
    this.problem = problem
    this.remedy = remedy
  }
}

/** Training dreams spread a parameter about its data sheet; a line file may be so many times further off. */
const widening = 5
/** Deviation of what has no spread. */
const wide = 0.3
/** K, of the surroundings and of what is fed. */
const temperatureDeviation = 2
/** An instrument or a drive whose lag the line file leaves out is taken to lag a scan, until the log says whether it does. */
const lagDeviation = 0.5
/** Correlation of what is alike. */
const likeness = 0.9
/** Nothing is fitted further off than this many deviations. */
const farthest = 4

/** How a parameter is called in reports and by `--only`: `TM-101.mass`, `TT-101.lag`, `ambient`. */
export const parameterName = ({ component, parameter }: Pick<Unknown, 'component' | 'parameter'>): string =>
  component === '' ? parameter : `${component}.${parameter}`

/**
 * What is to be fitted: by default what has a spread on its kind's data sheets, lags, and where temperatures matter the
 * ambient one; or else what `only` names. By default there are two ways: lags that the line file leaves out are those of the
 * drives, or those of the instruments. A log hardly tells the one from the other, and the line's loops might not bear both.
 * @throws {CalibrationError} for a name that is nothing to fit.
 */
export function waysToFit(line: Line, layout: PlantLayout, only?: readonly string[]): readonly (readonly Unknown[])[] {
  const sizes = usualSizes(line, layout)
  const [signals, controls] = [signalLags(line), controlLags(line)]
  if (only !== undefined) {
    const known = [...sizes, ...signals, ...controls]
    return [[...new Set(only)].map((name) => unknownNamed(line, known, name))]
  }
  const declared = (lags: readonly Unknown[]) => lags.filter(({ prior }) => prior > 0)
  const late = [...sizes, ...declared(signals), ...controls]
  const slow = [...sizes, ...signals, ...declared(controls)]
  return declared(signals).length === signals.length ? [late] : [late, slow]
}

function usualSizes(line: Line, layout: PlantLayout): readonly Unknown[] {
  const isWarm = layout.members.some(({ kind, states }) =>
    Object.keys(states).some((name) => kind.states[name]?.dimension === 'temperature'),
  )
  return [
    ...line.components.flatMap((component) =>
      Object.entries(component.kind.parameters).flatMap(([name, { spread }]) =>
        spread === undefined || !((component.parameters[name] as number) > 0) ? [] : [ofComponent(component, name)],
      ),
    ),
    ...(isWarm ? [unknown('', 'ambient', line.ambient, temperatureDeviation / line.ambient, 'ambient')] : []),
  ]
}

const signalLags = (line: Line): readonly Unknown[] =>
  line.signals.map(({ tag, lag, of }) => lagOf(line, tag, lag, of.dimension))

const controlLags = (line: Line): readonly Unknown[] =>
  line.controls.map(({ tag, lag, actuator }) => lagOf(line, tag, lag, actuator))

const lagOf = (line: Line, tag: string, lag: number, what: string): Unknown => ({
  ...unknown(tag, 'lag', lag > 0 ? lag : line.scan, lagDeviation, `lag of a ${what} ${lag}`),
  prior: lag,
})

function unknownNamed(line: Line, known: readonly Unknown[], name: string): Unknown {
  const found = known.find((each) => parameterName(each) === name)
  if (found !== undefined) return found
  const dot = name.indexOf('.')
  const component = line.components.find(({ tag }) => tag === name.slice(0, Math.max(dot, 0)))
  const parameter = name.slice(dot + 1)
  const fitted = known.map(parameterName).slice(0, 12).join(', ')
  if (component === undefined || !Object.hasOwn(component.kind.parameters, parameter)) {
    throw new CalibrationError(`The line has no parameter '${name.slice(0, 60)}'`, `Name some of ${fitted}`)
  }
  if (Object.values(component.kind.states).some(({ start }) => start === parameter)) {
    throw new CalibrationError(
      `${name} says where a dream begins`,
      `The log says where it began: name some of ${fitted}`,
    )
  }
  if (!((component.parameters[parameter] as number) > 0)) {
    throw new CalibrationError(`${name} is not above 0`, 'Write a first guess into the line file')
  }
  return ofComponent(component, parameter)
}

function ofComponent(component: Component, name: string): Unknown {
  const { tag, kind, parameters } = component
  const { dimension, minimum = 0, maximum = Infinity } = kind.parameters[name] as Parameter
  const value = parameters[name] as number
  const deviation = dimension === 'temperature' ? temperatureDeviation / value : deviationOf(component, name)
  const bounded = (bound: number) => Math.log(bound / value) / deviation
  const { lowest, highest, ...rest } = unknown(tag, name, value, deviation, `${name} of a ${kind.name} ${value}`)
  return { ...rest, lowest: Math.max(lowest, bounded(minimum)), highest: Math.min(highest, bounded(maximum)) }
}

/** As the line file says it, or else wider than the few per cent of its kind: so far nobody has said how well it is known. */
function deviationOf({ kind, deviations }: Component, name: string): number {
  const usual = kind.parameters[name]?.spread
  const stated = deviations[name]
  return stated !== undefined && stated !== usual ? stated : usual === undefined ? wide : widening * usual
}

const unknown = (component: string, parameter: string, median: number, deviation: number, alike: string): Unknown => {
  return { component, parameter, prior: median, median, deviation, alike, lowest: -farthest, highest: farthest }
}

/** Correlations before a log is seen, [unknowns, unknowns]. */
export const correlationOf = (unknowns: readonly Unknown[]): Matrix =>
  new Matrix(unknowns.map((a) => unknowns.map((b) => (a === b ? 1 : a.alike === b.alike ? likeness : 0))))

/** In SI. */
export const valueAt = ({ median, deviation }: Unknown, z: number): number => median * Math.exp(deviation * z)

/** How unknowns move what drives a plant. */
export interface Freed {
  /** The line with nothing but what is to be fitted among its disturbances: what departs from nominal is what is fitted. */
  readonly line: Line
  /** Row of each unknown among the departures, and what it departs from in SI; or the row of its signal among the lags. */
  readonly places: readonly ({ readonly departure: number; readonly from: number } | { readonly lag: number })[]
  /** What the line file says wanders stands elsewhere in each window, with this standard deviation in SI. */
  readonly wandering: readonly { readonly departure: number; readonly deviation: number }[]
}

/** Frees the unknowns of a line, and what wanders on it. */
export function free(line: Line, unknowns: readonly Unknown[]): Freed {
  const disturbances: Disturbance[] = []
  const departureOf = (target: Disturbance['target']) => {
    const name = JSON.stringify(target)
    const known = disturbances.findIndex((each) => each.name === name)
    return known < 0 ? disturbances.push({ name, target }) - 1 : known
  }
  const isControl = (tag: string) => line.controls.some((control) => control.tag === tag)
  const targetOf = ({ component, parameter }: Unknown): Disturbance['target'] => {
    if (component === '') return { kind: 'ambient' }
    return isControl(component) ? { kind: 'lag', control: component } : { kind: 'parameter', component, parameter }
  }
  const places = unknowns.map((each) => {
    const lag = line.signals.findIndex(({ tag }) => tag === each.component)
    if (lag >= 0) return { lag }
    return { departure: departureOf(targetOf(each)), from: isControl(each.component) ? each.median : each.prior }
  })
  const controls = line.controls.map((control) => {
    const own = unknowns.find(({ component }) => component === control.tag)
    return own === undefined ? control : { ...control, lag: seconds(own.median) }
  })
  const wandering = line.disturbances.flatMap(({ target, wander }) =>
    wander === undefined || target.kind === 'setpoint'
      ? []
      : [{ departure: departureOf(target), deviation: wander.deviation }],
  )
  return { line: { ...line, controls, disturbances }, places, wandering }
}
