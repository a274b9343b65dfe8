import { seconds } from '../dimension.ts'
import type { Component, Control, Signal } from '../line.ts'
import { measure, perSecond } from '../measure.ts'
import {
  differenceAt,
  dotted,
  find,
  quantityAt,
  quantityPlace,
  quantityWithin,
  rangeAt,
  shownRange,
  type Table,
} from './names.ts'
import { quote, type Report } from './problem.ts'
import type { WrittenControl, WrittenSignal } from './sections.ts'
import { unknownWord } from './shape.ts'

export function resolveSignal(
  tag: string,
  written: WrittenSignal,
  components: Table<Component>,
  report: Report,
): Signal | undefined {
  const of = quantityPlace(written.of, components, report)
  if (of === undefined) return undefined
  const range = rangeAt(written.range, measure(of.dimension), report)
  const noise = written.noise && differenceAt(written.noise, of.dimension, report, true)
  const resolution = written.resolution && differenceAt(written.resolution, of.dimension, report, true)
  const tolerance = written.tolerance && differenceAt(written.tolerance, of.dimension, report)
  if (range === undefined) return undefined
  return {
    tag,
    of,
    low: range.low,
    high: range.high,
    noise: noise?.value ?? 0,
    lag: seconds(written.lag ?? 0),
    resolution: resolution?.value ?? 0,
    ...(tolerance && { tolerance: tolerance.value }),
    unit: range.unit,
    ...(written.column !== undefined && { column: written.column }),
  }
}

export function resolveControl(
  tag: string,
  written: WrittenControl,
  components: Table<Component>,
  report: Report,
): Control | undefined {
  const parts = dotted(written.drives)
  if (parts === undefined) {
    const remedy = 'write tag.actuator, such as P-101.speed'
    report(written.drives, { message: `${quote(written.drives.text)} is not an actuator`, remedy })
    return undefined
  }
  const component = find(components, parts[0], 'component', report)
  if (component === undefined) return undefined
  const { actuators, name } = component.kind
  const actuator = parts[1].text
  if (!Object.hasOwn(actuators, actuator)) {
    report(written.drives, unknownWord(actuator, `actuator of a ${name}`, Object.keys(actuators)))
    return undefined
  }
  const { dimension, low, high } = actuators[actuator]!
  const range = rangeAt(written.range, measure(dimension), report)
  if (range === undefined) return undefined
  if (range.low < low || range.high > high) {
    const remedy = `write a range inside ${shownRange({ low, high, unit: range.unit })}`
    report(written.range, { message: `${quote(written.range.text)} is more than ${component.tag} can do`, remedy })
  }
  const rate = written.rate && quantityAt(written.rate, perSecond(dimension), report)
  if (rate !== undefined && rate.value <= 0) {
    report(written.rate!, { message: 'the rate is not positive', remedy: 'write more than 0, or leave it out' })
  }
  const inside = (at: WrittenControl['start']) =>
    (at && quantityWithin(at, measure(dimension), range, `the range of ${tag}`, report)?.value) ?? range.low
  return {
    tag,
    component: component.tag,
    actuator,
    low: range.low,
    high: range.high,
    rate: rate?.value ?? Infinity,
    lag: seconds(written.lag ?? 0),
    start: inside(written.start),
    safe: inside(written.safe),
    dimension,
    unit: range.unit,
    ...(written.column !== undefined && { column: written.column }),
  }
}

/** Reports every actuator that two controls drive. */
export function checkDrives(controls: Table<Control>, report: Report): void {
  const drivers = new Map<string, string>()
  for (const [tag, { key, value }] of controls) {
    if (value === undefined) continue
    const driven = `${value.component}.${value.actuator}`
    const first = drivers.get(driven)
    if (first === undefined) drivers.set(driven, tag)
    else report(key, { message: `${driven} is driven by ${first} as well`, remedy: 'keep one control for an actuator' })
  }
}
