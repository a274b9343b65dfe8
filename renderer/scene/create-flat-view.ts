import type { Diagram, LineModel } from '../../core/engine/window/contract.ts'
import { palettes } from './draw/palette.ts'
import { Showing } from './film/showing.ts'
import { type FlatView, paintFlat } from './flat/flat-painter.ts'
import { LabelLayer } from './paint/label-layer.ts'
import { listenForPicks } from './pick.ts'
import { halfExtent } from './place/anchor.ts'
import { extentOf } from './place/extent.ts'
import { planOf } from './place/plan.ts'
import type { CameraPose, Scene, SceneOptions } from './scene.ts'

/** From this many pixels a unit of the floor a label shows values, or its tag. */
const valuesFrom = 30
const tagsFrom = 10
const air = 2
/** Pixels a unit of the floor at the nearest. */
const nearest = 160
/** Stands for the distance of a camera that sees as much as a picture with one pixel a unit. */
const lens = 1250

/** The line as a drawing in two dimensions, behind the interface of the 3D view: for machines without WebGL. */
export function createFlatView(host: HTMLElement, model: LineModel, diagram: Diagram, options: SceneOptions): Scene {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) throw new Error('The browser has no 2D canvas. Update it.')
  const plan = planOf(model, diagram)
  const tags = plan.standings.map(({ tag }) => tag)
  const indices = new Map(tags.map((tag, index) => [tag, index]))
  const whole = extentOf(plan.standings)
  const showing = new Showing(model)
  const layer = new LabelLayer(tags, options.words, true, () => invalidate({ moves: false }))
  const size = { width: 1, height: 1 }
  const view: FlatView = { x: 0, z: 0, scale: 40 }
  const listening = new AbortController()

  let { theme } = options
  let selected: number | undefined
  let hovered: number | undefined
  let moved = true
  let request = 0

  canvas.style.cssText = 'display:block;width:100%;height:100%;touch-action:none'
  canvas.setAttribute('role', 'img')
  canvas.setAttribute('aria-label', options.words.picture)
  host.replaceChildren(canvas, layer.canvas)
  if (getComputedStyle(host).position === 'static') host.style.position = 'relative'

  function invalidate({ moves = true } = {}) {
    moved ||= moves
    if (request === 0) request = requestAnimationFrame(frame)
  }

  function frame(now: number) {
    request = 0
    const { reading } = showing
    const ratio = Math.min(devicePixelRatio, 2)
    const emphasised = new Set([selected, hovered].filter((index) => index !== undefined))
    context!.setTransform(ratio, 0, 0, ratio, 0, 0)
    paintFlat(context!, size, view, plan, showing, emphasised, palettes[theme])
    if (moved) placeLabels()
    layer.paint(reading, now, moved, palettes[theme])
    moved = false
  }

  function placeLabels() {
    layer.labels.forEach((label, index) => {
      const standing = plan.standings[index]!
      const top = Math.max(standing.size.width * 0.65, standing.size.depth / 2) + 0.25
      label.x = size.width / 2 + (standing.x - view.x) * view.scale
      label.y = size.height / 2 + (standing.z - top - view.z) * view.scale
      label.detail = view.scale >= valuesFrom ? 'values' : view.scale >= tagsFrom ? 'tag' : 'none'
      label.emphasis = index === selected ? 'selected' : index === hovered ? 'hovered' : 'none'
    })
  }

  function at(x: number, y: number): number | undefined {
    const label = layer.at(x, y)
    if (label !== undefined) return label
    const floorX = view.x + (x - size.width / 2) / view.scale
    const floorZ = view.z + (y - size.height / 2) / view.scale
    const found = plan.standings.findIndex((standing) => {
      const half = halfExtent(standing)
      return Math.abs(standing.x - floorX) <= half.x + 0.2 && Math.abs(standing.z - floorZ) <= half.z + 0.2
    })
    return found < 0 ? undefined : found
  }

  function look(left: number, right: number, back: number, front: number) {
    view.x = (left + right) / 2
    view.z = (back + front) / 2
    view.scale = Math.min(nearest, size.width / (right - left + 2 * air), size.height / (front - back + 2 * air))
    invalidate()
  }

  function changed() {
    invalidate()
    options.onCamera?.(pose())
  }

  const pose = (): CameraPose => ({
    position: [view.x, lens / view.scale, view.z + 0.001],
    target: [view.x, 0, view.z],
  })

  function zoom(nearer: number) {
    view.scale = Math.min(Math.max(view.scale * nearer, 2), nearest)
    changed()
  }

  const picks = listenForPicks(canvas, {
    onClick: (x, y) => {
      const index = at(x, y)
      options.onPick(index === undefined ? undefined : tags[index])
    },
    onHover: (x, y) => {
      const index = x === undefined || y === undefined ? undefined : at(x, y)
      if (index === hovered) return
      hovered = index
      canvas.style.cursor = index === undefined ? '' : 'pointer'
      invalidate()
    },
  })
  const { signal } = listening
  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault()
      zoom(Math.exp(-event.deltaY / 500))
    },
    { signal, passive: false },
  )
  canvas.addEventListener(
    'pointermove',
    ({ buttons, movementX, movementY }) => {
      if (buttons === 0) return
      view.x -= movementX / view.scale
      view.z -= movementY / view.scale
      changed()
    },
    { signal },
  )

  const scene: Scene = {
    show(film, scan) {
      const change = showing.show(film, scan, performance.now())
      if (change === 'same') return
      if (change === 'other film') layer.renew()
      invalidate({ moves: false })
    },
    select(component) {
      selected = component === undefined ? undefined : indices.get(component)
      layer.renew()
      invalidate()
    },
    setTheme(next) {
      theme = next
      invalidate()
    },
    setCamera(preset) {
      const one = preset === 'selected' && selected !== undefined ? plan.standings[selected] : undefined
      if (one !== undefined) look(one.x - 3, one.x + 3, one.z - 2, one.z + 2)
      else if (preset !== 'selected') scene.fit()
    },
    cameraPose: pose,
    setCameraPose({ position, target }) {
      const distance = Math.hypot(...position.map((value, axis) => value - target[axis]!))
      Object.assign(view, { x: target[0], z: target[2], scale: Math.min(lens / distance, nearest) })
      invalidate()
    },
    moveCamera({ turn = 0, tilt = 0, nearer = 1 }) {
      view.x += (turn * size.width) / view.scale
      view.z += (tilt * size.height) / view.scale
      zoom(nearer)
    },
    fit: () => look(whole.left, whole.right, whole.back, whole.front),
    resize() {
      const ratio = Math.min(devicePixelRatio, 2)
      size.width = Math.max(host.clientWidth, 1)
      size.height = Math.max(host.clientHeight, 1)
      canvas.width = Math.round(size.width * ratio)
      canvas.height = Math.round(size.height * ratio)
      layer.resize(size.width, size.height)
      invalidate()
    },
    dispose() {
      cancelAnimationFrame(request)
      layer.dispose()
      listening.abort()
      picks.stop()
      host.replaceChildren()
    },
  }
  scene.resize()
  scene.fit()
  return scene
}
