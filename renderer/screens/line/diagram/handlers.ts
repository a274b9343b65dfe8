import type { Connection, EdgeChange, NodeChange, ReactFlowProps } from '@xyflow/react'
import type { Diagram as Places } from '../../../../core/engine/window/contract.ts'
import { portsFit } from '../../../document/ports-fit.ts'
import { select, toggle } from '../editor/editor.ts'
import type { Line } from '../editor/use-line.ts'
import type { EquipmentNode, LineEdge } from './elements.ts'

const ends = ({ source, sourceHandle, target, targetHandle }: Connection | LineEdge) =>
  [
    { tag: source, port: sourceHandle ?? '' },
    { tag: target, port: targetHandle ?? '' },
  ] as const

/** What selection changes leave selected. */
function chosenAfter(before: readonly string[], changes: readonly (NodeChange | EdgeChange)[]): string[] {
  const chosen = new Set(before)
  for (const change of changes) {
    if (change.type === 'select') chosen[change.selected ? 'add' : 'delete'](change.id)
  }
  return [...chosen]
}

/** Where a drag or an arrow key has left components; a click that moves nothing leaves none. */
function movedTo(changes: readonly NodeChange<EquipmentNode>[], places: Places): Places {
  return Object.fromEntries(
    changes.flatMap((change) => {
      if (change.type !== 'position' || change.dragging !== false || change.position === undefined) return []
      const at = [Math.round(change.position.x), Math.round(change.position.y)] as const
      const old = places[change.id]
      return old?.[0] === at[0] && old[1] === at[1] ? [] : [[change.id, at]]
    }),
  )
}

type Flow = ReactFlowProps<EquipmentNode, LineEdge>

/** What the diagram does with mouse and keys. They are made once: the library takes new ones for news to every element. */
export function createHandlers({ editor, commands, now }: Pick<Line, 'editor' | 'commands' | 'now'>) {
  return {
    onNodeClick: ({ target, shiftKey, ctrlKey, metaKey }, { id }) => {
      if (!shiftKey && !ctrlKey && !metaKey) select(editor, [id])
      const entry = target instanceof Element ? target.closest<HTMLElement>('[data-entry]')?.dataset.entry : undefined
      if (entry !== undefined) toggle(editor, entry, true)
    },
    onNodesChange: (changes) => {
      const { selected, selectedEdges } = editor.getState()
      select(editor, chosenAfter(selected, changes), selectedEdges)
      const moved = movedTo(changes, now().places)
      if (Object.keys(moved).length > 0) commands.move(moved)
    },
    onEdgesChange: (changes) => {
      const { selected, selectedEdges } = editor.getState()
      select(editor, selected, chosenAfter(selectedEdges, changes))
    },
    isValidConnection: (connection) => {
      const [a, b] = ends(connection)
      const { byTag, edges } = now()
      return portsFit({ ...a, kind: byTag.get(a.tag) }, { ...b, kind: byTag.get(b.tag) }, edges) === undefined
    },
    onConnect: (connection) => commands.connect(...ends(connection)),
    onConnectEnd: (_, { fromHandle, fromNode, toHandle, toNode, isValid }) => {
      if (isValid || !fromHandle?.id || !fromNode || !toHandle?.id || !toNode || toNode.id === fromNode.id) return
      // Says why not.
      commands.connect({ tag: fromNode.id, port: fromHandle.id }, { tag: toNode.id, port: toHandle.id })
    },
  } satisfies Partial<Flow>
}

interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

/** What a key does on the diagram, if anything. */
export function keyCommand(
  { key, ctrlKey, metaKey, altKey }: KeyPress,
  { editor, commands, now }: Pick<Line, 'editor' | 'commands' | 'now'>,
): (() => void) | undefined {
  if (altKey) return undefined
  if (!ctrlKey && !metaKey) return key === 'Delete' || key === 'Backspace' ? commands.remove : undefined
  const selectAll = () =>
    select(
      editor,
      now().document.components.map(({ name }) => name),
    )
  const held: Readonly<Record<string, () => void>> = {
    c: commands.copy,
    x: commands.cut,
    v: commands.paste,
    d: commands.duplicate,
    a: selectAll,
  }
  return held[key.toLowerCase()]
}
