import { differenceUnit } from '../line/file/names.ts'
import type { Goal, Limit, Line, Loop, Place } from '../line/line.ts'
import { hasDegrees, modeOf } from '../line/mode.ts'
import { formatQuantity } from '../line/quantity.ts'
import type { LineSummary } from './contract.ts'
import type { Source } from './source.ts'
import { gainText } from './tuning.ts'

const placeText = ({ component, quantity }: Place) => `${component}.${quantity}`

/** What a line holds, in words. */
export function summarise({ line, hash }: Source): LineSummary {
  const duration = (value: number) => formatQuantity(value, value >= 60 && value % 60 === 0 ? 'min' : 's')
  return {
    name: line.name,
    title: line.title,
    source: line.source,
    hash,
    step: duration(line.step),
    scan: duration(line.scan),
    horizon: duration(line.horizon),
    components: line.components.map(({ tag, kind }) => ({ tag, kind: kind.name, text: kind.text })),
    signals: line.signals.map(({ tag, of, low, high, noise, unit }) => ({
      tag,
      of: placeText(of),
      range: `${formatQuantity(low, unit)} to ${formatQuantity(high, unit)}`,
      noise: noise === 0 ? 'none' : formatQuantity(noise, differenceUnit(unit)),
    })),
    controls: line.controls.map(({ tag, component, actuator, low, high, unit }) => ({
      tag,
      drives: `${component}.${actuator}`,
      range: `${formatQuantity(low, unit)} to ${formatQuantity(high, unit)}`,
    })),
    loops: line.loops.map((loop) => ({ tag: loop.tag, kind: loop.kind, text: loopText(line, loop) })),
    goals: line.goals.map((goal) => ({ name: goal.name, text: goalText(goal) })),
    limits: line.limits.map((limit) => ({ name: limit.name, text: limitText(limit), trip: limit.trip })),
    failures: line.failures.map((failure) => {
      const { name, rate, unit } = failure
      const { code, text } = modeOf(line, failure)
      const [low, high] = failure.severity.map((severity) => formatQuantity(severity, unit))
      return { name, code, text, severity: hasDegrees(line, failure) ? `${low} to ${high}` : 'yes', perYear: rate }
    }),
  }
}

function loopText(line: Line, loop: Loop): string {
  const signalUnit = line.signals.find(({ tag }) => tag === loop.signal)?.unit ?? ''
  const controlUnit = line.controls.find(({ tag }) => tag === loop.control)?.unit ?? ''
  const ends = `${loop.signal} to ${loop.control}`
  if (loop.kind === 'interlock') {
    const side = loop.above === undefined ? 'below' : 'above'
    const threshold = formatQuantity((loop.above ?? loop.below) as number, signalUnit)
    return `${ends}: ${formatQuantity(loop.value, controlUnit)} while ${side} ${threshold}`
  }
  const setpoint = `set point ${formatQuantity(loop.setpoint, signalUnit)}`
  if (loop.kind === 'on-off')
    return `${ends}, ${setpoint}, band ${formatQuantity(loop.band, differenceUnit(signalUnit))}`
  const { gain, integral } = gainText(line, loop)
  return `${ends}, ${setpoint}, gain ${gain}, integral time ${integral}`
}

function goalText(goal: Goal): string {
  const place = placeText(goal.of)
  const bound = (value: number | undefined) => (value === undefined ? '' : formatQuantity(value, goal.unit))
  if (goal.kind === 'track') return `keep ${place} at the set point of ${goal.loop}`
  if (goal.kind === 'minimise') return `keep ${place} small`
  if (goal.kind === 'maximise') return `bring ${place} up to ${bound(goal.target)}`
  const above = goal.above === undefined ? '' : ` above ${bound(goal.above)}`
  const below = goal.below === undefined ? '' : ` below ${bound(goal.below)}`
  return `keep ${place}${above}${above && below ? ' and' : ''}${below}`
}

function limitText(limit: Limit): string {
  const place = placeText(limit.of)
  return limit.above === undefined
    ? `${place} not below ${formatQuantity(limit.below as number, limit.unit)}`
    : `${place} not above ${formatQuantity(limit.above, limit.unit)}`
}
