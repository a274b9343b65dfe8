import {
  BufferGeometry,
  CanvasTexture,
  type Color,
  Float32BufferAttribute,
  Group,
  InstancedMesh,
  LineBasicMaterial,
  LineSegments,
  Matrix4,
  Mesh,
  MeshBasicMaterial,
  PlaneGeometry,
  RepeatWrapping,
} from 'three'
import { halfExtent, type Standing } from '../place/anchor.ts'
import { type Extent, extentOf } from '../place/extent.ts'
import { cell } from '../place/grid.ts'
import type { Colors } from './colors.ts'

const border = 2.4
const gridPitch = cell * 4

function canvasTexture(size: number, draw: (context: CanvasRenderingContext2D) => void): CanvasTexture {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = size
  const context = canvas.getContext('2d')
  if (context !== null) draw(context)
  return new CanvasTexture(canvas)
}

/** A soft dark patch, as lies under equipment in diffuse light. */
const softPatch = () =>
  canvasTexture(64, (context) => {
    const gradient = context.createRadialGradient(32, 32, 6, 32, 32, 32)
    gradient.addColorStop(0, 'rgba(0,0,0,1)')
    gradient.addColorStop(0.55, 'rgba(0,0,0,0.5)')
    gradient.addColorStop(1, 'rgba(0,0,0,0)')
    context.fillStyle = gradient
    context.fillRect(0, 0, 64, 64)
  })

/** Slanting stripes, white on nothing. */
const stripes = () => {
  const texture = canvasTexture(64, (context) => {
    context.fillStyle = '#fff'
    for (const from of [-64, 0, 64]) {
      context.beginPath()
      context.moveTo(from, 64)
      context.lineTo(from + 32, 64)
      context.lineTo(from + 96, 0)
      context.lineTo(from + 64, 0)
      context.fill()
    }
  })
  texture.wrapS = texture.wrapT = RepeatWrapping
  texture.repeat.set(4, 4)
  return texture
}

function gridLines({ left, right, back, front }: Extent): BufferGeometry {
  const points: number[] = []
  for (let x = Math.ceil(left / gridPitch) * gridPitch; x <= right; x += gridPitch) points.push(x, 0, back, x, 0, front)
  for (let z = Math.ceil(back / gridPitch) * gridPitch; z <= front; z += gridPitch) points.push(left, 0, z, right, 0, z)
  return new BufferGeometry().setAttribute('position', new Float32BufferAttribute(points, 3))
}

/** The floor: a slab with a grid, a soft shadow under each component and a hatched pad under those in trouble. */
export class Ground {
  readonly group = new Group()
  readonly #slab: Mesh<PlaneGeometry, MeshBasicMaterial>
  readonly #grid: LineSegments<BufferGeometry, LineBasicMaterial>
  readonly #shadows: InstancedMesh<PlaneGeometry, MeshBasicMaterial>
  readonly #pads: InstancedMesh<PlaneGeometry, MeshBasicMaterial>
  readonly #spots: readonly Matrix4[]

  /** Without `slab` the floor is as light as the slab everywhere: the largest surface of the picture is not drawn. */
  constructor(all: readonly Standing[], slab: boolean) {
    const tight = extentOf(all)
    const wide = {
      left: tight.left - border,
      right: tight.right + border,
      back: tight.back - border,
      front: tight.front + border,
    }
    const flat = () => new PlaneGeometry(1, 1).rotateX(-Math.PI / 2)
    this.#slab = new Mesh(flat(), new MeshBasicMaterial())
    this.#slab.scale.set(wide.right - wide.left, 1, wide.front - wide.back)
    this.#slab.position.set((wide.left + wide.right) / 2, -0.03, (wide.back + wide.front) / 2)
    this.#grid = new LineSegments(gridLines(wide), new LineBasicMaterial())
    this.#grid.position.y = -0.02
    const shadow = new MeshBasicMaterial({ map: softPatch(), color: 0 })
    this.#shadows = new InstancedMesh(flat(), shadow, all.length)
    const pad = new MeshBasicMaterial({ map: stripes(), alphaTest: 0.5 })
    this.#pads = new InstancedMesh(flat(), pad, all.length)
    const spot = (one: Standing, wider: number, y: number) => {
      const half = halfExtent(one)
      return new Matrix4().makeScale(2 * half.x + wider, 1, 2 * half.z + wider).setPosition(one.x, y, one.z)
    }
    for (const [index, one] of all.entries()) this.#shadows.setMatrixAt(index, spot(one, 0.9, 0.004))
    this.#spots = all.map((one) => spot(one, 0.8, 0.012))
    this.#pads.count = 0
    this.#pads.frustumCulled = false
    this.#slab.visible = slab
    // The camera never looks from below, so the floor covers nothing and is drawn first.
    for (const [order, object] of [this.#slab, this.#grid, this.#shadows, this.#pads].entries()) {
      object.renderOrder = order - 4
      object.material.depthWrite = false
      object.material.transparent = true
    }
    this.group.add(this.#slab, this.#grid, this.#shadows, this.#pads)
  }

  setColors(colors: Colors, shadow: number) {
    this.#slab.material.color.copy(colors.slab)
    this.#grid.material.color.copy(colors.grid)
    this.#shadows.material.opacity = shadow
  }

  clearPads() {
    this.#pads.count = 0
  }

  addPad(component: number, color: Color) {
    const index = this.#pads.count
    if (index >= this.#spots.length) return
    this.#pads.count = index + 1
    this.#pads.setMatrixAt(index, this.#spots[component]!)
    this.#pads.setColorAt(index, color)
    this.#pads.instanceMatrix.needsUpdate = true
    if (this.#pads.instanceColor !== null) this.#pads.instanceColor.needsUpdate = true
  }

  dispose() {
    for (const object of [this.#slab, this.#shadows, this.#pads]) {
      object.material.map?.dispose()
      object.material.dispose()
      object.geometry.dispose()
    }
    this.#grid.geometry.dispose()
    this.#grid.material.dispose()
    this.#shadows.dispose()
    this.#pads.dispose()
  }
}
