import { seconds } from '../dimension.ts'
import type { Control, Loop, Signal } from '../line.ts'
import { measure, ratio } from '../measure.ts'
import type { Mapping, Scalar } from './document.ts'
import { differenceAt, find, quantityAt, quantityWithin, type Table } from './names.ts'
import type { Report } from './problem.ts'
import type { WrittenLoop } from './sections.ts'

export function resolveLoop(
  tag: string,
  written: WrittenLoop,
  signals: Table<Signal>,
  controls: Table<Control>,
  report: Report,
): Loop | undefined {
  const signal = find(signals, written.signal, 'signal', report)
  const control = find(controls, written.control, 'control', report)
  if (signal === undefined || control === undefined) return undefined
  const reading = (at: Scalar) =>
    quantityWithin(at, measure(signal.of.dimension), signal, `the range of ${signal.tag}`, report)?.value
  const output = (at: Scalar) =>
    quantityWithin(at, measure(control.dimension), control, `the range of ${control.tag}`, report)?.value
  const ends = { tag, signal: signal.tag, control: control.tag }

  if (written.kind === 'pid') {
    const setpoint = reading(written.setpoint)
    const gain = quantityAt(written.gain, ratio(control.dimension, signal.of.dimension), report)?.value
    if (setpoint === undefined || gain === undefined) return undefined
    const integral = seconds(written.integral ?? Infinity)
    return { kind: 'pid', ...ends, setpoint, gain, integral, derivative: seconds(written.derivative ?? 0) }
  }

  if (written.kind === 'on-off') {
    const setpoint = reading(written.setpoint)
    const band = differenceAt(written.band, signal.of.dimension, report)?.value
    const on = output(written.on)
    const off = output(written.off)
    if (setpoint === undefined || band === undefined || on === undefined || off === undefined) return undefined
    return { kind: 'on-off', ...ends, setpoint, band, on, off }
  }

  const value = output(written.value)
  const threshold = oneSide(written, report)
  const limit = threshold && reading(threshold.at)
  if (value === undefined || threshold === undefined || limit === undefined) return undefined
  return { kind: 'interlock', ...ends, [threshold.side]: limit, value }
}

/** Which of `above` and `below` is written, when exactly one is. */
export function oneSide(
  written: { readonly at: Mapping; readonly above: Scalar | undefined; readonly below: Scalar | undefined },
  report: Report,
): { readonly side: 'above' | 'below'; readonly at: Scalar } | undefined {
  const { at, above, below } = written
  if (above !== undefined && below === undefined) return { side: 'above', at: above }
  if (below !== undefined && above === undefined) return { side: 'below', at: below }
  const message = above === undefined ? 'it has no threshold' : 'it has both above and below'
  report(at, { message, remedy: 'write either above or below; for both, write two' })
  return undefined
}

/** Reports every control that two loops drive. Interlocks stand over loops and do not count. */
export function checkLoops(loops: Table<Loop>, report: Report): void {
  const drivers = new Map<string, string>()
  for (const [tag, { key, value }] of loops) {
    if (value === undefined || value.kind === 'interlock') continue
    const first = drivers.get(value.control)
    if (first === undefined) drivers.set(value.control, tag)
    else
      report(key, {
        message: `${value.control} is driven by ${first} as well`,
        remedy: 'give each loop its own control',
      })
  }
}
