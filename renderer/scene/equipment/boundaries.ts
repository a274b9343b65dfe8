import { ExtrudeGeometry, Shape } from 'three'
import { axisHeight } from '../place/anchor.ts'
import type { Builder } from './equipment.ts'
import { block } from './solids.ts'

/** A flat arrow along x. */
function arrow(length: number, width: number, thickness: number) {
  const [tail, neck, half] = [-length / 2, length * 0.08, width / 2]
  const outline = new Shape()
  outline.moveTo(tail, -half * 0.5)
  outline.lineTo(neck, -half * 0.5)
  outline.lineTo(neck, -half)
  outline.lineTo(length / 2, 0)
  outline.lineTo(neck, half)
  outline.lineTo(neck, half * 0.5)
  outline.lineTo(tail, half * 0.5)
  outline.closePath()
  return new ExtrudeGeometry(outline, { depth: thickness, bevelEnabled: false }).translate(0, 0, -thickness / 2)
}

/** Where medium enters or leaves the line: an arrow on a post, in the direction of the flow. */
export const boundary: Builder = ({ size, lathe }) => ({
  solids: [
    { geometry: block(0.5, 0.08, 0.5), tone: 'dark' },
    { geometry: lathe.drum(0.08, axisHeight, 0, 0.05, 0), tone: 'frame' },
    { geometry: arrow(size.width, 0.62, 0.3).translate(0, axisHeight, 0), tone: 'accent' },
  ],
  parts: [],
})

/** What there is no drawing for. */
export const plainBox: Builder = ({ size }) => ({
  solids: [
    { geometry: block(size.width, 0.08, size.depth), tone: 'dark' },
    { geometry: block(size.width * 0.9, size.height - 0.08, size.depth * 0.9, 0, 0.08, 0), tone: 'shell' },
  ],
  parts: [],
})
