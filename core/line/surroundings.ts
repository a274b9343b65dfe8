import { subtract } from '../graph/elementwise.ts'
import { constant } from '../graph/leaf.ts'
import { gatherRows } from '../graph/shape.ts'
import type { Tensor } from '../graph/tensor.ts'
import { type Member, signedSums, stack } from './assemble.ts'
import { flowsOf } from './fluid.ts'
import type { PlantInputs, PlantLayout } from './groups.ts'
import { ambientOf, carriedHeat, heatReceived } from './heat.ts'
import type { Group, Surroundings } from './kind.ts'
import type { Line } from './line.ts'
import { movedParts, partsAt } from './parts.ts'
import type { Stream } from './streams.ts'

/** What the connected line does to the components of each group, in the order of the layout's members. */
export function surroundingsOf(
  line: Line,
  layout: PlantLayout,
  streams: readonly Stream[],
  groups: readonly Group[],
  inputs: PlantInputs,
  lanes: number,
): readonly Surroundings[] {
  const none = constant([0], 1, 1)
  const flows = flowsOf(layout, groups, streams)
  const carried = flows === undefined ? undefined : carriedHeat(line, layout, groups, streams, flows)
  const heat = heatReceived(line, layout, groups)
  const moved = movedParts(line, layout, groups)
  const ambient = ambientOf(line, inputs.disturbance, lanes)
  const sums = (source: Tensor | undefined, components: readonly number[], of: (component: number) => Member[]) =>
    source === undefined ? constant([0], components.length, 1) : signedSums(source, components.map(of))

  return layout.members.map(({ components }) => ({
    step: line.step,
    thermal: layout.thermal,
    ambient,
    heatCapacity: line.medium.density * line.medium.specificHeat,
    flow: (port) => sums(flows, components, (component) => through(streams, component, port)),
    inflow: () =>
      sums(flows, components, (component) => [
        ...endingIn(streams, component, 1),
        ...beginningIn(streams, component, -1),
      ]),
    enthalpyInflow: () =>
      subtract(
        sums(carried?.enthalpy, components, (component) => endingIn(streams, component, 1)),
        sums(carried?.drawn, components, (component) => beginningIn(streams, component, 1)),
      ),
    temperature: (port) =>
      carried === undefined
        ? constant([line.ambient], components.length, 1)
        : stack(components.map((component) => carried.entering(component, port))),
    heat: () => (heat === undefined ? constant([0], components.length, 1) : gatherRows(heat, components)),
    parts: (port) => partsAt(line, moved, components, port, none),
  }))
}

const endingIn = (streams: readonly Stream[], component: number, sign: number): Member[] =>
  streams.flatMap(({ to }, row) => (to.kind === 'volume' && to.component === component ? [{ row, sign }] : []))

const beginningIn = (streams: readonly Stream[], component: number, sign: number): Member[] =>
  streams.flatMap(({ from }, row) => (from.kind === 'volume' && from.component === component ? [{ row, sign }] : []))

/** The streams that pass a port, begin at it or end at it. */
function through(streams: readonly Stream[], component: number, port: string): Member[] {
  const isHere = (end: { component: number; port?: string }) => end.component === component && end.port === port
  return streams.flatMap(({ from, to, passages }, row) =>
    isHere(from) ||
    isHere(to) ||
    passages.some((passage) => passage.component === component && [passage.inlet, passage.outlet].includes(port))
      ? [{ row, sign: 1 }]
      : [],
  )
}
