import {
  BoxGeometry,
  ConeGeometry,
  CylinderGeometry,
  Group,
  InstancedMesh,
  Matrix4,
  MeshBasicMaterial,
  MeshLambertMaterial,
  Quaternion,
  SphereGeometry,
  Vector3,
} from 'three'
import type { Detail } from '../equipment/solids.ts'
import { isFlowing } from '../film/flow.ts'
import type { Point, Route } from '../place/route.ts'
import type { Colors } from './colors.ts'

const pipeRadius = 0.1
const heatRadius = 0.05
const beltWidth = 0.5
const beltThickness = 0.08
/** Distance between two arrows of a flow. */
const spacing = 1.2
/** Arrows by what flows: length, and radius across and upwards. */
const arrowSizes = {
  fluid: [0.4, 0.19, 0.19],
  heat: [0.26, 0.12, 0.12],
  parts: [0.36, 0.03, 0.17],
} as const
const straight = new Quaternion()
const xAxis = new Vector3(1, 0, 0)

/** One straight leg of a route. */
interface Leg {
  readonly from: Vector3
  readonly direction: Vector3
  readonly turn: Quaternion
  readonly length: number
}

interface Run {
  readonly legs: readonly Leg[]
  readonly length: number
  readonly firstArrow: number
  readonly arrows: number
  readonly arrow: readonly [length: number, height: number, width: number]
}

const vector = ([x, y, z]: Point) => new Vector3(x, y, z)

function legsOf(points: readonly Point[]): readonly Leg[] {
  return points.slice(1).map((point, index) => {
    const from = vector(points[index]!)
    const along = vector(point).sub(from)
    const length = along.length()
    const direction = along.normalize()
    return { from, direction, turn: new Quaternion().setFromUnitVectors(xAxis, direction), length }
  })
}

/** Pipes, belts and heat paths between the equipment, and arrows that go along them as fast as the flow. */
export class Piping {
  readonly group = new Group()
  readonly #runs: readonly Run[]
  readonly #pipes: InstancedMesh<CylinderGeometry, MeshLambertMaterial>
  readonly #bends: InstancedMesh<SphereGeometry, MeshLambertMaterial>
  readonly #belts: InstancedMesh<BoxGeometry, MeshLambertMaterial>
  readonly #arrows: InstancedMesh<ConeGeometry, MeshBasicMaterial>
  readonly #matrix = new Matrix4()
  readonly #position = new Vector3()
  readonly #scale = new Vector3()

  constructor(routes: readonly Route[], { round }: Detail) {
    const legs = routes.map(({ points }) => legsOf(points))
    const count = (wanted: (route: Route) => boolean) =>
      routes.reduce((sum, route, index) => sum + (wanted(route) ? legs[index]!.length : 0), 0)
    const belts = count(({ medium }) => medium === 'parts')
    const pipes = count(({ medium }) => medium !== 'parts')
    this.#pipes = this.#add(
      new InstancedMesh(
        new CylinderGeometry(1, 1, 1, Math.round(round * 0.6), 1, true).rotateZ(-Math.PI / 2),
        new MeshLambertMaterial(),
        pipes,
      ),
    )
    this.#bends = this.#add(
      new InstancedMesh(
        new SphereGeometry(1, Math.round(round * 0.6), Math.round(round * 0.35)),
        new MeshLambertMaterial(),
        pipes + routes.length,
      ),
    )
    this.#belts = this.#add(new InstancedMesh(new BoxGeometry(1, 1, 1), new MeshLambertMaterial(), belts))
    let [pipe, bend, belt, total] = [0, 0, 0, 0]
    this.#runs = routes.map(({ medium, points }, index) => {
      const own = legs[index]!
      const radius = medium === 'heat' ? heatRadius : pipeRadius
      for (const { from, direction, turn, length } of own) {
        this.#position.copy(from).addScaledVector(direction, length / 2)
        if (medium === 'parts') {
          this.#position.y -= beltThickness / 2
          this.#place(this.#belts, belt++, turn, this.#scale.set(length + beltWidth * 0.9, beltThickness, beltWidth))
        } else {
          this.#place(this.#pipes, pipe++, turn, this.#scale.set(length, radius, radius))
        }
      }
      if (medium !== 'parts') {
        for (const point of points.slice(1, -1)) {
          this.#position.set(...point)
          this.#place(this.#bends, bend++, straight, this.#scale.setScalar(radius * 1.04))
        }
      }
      const length = own.reduce((sum, leg) => sum + leg.length, 0)
      const run = {
        legs: own,
        length,
        firstArrow: total,
        arrows: Math.max(1, Math.floor(length / spacing)),
        arrow: arrowSizes[medium],
      }
      total += run.arrows
      return run
    })
    this.#bends.count = bend
    this.#arrows = this.#add(
      new InstancedMesh(
        new ConeGeometry(1, 1, Math.round(round * 0.5)).rotateZ(-Math.PI / 2),
        new MeshBasicMaterial(),
        total,
      ),
    )
    this.#arrows.visible = false
  }

  setColors(colors: Colors) {
    this.#pipes.material.color.copy(colors.tone.pipe)
    this.#bends.material.color.copy(colors.tone.pipe)
    this.#belts.material.color.copy(colors.tone.belt)
    this.#arrows.material.color.copy(colors.flow)
  }

  /** @param travel how far each flow has come, in units of the floor. */
  update(flows: Float64Array, travel: Float64Array) {
    for (let index = 0; index < this.#runs.length; index++)
      this.#flow(this.#runs[index]!, flows[index]!, travel[index]!)
    this.#arrows.visible = true
    this.#arrows.instanceMatrix.needsUpdate = true
  }

  /** Arrows stand at even distances along the run; what leaves at one end comes back at the other. */
  #flow({ legs, length, firstArrow, arrows: count, arrow }: Run, flow: number, travel: number) {
    const step = length / count
    const first = ((travel % step) + step) % step
    let leg = 0
    let before = 0
    for (let index = 0; index < count; index++) {
      const at = first + index * step
      while (leg < legs.length - 1 && at > before + legs[leg]!.length) before += legs[leg++]!.length
      const { from, direction, turn } = legs[leg]!
      this.#position.copy(from).addScaledVector(direction, at - before)
      const seen = isFlowing(flow) ? 1 : 0
      // Mirrored twice, an arrow points back and keeps its faces outside.
      const ahead = flow < 0 ? -seen : seen
      this.#scale.set(ahead * arrow[0], seen * arrow[1], ahead * arrow[2])
      this.#place(this.#arrows, firstArrow + index, turn, this.#scale)
    }
  }

  #place(mesh: InstancedMesh, index: number, turn: Quaternion, scale: Vector3) {
    mesh.setMatrixAt(index, this.#matrix.compose(this.#position, turn, scale))
  }

  #add<Mesh extends InstancedMesh>(mesh: Mesh): Mesh {
    mesh.frustumCulled = false
    this.group.add(mesh)
    return mesh
  }

  dispose() {
    for (const mesh of [this.#pipes, this.#bends, this.#belts, this.#arrows]) {
      mesh.geometry.dispose()
      mesh.material.dispose()
      mesh.dispose()
    }
  }
}
