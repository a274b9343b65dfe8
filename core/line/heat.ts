import { broadcastTo, multiply, relu, subtract } from '../graph/elementwise.ts'
import { constant } from '../graph/leaf.ts'
import { gatherRows } from '../graph/shape.ts'
import type { Tensor } from '../graph/tensor.ts'
import { type Member, signedSums, stack } from './assemble.ts'
import { collect, type PlantLayout } from './groups.ts'
import type { Group } from './kind.ts'
import type { Line } from './line.ts'
import { ConnectionError, notConnected, type Stream } from './streams.ts'

/** Temperatures at the outlets that have one of their own, [outlets, lanes], K. */
interface Outlets {
  readonly tensor: Tensor
  row(component: number, port: string): number | undefined
}

/** Outlets of components that change the temperature of what passes: volumes and components with cells. */
function outletTemperatures(layout: PlantLayout, groups: readonly Group[]): Outlets | undefined {
  const rows = new Map<string, number>()
  const tensors: Tensor[] = []
  layout.members.forEach(({ kind, components, cells }, index) => {
    const temperature = kind.equations.temperature
    if (temperature === undefined || cells.every((count) => count === 0)) return
    for (const [port, { medium, direction }] of Object.entries(kind.ports)) {
      if (medium !== 'fluid' || direction === 'in') continue
      components.forEach((component, position) => {
        if (cells[position] !== 0)
          rows.set(`${component} ${port}`, tensors.reduce((sum, { rows }) => sum + rows, 0) + position)
      })
      tensors.push(temperature(groups[index] as Group, port))
    }
  })
  if (tensors.length === 0) return undefined
  return { tensor: stack(tensors), row: (component, port) => rows.get(`${component} ${port}`) }
}

/** What the fluid carries: enthalpy flow and inlet temperatures. */
export interface Carried {
  /** Enthalpy flow of each stream at its end over ρ·cp, [streams, lanes], K·m³/s. */
  readonly enthalpy: Tensor
  /** Enthalpy flow of each stream at its origin. */
  readonly drawn: Tensor
  /** Temperature of what enters the component at the port, [1, lanes], K. */
  entering(component: number, port: string): Tensor
}

/** Follows temperatures along the streams; fluid between components that change it keeps its temperature. */
export function carriedHeat(
  line: Line,
  layout: PlantLayout,
  groups: readonly Group[],
  streams: readonly Stream[],
  flows: Tensor,
): Carried | undefined {
  const outlets = layout.thermal ? outletTemperatures(layout, groups) : undefined
  if (outlets === undefined) return undefined

  const tag = (component: number) => line.components[component]?.tag ?? ''
  const originRow = (stream: Stream): number => {
    if (stream.from.kind === 'split') return endRow(streams[stream.from.parent] as Stream)
    const row = outlets.row(stream.from.component, stream.from.port)
    if (row === undefined)
      throw new ConnectionError(
        tag(stream.from.component),
        'what leaves it has no temperature',
        'begin at a feed or a tank',
      )
    return row
  }
  const rowBefore = (stream: Stream, passages: number): number => {
    for (const { component, outlet } of stream.passages.slice(0, passages).reverse()) {
      const row = outlets.row(component, outlet)
      if (row !== undefined) return row
    }
    return originRow(stream)
  }
  const endRow = (stream: Stream) => rowBefore(stream, stream.passages.length)
  const backRow = (stream: Stream) => outlets.row(stream.to.component, (stream.to as { port: string }).port) as number

  const enthalpyAt = (row: (stream: Stream) => number) => {
    const forward = gatherRows(outlets.tensor, streams.map(row))
    if (!streams.some(({ twoWay }) => twoWay)) return multiply(flows, forward)
    const back = gatherRows(
      outlets.tensor,
      streams.map((stream) => (stream.twoWay ? backRow(stream) : row(stream))),
    )
    return subtract(multiply(relu(flows), forward), multiply(relu(multiply(flows, -1)), back))
  }
  return {
    enthalpy: enthalpyAt(endRow),
    drawn: enthalpyAt(originRow),
    entering: (component, port) => {
      for (const stream of streams) {
        const at = stream.passages.findIndex((passage) => passage.component === component && passage.inlet === port)
        const row = at >= 0 ? rowBefore(stream, at) : stream.to.component === component ? endRow(stream) : undefined
        if (row !== undefined) return gatherRows(outlets.tensor, [row])
      }
      throw notConnected(tag(component), port)
    },
  }
}

