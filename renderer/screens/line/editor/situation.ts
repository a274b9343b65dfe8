import type { Diagram } from '../../../../core/engine/window/contract.ts'
import { type Edge, edgesOf } from '../../../document/edges.ts'
import { type Kinds, kindsByTag } from '../../../document/kinds.ts'
import { type LineDocument, viewLine } from '../../../document/view.ts'
import { placed } from '../diagram/layout.ts'
import type { EquipmentSymbol } from '../symbols/symbol.ts'
import { symbolOf } from '../symbols/symbol-of.tsx'

/** A line as the diagram and the panels see it. */
export interface Situation {
  readonly document: LineDocument
  /** Every kind there is, by name. */
  readonly kinds: Kinds
  /** The kind of each component, by tag. */
  readonly byTag: Kinds
  readonly edges: readonly Edge[]
  /** How each component is drawn, by tag. */
  readonly symbols: ReadonlyMap<string, EquipmentSymbol>
  /** Where every component stands, whether it was put there or not. */
  readonly places: Diagram
}

/** What `find` makes of one value after the other; asked for the same value again it gives the same. */
function remembered<Key, Found>(find: (key: Key) => Found): (key: Key) => Found {
  let last: { readonly key: Key; readonly found: Found } | undefined
  return (key) => {
    if (last === undefined || last.key !== key) last = { key, found: find(key) }
    return last.found
  }
}

/** Gives the situation of a text and a diagram. Places that nobody chose change only with the structure of the line. */
export function situations(kinds: Kinds): (text: string, diagram: Diagram) => Situation {
  const read = remembered((text: string) => {
    const document = viewLine(text)
    const byTag = kindsByTag(document, kinds)
    const edges = edgesOf(document, kinds)
    const symbols = new Map(
      document.components.map(({ name, fields }) => [name, symbolOf(fields.kind ?? '', byTag.get(name))] as const),
    )
    return { document, kinds, byTag, edges, symbols }
  })
  let last: { readonly structure: string; readonly diagram: Diagram; readonly places: Diagram } | undefined
  return (text, diagram) => {
    const found = read(text)
    const structure = JSON.stringify([
      found.document.components.map(({ name, fields }) => [name, fields.kind]),
      found.edges.map(({ from, to }) => [from, to]),
    ])
    if (last?.structure !== structure || last.diagram !== diagram) {
      last = { structure, diagram, places: placed(found.symbols, found.edges, diagram) }
    }
    return { ...found, places: last.places }
  }
}
