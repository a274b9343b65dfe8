import type { CatalogueKind } from '../../core/engine/window/contract.ts'
import { chainOf, type Link, linksOf, piecesOf } from './chain.ts'
import { type Edge, type End, join } from './edges.ts'
import { add, rewrite, write } from './edit.ts'
import { type Kinds, kindsByTag, portOf } from './kinds.ts'
import { remove } from './remove.ts'
import { viewLine } from './view.ts'

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
