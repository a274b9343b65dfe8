import type { Component, Connection, End, Line } from './line.ts'

/** One inlet-to-outlet way through a component: a heat exchanger has two. */
export interface Passage {
  readonly component: number
  readonly inlet: string
  readonly outlet: string
}

/** Where a stream begins: at a volume's port, or at an outlet of a three-way element that ends another stream. */
export type Origin =
  | { readonly kind: 'volume'; readonly component: number; readonly port: string }
  | { readonly kind: 'split'; readonly component: number; readonly port: string; readonly parent: number }

/** Where a stream ends: at a volume's port, or in a three-way element. */
export type Outcome =
  | { readonly kind: 'volume'; readonly component: number; readonly port: string }
  | { readonly kind: 'split'; readonly component: number }

/** A chain of fluid elements through which one flow passes. */
export interface Stream {
  readonly from: Origin
  readonly to: Outcome
  readonly passages: readonly Passage[]
  /** The element that sets the flow, if one does. */
  readonly meter?: number
  /** A pump drives it, which needs something to draw. */
  readonly pumped: boolean
  /** Flows either way, from bottom to bottom. */
  readonly twoWay: boolean
}

/** What is wrong with how the line is connected, at a component, and what would be right. */
export class ConnectionError extends Error {
  readonly component: string
  readonly problem: string
  readonly remedy: string
  constructor(component: string, problem: string, remedy: string) {
    super(`${component}: ${problem}; ${remedy}`)
    this.component = component
    this.problem = problem
    this.remedy = remedy
  }
}

export const notConnected = (component: string, port: string) =>
  new ConnectionError(component, `nothing is connected to its port ${port}`, `connect ${component}.${port}`)

const isVolume = (component: Component) => component.kind.equations.pressure !== undefined
const isSplit = (component: Component) => component.kind.equations.share !== undefined
const sameEnd = (a: End, b: End) => a.component === b.component && a.port === b.port

/** The outlet that belongs to an inlet: `hot in` leads to `hot out`. */
const outletOf = (inlet: string) => inlet.replace(/in$/, 'out')

/**
 * Cuts the line's fluid connections into streams, those with a metering element first, then the others, then those behind
 * three-way elements in the order in which their flows become known. Throws `ConnectionError`.
 */
export function findStreams(line: Line): readonly Stream[] {
  const index = new Map(line.components.map((component, position) => [component.tag, position]))
  const component = (tag: string) => line.components[index.get(tag) as number] as Component
  const fluid = line.connections.filter(
    ({ from }) => component(from.component).kind.ports[from.port]?.medium === 'fluid',
  )
  const followed = new Set<Connection>()
  const next = (end: End): Connection | undefined => fluid.find(({ from }) => sameEnd(from, end))

  const follow = (connection: Connection, from: Origin): Stream => {
    const passages: Passage[] = []
    let end = connection.to
    followed.add(connection)
    for (;;) {
      const here = component(end.component)
      const position = index.get(end.component) as number
      if (isVolume(here) || isSplit(here)) {
        const to: Outcome = isVolume(here)
          ? { kind: 'volume', component: position, port: end.port }
          : { kind: 'split', component: position }
        return streamOf(line, from, to, passages)
      }
      const outlet = outletOf(end.port)
      passages.push({ component: position, inlet: end.port, outlet })
      const onward = next({ component: end.component, port: outlet })
      if (onward === undefined) throw notConnected(here.tag, outlet)
      followed.add(onward)
      end = onward.to
    }
  }

  const first = fluid
    .filter(({ from }) => isVolume(component(from.component)))
    .map((connection) =>
      follow(connection, {
        kind: 'volume',
        component: index.get(connection.from.component) as number,
        port: connection.from.port,
      }),
    )
  const streams = [
    ...first.filter(({ meter }) => meter !== undefined),
    ...first.filter(({ meter }) => meter === undefined),
  ]
  for (let parent = 0; parent < streams.length; parent++) {
    const stream = streams[parent] as Stream
    if (stream.to.kind !== 'split') continue
    const splitter = line.components[stream.to.component] as Component
    if (flowIsGivenBy(stream) === 'pressure') {
      throw new ConnectionError(splitter.tag, 'nothing sets the flow into it', 'put a metering pump upstream')
    }
    for (const port of ['a', 'b']) {
      const onward = next({ component: splitter.tag, port })
      if (onward === undefined) throw notConnected(splitter.tag, port)
      streams.push(follow(onward, { kind: 'split', component: stream.to.component, port, parent }))
    }
  }
  const adrift = fluid.find((connection) => !followed.has(connection))
  if (adrift !== undefined) {
    throw new ConnectionError(adrift.to.component, 'the flow runs in a ring without a tank', 'put a tank into it')
  }
  return streams
}

/** What the flow of a stream follows from. */
export function flowIsGivenBy(stream: Stream): 'meter' | 'split' | 'pressure' {
  if (stream.from.kind === 'split') return 'split'
  return stream.meter === undefined ? 'pressure' : 'meter'
}

function streamOf(line: Line, from: Origin, to: Outcome, passages: readonly Passage[]): Stream {
  const equations = (passage: Passage) => (line.components[passage.component] as Component).kind.equations
  const meters = passages.filter((passage) => equations(passage).metered !== undefined)
  const tag = (passage: Passage) => (line.components[passage.component] as Component).tag
  if (meters.length > 1) {
    throw new ConnectionError(
      tag(meters[1] as Passage),
      'two metering pumps in one stream set its flow twice',
      'remove one',
    )
  }
  if (meters.length > 0 && from.kind === 'split') {
    throw new ConnectionError(
      tag(meters[0] as Passage),
      'the flow behind a three-way element is already set',
      'remove the pump',
    )
  }
  const elements = passages.filter((passage) => equations(passage).element !== undefined)
  if (from.kind === 'volume' && meters.length === 0 && elements.length === 0) {
    const at = line.components[from.component] as Component
    throw new ConnectionError(
      at.tag,
      `the stream from its port ${from.port} has no resistance`,
      'put a pipe or a valve into it',
    )
  }
  const boosted = passages.some((passage) => (line.components[passage.component] as Component).kind.name === 'pump')
  const pumped = boosted || meters.length > 0
  const twoWay = !pumped && bothWays(line, from) && bothWays(line, to)
  const meter = meters[0]?.component
  return { from, to, passages, pumped, twoWay, ...(meter !== undefined && { meter }) }
}

function bothWays(line: Line, end: Origin | Outcome): boolean {
  if (end.kind !== 'volume') return false
  return (line.components[end.component] as Component).kind.ports[end.port]?.direction === 'both'
}
