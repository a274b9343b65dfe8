import type { Palette } from '../draw/palette.ts'
import type { Moment } from '../film/moment.ts'
import type { Size } from '../place/size.ts'

/** A symbol is drawn around the origin, its outlet towards x, in units of the floor. */
export interface SymbolSite {
  readonly size: Size
  readonly moment: Moment
  readonly turn: number
  readonly palette: Palette
}

type Draw = (context: CanvasRenderingContext2D, site: SymbolSite) => void

const full = 2 * Math.PI

function shape(context: CanvasRenderingContext2D, points: readonly (readonly [x: number, y: number])[]) {
  context.beginPath()
  points.forEach(([x, y], index) => {
    if (index === 0) context.moveTo(x, y)
    else context.lineTo(x, y)
  })
  context.closePath()
  context.fill()
  context.stroke()
}

function box(context: CanvasRenderingContext2D, width: number, height: number) {
  context.beginPath()
  context.rect(-width / 2, -height / 2, width, height)
  context.fill()
  context.stroke()
}

/** A store seen from the side, filled from below or from the left. */
function filled(context: CanvasRenderingContext2D, site: SymbolSite, from: 'below' | 'left') {
  const { size, moment, palette } = site
  const [width, height] = [size.width, from === 'below' ? size.width * 1.25 : size.depth * 0.8]
  box(context, width, height)
  const fill = Number.isNaN(moment.fill) ? 0 : moment.fill
  context.fillStyle = from === 'below' ? palette.cool : palette.item
  if (from === 'below') context.fillRect(-width / 2, height / 2 - fill * height, width, fill * height)
  else context.fillRect(-width / 2, -height / 2, fill * width, height)
  context.strokeRect(-width / 2, -height / 2, width, height)
}

function rotor(context: CanvasRenderingContext2D, radius: number, { turn, palette }: SymbolSite) {
  context.beginPath()
  context.arc(0, 0, radius, 0, full)
  context.fill()
  context.stroke()
  context.strokeStyle = palette.ink
  for (let blade = 0; blade < 3; blade++) {
    const angle = turn + (blade * full) / 3
    context.beginPath()
    context.moveTo(0, 0)
    context.lineTo(radius * 0.85 * Math.cos(angle), radius * 0.85 * Math.sin(angle))
    context.stroke()
  }
}

function valve(context: CanvasRenderingContext2D, { moment, palette }: SymbolSite) {
  shape(context, [
    [-0.5, -0.32],
    [0.5, 0.32],
    [0.5, -0.32],
    [-0.5, 0.32],
  ])
  const open = Number.isNaN(moment.opening) ? 0 : moment.opening
  context.strokeRect(-0.35, -0.72, 0.7, 0.18)
  context.fillStyle = palette.ink
  context.fillRect(-0.35, -0.72, 0.7 * open, 0.18)
}

const lampStates = ['down', 'blocked', 'starved', 'running'] as const

function lampColor(state: (typeof lampStates)[number], { priority, lampOn }: Palette): string {
  return { down: priority[1], blocked: priority[2], starved: priority[3], running: lampOn }[state]
}

function machine(context: CanvasRenderingContext2D, site: SymbolSite) {
  const { size, moment, palette } = site
  box(context, size.width, size.depth)
  lampStates.forEach((state, index) => {
    context.fillStyle = moment.machine === state ? lampColor(state, palette) : palette.tone.bright
    context.beginPath()
    context.arc(-size.width / 2 + 0.2, -size.depth / 2 + 0.22 + index * 0.33, 0.12, 0, full)
    context.fill()
    context.stroke()
  })
  context.fillStyle = palette.tone.bright
  context.translate(0.25, 0)
  rotor(context, 0.38, site)
}

const arrow: Draw = (context) =>
  shape(context, [
    [-0.5, -0.18],
    [0.05, -0.18],
    [0.05, -0.36],
    [0.5, 0],
    [0.05, 0.36],
    [0.05, 0.18],
    [-0.5, 0.18],
  ])

const symbols: Readonly<Record<string, Draw>> = {
  tank: (context, site) => filled(context, site, 'below'),
  buffer: (context, site) => filled(context, site, 'left'),
  conveyor: (context, site) => filled(context, site, 'left'),
  pump: (context, site) => rotor(context, 0.5, site),
  'metering-pump': (context, site) => rotor(context, 0.5, site),
  valve,
  'divert-valve': valve,
  machine,
  feed: arrow,
  product: arrow,
  pipe: (context, { size }) => box(context, size.width * 0.7, 0.34),
  'heat-exchanger': (context, { size }) => {
    box(context, size.width, size.depth)
    shape(context, [
      [-size.width / 2, size.depth / 2],
      [-size.width / 6, -size.depth / 3],
      [size.width / 6, size.depth / 3],
      [size.width / 2, -size.depth / 2],
    ])
  },
  'electric-heater': (context, { size, moment, palette }) => {
    box(context, size.width, size.depth)
    context.fillStyle = palette.glow
    context.fillRect(-size.width / 2 + 0.1, -0.12, (size.width - 0.2) * (moment.heat || 0), 0.24)
    context.strokeRect(-size.width / 2 + 0.1, -0.12, size.width - 0.2, 0.24)
  },
}

/** Draws equipment of a kind; a plain box where there is no symbol for it. */
export function drawSymbol(context: CanvasRenderingContext2D, kind: string, site: SymbolSite) {
  context.save()
  context.fillStyle = site.palette.tone.bright
  context.strokeStyle = site.palette.edge
  context.lineWidth = 0.06
  const draw = symbols[kind]
  if (draw === undefined) box(context, site.size.width, site.size.depth)
  else draw(context, site)
  context.restore()
}
