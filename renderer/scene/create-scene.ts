import { Box3, Raycaster, Vector2, Vector3, WebGLRenderer } from 'three'
import type { Diagram, LineModel } from '../../core/engine/window/contract.ts'
import { palettes } from './draw/palette.ts'
import { ViewCamera } from './draw/view-camera.ts'
import { graphics } from './draw/webgl.ts'
import { boundsOf, World } from './draw/world.ts'
import type { Detail } from './equipment/solids.ts'
import { Showing } from './film/showing.ts'
import type { Trouble } from './film/trouble.ts'
import { LabelLayer } from './paint/label-layer.ts'
import { sameTroubles } from './paint/labels.ts'
import { listenForPicks } from './pick.ts'
import { planOf } from './place/plan.ts'
import type { Scene, SceneOptions, Theme } from './scene.ts'

/** From this many pixels a unit of the floor a label shows values, or its tag. */
const valuesFrom = 27
const tagsFrom = 12
const above = 0.3

/** A processor draws few components finely and many of them coarsely. */
const coarseFrom = 40

function detailFor(components: number, software: boolean): Detail {
  if (!software) return { round: 24, fine: true }
  return components < coarseFrom ? { round: 18, fine: true } : { round: 8, fine: false }
}

/**
 * The 3D view of a line, drawn into a host that it fills. Throws where there is no WebGL: ask `canRender3d` first.
 */
