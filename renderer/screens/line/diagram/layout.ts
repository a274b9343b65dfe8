import { Graph, layout } from '@dagrejs/dagre'
import type { Diagram } from '../../../../core/engine/window/contract.ts'
import type { Edge } from '../../../document/edges.ts'
import type { EquipmentSymbol } from '../symbols/symbol.ts'

/** px; everything stands on this grid. */
export const grid = 8

export const onGrid = (length: number) => Math.round(length / grid) * grid

export interface Size {
  readonly width: number
  readonly height: number
}

/** Above each symbol there is room for its instruments, below it for its tag. */
const above = 40
const below = 24

type Symbols = ReadonlyMap<string, EquipmentSymbol>

/** Places for every component, from left to right in the direction of flow. */
function arranged(symbols: Symbols, edges: readonly Edge[]): Diagram {
  const graph = new Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'LR', nodesep: 40, ranksep: 40 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const [tag, { width, height }] of symbols) graph.setNode(tag, { width, height: height + above + below })
  edges.forEach(({ from, to }, index) => {
    if (symbols.has(from.tag) && symbols.has(to.tag)) graph.setEdge(from.tag, to.tag, {}, String(index))
  })
  layout(graph)
  const places = [...symbols].map(([tag, { width, height }]) => {
    const { x = 0, y = 0 } = graph.node(tag)
    return [tag, [onGrid(x - width / 2), onGrid(y - (height + above + below) / 2 + above)] as const] as const
  })
  return straightened(new Map(places), symbols, edges)
}

/** Kinks that are smaller are taken out of a pipe, px. */
const kink = 40

/** Moves what has one inlet up or down a little, so that its pipe runs straight. */
function straightened(
  places: Map<string, readonly [number, number]>,
  symbols: Symbols,
  edges: readonly Edge[],
): Diagram {
  const into = Map.groupBy(edges, ({ to }) => to.tag)
  for (const [tag, [x, y]] of [...places].toSorted(([, a], [, b]) => a[0] - b[0])) {
    const [edge, ...others] = into.get(tag) ?? []
    const before = edge && places.get(edge.from.tag)
    if (edge === undefined || before === undefined || others.length > 0 || before[0] >= x) continue
    const out = symbols.get(edge.from.tag)?.ports[edge.from.port ?? '']?.[1]
    const inlet = symbols.get(tag)?.ports[edge.to.port ?? '']?.[1]
    if (out === undefined || inlet === undefined) continue
    const off = before[1] + out - (y + inlet)
    if (Math.abs(off) < kink) places.set(tag, [x, y + off])
  }
  return Object.fromEntries(places)
}

/**
 * Where every component stands: where the engineer put it, or else where it fits. A few new ones among others stand beside
 * what they are connected to, or in a row below everything.
 */
export function placed(symbols: Symbols, edges: readonly Edge[], diagram: Diagram): Diagram {
  const missing = [...symbols.keys()].filter((tag) => diagram[tag] === undefined)
  if (missing.length === 0) return diagram
  if (missing.length === symbols.size) return arranged(symbols, edges)
  const places: Record<string, readonly [number, number]> = { ...diagram }
  const known = Object.entries(places).filter(([tag]) => symbols.has(tag))
  const left = Math.min(...known.map(([, [x]]) => x))
  const bottom = Math.max(...known.map(([tag, [, y]]) => y + (symbols.get(tag)?.height ?? 0)))
  for (const tag of missing) {
    const neighbour = edges
      .flatMap(({ from, to }): { tag: string; side: 1 | -1 }[] => [
        ...(to.tag === tag ? [{ tag: from.tag, side: 1 as const }] : []),
        ...(from.tag === tag ? [{ tag: to.tag, side: -1 as const }] : []),
      ])
      .find((other) => places[other.tag] !== undefined)
    const beside = neighbour && places[neighbour.tag]
    const [x, y] = beside ? [beside[0] + neighbour.side * 136, beside[1]] : [left, onGrid(bottom + above + below)]
    places[tag] = free([x, y], tag, symbols, places)
  }
  return places
}

/** The place itself, or the next one below where nothing stands. */
export function free(
  [x, y]: readonly [number, number],
  tag: string,
  sizes: ReadonlyMap<string, Size>,
  places: Diagram,
): readonly [number, number] {
  const { width, height } = sizes.get(tag) ?? { width: 80, height: 80 }
  const isTaken = (y: number) =>
    Object.entries(places).some(([other, [left, top]]) => {
      const size = sizes.get(other)
      if (size === undefined || other === tag) return false
      return (
        x < left + size.width + grid &&
        left < x + width + grid &&
        y < top + size.height + above &&
        top < y + height + above
      )
    })
  let down = y
  while (isTaken(down)) down += 2 * grid
  return [x, down]
}
