import { type Dimension, seconds } from '../dimension.ts'
import type { Component, Disturbance, Loop, Signal } from '../line.ts'
import { measure } from '../measure.ts'
import type { Scalar } from './document.ts'
import { differenceAt, dotted, quantityAt, rangeAt, shownRange, type Table } from './names.ts'
import { quote, type Report } from './problem.ts'
import type { WrittenDisturbance } from './sections.ts'
import { unknownWord } from './shape.ts'

interface Tables {
  readonly components: Table<Component>
  readonly signals: Table<Signal>
  readonly loops: Table<Loop>
}

interface Target {
  readonly target: Disturbance['target']
  readonly dimension: Dimension
  readonly low: number
  readonly high: number
}

function targetAt(at: Scalar, { components, signals, loops }: Tables, report: Report): Target | undefined {
  if (at.text === 'ambient') return { target: { kind: 'ambient' }, dimension: 'temperature', low: 0, high: Infinity }
  const [tag, member] = dotted(at) ?? [at, undefined]
  const loop = loops.get(tag.text)
  const component = components.get(tag.text)
  if (member === undefined || (loop === undefined && component === undefined)) {
    const known = ['ambient', ...[...loops.keys()].map((name) => `${name}.setpoint`)]
    report(at, unknownWord(at.text, 'target (a set point, a parameter of a component, or ambient)', known))
    return undefined
  }
  if (loop !== undefined) {
    const signal = loop.value && signals.get(loop.value.signal)?.value
    if (loop.value === undefined || signal === undefined) return undefined
    if (member.text === 'setpoint' && loop.value.kind !== 'interlock') {
      const { of, low, high } = signal
      return { target: { kind: 'setpoint', loop: tag.text }, dimension: of.dimension, low, high }
    }
    const message = `${quote(at.text)} cannot be disturbed`
    report(at, { message, remedy: 'of a loop, write the setpoint of a pid or on-off loop' })
    return undefined
  }
  if (component?.value === undefined) return undefined
  const { parameters, name } = component.value.kind
  if (!Object.hasOwn(parameters, member.text)) {
    report(at, unknownWord(member.text, `parameter of a ${name}`, Object.keys(parameters)))
    return undefined
  }
  const { dimension, minimum = -Infinity, maximum = Infinity } = parameters[member.text]!
  const target = { kind: 'parameter', component: tag.text, parameter: member.text } as const
  return { target, dimension, low: minimum, high: maximum }
}

/** `1 K over 10 min`: standard deviation and time constant. */
function wanderAt(at: Scalar, dimension: Dimension, report: Report): Disturbance['wander'] {
  const [size, time, ...more] = at.text.split(/\s+over\s+/)
  if (size === undefined || time === undefined || more.length > 0) {
    const message = `${quote(at.text)} is not a deviation and a time`
    report(at, { message, remedy: 'write both: 1 K over 10 min' })
    return undefined
  }
  const deviation = differenceAt({ ...at, text: size }, dimension, report)
  const constant = quantityAt({ ...at, text: time }, measure('time'), report)
  if (constant !== undefined && constant.value <= 0) {
    report(at, { message: 'the time constant is not positive', remedy: 'write more than 0 s' })
  }
  return deviation && constant && { deviation: deviation.value, time: seconds(constant.value) }
}

export function resolveDisturbance(
  name: string,
  written: WrittenDisturbance,
  tables: Tables,
  report: Report,
): Disturbance | undefined {
  if (written.step === undefined && written.wander === undefined) {
    report(written.at, { message: 'nothing is disturbed', remedy: 'write step, wander or both' })
  }
  const found = targetAt(written.of, tables, report)
  if (found === undefined) return undefined
  const { target, dimension, low, high } = found
  const step = written.step && rangeAt(written.step, measure(dimension), report)
  if (written.step && step && (step.low < low || step.high > high)) {
    const remedy = `write values from ${shownRange({ low, high, unit: step.unit })}`
    report(written.step, { message: `${quote(written.step.text)} leaves what ${written.of.text} can be`, remedy })
  }
  const wander = written.wander && wanderAt(written.wander, dimension, report)
  return { name, target, ...(step && { step: [step.low, step.high] as const }), ...(wander && { wander }) }
}
