import type { Priority } from '../../../core/engine/window/contract.ts'
import type { Palette } from '../draw/palette.ts'
import { shapeOf } from '../film/trouble.ts'
import { tracePath } from './marker-path.ts'

/** A rectangle in the picture, CSS pixels. */
interface Rectangle {
  left: number
  top: number
  width: number
  height: number
}

/** What belongs to a component in the picture. The caller fills it anew; `x`, `y` is the point above the component. */
export interface Label {
  readonly component: string
  x: number
  y: number
  /** Farther labels give way to nearer ones. */
  distance: number
  inFront: boolean
  detail: 'none' | 'tag' | 'values'
  emphasis: 'none' | 'hovered' | 'selected'
  /** Lines under the tag, the first of them short enough for a crowded picture. */
  values: readonly string[]
  markers: readonly Marker[]
}

/** Where a marker points to; only the lowest of several has a line there. */
interface Root {
  readonly x: number
  readonly y: number
  readonly isFirst: boolean
}

export interface Marker {
  readonly priority: Priority
  readonly text: string
}

const family = 'system-ui, "Segoe UI", "Noto Sans", Arial, sans-serif'
const tagFont = `600 12px ${family}`
const valueFont = `12px ${family}`
const markerFont = `600 12px ${family}`
const bannerFont = `700 16px ${family}`
const lineHeight = 15
const padding = 4
const markerSize = 12
const markerHeight = 24
const edge = 6

/** Draws tags, values and markers over the picture, the most important first; what would cover them is left out. */
export class LabelPainter {
  readonly canvas = document.createElement('canvas')
  readonly #context: CanvasRenderingContext2D
  readonly #widths = new Map<string, number>()
  readonly #taken: Rectangle[] = []
  readonly #owners: string[] = []
  #count = 0
  #ratio = 1
  #width = 0
  #height = 0

  /** @param software whether the browser has no graphics device: then text is drawn faster by the processor directly. */
  constructor(software: boolean) {
    const context = this.canvas.getContext('2d', { willReadFrequently: software })
    if (context === null) throw new Error('The browser has no 2D canvas. Update it.')
    this.#context = context
    this.canvas.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;pointer-events:none'
  }

  resize(width: number, height: number, ratio: number) {
    this.canvas.width = Math.round(width * ratio)
    this.canvas.height = Math.round(height * ratio)
    this.#width = width
    this.#height = height
    this.#ratio = ratio
  }

  /** Labels come with the most important first. */
  paint(labels: readonly Label[], palette: Palette, banner: string | undefined) {
    const context = this.#context
    context.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0)
    context.clearRect(0, 0, this.#width, this.#height)
    context.textBaseline = 'middle'
    this.#count = 0
    if (banner !== undefined) this.#banner(banner, palette)
    const wanted = labels.filter((label) => label.inFront && isWanted(label))
    const heights = wanted.map((label) => this.#label(label, palette))
    wanted.forEach((label, index) => {
      this.#markers(label, heights[index]!, palette)
    })
    for (const label of labels) if (label.inFront && !isWanted(label)) this.#label(label, palette)
  }

  /** The component whose label or marker lies at a point of the picture. */
  at(x: number, y: number): string | undefined {
    for (let index = 0; index < this.#count; index++) {
      const { left, top, width, height } = this.#taken[index]!
      if (x >= left && x <= left + width && y >= top && y <= top + height) return this.#owners[index] || undefined
    }
    return undefined
  }

  #markers(label: Label, above: number, palette: Palette) {
    const { markers } = label
    for (let index = 0; index < markers.length; index++) {
      const marker = markers[index]!
      const width = 2 * markerSize + 10 + this.#measure(marker.text, markerFont) + padding
      const x = clamp(label.x, edge + markerSize, this.#width - width - edge)
      let y = clamp(
        label.y - above - 16 - index * (markerHeight + 3),
        edge + markerHeight / 2,
        this.#height - edge - markerHeight / 2,
      )
      for (
        let tries = 0;
        tries < 8 && !this.#isFree(x - markerSize - 2, y - markerHeight / 2, width, markerHeight);
        tries++
      ) {
        y = y > markerHeight * 2 ? y - markerHeight - 3 : y + (tries + 2) * (markerHeight + 3)
      }
      this.#take(x - markerSize - 2, y - markerHeight / 2, width, markerHeight, label.component)
      this.#marker(marker, x, y, width, { x: label.x, y: label.y - above, isFirst: index === 0 }, palette)
    }
  }

  #marker(marker: Marker, x: number, y: number, width: number, root: Root, palette: Palette) {
    const context = this.#context
    const { priority, text } = marker
    const color = palette.priority[priority]
    context.strokeStyle = color
    context.lineWidth = 2
    if (root.isFirst) {
      context.beginPath()
      context.moveTo(x, y + markerHeight / 2)
      context.lineTo(root.x, root.y)
      context.stroke()
    }
    context.fillStyle = palette.paper
    context.beginPath()
    context.roundRect(x - markerSize - 2, y - markerHeight / 2, width, markerHeight, 4)
    context.fill()
    context.stroke()
    context.fillStyle = color
    context.beginPath()
    tracePath(context, shapeOf(priority), x, y, markerSize - 1.5)
    context.fill()
    context.fillStyle = palette.onPriority[priority]
    context.font = markerFont
    context.textAlign = 'center'
    context.fillText(String(priority), x, y + (shapeOf(priority) === 'triangle' ? 2.5 : 0.5))
    context.fillStyle = palette.ink
    context.textAlign = 'left'
    context.fillText(text, x + markerSize + 6, y + 0.5)
  }

