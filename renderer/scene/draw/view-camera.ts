import { type Box3, MathUtils, PerspectiveCamera, Spherical, Vector3 } from 'three'
import { OrbitControls } from 'three/examples/jsm/controls/OrbitControls.js'
import type { CameraPose, CameraPreset } from '../scene.ts'
import { isStill } from './still.ts'

const fieldOfView = 32
/** How long a preset takes to get there, ms. */
const flight = 350
const directions: Readonly<Record<Exclude<CameraPreset, 'selected'>, Vector3>> = {
  overview: new Vector3(-0.22, 0.62, 1).normalize(),
  front: new Vector3(0, 0.16, 1).normalize(),
  top: new Vector3(0, 1, 0.0015).normalize(),
}
/** No nearer than this to what the camera looks at. */
const nearest = 2
/** Room around what is fitted into the picture. */
const air = 1.1

const cornersOf = ({ min, max }: Box3) =>
  Array.from(
    { length: 8 },
    (_, index) => new Vector3(index & 1 ? max.x : min.x, index & 2 ? max.y : min.y, index & 4 ? max.z : min.z),
  )

/** The camera, what the person does to it, and flights to presets. */
export class ViewCamera {
  readonly camera = new PerspectiveCamera(fieldOfView, 1, 0.1, 1000)
  readonly #controls: OrbitControls
  readonly #from = { position: new Vector3(), target: new Vector3() }
  readonly #to = { position: new Vector3(), target: new Vector3() }
  #departed = Number.NaN
  #byPerson = false

  constructor(canvas: HTMLElement, onMove: (byPerson: boolean) => void) {
    this.#controls = new OrbitControls(this.camera, canvas)
    this.#controls.enableDamping = true
    this.#controls.dampingFactor = 0.12
    this.#controls.maxPolarAngle = Math.PI / 2 - 0.02
    this.#controls.screenSpacePanning = false
    this.#controls.minDistance = nearest
    this.#controls.addEventListener('change', () => onMove(this.#byPerson))
    this.#controls.addEventListener('start', () => {
      this.#departed = Number.NaN
      this.#byPerson = true
    })
  }

  get target(): Vector3 {
    return this.#controls.target
  }

  get pose(): CameraPose {
    return { position: this.camera.position.toArray(), target: this.#controls.target.toArray() }
  }

  resize(width: number, height: number) {
    this.camera.aspect = width / Math.max(height, 1)
    this.camera.updateProjectionMatrix()
  }

  /** Moves on; true while it is still on its way. */
  tick(now: number): boolean {
    if (!Number.isNaN(this.#departed)) {
      const share = isStill() ? 1 : Math.min((now - this.#departed) / flight, 1)
      const eased = MathUtils.smootherstep(share, 0, 1)
      this.camera.position.lerpVectors(this.#from.position, this.#to.position, eased)
      this.#controls.target.lerpVectors(this.#from.target, this.#to.target, eased)
      if (share >= 1) this.#departed = Number.NaN
      this.#controls.update()
      return share < 1
    }
    return this.#controls.update()
  }

  /** Looks at a box from a preset's direction, or from where the camera is. */
  look(box: Box3, preset: Exclude<CameraPreset, 'selected'> | undefined, now: number) {
    const direction =
      preset === undefined
        ? this.camera.position.clone().sub(this.#controls.target).normalize()
        : directions[preset].clone()
    const { target, position } = this.#fitted(box, direction)
    this.#controls.maxDistance = Math.max(
      this.#controls.maxDistance === Infinity ? 0 : this.#controls.maxDistance,
      3 * position.distanceTo(target),
    )
    this.#fly(position, target, now)
  }

  /** At once, and without what is left of a swing that the person gave it. */
  jump(pose: CameraPose) {
    this.#departed = Number.NaN
    this.#byPerson = false
    this.camera.position.set(...pose.position)
    this.#controls.target.set(...pose.target)
    this.#controls.enableDamping = false
    this.#controls.update()
    this.#controls.enableDamping = true
  }

  /** Without a flight: for the first picture. */
  arrive() {
    if (Number.isNaN(this.#departed)) return
    this.#departed = -Infinity
    this.tick(0)
  }

  move({ turn = 0, tilt = 0, nearer = 1 }: { turn?: number; tilt?: number; nearer?: number }, now: number) {
    const arm = new Spherical().setFromVector3(this.camera.position.clone().sub(this.#controls.target))
    arm.theta += turn
    arm.phi = MathUtils.clamp(arm.phi + tilt, 0.01, this.#controls.maxPolarAngle)
    arm.radius = Math.max(arm.radius / nearer, nearest)
    const target = this.#controls.target.clone()
    this.#fly(new Vector3().setFromSpherical(arm).add(target), target, now)
  }

  #fly(position: Vector3, target: Vector3, now: number) {
    this.#byPerson = false
    this.#from.position.copy(this.camera.position)
    this.#from.target.copy(this.#controls.target)
    this.#to.position.copy(position)
    this.#to.target.copy(target)
    this.#departed = now
  }

  /**
   * Where to look and from where, in a direction, so that all corners of the box are in the picture and it lies in its
   * middle: what is nearer to the camera fills more of it, so the target moves until both sides have the same air.
   */
  #fitted(box: Box3, direction: Vector3): { readonly target: Vector3; readonly position: Vector3 } {
    const forward = direction.clone().negate()
    const right = new Vector3().crossVectors(forward, this.camera.up).normalize()
    const up = new Vector3().crossVectors(right, forward)
    const tangent = Math.tan(MathUtils.degToRad(fieldOfView / 2)) / air
    const target = box.getCenter(new Vector3())
    let distance = 1
    for (let pass = 0; pass < 4; pass++) {
      const corners = cornersOf(box).map((corner) => corner.sub(target))
      distance = Math.max(
        1,
        ...corners.map((corner) => {
          const across = Math.max(Math.abs(corner.dot(right)) / this.camera.aspect, Math.abs(corner.dot(up)))
          return across / tangent - corner.dot(forward)
        }),
      )
      for (const axis of [right, up]) {
        const seen = corners.map((corner) => corner.dot(axis) / (distance + corner.dot(forward)))
        target.addScaledVector(axis, ((Math.min(...seen) + Math.max(...seen)) / 2) * distance)
      }
    }
    return { target, position: direction.clone().multiplyScalar(distance).add(target) }
  }

  dispose() {
    this.#controls.dispose()
  }
}
