import { type Dimension, seconds } from '../dimension.ts'
import { type InstrumentMode, instrumentModes } from '../instrument.ts'
import type { FailureMode } from '../kind.ts'
import type { Component, Failure, Signal } from '../line.ts'
import { difference, perYear } from '../measure.ts'
import { handyUnit } from '../quantity.ts'
import { differenceUnit, quantityAt, rangeAt, type Table } from './names.ts'
import { quote, type Report } from './problem.ts'
import type { WrittenFailure } from './sections.ts'
import { type Named, unknownWord } from './shape.ts'

/** A mode as this component or signal has it: severity in SI, and how it is shown. */
interface Suffered {
  readonly mode: FailureMode | InstrumentMode
  readonly low: number
  readonly high: number
  readonly dimension: Dimension
  readonly unit: string
}

function modeOf(
  { on, mode }: WrittenFailure,
  components: Table<Component>,
  signals: Table<Signal>,
  report: Report,
): Suffered | undefined {
  const component = components.get(on.text)
  const signal = signals.get(on.text)
  if (component === undefined && signal === undefined) {
    report(on, unknownWord(on.text, 'component or signal', [...components.keys(), ...signals.keys()]))
    return undefined
  }
  const unknown = (what: string, modes: object) => {
    report(mode, unknownWord(mode.text, `failure mode of ${what}`, Object.keys(modes)))
    return undefined
  }
  if (component?.value !== undefined) {
    const { modes, name } = component.value.kind
    if (!Object.hasOwn(modes, mode.text)) return unknown(`a ${name}`, modes)
    const { severity, ...rest } = modes[mode.text]!
    const { dimension, low, high } = severity
    return { mode: { severity, ...rest }, low, high, dimension, unit: handyUnit([low, high], difference(dimension)) }
  }
  if (signal?.value === undefined) return undefined
  if (!Object.hasOwn(instrumentModes, mode.text)) return unknown('a signal', instrumentModes)
  const found = instrumentModes[mode.text]!
  const { low, high, relative } = found.severity
  if (!relative) return { mode: found, low, high, dimension: 'fraction', unit: '' }
  const { of, unit, low: bottom, high: top } = signal.value
  const span = top - bottom
  return { mode: found, low: low * span, high: high * span, dimension: of.dimension, unit: differenceUnit(unit) }
}

/** A failure, and what its severity measures. */
export interface SizedFailure {
  readonly failure: Failure
  readonly dimension: Dimension
}

function resolveFailure(
  written: WrittenFailure,
  components: Table<Component>,
  signals: Table<Signal>,
  report: Report,
): SizedFailure | undefined {
  const suffered = modeOf(written, components, signals, report)
  if (suffered === undefined) return undefined
  const { mode, low, high, dimension, unit } = suffered
  const rate = written.rate && quantityAt(written.rate, perYear, report)
  if (rate !== undefined && rate.value < 0) {
    report(written.rate!, { message: 'the rate is negative', remedy: 'write 0 /year or more' })
  }
  const range = written.severity && rangeAt(written.severity, difference(dimension), report, true)
  const failure = {
    name: nameOf(written),
    on: written.on.text,
    mode: written.mode.text,
    rate: rate?.value ?? mode.rate,
    severity: range === undefined ? ([low, high] as const) : ([range.low, range.high] as const),
    profile: written.profile ?? mode.profile,
    ramp: seconds(written.ramp ?? 300),
    period: seconds(written.period ?? 60),
    duration: seconds(written.duration ?? Infinity),
    unit: range?.unit ?? unit,
    ...worksheetOf(written),
  }
  return { failure, dimension }
}

/** The columns that are written, if any. */
function worksheetOf({ cause, effect, detection }: WrittenFailure): Pick<Failure, 'worksheet'> {
  const columns = { ...(cause && { cause }), ...(effect && { effect }), ...(detection && { detection }) }
  return Object.keys(columns).length === 0 ? {} : { worksheet: columns }
}

const nameOf = ({ name, on, mode }: WrittenFailure) => name ?? `${on.text} ${mode.text}`

/** The failures by name. One with problems keeps its name, so that a scenario may name it without a second report. */
export function resolveFailures(
  failures: readonly WrittenFailure[],
  components: Table<Component>,
  signals: Table<Signal>,
  report: Report,
): Table<SizedFailure> {
  const resolved = new Map<string, Named<SizedFailure>>()
  const suffered = new Set<string>()
  for (const written of failures) {
    const name = nameOf(written)
    const what = `${written.on.text} ${written.mode.text}`
    if (suffered.has(what)) {
      // The equations of a component know one severity for each mode.
      report(written.at, {
        message: `${quote(what)} is there already`,
        remedy: 'widen the severity of one, and remove the other',
      })
    } else if (resolved.has(name)) {
      report(written.at, { message: `two failures are called ${quote(name)}`, remedy: 'give one of them a `name:`' })
    }
    suffered.add(what)
    resolved.set(name, { key: written.at, value: resolveFailure(written, components, signals, report) })
  }
  return resolved
}
