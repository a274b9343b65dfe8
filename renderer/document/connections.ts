import type { CatalogueKind, CataloguePort } from '../../core/engine/window/contract.ts'
import { chainOf, endsOf, type Link, linksOf, piecesOf } from './chain.ts'
import { add, rewrite, write } from './edit.ts'
import { type Kinds, kindsByTag, portOf } from './kinds.ts'
import { remove } from './remove.ts'
import { type LineDocument, viewLine } from './view.ts'

/** A port of a component. */
export interface End {
  readonly tag: string
  readonly port: string
}

/** What one link of a chain joins. A port is missing where none or several fit, a component where the tag is unknown. */
export interface Edge {
  /** Place of the chain, and of the link in it. */
  readonly chain: number
  readonly link: number
  readonly from: Link
  readonly to: Link
  readonly medium?: CataloguePort['medium']
}

/** A message about two ports: a key of the `line` texts under `reason`, and its values. */
interface Reason {
  readonly key: 'itself' | 'medium' | 'bothIn' | 'bothOut' | 'taken' | 'together' | 'unknown'
  readonly values: Readonly<Record<string, string>>
}

const named = ({ tag, port }: End) => `${tag}.${port}`

/** Ports that a link can mean. */
const portsOf = ({ tag, port }: Link, kinds: Kinds): readonly CataloguePort[] =>
  kinds.get(tag)?.ports.filter(({ name }) => port === undefined || name === port) ?? []

/**
 * The ports that join two links, as the engine finds them: a port made for the direction comes before one that flows both
 * ways. Undefined where none or several fit.
 */
function join(from: Link, to: Link, kinds: Kinds): { from: End; to: End; medium: CataloguePort['medium'] } | undefined {
  const pairs = portsOf(from, kinds).flatMap((out) =>
    portsOf(to, kinds)
      .filter(({ medium, direction }) => medium === out.medium && direction !== 'out' && out.direction !== 'in')
      .map((into) => ({ out, into, twoWay: Number(out.direction === 'both') + Number(into.direction === 'both') })),
  )
  const least = Math.min(...pairs.map(({ twoWay }) => twoWay))
  const [only, ...others] = pairs.filter(({ twoWay }) => twoWay === least)
  if (only === undefined || others.length > 0) return undefined
  const [out, into] = [only.out.name, only.into.name]
  return { from: { tag: from.tag, port: out }, to: { tag: to.tag, port: into }, medium: only.out.medium }
}

/** Every connection, from port to port. */
export function edgesOf(document: LineDocument, kinds: Kinds): readonly Edge[] {
  const byTag = kindsByTag(document, kinds)
  return document.chains.flatMap((chain, place) => {
    const links = linksOf(chain)
    return links.slice(1).map((_, link): Edge => {
      const [from, to] = endsOf(links, link, byTag)
      return { chain: place, link, from, to, ...join(from, to, byTag) }
    })
  })
}

/** Ends that have a connection, as `T-101.out`. */
const takenBy = (edges: readonly Edge[]): ReadonlySet<string> =>
  new Set(edges.flatMap(({ from, to }) => [from, to].flatMap(({ tag, port }) => (port ? [named({ tag, port })] : []))))

interface PortOn extends End {
  readonly kind: CatalogueKind | undefined
}

/**
 * Why two ports cannot be connected, or undefined where they can, in whichever direction they are named; `taken` are the
 * ends that have a connection already.
 */
export function portsFit(a: PortOn, b: PortOn, edges: readonly Edge[]): Reason | undefined {
  const [portA, portB] = [portOf(a.kind, a.port), portOf(b.kind, b.port)]
  const values = { a: named(a), b: named(b) }
  if (portA === undefined || portB === undefined) return { key: 'unknown', values }
  if (a.tag === b.tag) return { key: 'itself', values: { tag: a.tag } }
  if (portA.medium !== portB.medium) {
    return { key: 'medium', values: { ...values, mediumA: portA.medium, mediumB: portB.medium } }
  }
  if (portA.direction === 'in' && portB.direction === 'in') return { key: 'bothIn', values }
  if (portA.direction === 'out' && portB.direction === 'out') return { key: 'bothOut', values }
  const same = (end: End, { tag, port }: Link) => end.tag === tag && end.port === port
  if (edges.some(({ from, to }) => (same(a, from) && same(b, to)) || (same(a, to) && same(b, from)))) {
    return { key: 'together', values }
  }
  const taken = takenBy(edges)
  for (const [end, port] of [[a, portA] as const, [b, portB] as const]) {
    if (!port.shared && taken.has(named(end))) return { key: 'taken', values: { end: named(end) } }
  }
  return undefined
}