export function createScene(host: HTMLElement, model: LineModel, diagram: Diagram, options: SceneOptions): Scene {
  const { words } = options
  const software = graphics() === 'software'
  const canvas = document.createElement('canvas')
  // Opaque, which three.js does not offer: the browser need not blend the picture with what lies behind it.
  const context = canvas.getContext('webgl2', {
    alpha: false,
    antialias: !software,
    powerPreference: 'high-performance',
  })
  if (context === null) throw new Error('The browser has no WebGL. Show the flat view.')
  const renderer = new WebGLRenderer({ canvas, context })
  const plan = planOf(model, diagram)
  const bounds = plan.standings.map(boundsOf)
  const whole = bounds.reduce((all, one) => all.union(one), new Box3())
  if (whole.isEmpty()) whole.set(new Vector3(-2, 0, -2), new Vector3(2, 1, 2))
  const tags = plan.standings.map(({ tag }) => tag)
  const indices = new Map(tags.map((tag, index) => [tag, index]))
  const showing = new Showing(model)
  const detail = detailFor(tags.length, software)
  const world = new World(model, plan, options.theme, detail)
  const layer = new LabelLayer(tags, words, software, () => invalidate({ moves: false }))
  const raycaster = new Raycaster()
  const projected = new Vector3()
  const behind = new Vector3()
  const pointer = new Vector2()
  const size = { width: 1, height: 1 }

  let theme: Theme = options.theme
  let selected: number | undefined
  let hovered: number | undefined
  let marked: readonly Trouble[] = []
  let posed = false
  let request = 0
  let moved = true

  host.replaceChildren(canvas, layer.canvas)
  if (getComputedStyle(host).position === 'static') host.style.position = 'relative'
  canvas.style.cssText = 'display:block;width:100%;height:100%;touch-action:none'
  canvas.setAttribute('role', 'img')
  canvas.setAttribute('aria-label', words.picture)

  const view = new ViewCamera(canvas, (byPerson) => {
    invalidate()
    if (byPerson) options.onCamera?.(view.pose)
  })

  /** A picture at the next frame; the labels over it stay where they are unless something has moved. */
  function invalidate({ moves = true } = {}) {
    moved ||= moves
    if (request === 0) request = requestAnimationFrame(frame)
  }

  function frame(now: number) {
    const { reading } = showing
    request = 0
    if (view.tick(now)) invalidate()
    if (reading !== undefined) {
      if (!posed) world.pose(reading, showing)
      posed = true
      if (!sameTroubles(marked, reading.active)) {
        marked = [...reading.active]
        world.mark(reading)
      }
      world.outline(reading, { selected, hovered }, showing)
    }
    renderer.render(world.scene, view.camera)
    if (moved) placeLabels()
    layer.paint(reading, now, moved, palettes[theme])
    moved = false
  }

  function placeLabels() {
    const perUnit = size.height / (2 * Math.tan((view.camera.fov * Math.PI) / 360))
    layer.labels.forEach((label, index) => {
      const box = bounds[index] as Box3
      const middle = (box.min.x + box.max.x) / 2
      // Seen from above, what is highest in the picture is not the top but the back.
      behind.set(middle, box.max.y, box.min.z).project(view.camera)
      projected.set(middle, box.max.y + above, (box.min.z + box.max.z) / 2)
      label.distance = projected.distanceTo(view.camera.position)
      projected.project(view.camera)
      label.inFront = projected.z < 1
      label.x = ((projected.x + 1) / 2) * size.width
      label.y = ((1 - Math.max(projected.y, behind.y)) / 2) * size.height
      const scale = perUnit / label.distance
      label.detail = scale >= valuesFrom ? 'values' : scale >= tagsFrom ? 'tag' : 'none'
      label.emphasis = index === selected ? 'selected' : index === hovered ? 'hovered' : 'none'
    })
  }

  function at(x: number, y: number): number | undefined {
    const label = layer.at(x, y)
    if (label !== undefined) return label
    raycaster.setFromCamera(pointer.set((x / size.width) * 2 - 1, 1 - (y / size.height) * 2), view.camera)
    let nearest: number | undefined
    let best = Infinity
    bounds.forEach((box, index) => {
      if (raycaster.ray.intersectBox(box, projected) === null) return
      const distance = projected.distanceTo(raycaster.ray.origin)
      if (distance < best) [nearest, best] = [index, distance]
    })
    return nearest
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
  const onLost = () => options.onLost()
  const onRestored = () => {
    options.onRestored()
    invalidate()
  }
  canvas.addEventListener('webglcontextlost', onLost)
  canvas.addEventListener('webglcontextrestored', onRestored)

  const scene: Scene = {
    show(film, scan) {
      const change = showing.show(film, scan, performance.now())
      if (change === 'same') return
      if (change === 'other film') layer.renew()
      posed = false
      invalidate({ moves: false })
    },
    select(component) {
      selected = component === undefined ? undefined : indices.get(component)
      layer.renew()
      invalidate()
    },
    setTheme(next) {
      theme = next
      world.setTheme(next)
      marked = []
      posed = false
      invalidate()
    },
    setCamera(preset) {
      if (preset !== 'selected') view.look(whole, preset, performance.now())
      else if (selected !== undefined)
        view.look(bounds[selected]!.clone().expandByScalar(1.2), undefined, performance.now())
      invalidate()
    },
    cameraPose: () => view.pose,
    setCameraPose(pose) {
      view.jump(pose)
      invalidate()
    },
    moveCamera(move) {
      view.move(move, performance.now())
      invalidate()
    },
    fit() {
      view.look(whole, undefined, performance.now())
      invalidate()
    },
    resize() {
      size.width = Math.max(host.clientWidth, 1)
      size.height = Math.max(host.clientHeight, 1)
      renderer.setPixelRatio(Math.min(devicePixelRatio, software ? (detail.fine ? 1 : 0.75) : 2))
      renderer.setSize(size.width, size.height, false)
      layer.resize(size.width, size.height)
      view.resize(size.width, size.height)
      invalidate()
    },
    dispose() {
      cancelAnimationFrame(request)
      layer.dispose()
      canvas.removeEventListener('webglcontextlost', onLost)
      canvas.removeEventListener('webglcontextrestored', onRestored)
      picks.stop()
      view.dispose()
      world.dispose()
      renderer.dispose()
      // Browsers allow few contexts, and give this one up only when it is collected.
      renderer.forceContextLoss()
      host.replaceChildren()
    },
  }
  scene.resize()
  view.look(whole, 'overview', performance.now())
  view.arrive()
  return scene
}
