import type { Written } from '../../line/file/rewrite.ts'
import { coverage, withoutSpread } from '../../line/file/uncertain.ts'
import type { Line } from '../../line/line.ts'
import { measure } from '../../line/measure.ts'
import { isComplaint, parseQuantity, quantityIn } from '../../line/quantity.ts'
import { type CalibratedParameter, deviationIn } from './calibration.ts'

/** A parameter in the unit in which its line file has it. */
export interface InUnit {
  readonly path: readonly string[]
  readonly unit: string
  readonly prior: number
  readonly value: number
  readonly interval: readonly [low: number, high: number]
  /** What stands behind ±, as a share; undefined where the line file says nothing of that. */
  readonly spread: number | undefined
}

/** Digits of a value that was fitted; more would say what nobody knows. */
const digits = 4

/** Where a parameter stands in the line file, and its values in the unit written there; `writtenAt` gives what is written. */
export function inUnitOf(
  line: Line,
  parameter: CalibratedParameter,
  writtenAt: (path: readonly string[]) => string | undefined,
): InUnit {
  const { component, parameter: name } = parameter
  const kind = line.components.find(({ tag }) => tag === component)?.kind
  const isSignal = line.signals.some(({ tag }) => tag === component)
  const section = kind !== undefined ? 'components' : isSignal ? 'signals' : 'controls'
  const path = component === '' ? [name] : [section, component, name]
  const wanted = measure(component === '' ? 'temperature' : (kind?.parameters[name]?.dimension ?? 'time'))
  const known = parseQuantity(withoutSpread(writtenAt(path) ?? ''), wanted)
  // A lag is written in seconds where the file has none.
  const unit = isComplaint(known) ? (kind === undefined && component !== '' ? 's' : wanted.units[0]) : known.unit
  const written = (value: number) => quantityIn(value / (wanted.kept ?? 1), unit)
  const [low, high] = parameter.interval
  const deviation = deviationIn(line, parameter)
  return {
    path,
    unit,
    prior: written(parameter.prior),
    value: Number(written(parameter.value).toPrecision(digits)),
    interval: [written(low), written(high)],
    spread: deviation === undefined ? undefined : Number((coverage * deviation).toPrecision(2)),
  }
}

export function writtenOf({ path, value, unit, spread }: InUnit): Written {
  const text = `${value} ${unit}`.trimEnd()
  return { path, text: spread === undefined ? text : `${text} ± ${Number((100 * spread).toPrecision(2))} %` }
}
