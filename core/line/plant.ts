import { broadcastTo } from '../graph/elementwise.ts'
import { concatRows, gatherRows } from '../graph/shape.ts'
import type { Tensor } from '../graph/tensor.ts'
import { stack } from './assemble.ts'
import { groupsOf, layOut, type PlantInputs, type PlantLayout } from './groups.ts'
import type { Group, Next, Quantity, Surroundings } from './kind.ts'
import type { Component, Line, Place } from './line.ts'
import { followControls } from './positions.ts'
import { findStreams, type Stream } from './streams.ts'
import { surroundingsOf } from './surroundings.ts'

/** What one step leads to: the state after it, [states, lanes], and what instruments could have read, one row a place. */
export interface PlantStep {
  readonly state: Tensor
  /** [places, lanes], in SI. */
  quantities(places: readonly Place[]): Tensor
  everyQuantity(): Quantities
}

/** Every quantity that this line has of its components, kind by kind. */
export interface Quantities {
  readonly places: readonly Place[]
  /** [places, lanes], in SI; absent where there is none. */
  readonly values: Tensor | undefined
}

/** A line compiled to its step: the causal experience model's plant. */
export interface Plant {
  readonly line: Line
  readonly layout: PlantLayout
  /** One step of the line's `step` time from `state`, [states, lanes]. Pure. */
  step(state: Tensor, inputs: PlantInputs): PlantStep
}

/** Compiles a line. Throws `ConnectionError` where its connections make no sense together. */
export function compilePlant(line: Line): Plant {
  const layout = layOut(line)
  const streams = findStreams(line)
  return { line, layout, step: (state, inputs) => stepOnce(line, layout, streams, state, inputs) }
}

function stepOnce(
  line: Line,
  layout: PlantLayout,
  streams: readonly Stream[],
  state: Tensor,
  asked: PlantInputs,
): PlantStep {
  const { lanes } = state
  const { control, positions } = followControls(line, layout, state, asked)
  const inputs = { ...asked, control }
  const groups = groupsOf(line, layout, state, inputs)
  const around = surroundingsOf(line, layout, streams, groups, inputs, lanes)
  const nexts = layout.members.map(({ kind }, index) =>
    kind.equations.next(groups[index] as Group, around[index] as Surroundings),
  )
  const states = layout.members.flatMap((members, index) =>
    Object.entries(members.states).map(([name, { rows }]) =>
      broadcastTo(nexts[index]?.states[name] as Tensor, rows, lanes),
    ),
  )
  return {
    state: concatRows(positions === undefined ? states : [...states, broadcastTo(positions, positions.rows, lanes)]),
    quantities: (places) => {
      const rows = stack(places.map((place) => quantityAt(line, layout, nexts, place)))
      return broadcastTo(rows, rows.rows, lanes)
    },
    everyQuantity: () => everyQuantity(line, layout, nexts, lanes),
  }
}

function everyQuantity(line: Line, layout: PlantLayout, nexts: readonly Next[], lanes: number): Quantities {
  const found = layout.members.flatMap(({ kind, components }, index) =>
    Object.entries(nexts[index]?.quantities ?? {}).map(([quantity, values]) => ({
      places: components.map((component) => ({
        component: (line.components[component] as Component).tag,
        quantity,
        dimension: (kind.quantities[quantity] as Quantity).dimension,
      })),
      values: broadcastTo(values, components.length, lanes),
    })),
  )
  return {
    places: found.flatMap(({ places }) => places),
    values: found.length === 0 ? undefined : concatRows(found.map(({ values }) => values)),
  }
}

/** One quantity of one component, [1, lanes]. */
function quantityAt(line: Line, layout: PlantLayout, nexts: readonly Next[], { component, quantity }: Place): Tensor {
  const index = line.components.findIndex(({ tag }) => tag === component)
  const group = layout.members.findIndex(({ components }) => components.includes(index))
  const row = layout.members[group]?.components.indexOf(index) as number
  return gatherRows(nexts[group]?.quantities[quantity] as Tensor, [row])
}
