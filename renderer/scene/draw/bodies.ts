import {
  BufferAttribute,
  BufferGeometry,
  type Color,
  EdgesGeometry,
  LineBasicMaterial,
  LineSegments,
  type Matrix4,
  Mesh,
  MeshLambertMaterial,
} from 'three'
import { mergeGeometries } from 'three/examples/jsm/utils/BufferGeometryUtils.js'
import type { Solid } from '../equipment/equipment.ts'
import type { Detail } from '../equipment/solids.ts'
import type { Colors } from './colors.ts'
import { type Tone, tones } from './palette.ts'

/** Edges flatter than this are not drawn, degrees. */
const edgeAngle = 35

/** What stands on the floor in one place. */
export interface Body {
  readonly solids: readonly Solid[]
  /** What stands for the solids where the body is outlined. */
  readonly contour: BufferGeometry | undefined
  readonly at: Matrix4
}

interface Range {
  readonly vertices: readonly [from: number, until: number]
  readonly indices: readonly [from: number, count: number]
}

/** An index for geometry that has none, so that all can be merged. */
function indexed(geometry: BufferGeometry): BufferGeometry {
  if (geometry.index !== null) return geometry
  const count = geometry.getAttribute('position').count
  return geometry.setIndex(Array.from({ length: count }, (_, index) => index))
}

/** Everything that never moves, drawn in two calls: surfaces and edges. A body can be tinted by itself. */
export class Bodies {
  readonly surfaces: Mesh<BufferGeometry, MeshLambertMaterial>
  readonly edges: LineSegments<BufferGeometry, LineBasicMaterial>
  readonly #tone: Uint8Array
  readonly #ranges: readonly Range[]
  readonly #contours: readonly (BufferGeometry | undefined)[]
  #colors: Colors

  constructor(bodies: readonly Body[], colors: Colors, { fine }: Detail) {
    const placed: BufferGeometry[] = []
    const tone: number[] = []
    const lines: BufferGeometry[] = []
    let vertices = 0
    let indices = 0
    this.#ranges = bodies.map(({ solids, at }) => {
      const [firstVertex, firstIndex] = [vertices, indices]
      for (const solid of solids) {
        if (solid.minor && !fine) {
          solid.geometry.dispose()
          continue
        }
        const geometry = indexed(solid.geometry).applyMatrix4(at)
        geometry.deleteAttribute('uv')
        if (fine && !solid.smooth) lines.push(new EdgesGeometry(geometry, edgeAngle))
        placed.push(geometry)
        const { count } = geometry.getAttribute('position')
        for (let index = 0; index < count; index++) tone.push(tones.indexOf(solid.tone))
        vertices += count
        indices += geometry.index!.count
      }
      return { vertices: [firstVertex, vertices], indices: [firstIndex, indices - firstIndex] }
    })
    this.#contours = bodies.map(({ contour, at }) => contour?.applyMatrix4(at))
    this.#tone = Uint8Array.from(tone)
    const geometry = placed.length > 0 ? mergeGeometries(placed) : new BufferGeometry()
    geometry.setAttribute('color', new BufferAttribute(new Float32Array(vertices * 3), 3))
    this.surfaces = new Mesh(
      geometry,
      new MeshLambertMaterial({
        vertexColors: true,
        // Keeps the edges in front of the surfaces they bound.
        polygonOffset: true,
        polygonOffsetFactor: 1,
        polygonOffsetUnits: 1,
      }),
    )
    this.edges = new LineSegments(
      lines.length > 0 ? mergeGeometries(lines) : new BufferGeometry(),
      new LineBasicMaterial({ transparent: true, opacity: 0.55 }),
    )
    for (const one of [...placed, ...lines]) one.dispose()
    this.#colors = colors
    this.setColors(colors)
  }

  setColors(colors: Colors) {
    this.#colors = colors
    this.edges.material.color.copy(colors.edge)
    for (let body = 0; body < this.#ranges.length; body++) this.tint(body, undefined)
  }

  /** Mixes a colour into a body; without one it is as it was. */
  tint(body: number, color: Color | undefined, share = 0.45) {
    const attribute = this.surfaces.geometry.getAttribute('color') as BufferAttribute
    const [from, until] = this.#ranges[body]!.vertices
    for (let vertex = from; vertex < until; vertex++) {
      const plain = this.#colors.tone[tones[this.#tone[vertex]!] as Tone]
      const mix = color === undefined ? 0 : share
      const tinted = color ?? plain
      attribute.setXYZ(
        vertex,
        plain.r + (tinted.r - plain.r) * mix,
        plain.g + (tinted.g - plain.g) * mix,
        plain.b + (tinted.b - plain.b) * mix,
      )
    }
    attribute.needsUpdate = true
  }

  /** Gives geometry that draws one body at a time with the same buffers, or a simpler shape where it has one. */
  contours(): (body: number) => BufferGeometry {
    const { geometry } = this.surfaces
    const one = new BufferGeometry()
    for (const name of ['position', 'normal']) {
      const attribute = geometry.getAttribute(name)
      if (attribute !== undefined) one.setAttribute(name, attribute)
    }
    one.setIndex(geometry.index)
    return (body) => {
      const contour = this.#contours[body]
      const range = this.#ranges[body]
      if (contour === undefined && range !== undefined) one.setDrawRange(...range.indices)
      return contour ?? one
    }
  }

  dispose() {
    for (const contour of this.#contours) contour?.dispose()
    for (const object of [this.surfaces, this.edges]) {
      object.geometry.dispose()
      object.material.dispose()
    }
  }
}
