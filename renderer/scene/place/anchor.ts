import type { LineModel } from '../../../core/engine/window/contract.ts'
import { along, cell, type Quarter, quarters, towards, turned } from './grid.ts'
import type { Spot } from './layout.ts'
import { type Component, type Size, sizesOf } from './size.ts'

/** A component on the floor. */
export interface Standing extends Spot {
  readonly tag: string
  readonly kind: string
  /** Where its outlet points. */
  readonly heading: Quarter
  readonly size: Size
}

/** Where a pipe meets equipment, and the direction in which it leaves. */
export interface Anchor {
  readonly x: number
  readonly y: number
  readonly z: number
  readonly out: Quarter
}

export type Connection = LineModel['connections'][number]

/** Height of the axis of pipes, and of what is built into them. */
export const axisHeight = 0.5
export const beltHeight = 0.6
const heatHeight = 0.3
/** A tank stands on a foot of this height. */
export const tankFoot = 0.2

const isInlet = (port: string) => /(^| )in$/.test(port)
/** Ports whose side does not follow the flow through the equipment. */
const isSide = ({ kind }: { kind: string }, port: string) =>
  (kind === 'heat-exchanger' && port.startsWith('hot')) || (kind === 'divert-valve' && port === 'b')
/** Kinds with ports on whichever side the other end lies. */
const roundKinds = new Set(['tank', 'thermal-mass', 'thermal-link', 'feed', 'product', 'electric-heater'])

/** Towards what it feeds and away from what feeds it. */
function headingOf(
  component: Component,
  connections: readonly Connection[],
  spots: ReadonlyMap<string, Spot>,
): Quarter {
  const here = spots.get(component.tag)!
  let x = 0
  let z = 0
  for (const { from, to } of connections) {
    const outgoing = from.component === component.tag
    if (!outgoing && to.component !== component.tag) continue
    if (isSide(component, outgoing ? from.port : to.port)) continue
    const there = spots.get(outgoing ? to.component : from.component)!
    const distance = Math.hypot(there.x - here.x, there.z - here.z) || 1
    const sign = outgoing ? 1 : -1
    x += (sign * (there.x - here.x)) / distance
    z += (sign * (there.z - here.z)) / distance
  }
  return x === 0 && z === 0 ? 0 : towards(x, z)
}

export function standings(model: LineModel, spots: ReadonlyMap<string, Spot>): readonly Standing[] {
  const sizes = sizesOf(model.components)
  return model.components.map((component, index) => ({
    tag: component.tag,
    kind: component.kind,
    ...spots.get(component.tag)!,
    heading: headingOf(component, model.connections, spots),
    size: sizes[index]!,
  }))
}

/** Half of what a component covers of the floor. */
export function halfExtent({ size, heading }: Standing): { readonly x: number; readonly z: number } {
  const [along_, across] = [size.width / 2, size.depth / 2]
  return heading % 2 === 0 ? { x: along_, z: across } : { x: across, z: along_ }
}

function heightOf({ kind, size }: Standing, port: string, medium: Connection['medium']): number {
  if (medium === 'parts') return beltHeight
  if (medium === 'heat') return heatHeight
  return kind === 'tank' && port === 'in' ? tankFoot + size.height + 0.22 : axisHeight
}

/** The side of the equipment on which a port lies; `there` is where the stream comes from or goes to. */
function sideOf(standing: Standing, port: string, there: Spot): Quarter {
  const { heading } = standing
  if (roundKinds.has(standing.kind)) return towards(there.x - standing.x, there.z - standing.z)
  if (!isSide(standing, port)) return isInlet(port) ? turned(heading, 2) : heading
  const [x, z] = along[turned(heading, 1)]!
  return turned(heading, (there.x - standing.x) * x + (there.z - standing.z) * z >= 0 ? 1 : 3)
}

/** Places beside each other on one side, the middle one first. */
const slots = [0, 1, -1]

/** Both ends of every connection, in the order of the connections. */
export function anchors(
  connections: readonly Connection[],
  all: readonly Standing[],
): readonly (readonly [from: Anchor, to: Anchor])[] {
  const byTag = new Map(all.map((standing) => [standing.tag, standing]))
  const taken = new Set<string>()
  /** Opposite to where the hot side comes in. */
  const hotOutSide = (standing: Standing) => {
    const source = connections.find(({ to }) => to.component === standing.tag && to.port === 'hot in')
    const inlet = source ? sideOf(standing, 'hot in', byTag.get(source.from.component)!) : turned(standing.heading, 3)
    return turned(inlet, 2)
  }
  const anchor = (end: Connection['from'], other: Connection['from'], medium: Connection['medium']): Anchor => {
    const standing = byTag.get(end.component)!
    const wanted =
      end.port === 'hot out' ? hotOutSide(standing) : sideOf(standing, end.port, byTag.get(other.component)!)
    const level = heightOf(standing, end.port, medium)
    const sides = roundKinds.has(standing.kind) ? quarters.map((by) => turned(wanted, [0, 1, 3, 2][by]!)) : [wanted]
    const free = slots
      .flatMap((slot) => sides.map((side) => ({ slot, side })))
      .sort((a, b) => Math.abs(a.slot) - Math.abs(b.slot))
      .find(({ slot, side }) => !taken.has(`${standing.tag} ${side} ${slot}`)) ?? { slot: 0, side: wanted }
    taken.add(`${standing.tag} ${free.side} ${free.slot}`)
    const [x, z] = along[free.side]!
    const half = halfExtent(standing)
    const reach = (Math.abs(x) * half.x + Math.abs(z) * half.z) * (standing.kind === 'tank' ? 0.8 : 0.9)
    const aside = free.slot * cell
    return { x: standing.x + x * reach - z * aside, y: level, z: standing.z + z * reach + x * aside, out: free.side }
  }
  return connections.map(({ from, to, medium }) => [anchor(from, to, medium), anchor(to, from, medium)] as const)
}
