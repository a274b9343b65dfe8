import {
  applyNodeChanges,
  Background,
  BackgroundVariant,
  type Connection,
  ConnectionMode,
  type EdgeChange,
  MiniMap,
  type NodeChange,
  ReactFlow,
  useReactFlow,
} from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { type DragEvent, type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Diagram as Places } from '../../../../core/engine/window/contract.ts'
import { portsFit } from '../../../document/connections.ts'
import { select, toggle } from '../editor/editor.ts'
import { useKindText } from '../editor/kind-text.ts'
import { useEditor, useLine } from '../editor/use-line.ts'
import { draggedKind } from '../palette/dragged.ts'
import { ConnectionHint } from './connection-hint.tsx'
import styles from './diagram.module.css'
import { type EquipmentNode, edgesOn, kept, type LineEdge, nodesOf } from './elements.ts'
import { Equipment } from './equipment.tsx'
import { grid } from './layout.ts'
import { Arrows, LoopLine, Piping } from './pipes.tsx'
import { Remarks } from './remarks.tsx'
import { usualZoom, wholeLine } from './zoom.ts'

const nodeTypes = { equipment: Equipment }
const edgeTypes = { piping: Piping, loop: LoopLine }

const sameData = (a: object | undefined, b: object | undefined) => JSON.stringify(a) === JSON.stringify(b)

const sameNode = (a: EquipmentNode, b: EquipmentNode) =>
  a.position.x === b.position.x && a.position.y === b.position.y && a.width === b.width && sameData(a.data, b.data)

const sameEdge = (a: LineEdge, b: LineEdge) =>
  a.sourceHandle === b.sourceHandle && a.targetHandle === b.targetHandle && sameData(a.data, b.data)

const ends = ({ source, sourceHandle, target, targetHandle }: Connection) =>
  [
    { tag: source, port: sourceHandle ?? '' },
    { tag: target, port: targetHandle ?? '' },
  ] as const

