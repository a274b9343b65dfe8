import type { Edge as FlowEdge, Node } from '@xyflow/react'
import type { CataloguePort, LineProblem } from '../../../../core/engine/window/contract.ts'
import { written } from '../../../document/chain.ts'
import type { Edge } from '../../../document/edges.ts'
import type { Situation } from '../editor/situation.ts'

interface EquipmentData extends Record<string, unknown> {
  readonly kind: string
  readonly problems: number
  /** Tags of what measures it, and of what drives it. */
  readonly signals: readonly string[]
  readonly controls: readonly string[]
}

interface PipingData extends Record<string, unknown> {
  /** Missing where the ports are not clear. */
  readonly medium: CataloguePort['medium'] | undefined
}

interface LoopData extends Record<string, unknown> {
  readonly loops: readonly { readonly tag: string; readonly kind: string }[]
}

export type EquipmentNode = Node<EquipmentData, 'equipment'>
export type PipingEdge = FlowEdge<PipingData, 'piping'>
export type LoopEdge = FlowEdge<LoopData, 'loop'>
export type LineEdge = PipingEdge | LoopEdge

/** Two chains may join the same ports by mistake: then the place tells them apart. */
export const edgeId = ({ chain, link, from, to }: Edge) =>
  `${from.tag}.${from.port ?? '?'} > ${to.tag}.${to.port ?? '?'} ${chain}.${link}`

const owner = (place: string | undefined) => place?.split('.')[0] ?? ''

/** What a problem is counted at. */
const problemOwner = ({ path }: LineProblem) => /^components\.([^.]+)/.exec(path)?.[1]

export function nodesOf(
  { document, places, symbols }: Situation,
  problems: readonly LineProblem[],
): readonly EquipmentNode[] {
  const signals = Map.groupBy(document.signals, ({ fields }) => owner(fields.of))
  const controls = Map.groupBy(document.controls, ({ fields }) => owner(fields.drives))
  const wrong = Map.groupBy(problems, problemOwner)
  return document.components.map(({ name, fields }): EquipmentNode => {
    const [x, y] = places[name] ?? [0, 0]
    const { width, height } = symbols.get(name)!
    return {
      id: name,
      type: 'equipment',
      position: { x, y },
      width,
      height,
      data: {
        kind: fields.kind ?? '',
        problems: wrong.get(name)?.length ?? 0,
        signals: signals.get(name)?.map(({ name }) => name) ?? [],
        controls: controls.get(name)?.map(({ name }) => name) ?? [],
      },
    }
  })
}

export const signalHandle = (tag: string) => `signal ${tag}`
export const controlHandle = (tag: string) => `control ${tag}`

export function edgesOn({ document, edges, byTag }: Situation): readonly LineEdge[] {
  const piping = edges
    .filter(({ from, to }) => byTag.has(from.tag) && byTag.has(to.tag))
    .map((edge): PipingEdge => {
      const end = ({ tag, port }: Edge['from'], side: 'in' | 'out') =>
        port ?? byTag.get(tag)?.ports.find(({ direction }) => direction !== side)?.name ?? null
      return {
        id: edgeId(edge),
        type: 'piping',
        source: edge.from.tag,
        sourceHandle: end(edge.from, 'in'),
        target: edge.to.tag,
        targetHandle: end(edge.to, 'out'),
        ariaLabel: `${written(edge.from)} → ${written(edge.to)}`,
        data: { medium: edge.medium },
      }
    })
  return [...piping, ...loopsOn(document, byTag)]
}

/** Loops over the same signal and control share one line. */
function loopsOn(document: Situation['document'], byTag: Situation['byTag']): readonly LoopEdge[] {
  const componentOf = (entries: typeof document.signals, tag: string | undefined, field: string) => {
    const found = owner(entries.find(({ name }) => name === tag)?.fields[field])
    return byTag.has(found) ? found : undefined
  }
  const pairs = Map.groupBy(document.loops, ({ fields }) => `${fields.signal} > ${fields.control}`)
  return [...pairs].flatMap(([pair, loops]): LoopEdge[] => {
    const { signal, control } = loops[0]!.fields
    const source = componentOf(document.signals, signal, 'of')
    const target = componentOf(document.controls, control, 'drives')
    if (source === undefined || target === undefined) return []
    return [
      {
        id: `loop ${pair}`,
        type: 'loop',
        source,
        target,
        sourceHandle: signalHandle(signal!),
        targetHandle: controlHandle(control!),
        selectable: false,
        focusable: false,
        data: { loops: loops.map(({ name, fields }) => ({ tag: name, kind: fields.kind ?? '' })) },
      },
    ]
  })
}

/** The same elements, and the same list, where nothing about them changed, so that they are not drawn anew. */
export function kept<Element extends { readonly id: string }>(
  before: Element[],
  now: readonly Element[],
  same: (before: Element, now: Element) => boolean,
): Element[] {
  const known = new Map(before.map((element) => [element.id, element]))
  const elements = now.map((element) => {
    const old = known.get(element.id)
    if (old === undefined) return element
    return same(old, element) ? old : { ...old, ...element }
  })
  const isSame = elements.length === before.length && elements.every((element, index) => element === before[index])
  return isSame ? before : elements
}
