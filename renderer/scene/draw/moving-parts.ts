import {
  BackSide,
  Color,
  Euler,
  Group,
  InstancedMesh,
  type Material,
  Matrix4,
  MeshBasicMaterial,
  MeshLambertMaterial,
  Quaternion,
  Vector3,
} from 'three'
import type { Part } from '../equipment/equipment.ts'
import { type Shape, shapes } from '../equipment/shapes.ts'
import type { Detail } from '../equipment/solids.ts'
import type { Moment } from '../film/moment.ts'
import type { Colors } from './colors.ts'

/** A part on the component that carries it. */
export interface PlacedPart {
  readonly part: Part
  readonly component: number
  readonly at: Matrix4
}

/** What glows by itself. */
const shining = new Set<Shape>(['lamp', 'element'])

function materialOf(shape: Shape): Material {
  if (shape === 'glass') return new MeshBasicMaterial({ transparent: true, opacity: 0.16, depthWrite: false })
  if (shape === 'wall') return new MeshLambertMaterial({ side: BackSide })
  return shining.has(shape) ? new MeshBasicMaterial() : new MeshLambertMaterial()
}

/** Every part that moves or changes colour, one draw call a shape. */
export class MovingParts {
  readonly group = new Group()
  readonly #pools: readonly { readonly mesh: InstancedMesh; readonly parts: readonly PlacedPart[] }[]
  readonly #pose = { position: new Vector3(), tilt: new Vector3(), scale: new Vector3(), color: new Color() }
  readonly #euler = new Euler()
  readonly #turn = new Quaternion()
  readonly #matrix = new Matrix4()

  constructor(parts: readonly PlacedPart[], detail: Detail) {
    const used = [...new Set(parts.map(({ part }) => part.shape))].filter((shape) => detail.fine || shape !== 'glass')
    this.#pools = used.map((shape) => {
      const own = parts.filter(({ part }) => part.shape === shape)
      const mesh = new InstancedMesh(shapes[shape](detail), materialOf(shape), own.length)
      // The parts move, and all of a line is in the picture most of the time.
      mesh.frustumCulled = false
      if (shape === 'glass') mesh.renderOrder = 2
      this.group.add(mesh)
      return { mesh, parts: own }
    })
  }

  update(moments: readonly Moment[], turns: Float64Array, colors: Colors) {
    const pose = this.#pose
    for (const { mesh, parts } of this.#pools) {
      for (let index = 0; index < parts.length; index++) {
        const { part, component, at } = parts[index]!
        pose.tilt.set(0, 0, 0)
        part.pose(pose, moments[component]!, turns[component]!, colors)
        this.#turn.setFromEuler(this.#euler.set(pose.tilt.x, pose.tilt.y, pose.tilt.z))
        this.#matrix.compose(pose.position, this.#turn, pose.scale).premultiply(at)
        mesh.setMatrixAt(index, this.#matrix)
        mesh.setColorAt(index, pose.color)
      }
      mesh.instanceMatrix.needsUpdate = true
      if (mesh.instanceColor !== null) mesh.instanceColor.needsUpdate = true
    }
  }

  dispose() {
    for (const { mesh } of this.#pools) {
      mesh.geometry.dispose()
      ;(mesh.material as Material).dispose()
      mesh.dispose()
    }
  }
}
