import type { Palette } from '../draw/palette.ts'
import { isFlowing } from '../film/flow.ts'
import type { Showing } from '../film/showing.ts'
import type { Standing } from '../place/anchor.ts'
import type { Plan } from '../place/plan.ts'
import type { Route } from '../place/route.ts'
import { drawSymbol } from './symbols.ts'

/** How the floor lies in the picture: a point of it in the middle, and pixels for a unit. */
export interface FlatView {
  x: number
  z: number
  scale: number
}

const spacing = 1.2
const arrowSize = 0.2

/** Draws the line as seen from above, with symbols for its equipment. */
export function paintFlat(
  context: CanvasRenderingContext2D,
  size: { readonly width: number; readonly height: number },
  view: FlatView,
  { standings, routes }: Plan,
  { reading, turns, travel }: Showing,
  emphasised: ReadonlySet<number>,
  palette: Palette,
) {
  context.fillStyle = palette.slab
  context.fillRect(0, 0, size.width, size.height)
  context.save()
  context.translate(size.width / 2, size.height / 2)
  context.scale(view.scale, view.scale)
  context.translate(-view.x, -view.z)
  context.lineJoin = 'round'
  routes.forEach((route, index) => {
    paintRoute(context, route, reading?.flows[index] ?? Number.NaN, travel[index]!, palette)
  })
  const colors = new Map(reading?.active.map(({ component, event }) => [component, palette.priority[event.priority]]))
  standings.forEach((standing, index) => {
    context.save()
    context.translate(standing.x, standing.z)
    const color = colors.get(standing.tag)
    if (color !== undefined) paintFrame(context, standing, color, true)
    if (emphasised.has(index)) paintFrame(context, standing, palette.ink, false)
    // What flows the other way is mirrored and not turned, so that levels stay level.
    if (standing.heading === 2) context.scale(-1, 1)
    const moment = reading?.moments[index]
    if (moment !== undefined) {
      drawSymbol(context, standing.kind, { size: standing.size, moment, turn: turns[index]!, palette })
    }
    context.restore()
  })
  context.restore()
}

function paintRoute(context: CanvasRenderingContext2D, route: Route, flow: number, travel: number, palette: Palette) {
  context.strokeStyle = route.medium === 'parts' ? palette.tone.belt : palette.tone.frame
  context.lineWidth = route.medium === 'parts' ? 0.4 : route.medium === 'heat' ? 0.08 : 0.16
  context.beginPath()
  for (const [x, , z] of route.points) context.lineTo(x, z)
  context.stroke()
  if (!isFlowing(flow)) return
  context.fillStyle = palette.flow
  let at = ((travel % spacing) + spacing) % spacing
  route.points.slice(1).forEach(([x, , z], index) => {
    const [fromX, , fromZ] = route.points[index]!
    const length = Math.hypot(x - fromX, z - fromZ)
    for (; at < length; at += spacing) {
      const [alongX, alongZ] = [(x - fromX) / length, (z - fromZ) / length]
      const [tipX, tipZ] = [Math.sign(flow) * arrowSize * alongX, Math.sign(flow) * arrowSize * alongZ]
      const [centreX, centreZ] = [fromX + alongX * at, fromZ + alongZ * at]
      context.beginPath()
      context.moveTo(centreX + tipX, centreZ + tipZ)
      context.lineTo(centreX - tipX - tipZ, centreZ - tipZ + tipX)
      context.lineTo(centreX - tipX + tipZ, centreZ - tipZ - tipX)
      context.fill()
    }
    at -= length
  })
}

/** A frame around a component, hatched where it is in trouble. */
function paintFrame(context: CanvasRenderingContext2D, { kind, size }: Standing, color: string, hatched: boolean) {
  const [width, height] = [size.width + 0.5, (kind === 'tank' ? size.width * 1.25 : Math.max(size.depth, 0.8)) + 0.5]
  context.strokeStyle = color
  context.lineWidth = 0.1
  context.strokeRect(-width / 2, -height / 2, width, height)
  if (!hatched) return
  context.save()
  context.beginPath()
  context.rect(-width / 2, -height / 2, width, height)
  context.clip()
  context.beginPath()
  for (let at = -width - height; at < width + height; at += 0.36) {
    context.moveTo(at, height / 2)
    context.lineTo(at + height, -height / 2)
  }
  context.stroke()
  context.restore()
}
