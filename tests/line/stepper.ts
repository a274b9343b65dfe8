import { readFileSync } from 'node:fs'
import { input } from '../../core/graph/leaf.ts'
import { compile } from '../../core/graph/session.ts'
import { concatRows, sliceRows } from '../../core/graph/shape.ts'
import type { Tensor } from '../../core/graph/tensor.ts'
import type { Component, Line, Place } from '../../core/line/line.ts'
import { compilePlant, type Plant } from '../../core/line/plant.ts'
import { readLine } from '../../core/line/read.ts'

export function bundledLine(name: string): Line {
  const file = new URL(`../../assets/lines/${name}.line.yaml`, import.meta.url)
  return readLine(readFileSync(file, 'utf8'), name)
}

/** A place by the words of the line file, such as `T-101.level`. */
export function placeOf(line: Line, text: string): Place {
  const [tag, quantity] = text.split('.') as [string, string]
  const component = line.components.find((candidate) => candidate.tag === tag) as Component
  return { component: tag, quantity, dimension: component.kind.quantities[quantity]!.dimension }
}

/** Places of one quantity on every component of a kind. */
export const placesOf = (line: Line, kind: string, quantity: string): readonly Place[] =>
  line.components
    .filter((component) => component.kind.name === kind)
    .map(({ tag }) => placeOf(line, `${tag}.${quantity}`))

/** Row of a component's state among the plant's, for states of one cell; with cells, of the first. */
export function stateRow({ line, layout }: Plant, tag: string, state: string): number {
  for (const { components, states, cells } of layout.members) {
    const position = components.findIndex((index) => line.components[index]?.tag === tag)
    const rows = states[state]
    if (position < 0 || rows === undefined) continue
    if (rows.rows === components.length) return rows.offset + position
    return rows.offset + cells.slice(0, position).reduce((sum, count) => sum + count, 0)
  }
  throw new Error(`${tag} has no state ${state}`)
}

/** What drives a plant in these tests, row-major [rows, lanes]; an absent one is zero. */
export interface Drive {
  readonly control?: Float32Array
  readonly fault?: Float32Array
  readonly chance?: Float32Array
}

export interface Stepped {
  /** [states, lanes] */
  readonly state: Float32Array
  /** [steps · places, lanes] */
  readonly quantities: Float32Array
}

export interface Stepper {
  readonly plant: Plant
  readonly start: Float32Array
  step(state: Float32Array, drive: Drive): Promise<Stepped>
  release(): Promise<void>
}

/** The plant alone, `steps` steps a call, without loops, instruments or noise. */
export async function createStepper(
  line: Line,
  places: readonly Place[],
  { lanes = 1, steps = 1 } = {},
): Promise<Stepper> {
  const plant = compilePlant(line)
  const optional = (name: string, rows: number) => (rows === 0 ? undefined : input(name, rows, lanes))
  const { states, chances } = plant.layout
  const control = optional('control', line.controls.length)
  const fault = optional('fault', line.failures.length)
  const chance = optional('chance', chances * steps)
  let state: Tensor = input('state', states, lanes)
  const seen: Tensor[] = []
  for (let step = 0; step < steps; step++) {
    const drawn = chance && sliceRows(chance, step * chances, (step + 1) * chances)
    const next = plant.step(state, { control, fault, chance: drawn })
    state = next.state
    seen.push(next.quantities(places))
  }
  const program = await compile({ end: state, quantities: concatRows(seen) }, { device: 'cpu' })
  const zeros = Object.fromEntries(
    Object.entries(program.inputs).map(([name, { rows }]) => [name, new Float32Array(rows * lanes)]),
  )
  const start = new Float32Array(states * lanes)
  plant.layout.start.forEach((value, row) => {
    start.fill(value, row * lanes, (row + 1) * lanes)
  })
  return {
    plant,
    start,
    async step(from, drive) {
      const feeds = { ...zeros, state: from, ...drive }
      const needed = Object.entries(feeds).filter(([name]) => name in program.inputs)
      const { end, quantities } = await program.run(Object.fromEntries(needed))
      return { state: end as Float32Array, quantities: quantities as Float32Array }
    },
    release: () => program.release(),
  }
}
