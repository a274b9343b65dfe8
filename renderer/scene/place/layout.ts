import { Graph, layout as layOutGraph } from '@dagrejs/dagre'
import type { Diagram, LineModel } from '../../../core/engine/window/contract.ts'
import { cell } from './grid.ts'

/** A place on the floor. */
export interface Spot {
  readonly x: number
  readonly z: number
}

/** Room that a component needs on the floor, with the pipes around it. */
const pitch = 3.6
/** How far a crowded diagram may be drawn apart. */
const furthestApart = 3
/** What a distance in the diagram becomes on the floor at the least. */
const leastScale = 0.02

const snapped = (value: number) => Math.round(value / cell) * cell

/** Distance of the two closest spots, along the axis on which they are further apart. */
export function closest(spots: readonly Spot[]): number {
  let best = Infinity
  spots.forEach((a, index) => {
    for (const b of spots.slice(index + 1)) best = Math.min(best, Math.max(Math.abs(a.x - b.x), Math.abs(a.z - b.z)))
  })
  return best
}

/** From left to right along the connections. */
function automatic({ components, connections }: LineModel): Map<string, Spot> {
  const graph = new Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'LR', nodesep: 1.8, ranksep: 1.6, edgesep: 0.8 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { tag } of components) graph.setNode(tag, { width: 2, height: 2 })
  connections.forEach(({ from, to }, index) => {
    graph.setEdge(from.component, to.component, {}, String(index))
  })
  layOutGraph(graph)
  return new Map(
    components.map(({ tag }) => {
      const { x, y } = graph.node(tag) as unknown as { x: number; y: number }
      return [tag, { x, z: y }]
    }),
  )
}

/** Diagram positions on the floor, so far apart that equipment and pipes have room. */
function drawn(tags: readonly string[], diagram: Diagram): Map<string, Spot> {
  const spots = tags.map((tag) => ({ x: diagram[tag]?.[0] ?? 0, z: diagram[tag]?.[1] ?? 0 }))
  const gap = closest(spots)
  const typical = medianGap(spots)
  const wanted = gap > 0 && Number.isFinite(gap) ? pitch / gap : leastScale
  const scale = Number.isFinite(typical) && typical > 0 ? Math.min(wanted, (furthestApart * pitch) / typical) : wanted
  return new Map(tags.map((tag, index) => [tag, { x: spots[index]!.x * scale, z: spots[index]!.z * scale }]))
}

/** Median over spots of the distance to the nearest other. */
function medianGap(spots: readonly Spot[]): number {
  const nearest = spots.map((a) =>
    Math.min(...spots.map((b) => (a === b ? Infinity : Math.max(Math.abs(a.x - b.x), Math.abs(a.z - b.z))))),
  )
  return nearest.sort((a, b) => a - b)[Math.floor(nearest.length / 2)] ?? Infinity
}

/**
 * Where each component stands, centred on the floor: as in the diagram, and what the diagram does not have laid out by
 * itself in front of it.
 */
export function layOut(model: LineModel, diagram: Diagram): ReadonlyMap<string, Spot> {
  const tags = model.components.map(({ tag }) => tag)
  const known = tags.filter((tag) => diagram[tag] !== undefined)
  const spots = drawn(known, diagram)
  if (known.length < tags.length) {
    const found = automatic(model)
    const front = Math.max(...[...spots.values()].map(({ z }) => z + pitch))
    const missing = tags.filter((tag) => !spots.has(tag))
    const back = Math.min(...missing.map((tag) => found.get(tag)!.z))
    const shift = known.length > 0 ? front - back : 0
    for (const tag of missing) spots.set(tag, { x: found.get(tag)!.x, z: found.get(tag)!.z + shift })
  }
  const all = [...spots.values()]
  const middle = (axis: 'x' | 'z') =>
    (Math.min(...all.map((spot) => spot[axis])) + Math.max(...all.map((spot) => spot[axis]))) / 2
  const [x, z] = all.length > 0 ? [middle('x'), middle('z')] : [0, 0]
  return new Map(tags.map((tag) => [tag, { x: snapped(spots.get(tag)!.x - x), z: snapped(spots.get(tag)!.z - z) }]))
}
