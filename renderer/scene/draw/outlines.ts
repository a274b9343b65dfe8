import { BackSide, type BufferGeometry, type Color, Group, Mesh, ShaderMaterial } from 'three'
import type { Bodies } from './bodies.ts'

/** How many bodies can be outlined at once; the most urgent come first. */
const most = 16

const vertexShader = `
uniform float thickness;
void main() {
  vec4 eye = modelViewMatrix * vec4(position, 1.0);
  vec3 outward = normalize(normalMatrix * normal);
  eye.xyz += outward * thickness * max(1.0, -eye.z * 0.045);
  gl_Position = projectionMatrix * eye;
  // Behind the body itself, so that only its contour is drawn and no line across it.
  vec4 behind = projectionMatrix * (eye - vec4(0.0, 0.0, 0.9, 0.0));
  gl_Position.z = behind.z / behind.w * gl_Position.w;
}`

const fragmentShader = `
uniform vec3 tint;
void main() {
  gl_FragColor = vec4(tint, 1.0);
  #include <colorspace_fragment>
}`

/** Lines around bodies: a hull that is a little larger, seen from inside. */
export class Outlines {
  readonly group = new Group()
  readonly #slots: readonly {
    readonly mesh: Mesh
    readonly material: ShaderMaterial
    choose(body: number): BufferGeometry
  }[]
  #used = 0

  constructor(bodies: Bodies) {
    this.#slots = Array.from({ length: most }, () => {
      const choose = bodies.contours()
      const uniforms = { thickness: { value: 0 }, tint: { value: bodies.edges.material.color.clone() } }
      const material = new ShaderMaterial({ vertexShader, fragmentShader, uniforms, side: BackSide })
      const mesh = new Mesh(choose(0), material)
      mesh.visible = false
      mesh.frustumCulled = false
      this.group.add(mesh)
      return { mesh, material, choose }
    })
  }

  clear() {
    for (const { mesh } of this.#slots) mesh.visible = false
    this.#used = 0
  }

  add(body: number, color: Color, thickness: number) {
    const slot = this.#slots[this.#used]
    if (slot === undefined) return
    this.#used++
    slot.mesh.visible = true
    slot.mesh.geometry = slot.choose(body)
    ;(slot.material.uniforms.tint!.value as Color).copy(color)
    slot.material.uniforms.thickness!.value = thickness
  }

  dispose() {
    for (const { mesh, material } of this.#slots) {
      mesh.geometry.dispose()
      material.dispose()
    }
  }
}
