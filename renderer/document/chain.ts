import { type Kinds, portOf } from './kinds.ts'

/** One component in a chain, with the port where it is written. */
export interface Link {
  readonly tag: string
  readonly port?: string
}

function linkOf(written: string): Link {
  const dot = written.indexOf('.')
  return dot < 0 ? { tag: written } : { tag: written.slice(0, dot), port: written.slice(dot + 1) }
}

export const linksOf = (chain: string): readonly Link[] => chain.split('>').map((link) => linkOf(link.trim()))

export const written = ({ tag, port }: Link) => (port === undefined ? tag : `${tag}.${port}`)

export const chainOf = (links: readonly Link[]) => links.map(written).join(' > ')

/** Of a link inside a chain: where the chain enters it, and where it leaves. A port stands for one of the two. */
export function sidesOf(link: Link, kinds: Kinds): { readonly entry: Link; readonly exit: Link } {
  const open = { tag: link.tag }
  const direction = link.port === undefined ? undefined : portOf(kinds.get(link.tag), link.port)?.direction
  if (direction === 'in') return { entry: link, exit: open }
  if (direction === 'out') return { entry: open, exit: link }
  return { entry: link, exit: link }
}

/** The two links that the connection behind link `index` joins. */
export function endsOf(links: readonly Link[], index: number, kinds: Kinds): readonly [from: Link, to: Link] {
  const [from, to] = [links[index]!, links[index + 1]!]
  return [index === 0 ? from : sidesOf(from, kinds).exit, index === links.length - 2 ? to : sidesOf(to, kinds).entry]
}

/** Pieces of a chain as chains of their own, with the ports that they mean there; a piece of one link is none. */
export function piecesOf(
  links: readonly Link[],
  spans: readonly (readonly [first: number, last: number])[],
  kinds: Kinds,
) {
  return spans
    .filter(([first, last]) => last > first)
    .map(([first, last]) =>
      links.slice(first, last + 1).map((link, index): Link => {
        if (index === 0 && first > 0) return sidesOf(link, kinds).exit
        if (index === last - first && last < links.length - 1) return sidesOf(link, kinds).entry
        return link
      }),
    )
}