/** The line as a flow diagram, to be drawn and changed with the mouse or by keys. */
export function Diagram() {
  const { editor, commands, situation, problems } = useLine()
  const { t } = useTranslation('line')
  const kindText = useKindText()
  const flow = useReactFlow<EquipmentNode, LineEdge>()
  const selected = useEditor(({ selected }) => selected)
  const selectedEdges = useEditor(({ selectedEdges }) => selectedEdges)
  const centred = useEditor(({ centred }) => centred)

  const fresh = useMemo(() => nodesOf(situation, problems), [situation, problems])
  const [nodes, setNodes] = useState<EquipmentNode[]>(() => [...fresh])
  // An empty diagram must not leap to the first component that is dropped on it.
  const [startsFull] = useState(nodes.length > 0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: names of kinds change with the language alone.
  useEffect(() => {
    const chosen = new Set(selected)
    setNodes((before) =>
      kept(before, fresh, sameNode).map((node) => {
        const isChosen = chosen.has(node.id)
        const ariaLabel = `${node.id}, ${kindText.name(node.data.kind)}`
        if ((node.selected ?? false) === isChosen && node.ariaLabel === ariaLabel) return node
        return { ...node, selected: isChosen, ariaLabel }
      }),
    )
  }, [fresh, selected, t])

  const before = useRef<LineEdge[]>([])
  const edges = useMemo(() => {
    const chosen = new Set(selectedEdges)
    before.current = kept(before.current, edgesOn(situation), sameEdge).map((edge) =>
      (edge.selected ?? false) === chosen.has(edge.id) ? edge : { ...edge, selected: chosen.has(edge.id) },
    )
    return before.current
  }, [situation, selectedEdges])

  useEffect(() => {
    if (centred === undefined || centred.tags.length === 0) return
    void flow.fitView({ nodes: centred.tags.map((id) => ({ id })), padding: 0.6, maxZoom: usualZoom(), duration: 200 })
  }, [centred, flow])

  const onNodesChange = useCallback(
    (changes: NodeChange<EquipmentNode>[]) => {
      setNodes((before) => applyNodeChanges(changes, before))
      const moved: Record<string, readonly [number, number]> = {}
      const { selected, selectedEdges } = editor.getState()
      const chosen = new Set(selected)
      for (const change of changes) {
        if (change.type === 'position' && change.dragging === false && change.position) {
          moved[change.id] = [Math.round(change.position.x), Math.round(change.position.y)]
        }
        if (change.type === 'select') chosen[change.selected ? 'add' : 'delete'](change.id)
      }
      if (changes.some(({ type }) => type === 'select')) select(editor, [...chosen], selectedEdges)
      commitMoves(moved, situation.places, commands.move)
    },
    [editor, commands, situation],
  )

  const onEdgesChange = useCallback(
    (changes: EdgeChange<LineEdge>[]) => {
      const { selected, selectedEdges } = editor.getState()
      const chosen = new Set(selectedEdges)
      for (const change of changes) {
        if (change.type === 'select') chosen[change.selected ? 'add' : 'delete'](change.id)
      }
      select(editor, selected, [...chosen])
    },
    [editor],
  )

  const isValid = useCallback(
    (connection: Connection | LineEdge) => {
      const [a, b] = ends(connection as Connection)
      const { byTag, edges } = situation
      return portsFit({ ...a, kind: byTag.get(a.tag) }, { ...b, kind: byTag.get(b.tag) }, edges) === undefined
    },
    [situation],
  )

  const drop = (event: DragEvent) => {
    const kind = draggedKind(event)
    if (kind === undefined) return
    event.preventDefault()
    const { x, y } = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY })
    commands.add(kind, [x, y])
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the diagram bubble up to here from its elements.
    <div
      className={styles.diagram}
      data-diagram=""
      onKeyDown={(event) =>
        onDiagramKey(event, commands, () =>
          select(
            editor,
            situation.document.components.map(({ name }) => name),
          ),
        )
      }
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
    >
      <Arrows />
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodeClick={({ target, shiftKey, ctrlKey, metaKey }, { id }) => {
          if (!shiftKey && !ctrlKey && !metaKey) select(editor, [id])
          const entry =
            target instanceof Element ? target.closest<HTMLElement>('[data-entry]')?.dataset.entry : undefined
          if (entry !== undefined) toggle(editor, entry, true)
        }}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onConnect={(connection) => commands.connect(...ends(connection))}
        onConnectEnd={(_, { fromHandle, fromNode, toHandle, toNode, isValid }) => {
          if (isValid || !fromHandle?.id || !fromNode || !toHandle?.id || !toNode || toNode.id === fromNode.id) return
          commands.connect({ tag: fromNode.id, port: fromHandle.id }, { tag: toNode.id, port: toHandle.id })
        }}
        isValidConnection={isValid}
        connectionMode={ConnectionMode.Loose}
        connectionRadius={18}
        snapToGrid
        snapGrid={[grid, grid]}
        deleteKeyCode={null}
        multiSelectionKeyCode={['Shift', 'Control', 'Meta']}
        selectionKeyCode="Shift"
        elevateNodesOnSelect={false}
        nodeDragThreshold={2}
        minZoom={0.15}
        maxZoom={2.5}
        fitView={startsFull}
        fitViewOptions={wholeLine()}
        aria-label={t('diagram')}
        ariaLabelConfig={{
          'node.a11yDescription.default': t('nodeHelp'),
          'node.a11yDescription.keyboardDisabled': t('nodeHelp'),
          'edge.a11yDescription.default': t('edgeHelp'),
          'minimap.ariaLabel': t('minimap'),
          'handle.ariaLabel': t('port'),
        }}
        proOptions={{ hideAttribution: true }}
      >
        <Background variant={BackgroundVariant.Dots} gap={3 * grid} size={1} color="var(--line)" />
        <MiniMap
          pannable
          zoomable
          className={styles.minimap ?? ''}
          style={{ width: 140, height: 90 }}
          nodeColor="var(--equipment)"
          maskColor="var(--mask)"
          bgColor="var(--sunk)"
        />
        <ConnectionHint />
        {nodes.length === 0 && <p className={styles.beginning}>{t('beginning')}</p>}
        {!situation.document.whole && <p className={`${styles.hint} ${styles.refused}`}>{t('remark.notWhole')}</p>}
        <Remarks />
      </ReactFlow>
    </div>
  )
}

/** A click that moves nothing is no step of undo. */
function commitMoves(moved: Places, places: Places, commit: (moved: Places) => void): void {
  const changed = Object.entries(moved).filter(([tag, [x, y]]) => places[tag]?.[0] !== x || places[tag]?.[1] !== y)
  if (changed.length > 0) commit(Object.fromEntries(changed))
}

type DiagramCommands = ReturnType<typeof useLine>['commands']

function onDiagramKey(event: KeyboardEvent, commands: DiagramCommands, selectAll: () => void): void {
  const held = event.ctrlKey || event.metaKey
  const run = held
    ? {
        c: commands.copy,
        v: commands.paste,
        d: commands.duplicate,
        a: selectAll,
        x: commands.cut,
      }[event.key.toLowerCase()]
    : { Delete: commands.remove, Backspace: commands.remove }[event.key]
  if (run === undefined || event.altKey) return
  event.preventDefault()
  run()
}
