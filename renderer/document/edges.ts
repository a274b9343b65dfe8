import type { CataloguePort } from '../../core/engine/window/contract.ts'
import { endsOf, type Link, linksOf } from './chain.ts'
import { type Kinds, kindsByTag } from './kinds.ts'
import type { LineDocument } from './view.ts'

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

/** Ports that a link can mean. */
const portsOf = ({ tag, port }: Link, kinds: Kinds): readonly CataloguePort[] =>
  kinds.get(tag)?.ports.filter(({ name }) => port === undefined || name === port) ?? []

/**
 * The ports that join two links, as the engine finds them: a port made for the direction comes before one that flows both
 * ways. Undefined where none or several fit.
 */
export function join(
  from: Link,
  to: Link,
  kinds: Kinds,
): { from: End; to: End; medium: CataloguePort['medium'] } | undefined {
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
