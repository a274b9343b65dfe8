import { edgesOf } from '../../../renderer/document/edges.ts'
import { kindsByTag } from '../../../renderer/document/kinds.ts'
import { viewLine } from '../../../renderer/document/view.ts'
import { placed } from '../../../renderer/screens/line/diagram/layout.ts'
import type { Situation } from '../../../renderer/screens/line/editor/situation.ts'
import type { EquipmentSymbol } from '../../../renderer/screens/line/symbols/symbol.ts'
import { kinds } from '../document/lines.ts'

/** A double of the symbols, whose drawings only a browser can show: boxes with their ports in a row. */
function box(ports: readonly string[]): EquipmentSymbol {
  const places = ports.map((port, index) => [port, [index * 8, 24]] as const)
  return { width: 64, height: 48, ports: Object.fromEntries(places), drawing: null }
}

/** The situation of a text, as the screen has it. */
export function situationOf(text: string): Situation {
  const document = viewLine(text)
  const byTag = kindsByTag(document, kinds)
  const edges = edgesOf(document, kinds)
  const symbols = new Map(
    document.components.map(({ name }) => [name, box(byTag.get(name)?.ports.map((port) => port.name) ?? [])]),
  )
  return { document, kinds, byTag, edges, symbols, places: placed(symbols, edges, {}) }
}
