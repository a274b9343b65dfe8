import {
  Background,
  BackgroundVariant,
  ConnectionMode,
  MiniMap,
  type NodeChange,
  ReactFlow,
  useReactFlow,
} from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { type DragEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEditor, useLine } from '../editor/use-line.ts'
import { draggedKind } from '../palette/dragged.ts'
import { ConnectionHint } from './connection-hint.tsx'
import styles from './diagram.module.css'
import type { EquipmentNode, LineEdge } from './elements.ts'
import { Equipment } from './equipment.tsx'
import { createHandlers, keyCommand } from './handlers.ts'
import { grid } from './layout.ts'
import { Arrows, LoopLine, Piping } from './pipes.tsx'
import { Remarks } from './remarks.tsx'
import { useEdges, useNodes } from './use-elements.ts'
import { usualZoom, wholeLine } from './zoom.ts'

// What does not change is named here: the library takes a new object for news to every element.
const nodeTypes = { equipment: Equipment }
const edgeTypes = { piping: Piping, loop: LoopLine }
const snapGrid: [number, number] = [grid, grid]
const severalKeys = ['Shift', 'Control', 'Meta']
const options = { hideAttribution: true }

/** The line as a flow diagram, to be drawn and changed with the mouse or by keys. */
export function Diagram() {
  const { editor, commands, now, situation } = useLine()
  const { t } = useTranslation('line')
  const flow = useReactFlow<EquipmentNode, LineEdge>()
  const [nodes, changeNodes] = useNodes()
  const edges = useEdges()
  // An empty diagram must not leap to the first component that is dropped on it.
  const [fit] = useState(() => ({ fitView: nodes.length > 0, fitViewOptions: wholeLine() }))
  const handlers = useMemo(() => {
    const made = createHandlers({ editor, commands, now })
    const onNodesChange = (changes: NodeChange<EquipmentNode>[]) => {
      changeNodes(changes)
      made.onNodesChange(changes)
    }
    return { ...made, onNodesChange }
  }, [editor, commands, now, changeNodes])
  const frame = useRef<HTMLDivElement>(null)
  const [focusFrame] = useState(() => () => frame.current?.focus())
  const labels = useMemo(
    () => ({
      'node.a11yDescription.default': t('nodeHelp'),
      'node.a11yDescription.keyboardDisabled': t('nodeHelp'),
      'edge.a11yDescription.default': t('edgeHelp'),
      'node.a11yDescription.ariaLiveMessage': ({ x, y }: { x: number; y: number }) => t('moved', { x, y }),
      'minimap.ariaLabel': t('minimap'),
      'handle.ariaLabel': t('port'),
    }),
    [t],
  )

  const centred = useEditor(({ centred }) => centred)
  useEffect(() => {
    if (centred === undefined || centred.tags.length === 0) return
    void flow.fitView({ nodes: centred.tags.map((id) => ({ id })), padding: 0.6, maxZoom: usualZoom(), duration: 200 })
  }, [centred, flow])

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
      ref={frame}
      tabIndex={-1}
      className={styles.diagram}
      data-diagram=""
      onKeyDown={(event) => {
        const command = keyCommand(event, { editor, commands, now })
        if (command === undefined) return
        event.preventDefault()
        command()
        // What had the focus may be gone; the keys stay here.
        requestAnimationFrame(() => document.activeElement === document.body && frame.current?.focus())
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
    >
      <Arrows />
      <ReactFlow
        {...handlers}
        {...fit}
        onPaneClick={focusFrame}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        connectionMode={ConnectionMode.Loose}
        connectionRadius={18}
        snapToGrid
        snapGrid={snapGrid}
        deleteKeyCode={null}
        multiSelectionKeyCode={severalKeys}
        selectionKeyCode="Shift"
        elevateNodesOnSelect={false}
        nodeDragThreshold={2}
        minZoom={0.15}
        maxZoom={2.5}
        aria-label={t('diagram')}
        ariaLabelConfig={labels}
        proOptions={options}
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
