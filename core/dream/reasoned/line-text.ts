import { differenceUnit } from '../../line/file/names.ts'
import { instrumentModes } from '../../line/instrument.ts'
import type { FailureMode, Kind } from '../../line/kind.ts'
import type { Failure, Line, Loop, Place, Signal } from '../../line/line.ts'
import { difference } from '../../line/measure.ts'
import { hasDegrees, modeOf } from '../../line/mode.ts'
import { formatQuantity, handyUnit } from '../../line/quantity.ts'

/** A line for whoever reasons about it: its parts, how they hang together, and what can fail, one part a row. */
export function lineText(line: Line): string {
  return [
    `Line ${line.name}: ${line.title}`,
    `The PLC acts every ${line.scan} s. A scenario lasts ${line.horizon} s.`,
    section(
      'Components',
      line.components.map(({ tag, kind }) => `${tag}: ${kind.name}`),
    ),
    section(
      'Kinds of components, and how they can fail',
      [...new Set(line.components.map(({ kind }) => kind))].map(kindText),
    ),
    section('Connections', line.connections.map(connectionText)),
    section(
      'Signals, each of which can fail as listed below',
      line.signals.map((signal) => signalText(signal)),
    ),
    section('How any signal can fail', instrumentTexts),
    section(
      'Controls',
      line.controls.map(({ tag, component, actuator, low, high, unit }) => {
        return `${tag} drives ${component}.${actuator}, ${range([low, high], unit)}`
      }),
    ),
    section(
      'Loops',
      line.loops.map((loop) => loopText(line, loop)),
    ),
    section(
      'Limits',
      line.limits.map(({ name, of, above, below, trip, unit }) => {
        const bound = above === undefined ? `below ${show(below, unit)}` : `above ${show(above, unit)}`
        return `${name}: ${placeText(of)} must not be ${bound}${trip ? ', or the line trips' : ''}`
      }),
    ),
    section(
      'Failures that it lists already, by name',
      line.failures.map((failure) => failureText(line, failure)),
    ),
  ].join('\n\n')
}

/** What touches the equipment and signals with these tags: what flows, who measures, who acts. */
export function causalText(line: Line, tags: readonly string[]): string {
  const touched = new Set(tags)
  for (const { tag, of } of line.signals) if (touched.has(tag)) touched.add(of.component)
  const signals = line.signals.filter(({ tag, of }) => touched.has(tag) || touched.has(of.component))
  const controls = line.controls.filter(({ component }) => touched.has(component))
  const loops = line.loops.filter(
    ({ signal, control }) => signals.some(({ tag }) => tag === signal) || controls.some(({ tag }) => tag === control),
  )
  return [
    ...line.components.filter(({ tag }) => touched.has(tag)).map(({ tag, kind }) => `${tag}: ${kindText(kind)}`),
    ...line.connections
      .filter(({ from, to }) => touched.has(from.component) || touched.has(to.component))
      .map(connectionText),
    ...signals.map(signalText),
    ...loops.map((loop) => loopText(line, loop)),
  ].join('\n')
}

export const placeText = ({ component, quantity }: Place) => `${component}.${quantity}`

const section = (title: string, rows: readonly string[]) =>
  `${title}:\n${rows.length === 0 ? '(none)' : rows.map((row) => `- ${row}`).join('\n')}`

const show = (value: number | undefined, unit: string) => (value === undefined ? '' : formatQuantity(value, unit))

const range = ([low, high]: readonly [number, number], unit: string) => `${show(low, unit)} to ${show(high, unit)}`

const kindText = ({ name, text, modes }: Kind) =>
  [`${name}, ${text}`, ...Object.entries(modes).map(modeText)].join('\n    ')

function modeText([name, { text, severity, profile, rate }]: [string, FailureMode]): string {
  const { low, high, dimension } = severity
  const wanted = difference(dimension)
  const size = low === high ? 'none' : `${severity.text}, such as ${range([low, high], handyUnit([low, high], wanted))}`
  return `mode '${name}': ${text} Severity: ${size}. As a rule: ${profile}, ${rate} /year.`
}

const instrumentTexts = Object.entries(instrumentModes).map(([name, { text, severity, profile, rate }]) => {
  const size = severity.relative ? `${severity.text}, in the unit of the signal` : 'none'
  return `mode '${name}': ${text} Severity: ${size}. As a rule: ${profile}, ${rate} /year.`
})

const connectionText = ({ from, to }: Line['connections'][number]) =>
  `${from.component}.${from.port} > ${to.component}.${to.port}`

const signalText = ({ tag, of, low, high, unit }: Signal) =>
  `${tag} measures ${placeText(of)}, ${range([low, high], unit)}`

function loopText(line: Line, loop: Loop): string {
  const unit = line.signals.find(({ tag }) => tag === loop.signal)?.unit ?? ''
  const ends = `${loop.tag} (${loop.kind}): ${loop.signal} to ${loop.control}`
  if (loop.kind !== 'interlock') return `${ends}, set point ${show(loop.setpoint, unit)}`
  return `${ends}, forces it ${loop.above === undefined ? `below ${show(loop.below, unit)}` : `above ${show(loop.above, unit)}`}`
}

function failureText(line: Line, failure: Failure): string {
  const { name, on, mode, severity, unit, profile, rate } = failure
  const size = hasDegrees(line, failure) ? `, severity ${range(severity, differenceUnit(unit))}` : ', no severity'
  return `${name}: ${on}, mode '${mode}'${size}, ${profile}, ${rate} /year. ${modeOf(line, failure).text}`
}
