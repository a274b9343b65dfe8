import type { ReactNode } from 'react'

/** How a kind of equipment is drawn on a flow diagram, after ISA-5.1 and ISO 10628. Lengths in px of the diagram. */
export interface EquipmentSymbol {
  readonly width: number
  readonly height: number
  /** Where each port lies on the edge of the symbol. */
  readonly ports: Readonly<Record<string, readonly [x: number, y: number]>>
  /** Where the middle of the tag lies, where it does not lie below the symbol. */
  readonly tag?: readonly [x: number, y: number]
  /** Strokes take their colour and width from the class names `body`, `fine` and `filled`. */
  readonly drawing: ReactNode
}
