import { Box3, DirectionalLight, HemisphereLight, Matrix4, Scene as ThreeScene, Vector3 } from 'three'
import type { LineModel } from '../../../core/engine/window/contract.ts'
import { builderOf } from '../equipment/builders.ts'
import { type Detail, Lathe } from '../equipment/solids.ts'
import type { FilmReading } from '../film/reading.ts'
import type { Showing } from '../film/showing.ts'
import { halfExtent, type Standing, tankFoot } from '../place/anchor.ts'
import { type Quarter, towards, turned } from '../place/grid.ts'
import type { Plan } from '../place/plan.ts'
import type { Theme } from '../scene.ts'
import { Bodies } from './bodies.ts'
import { type Colors, colorsOf } from './colors.ts'
import { Ground } from './ground.ts'
import { MovingParts, type PlacedPart } from './moving-parts.ts'
import { Outlines } from './outlines.ts'
import { palettes } from './palette.ts'
import { Piping } from './piping.ts'
import { isStill } from './still.ts'

const pulsesPerSecond = 0.9

/** What a person points at, by index of the component. */
export interface Emphasis {
  readonly selected: number | undefined
  readonly hovered: number | undefined
}

const placeOf = ({ x, z, heading }: Standing) =>
  new Matrix4().makeRotationY((-heading * Math.PI) / 2).setPosition(x, 0, z)

/** What a component takes up, for picking and for fitting it into the picture. */
export function boundsOf(standing: Standing): Box3 {
  const { x, z } = halfExtent(standing)
  const top = standing.size.height + (standing.kind === 'tank' ? tankFoot : 0)
  return new Box3(new Vector3(standing.x - x, 0, standing.z - z), new Vector3(standing.x + x, top, standing.z + z))
}

/** The sides on which the ports of a component are connected, as the component itself sees them. */
function sidesOf(model: LineModel, all: readonly Standing[], standing: Standing): Record<string, Quarter> {
  const sides: Record<string, Quarter> = {}
  for (const { from, to } of model.connections) {
    for (const [end, other] of [
      [from, to],
      [to, from],
    ] as const) {
      const there = end.component === standing.tag && all.find(({ tag }) => tag === other.component)
      if (there) sides[end.port] = turned(towards(there.x - standing.x, there.z - standing.z), -standing.heading)
    }
  }
  return sides
}

/** Everything that three.js draws of a line. */
export class World {
  readonly scene = new ThreeScene()
  readonly #bodies: Bodies
  readonly #parts: MovingParts
  readonly #piping: Piping
  readonly #ground: Ground
  readonly #outlines: Outlines
  readonly #sky = new HemisphereLight(0xffffff, 0xffffff, 1)
  readonly #sun = new DirectionalLight(0xffffff, 1)
  readonly #indices: ReadonlyMap<string, number>
  readonly #fine: boolean
  #colors: Colors

  constructor(model: LineModel, { standings, routes }: Plan, theme: Theme, detail: Detail) {
    this.#fine = detail.fine
    const lathe = new Lathe(detail)
    this.#colors = colorsOf(palettes[theme])
    const equipment = standings.map((standing, index) =>
      builderOf(standing.kind)({
        size: standing.size,
        parameters: model.components[index]!.parameters,
        sides: sidesOf(model, standings, standing),
        lathe,
      }),
    )
    const places = standings.map(placeOf)
    this.#bodies = new Bodies(
      equipment.map(({ solids, contour }, index) => ({ solids, contour, at: places[index]! })),
      this.#colors,
      detail,
    )
    this.#parts = new MovingParts(
      equipment.flatMap(({ parts }, component) =>
        parts.map((part): PlacedPart => ({ part, component, at: places[component]! })),
      ),
      detail,
    )
    this.#piping = new Piping(routes, detail)
    this.#ground = new Ground(standings, detail.fine)
    this.#outlines = new Outlines(this.#bodies)
    this.#indices = new Map(standings.map(({ tag }, index) => [tag, index]))
    this.#sun.position.set(-4, 10, 7)
    this.scene.add(
      this.#ground.group,
      this.#bodies.surfaces,
      this.#bodies.edges,
      this.#piping.group,
      this.#parts.group,
      this.#outlines.group,
      this.#sky,
      this.#sun,
    )
    // Until a film says where they are.
    this.#parts.group.visible = false
    this.setTheme(theme)
  }

  setTheme(theme: Theme) {
    const palette = palettes[theme]
    this.#colors = colorsOf(palette)
    this.scene.background = this.#fine ? this.#colors.floor : this.#colors.slab
    this.#sky.color.set(theme === 'light' ? 0xffffff : 0xdfe8f0)
    this.#sky.groundColor.set(theme === 'light' ? 0x9aa2a8 : 0x20272d)
    this.#sky.intensity = theme === 'light' ? 2.2 : 1.7
    this.#sun.intensity = theme === 'light' ? 1.5 : 1.6
    this.#bodies.setColors(this.#colors)
    this.#piping.setColors(this.#colors)
    this.#ground.setColors(this.#colors, palette.shadow)
  }

  /** What moves, as the film has it now. */
  pose({ moments, flows }: FilmReading, { turns, travel }: Showing) {
    this.#parts.group.visible = true
    this.#parts.update(moments, turns, this.#colors)
    this.#piping.update(flows, travel)
  }

  /** Hatched pads and tints for what is abnormal. */
  mark({ active }: FilmReading) {
    this.#ground.clearPads()
    for (let index = 0; index < this.#indices.size; index++) this.#bodies.tint(index, undefined)
    const marked = new Set<number>()
    for (const { component, event } of active) {
      const index = this.#indices.get(component)!
      if (marked.has(index)) continue
      marked.add(index)
      this.#bodies.tint(index, this.#colors.priority[event.priority])
      this.#ground.addPad(index, this.#colors.priority[event.priority])
    }
  }

  /** Lines around what is pointed at and, pulsing, around what is abnormal. */
  outline({ active }: FilmReading, { selected, hovered }: Emphasis, { moving }: Showing) {
    this.#outlines.clear()
    if (selected !== undefined) this.#outlines.add(selected, this.#colors.outline, 0.055)
    if (hovered !== undefined && hovered !== selected) this.#outlines.add(hovered, this.#colors.tone.dark, 0.035)
    const beat = isStill() ? 0 : Math.sin(moving * pulsesPerSecond * 2 * Math.PI)
    const pulse = 0.055 + 0.03 * beat
    for (let at = 0; at < active.length; at++) {
      const { component, event } = active[at]!
      const first = active.findIndex((other) => other.component === component) === at
      const index = this.#indices.get(component)!
      if (first && index !== selected) this.#outlines.add(index, this.#colors.priority[event.priority], pulse)
    }
  }

  dispose() {
    for (const part of [this.#bodies, this.#parts, this.#piping, this.#ground, this.#outlines]) part.dispose()
  }
}
