import { applyNodeChanges, type NodeChange } from '@xyflow/react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useKindText } from '../editor/kind-text.ts'
import { useEditor, useLine } from '../editor/use-line.ts'
import { type EquipmentNode, edgesOn, kept, type LineEdge, nodesOf } from './elements.ts'

const sameData = (a: object | undefined, b: object | undefined) => JSON.stringify(a) === JSON.stringify(b)

const sameNode = (a: EquipmentNode, b: EquipmentNode) =>
  a.position.x === b.position.x &&
  a.position.y === b.position.y &&
  a.width === b.width &&
  a.ariaLabel === b.ariaLabel &&
  a.selected === b.selected &&
  sameData(a.data, b.data)

const sameEdge = (a: LineEdge, b: LineEdge) =>
  a.sourceHandle === b.sourceHandle &&
  a.targetHandle === b.targetHandle &&
  a.selected === b.selected &&
  sameData(a.data, b.data)

/** The components as the line has them, while they are dragged where the mouse has them. */
export function useNodes(): readonly [EquipmentNode[], (changes: NodeChange<EquipmentNode>[]) => void] {
  const { situation, problems } = useLine()
  const kindName = useKindText().name
  const selected = useEditor(({ selected }) => selected)
  const fresh = useMemo(() => {
    const chosen = new Set(selected)
    return nodesOf(situation, problems).map((node) => ({
      ...node,
      selected: chosen.has(node.id),
      ariaLabel: `${node.id}, ${kindName(node.data.kind)}`,
    }))
  }, [situation, problems, selected, kindName])
  const [nodes, setNodes] = useState<EquipmentNode[]>(fresh)
  useEffect(() => setNodes((before) => kept(before, fresh, sameNode)), [fresh])
  const change = useCallback(
    (changes: NodeChange<EquipmentNode>[]) => setNodes((before) => applyNodeChanges(changes, before)),
    [],
  )
  return [nodes, change]
}

export function useEdges(): LineEdge[] {
  const { situation } = useLine()
  const selected = useEditor(({ selectedEdges }) => selectedEdges)
  const before = useRef<LineEdge[]>([])
  return useMemo(() => {
    const chosen = new Set(selected)
    const fresh = edgesOn(situation).map((edge) => ({ ...edge, selected: chosen.has(edge.id) }))
    before.current = kept(before.current, fresh, sameEdge)
    return before.current
  }, [situation, selected])
}
