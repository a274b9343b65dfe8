import type { LineModel } from '../../../core/engine/window/contract.ts'
import { firstKnown, type Gauge, type SeriesIndex, shareOf, signedShareOf, unknown } from './series.ts'

type Connection = LineModel['connections'][number]
type End = Connection['from']

const inline = new Set(['pump', 'metering-pump', 'valve', 'pipe'])

/** Flow that stops here counts as standing still. */
const still = 0.004

/** What passes through an end of a connection has the same flow at this other port of the component. */
function opposite(kind: string, port: string): string | undefined {
  if (inline.has(kind)) return port === 'in' ? 'out' : 'in'
  if (kind !== 'heat-exchanger') return undefined
  const [side, way] = port.split(' ')
  return `${side} ${way === 'in' ? 'out' : 'in'}`
}

/** Streams: connections with the same flow, because what lies between them neither stores nor shares it out. */
function streams({ components, connections }: LineModel): readonly number[] {
  const kinds = new Map(components.map(({ tag, kind }) => [tag, kind]))
  const stream = connections.map((_, index) => index)
  const root = (index: number): number => (stream[index] === index ? index : root(stream[index]!))
  const key = ({ component, port }: End) => `${component} ${port}`
  const byEnd = new Map<string, number>()
  connections.forEach(({ from, to }, index) => {
    byEnd.set(key(from), index)
    byEnd.set(key(to), index)
  })
  connections.forEach(({ from, to, medium }, index) => {
    if (medium !== 'fluid') return
    for (const end of [from, to]) {
      const port = opposite(kinds.get(end.component)!, end.port)
      const other = port === undefined ? undefined : byEnd.get(key({ component: end.component, port }))
      if (other !== undefined) stream[root(other)] = root(index)
    }
  })
  return stream.map((_, index) => root(index))
}

/** Flow at one end by what the component there says of itself. */
function flowAt(kind: string, { component, port }: End, shared: boolean, series: SeriesIndex): Gauge {
  const flow = signedShareOf(series.truth(component, 'flow'))
  if (inline.has(kind)) {
    return firstKnown(flow, kind.endsWith('pump') ? shareOf(series.control(component, 'speed')) : unknown)
  }
  if (kind === 'feed' || kind === 'product') return shared ? unknown : flow
  if (kind === 'divert-valve' && port === 'b') return signedShareOf(series.truth(component, 'diverted'))
  if (kind === 'machine') return shareOf(series.truth(component, 'rate'))
  if (kind === 'electric-heater') {
    return firstKnown(shareOf(series.truth(component, 'power')), shareOf(series.control(component, 'duty')))
  }
  return unknown
}

/** Heat through a link, from the warmer of its two bodies. */
function linkFlow(model: LineModel, link: string, series: SeriesIndex): Gauge {
  const body = (port: string) => {
    const connection = model.connections.find(({ from, to }) =>
      [from, to].some((end) => end.component === link && end.port === port),
    )
    const end = connection && (connection.from.component === link ? connection.to : connection.from)
    return shareOf(end && series.truth(end.component, 'temperature'))
  }
  const [a, b] = [body('a'), body('b')]
  return (scan) => a(scan) - b(scan)
}

/** Flow of every connection along its direction, -1 to 1 of what is usual there; NaN where the film does not tell. */
export function flowsOf(model: LineModel, series: SeriesIndex): readonly Gauge[] {
  const { components, connections } = model
  const kinds = new Map(components.map(({ tag, kind }) => [tag, kind]))
  const stream = streams(model)
  const count = new Map<string, number>()
  for (const { from, to } of connections) {
    for (const { component } of [from, to]) count.set(component, (count.get(component) ?? 0) + 1)
  }
  const known = connections.map(({ from, to }) =>
    firstKnown(
      ...[from, to].map((end) => flowAt(kinds.get(end.component)!, end, (count.get(end.component) ?? 0) > 1, series)),
    ),
  )
  return connections.map(({ from, to, medium }, index): Gauge => {
    if (medium === 'heat') {
      if (kinds.get(from.component) === 'thermal-link' || kinds.get(to.component) === 'thermal-link') {
        const [link, port, leaves] =
          kinds.get(from.component) === 'thermal-link'
            ? [from.component, from.port, true]
            : [to.component, to.port, false]
        const flow = linkFlow(model, link, series)
        const sign = (port === 'b') === leaves ? 1 : -1
        return (scan) => sign * flow(scan)
      }
      return known[index]!
    }
    const same = connections.flatMap((_, other) => (stream[other] === stream[index] ? [known[other]!] : []))
    const through = firstKnown(known[index]!, ...same)
    const share = divertShare(model, index, stream, known, series)
    return firstKnown(through, share)
  })
}

/** Flow after a divert valve: what comes in, as its position shares it out. */
function divertShare(
  { components, connections }: LineModel,
  index: number,
  stream: readonly number[],
  known: readonly Gauge[],
  series: SeriesIndex,
): Gauge {
  const isDivert = (tag: string) => components.some((one) => one.tag === tag && one.kind === 'divert-valve')
  const outlet = connections.find(({ from }, other) => stream[other] === stream[index] && isDivert(from.component))
  if (outlet === undefined) return unknown
  const { component, port } = outlet.from
  const inlet = connections.findIndex(({ to }) => to.component === component && to.port === 'in')
  const before = firstKnown(
    ...connections.flatMap((_, other) => (stream[other] === stream[inlet] ? [known[other]!] : [])),
  )
  const position = firstKnown(shareOf(series.truth(component, 'share')), shareOf(series.control(component, 'share')))
  return (scan) => before(scan) * (port === 'a' ? position(scan) : 1 - position(scan))
}

/** Whether anything moves that one would see. */
export const isFlowing = (flow: number) => Math.abs(flow) > still