/** Heat received by each component through heat ports, [components, lanes], W; undefined where nothing is connected. */
export function heatReceived(line: Line, layout: PlantLayout, groups: readonly Group[]): Tensor | undefined {
  const index = (tag: string) => line.components.findIndex((component) => component.tag === tag)
  const joints = line.connections
    .map(({ from, to }) => [
      { component: index(from.component), port: from.port },
      { component: index(to.component), port: to.port },
    ])
    .filter((ends) =>
      ends.every(({ component, port }) => line.components[component]?.kind.ports[port]?.medium === 'heat'),
    )
  if (joints.length === 0) return undefined

  const bodies = collect(layout, groups, (kind, group) => {
    // A tank on a line where temperature does not matter has none.
    const hasTemperature = layout.thermal || Object.values(kind.states).every(({ thermal }) => thermal !== true)
    const isBody = kind.ports.heat?.direction === 'both' && hasTemperature
    return isBody ? kind.equations.temperature?.(group, 'heat') : undefined
  })
  const direct = joints.find((ends) => ends.every(({ component }) => bodies.row(component) !== undefined))
  if (direct !== undefined) {
    const tag = line.components[direct[1]!.component]!.tag
    throw new ConnectionError(tag, 'it touches another body directly', 'put a thermal-link between them')
  }
  const bodyAt = (component: number, port: string) => {
    const joint = joints.find((ends) => ends.some((end) => end.component === component && end.port === port))
    const other = joint?.find((end) => end.component !== component)
    if (other === undefined || bodies.row(other.component) === undefined) {
      const tag = line.components[component]?.tag ?? ''
      throw new ConnectionError(tag, `its port ${port} leads to no body`, 'connect a tank or a thermal-mass')
    }
    return other.component
  }
  const rowOf = (body: number) => bodies.row(body) as number
  const tensors: Tensor[] = []
  const members: Member[][] = line.components.map(() => [])
  let row = 0
  layout.members.forEach(({ kind, components }, position) => {
    const { heat, conduction } = kind.equations
    const group = groups[position] as Group
    if (heat !== undefined) {
      tensors.push(heat(group))
      for (const source of components) members[bodyAt(source, 'heat')]?.push({ row: row++, sign: 1 })
    }
    if (conduction !== undefined) {
      const sides = (['a', 'b'] as const).map((port) => components.map((link) => bodyAt(link, port)))
      const [a, b] = sides.map((ends) => gatherRows(bodies.tensor as Tensor, ends.map(rowOf)))
      tensors.push(conduction(group, a as Tensor, b as Tensor))
      components.forEach((_, link) => {
        members[sides[0]?.[link] as number]?.push({ row, sign: -1 })
        members[sides[1]?.[link] as number]?.push({ row: row++, sign: 1 })
      })
    }
  })
  return signedSums(stack(tensors), members)
}

/** Ambient temperature, [1, lanes], with its disturbance, K. */
export function ambientOf(line: Line, disturbance: Tensor | undefined, lanes: number): Tensor {
  const row = line.disturbances.findIndex(({ target }) => target.kind === 'ambient')
  const nominal = constant([line.ambient], 1, 1)
  if (row < 0 || disturbance === undefined) return broadcastTo(nominal, 1, lanes)
  return subtract(nominal, multiply(gatherRows(disturbance, [row]), -1))
}
