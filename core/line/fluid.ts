import { add, divide, maximum, multiply, square, squareRoot, subtract } from '../graph/elementwise.ts'
import { constant, uniformValue } from '../graph/leaf.ts'
import { gatherRows } from '../graph/shape.ts'
import type { Tensor } from '../graph/tensor.ts'
import { assemble, type Member, signedSums, stack } from './assemble.ts'
import { collect, type PlantLayout } from './groups.ts'
import type { Group } from './kind.ts'
import { flowIsGivenBy, type Stream } from './streams.ts'

/** Below this pressure difference flow both ways turns laminar, which keeps its slope finite, Pa (2 mm of water). */
const laminarPressure = 20

/**
 * Volume flow of each stream, [streams, lanes], m³/s.
 *
 * Between two volumes q = √(Δp/R), with R the sum of the elements' resistances and Δp the difference of pressure and the
 * pumps' boost (closed form for a quadratic pump curve). A metering pump sets the flow as long as it has suction.
 */
export function flowsOf(layout: PlantLayout, groups: readonly Group[], streams: readonly Stream[]): Tensor | undefined {
  if (streams.length === 0) return undefined
  const metered = streams.filter((stream) => flowIsGivenBy(stream) === 'meter')
  const passive = streams.filter((stream) => flowIsGivenBy(stream) === 'pressure')
  const parts = [
    ...(metered.length > 0 ? [meteredFlows(layout, groups, metered)] : []),
    ...(passive.length > 0 ? [passiveFlows(layout, groups, passive)] : []),
  ]
  const given = stack(parts)
  const shares = collect(layout, groups, (kind, group) => kind.equations.share?.(group))
  const rows = Array.from({ length: given.rows }, (_, row) => gatherRows(given, [row]))
  for (const stream of streams) {
    if (stream.from.kind !== 'split') continue
    const share = gatherRows(shares.tensor as Tensor, [shares.row(stream.from.component) as number])
    rows.push(multiply(rows[stream.from.parent] as Tensor, stream.from.port === 'a' ? share : subtract(1, share)))
  }
  return rows.length === given.rows ? given : stack([given, ...rows.slice(given.rows)])
}

function meteredFlows(layout: PlantLayout, groups: readonly Group[], streams: readonly Stream[]): Tensor {
  const settings = collect(layout, groups, (kind, group) => kind.equations.metered?.(group))
  const set = gatherRows(
    settings.tensor as Tensor,
    streams.map((stream) => settings.row(stream.meter as number) as number),
  )
  return multiply(set, suctionOf(layout, groups, streams))
}

/** 1 while a pump has something to draw, falling to 0 as the tank before it empties; 1 without a pump: [streams, lanes]. */
function suctionOf(layout: PlantLayout, groups: readonly Group[], streams: readonly Stream[]): Tensor {
  const suction = collect(layout, groups, (kind, group) => kind.equations.suction?.(group))
  return assemble(
    suction.tensor,
    streams.map(({ from, pumped }) => {
      const row = pumped ? suction.row(from.component) : undefined
      return row === undefined ? { value: 1 } : { row }
    }),
  )
}

function passiveFlows(layout: PlantLayout, groups: readonly Group[], streams: readonly Stream[]): Tensor {
  const elements = (hook: 'resistance' | 'boost') => {
    const rows = collect(layout, groups, (kind, group) => kind.equations.element?.(group)[hook])
    const members = streams.map(({ passages }) =>
      passages.flatMap(({ component }): Member[] => {
        const row = rows.row(component)
        return row === undefined ? [] : [{ row, sign: 1 }]
      }),
    )
    return rows.tensor === undefined ? undefined : signedSums(rows.tensor, members)
  }
  const pressures = collect(layout, groups, (kind, group) => {
    const pressure = kind.equations.pressure?.(group)
    return pressure === undefined || uniformValue(pressure) === 0 ? undefined : pressure
  })
  // A jet into the top of a tank meets the atmosphere, not the pressure at the tank's bottom.
  const end = (component: number, sign: number): Member[] => {
    const row = pressures.row(component)
    return row === undefined ? [] : [{ row, sign }]
  }
  const ends = streams.map(({ from, to }) => [
    ...end(from.component, 1),
    ...(meetsPressure(layout, to) ? end(to.component, -1) : []),
  ])
  const boost = elements('boost') ?? constant([0], streams.length, 1)
  const drive = pressures.tensor === undefined ? boost : add(signedSums(pressures.tensor, ends), boost)
  const resistance = elements('resistance') as Tensor
  // One-way streams have a pump or fall free: they never flow back.
  const floor = constant(
    streams.map(({ twoWay }) => (twoWay ? -1e30 : 0)),
    streams.length,
    1,
  )
  return multiply(signedRoot(maximum(drive, floor), resistance), suctionOf(layout, groups, streams))
}

/** √(Δp/R) with the sign of Δp, linear below `laminarPressure`. */
function signedRoot(pressure: Tensor, resistance: Tensor): Tensor {
  const turbulence = squareRoot(add(square(pressure), laminarPressure ** 2))
  return divide(pressure, squareRoot(multiply(resistance, turbulence)))
}

function meetsPressure(layout: PlantLayout, to: Stream['to']): boolean {
  const members = layout.members.find(({ components }) => components.includes(to.component))
  return (
    to.kind === 'volume' && (members?.kind.name === 'product' || members?.kind.ports[to.port]?.direction === 'both')
  )
}