/** The same two ports in the direction of the flow. */
function directed(a: End, b: End, kinds: Kinds): readonly [from: End, to: End] {
  const turned =
    portOf(kinds.get(a.tag), a.port)?.direction === 'in' || portOf(kinds.get(b.tag), b.port)?.direction === 'out'
  return turned ? [b, a] : [a, b]
}

/** The shortest way to write a connection, with no more ports than the engine needs; some ports may have to stay out. */
function shortest(
  from: End,
  to: End,
  kinds: Kinds,
  open: { from?: boolean; to?: boolean } = {},
): readonly [Link, Link] | undefined {
  const forms = (end: End, bare = false): readonly Link[] => (bare ? [{ tag: end.tag }] : [{ tag: end.tag }, end])
  const pairs = forms(from, open.from).flatMap((a) => forms(to, open.to).map((b) => [a, b] as const))
  return pairs
    .toSorted((a, b) => a.filter(({ port }) => port).length - b.filter(({ port }) => port).length)
    .find((pair) => {
      const joined = join(...pair, kinds)
      return joined?.from.port === from.port && joined.to.port === to.port
    })
}

/** What flows through: a pump or a pipe. Chains go on through these, and begin anew at a tank. */
const isThrough = (kind: CatalogueKind | undefined) => kind?.ports.length === 2

/** Connects two ports: a chain that ends or begins there goes on, else a new one is written. */
export function connect(text: string, kinds: Kinds, a: End, b: End): string {
  const document = viewLine(text)
  const byTag = kindsByTag(document, kinds)
  const [from, to] = directed(a, b, byTag)
  const chains = document.chains.map(linksOf)

  const ending = chains.findIndex((links) => links.length > 1 && isBare(links.at(-1), from.tag))
  const onwards = isThrough(byTag.get(from.tag)) && ending >= 0 ? shortest(from, to, byTag, { from: true }) : undefined
  if (onwards) return write(text, ['connections', ending], chainOf([...chains[ending]!, onwards[1]]))

  const beginning = chains.findIndex((links) => links.length > 1 && isBare(links[0], to.tag))
  const before = isThrough(byTag.get(to.tag)) && beginning >= 0 ? shortest(from, to, byTag, { to: true }) : undefined
  if (before) return write(text, ['connections', beginning], chainOf([before[0], ...chains[beginning]!]))

  return add(text, ['connections'], [chainOf(shortest(from, to, byTag) ?? [from, to])])
}

const isBare = (link: Link | undefined, tag: string) => link?.tag === tag && link.port === undefined

/** Takes connections out; what is left of their chains stays. */
export function disconnect(text: string, kinds: Kinds, edges: readonly Pick<Edge, 'chain' | 'link'>[]): string {
  return cutChains(text, kinds, (_, link, chain) => edges.some((edge) => edge.chain === chain && edge.link === link))
}

/** Takes components out of every chain. */
export function unchain(text: string, kinds: Kinds, tags: ReadonlySet<string>): string {
  return cutChains(text, kinds, (links, link) => tags.has(links[link]!.tag) || tags.has(links[link + 1]!.tag))
}

type IsCut = (links: readonly Link[], link: number, chain: number) => boolean

function cutChains(text: string, kinds: Kinds, isCut: IsCut): string {
  const document = viewLine(text)
  const byTag = kindsByTag(document, kinds)
  const gone: number[] = []
  const more: string[] = []
  const changed: [readonly (string | number)[], string][] = []
  document.chains.forEach((chain, place) => {
    const links = linksOf(chain)
    const cuts = links.slice(1).flatMap((_, link) => (isCut(links, link, place) ? [link] : []))
    if (cuts.length === 0) return
    const spans = [...cuts, links.length - 1].map(
      (last, index) => [index === 0 ? 0 : cuts[index - 1]! + 1, last] as const,
    )
    const [first, ...others] = piecesOf(links, spans, byTag).map(chainOf)
    if (first === undefined) gone.push(place)
    else changed.push([['connections', place], first])
    more.push(...others)
  })
  let result = rewrite(text, changed)
  if (more.length > 0) result = add(result, ['connections'], more)
  return remove(
    result,
    gone.map((place) => ['connections', place]),
  )
}
