import { broadcastTo, subtract } from '../graph/elementwise.ts'
import { constant } from '../graph/leaf.ts'
import { concatRows, gatherRows } from '../graph/shape.ts'
import type { Tensor } from '../graph/tensor.ts'
import { type Member, signedSums, stack } from './assemble.ts'
import { flowsOf } from './fluid.ts'
import { groupsOf, layOut, type PlantInputs, type PlantLayout } from './groups.ts'
import { ambientOf, carriedHeat, heatReceived } from './heat.ts'
import type { Next, Surroundings } from './kind.ts'
import type { Line, Place } from './line.ts'
import { movedParts, partsAt } from './parts.ts'
import { findStreams, type Stream } from './streams.ts'

/** What one step leads to: the state after it, [states, lanes], and what instruments could have read, one row a place. */
export interface PlantStep {
  readonly state: Tensor
  /** [places, lanes], in SI. */
  quantities(places: readonly Place[]): Tensor
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
  inputs: PlantInputs,
): PlantStep {
  const { lanes } = state
  const groups = groupsOf(line, layout, state, inputs)
  const flows = flowsOf(layout, groups, streams)
  const carried = flows === undefined ? undefined : carriedHeat(line, layout, groups, streams, flows)
  const heat = heatReceived(line, layout, groups)
  const moved = movedParts(line, layout, groups)
  const ambient = ambientOf(line, inputs.disturbance, lanes)
  const none = constant([0], 1, 1)

  const through = (component: number, port: string): Member[] =>
    streams.flatMap(({ from, to, passages }, row) => [
      ...(passages.some((p) => p.component === component && (p.inlet === port || p.outlet === port))
        ? [{ row, sign: 1 }]
        : []),
      ...(from.component === component && from.port === port ? [{ row, sign: 1 }] : []),
      ...(to.component === component && to.kind === 'volume' && to.port === port ? [{ row, sign: 1 }] : []),
    ])
  const entering = (component: number): Member[] =>
    streams.flatMap(({ to }, row) => (to.kind === 'volume' && to.component === component ? [{ row, sign: 1 }] : []))
  const leaving = (component: number): Member[] =>
    streams.flatMap(({ from }, row) =>
      from.kind === 'volume' && from.component === component ? [{ row, sign: -1 }] : [],
    )

  const nexts = layout.members.map(({ kind, components }, index): Next => {
    const around: Surroundings = {
      step: line.step,
      thermal: layout.thermal,
      ambient,
      heatCapacity: line.medium.density * line.medium.specificHeat,
      flow: (port) =>
        signedSums(
          flows ?? none,
          components.map((component) => through(component, port)),
        ),
      inflow: () =>
        signedSums(
          flows ?? none,
          components.map((component) => [...entering(component), ...leaving(component)]),
        ),
      enthalpyInflow: () =>
        carried === undefined
          ? constant([0], components.length, 1)
          : subtract(
              signedSums(carried.enthalpy, components.map(entering)),
              signedSums(
                carried.drawn,
                components.map((component) => leaving(component).map(({ row }) => ({ row, sign: 1 }))),
              ),
            ),
      temperature: (port) =>
        carried === undefined
          ? constant([line.ambient], components.length, 1)
          : stack(components.map((component) => carried.entering(component, port))),
      heat: () => (heat === undefined ? constant([0], components.length, 1) : gatherRows(heat, components)),
      parts: (port) => partsAt(line, moved, components, port, none),
    }
    return kind.equations.next(groups[index] as (typeof groups)[number], around)
  })

  const stateRows = layout.members.flatMap(({ states }, index) =>
    Object.keys(states).map((name) =>
      broadcastTo(nexts[index]?.states[name] as Tensor, states[name]?.rows ?? 0, lanes),
    ),
  )
  return {
    state: concatRows(stateRows),
    quantities: (places) => {
      const sources = places.map(({ component, quantity }) => {
        const group = layout.members.findIndex(({ components }) =>
          components.some((member) => line.components[member]?.tag === component),
        )
        const components = layout.members[group]?.components ?? []
        const row = components.findIndex((member) => line.components[member]?.tag === component)
        return gatherRows(nexts[group]?.quantities[quantity] as Tensor, [row])
      })
      const rows = stack(sources)
      return broadcastTo(rows, rows.rows, lanes)
    },
  }
}
