import type { DragEvent } from 'react'

const type = 'application/x-dreamline-kind'

export function dragKind(event: DragEvent, kind: string): void {
  event.dataTransfer.setData(type, kind)
  event.dataTransfer.effectAllowed = 'copy'
}

/** The kind of equipment that is dropped, if it is one. */
export const draggedKind = (event: DragEvent): string | undefined => event.dataTransfer.getData(type) || undefined