  /** Gives the height that the label takes up, 0 where there is no room for it. */
  #label(label: Label, palette: Palette): number {
    if (label.detail === 'none' && !isWanted(label)) return 0
    const lines = this.#lines(label)
    for (let count = lines.length; count >= 0; count = count > 1 ? 1 : count - 1) {
      let width = this.#measure(label.component, tagFont)
      for (let index = 0; index < count; index++) width = Math.max(width, this.#measure(lines[index]!, valueFont))
      width += 2 * padding
      const height = (count + 1) * lineHeight + padding
      const left = label.x - width / 2
      const top = label.y - height - 2
      if (label.emphasis !== 'selected' && !this.#isFree(left, top, width, height)) continue
      this.#draw(label.component, lines, count, left, top, width, height, label, palette)
      return height + 2
    }
    return 0
  }

  #lines({ detail, emphasis, values }: Label): readonly string[] {
    return detail === 'values' || emphasis === 'selected' ? values : []
  }

  #draw(
    tag: string,
    lines: readonly string[],
    count: number,
    left: number,
    top: number,
    width: number,
    height: number,
    { emphasis, component }: Label,
    palette: Palette,
  ) {
    const context = this.#context
    this.#take(left, top, width, height, component)
    context.globalAlpha = emphasis === 'none' ? 0.82 : 1
    context.fillStyle = emphasis === 'selected' ? palette.ink : palette.paper
    context.beginPath()
    context.roundRect(left, top, width, height, 3)
    context.fill()
    context.globalAlpha = 1
    if (emphasis === 'hovered') {
      context.strokeStyle = palette.ink
      context.lineWidth = 1
      context.stroke()
    }
    context.textAlign = 'center'
    context.fillStyle = emphasis === 'selected' ? palette.paper : palette.ink
    context.font = tagFont
    context.fillText(tag, left + width / 2, top + padding / 2 + lineHeight / 2)
    context.font = valueFont
    if (emphasis !== 'selected') context.fillStyle = palette.faint
    for (let index = 0; index < count; index++) {
      context.fillText(lines[index]!, left + width / 2, top + padding / 2 + lineHeight * (index + 1.5))
    }
  }

  #banner(text: string, palette: Palette) {
    const context = this.#context
    const width = this.#measure(text, bannerFont) + 64
    const [left, top, height] = [(this.#width - width) / 2, 10, 40]
    this.#take(left, top, width, height, '')
    context.fillStyle = palette.paper
    context.strokeStyle = palette.priority[1]
    context.lineWidth = 3
    context.beginPath()
    context.roundRect(left, top, width, height, 4)
    context.fill()
    context.stroke()
    context.fillStyle = palette.priority[1]
    context.beginPath()
    tracePath(context, 'octagon', left + 24, top + height / 2, 13)
    context.fill()
    context.fillStyle = palette.onPriority[1]
    context.font = bannerFont
    context.textAlign = 'center'
    context.fillText('1', left + 24, top + height / 2 + 1)
    context.fillStyle = palette.ink
    context.textAlign = 'left'
    context.fillText(text, left + 46, top + height / 2 + 1)
  }

  #isFree(left: number, top: number, width: number, height: number): boolean {
    for (let index = 0; index < this.#count; index++) {
      const other = this.#taken[index]!
      if (
        left < other.left + other.width &&
        other.left < left + width &&
        top < other.top + other.height &&
        other.top < top + height
      ) {
        return false
      }
    }
    return true
  }

  #take(left: number, top: number, width: number, height: number, owner: string) {
    const place = this.#taken[this.#count]
    if (place === undefined) this.#taken.push({ left, top, width, height })
    else Object.assign(place, { left, top, width, height })
    this.#owners[this.#count] = owner
    this.#count++
  }

  /** Widths are kept: measuring costs more than drawing. Digits are as wide as each other, so numbers share a width. */
  #measure(text: string, font: string): number {
    const key = font + text.replace(/\d/g, '0')
    let width = this.#widths.get(key)
    if (width === undefined) {
      this.#context.font = font
      width = this.#context.measureText(text.replace(/\d/g, '0')).width
      this.#widths.set(key, width)
    }
    return width
  }
}

/** Worth a place before all others. */
const isWanted = ({ emphasis, markers }: Label) => emphasis !== 'none' || markers.length > 0

const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(value, high))
