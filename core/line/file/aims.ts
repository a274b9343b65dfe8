import type { Component, Goal, Limit, Loop, Signal } from '../line.ts'
import { measure } from '../measure.ts'
import { oneSide } from './loops.ts'
import { differenceAt, find, placeAt, quantityAt, type Table, weightAt } from './names.ts'
import { quote, type Report } from './problem.ts'
import type { WrittenGoal, WrittenLimit } from './sections.ts'

interface Tables {
  readonly components: Table<Component>
  readonly signals: Table<Signal>
  readonly loops: Table<Loop>
}

export function resolveGoal(name: string, written: WrittenGoal, tables: Tables, report: Report): Goal | undefined {
  const { components, signals } = tables
  const weight = weightAt(written.weight, report, 1)

  if ('track' in written) {
    const loop = find(tables.loops, written.track, 'loop', report)
    if (loop === undefined) return undefined
    if (loop.kind === 'interlock') {
      report(written.track, { message: `${loop.tag} has no set point`, remedy: 'track a pid or an on-off loop' })
      return undefined
    }
    const of = signals.get(loop.signal)?.value?.of
    const scale = of && differenceAt(written.scale, of.dimension, report)
    if (of === undefined || scale === undefined) return undefined
    return { name, kind: 'track', loop: loop.tag, of, scale: scale.value, weight, unit: scale.unit }
  }

  const kind: Goal['kind'] = 'keep' in written ? 'keep' : 'minimise' in written ? 'minimise' : 'maximise'
  const at = 'keep' in written ? written.keep : 'minimise' in written ? written.minimise : written.maximise
  const of = placeAt(at, components, signals, report)?.place
  if (of === undefined) return undefined
  const wanted = measure(of.dimension)
  const scale = differenceAt(written.scale, of.dimension, report)
  const base = scale && { name, kind, of, scale: scale.value, weight, unit: scale.unit }

  if ('keep' in written) {
    const above = written.above && quantityAt(written.above, wanted, report)
    const below = written.below && quantityAt(written.below, wanted, report)
    if (written.above === undefined && written.below === undefined) {
      report(written.at, { message: 'keep has no bound', remedy: 'write above, below or both' })
    }
    if (above !== undefined && below !== undefined && above.value >= below.value) {
      const message = `nothing lies above ${quote(written.above!.text)} and below ${quote(written.below!.text)}`
      report(written.below!, { message, remedy: 'above is the lower bound, below the upper' })
    }
    return (
      base && {
        ...base,
        ...(above && { above: above.value, unit: above.unit }),
        ...(below && { below: below.value, unit: below.unit }),
      }
    )
  }

  if ('minimise' in written) return base
  const target = quantityAt(written.target, wanted, report)
  return base && target && { ...base, target: target.value, unit: target.unit }
}

export function resolveLimit(name: string, written: WrittenLimit, tables: Tables, report: Report): Limit | undefined {
  const found = placeAt(written.of, tables.components, tables.signals, report)
  const threshold = oneSide(written, report)
  const weight = weightAt(written.weight, report, 10)
  if (found === undefined || threshold === undefined) return undefined
  const { place: of, signal } = found
  const bound = quantityAt(threshold.at, measure(of.dimension), report)
  const scale = written.scale
    ? differenceAt(written.scale, of.dimension, report)?.value
    : signal && (signal.high - signal.low) * 0.05
  if (scale === undefined && written.scale === undefined) {
    const remedy = 'add `scale:`, how far beyond the limit costs one weight'
    report(written.at, { message: `no signal measures ${quote(written.of.text)}, so scale has no default`, remedy })
  }
  if (bound === undefined || scale === undefined) return undefined
  return { name, of, [threshold.side]: bound.value, trip: written.trip ?? false, scale, weight, unit: bound.unit }
}
