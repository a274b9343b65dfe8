import type { LineModel } from '../../../core/engine/window/contract.ts'
import type { MachineState } from '../scene.ts'
import { firstKnown, type Gauge, type SeriesIndex, shareOf, unknown, valueHeldAt } from './series.ts'

/** How one component stands. Every number is a share of its range, 0 to 1, and NaN where the film does not tell. */
export interface Moment {
  /** Level of a tank, content of a buffer or conveyor. */
  fill: number
  warmth: number
  /** Of a pump, machine or belt. */
  speed: number
  /** Stem of a valve, share of a divert valve. */
  opening: number
  /** Heat given by a heater. */
  heat: number
  machine: MachineState | undefined
}

export const emptyMoment = (): Moment => ({
  fill: Number.NaN,
  warmth: Number.NaN,
  speed: Number.NaN,
  opening: Number.NaN,
  heat: Number.NaN,
  machine: undefined,
})

/** Writes how a component stands at a scan into its moment. */
export type MomentReader = (scan: number, into: Moment) => void

/** Modes under which equipment stands still, whatever it is told. */
const standing = new Set(['spurious stop', 'breakdown'])
const isStore = (kind: string | undefined) => kind === 'buffer' || kind === 'conveyor'
const turning = 0.02
const nearlyEmpty = 0.05
const nearlyFull = 0.95

/** 1 while a fault holds the component still. */
function heldBy(model: LineModel, tag: string, series: SeriesIndex, modes: ReadonlySet<string>): Gauge {
  const faults = model.failures.flatMap(({ on, mode, name }) => {
    const found = on === tag && modes.has(mode) ? series.fault(name) : undefined
    return found === undefined ? [] : [found]
  })
  return (scan) => (faults.some((fault) => valueHeldAt(fault, scan) !== 0) ? 1 : 0)
}

/** What a machine does, by what it passes on and what stands before and behind it. */
function machineReader(model: LineModel, tag: string, series: SeriesIndex): (scan: number) => MachineState {
  const kinds = new Map(model.components.map((component) => [component.tag, component.kind]))
  const before = model.connections.find(({ to }) => to.component === tag)?.from.component
  const behind = model.connections.find(({ from }) => from.component === tag)?.to.component
  const content = (other: string | undefined) =>
    other !== undefined && isStore(kinds.get(other)) ? shareOf(series.truth(other, 'content')) : unknown
  const [waiting, ahead] = [content(before), content(behind)]
  const rate = shareOf(series.truth(tag, 'rate'))
  const told = firstKnown(shareOf(series.control(tag, 'speed')), () => 1)
  const up = shareOf(series.truth(tag, 'up'))
  const held = heldBy(model, tag, series, new Set(['breakdown', 'jam']))
  return (scan) => {
    if (held(scan) > 0 || up(scan) < 0.5) return 'down'
    if (!(rate(scan) < turning)) return 'running'
    if (told(scan) < turning) return 'stopped'
    if (waiting(scan) < nearlyEmpty) return 'starved'
    if (ahead(scan) > nearlyFull) return 'blocked'
    return 'down'
  }
}

/** How fast a drive turns, by what it passes on rather than by what it is told where that is known. */
function speedOf({ connections }: LineModel, tag: string, kind: string, series: SeriesIndex): Gauge {
  const told = firstKnown(shareOf(series.truth(tag, 'speed')), shareOf(series.control(tag, 'speed')))
  const rate = (other: string | undefined) => (other === undefined ? unknown : shareOf(series.truth(other, 'rate')))
  if (kind === 'machine') return firstKnown(rate(tag), told)
  if (kind.endsWith('pump')) return firstKnown(told, shareOf(series.truth(tag, 'flow')))
  const behind = connections.find(({ from }) => from.component === tag)?.to.component
  const before = connections.find(({ to }) => to.component === tag)?.from.component
  return firstKnown(rate(behind), rate(before), told)
}

export function momentReaders(model: LineModel, series: SeriesIndex): readonly MomentReader[] {
  return model.components.map(({ tag, kind }): MomentReader => {
    const truth = (quantity: string) => shareOf(series.truth(tag, quantity))
    const driven = (actuator: string) => shareOf(series.control(tag, actuator))
    const fill = firstKnown(truth('level'), truth('content'))
    const warmth = firstKnown(truth('temperature'), truth('hot temperature'))
    const held = heldBy(model, tag, series, standing)
    const speed = speedOf(model, tag, kind, series)
    const opening = firstKnown(truth('opening'), truth('share'), driven('opening'), driven('share'))
    const heat = firstKnown(truth('power'), driven('duty'))
    const machine = kind === 'machine' ? machineReader(model, tag, series) : undefined
    return (scan, into) => {
      into.fill = fill(scan)
      into.warmth = warmth(scan)
      into.speed = held(scan) > 0 ? 0 : speed(scan)
      into.opening = opening(scan)
      into.heat = heat(scan)
      into.machine = machine?.(scan)
    }
  })
}
