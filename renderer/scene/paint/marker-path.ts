import type { MarkerShape } from '../film/trouble.ts'

/** Corners of each shape on a circle, and the angle of the first, in turns from upwards. */
const polygons: Readonly<Record<Exclude<MarkerShape, 'circle'>, readonly [corners: number, first: number]>> = {
  octagon: [8, 1 / 16],
  triangle: [3, 0],
  diamond: [4, 0],
}

/** Adds the outline of a shape around x, y to the context's path. */
export function tracePath(context: CanvasRenderingContext2D, shape: MarkerShape, x: number, y: number, radius: number) {
  if (shape === 'circle') {
    context.arc(x, y, radius, 0, 2 * Math.PI)
    return
  }
  const [corners, first] = polygons[shape]
  const size = shape === 'triangle' ? radius * 1.15 : radius
  for (let corner = 0; corner < corners; corner++) {
    const angle = (first + corner / corners) * 2 * Math.PI
    const [px, py] = [x + size * Math.sin(angle), y - size * Math.cos(angle) + (shape === 'triangle' ? 2 : 0)]
    if (corner === 0) context.moveTo(px, py)
    else context.lineTo(px, py)
  }
  context.closePath()
}
