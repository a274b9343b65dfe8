import type { CatalogueKind } from '../../core/engine/window/contract.ts'
import type { Link } from './chain.ts'
import type { Edge, End } from './edges.ts'
import { portOf } from './kinds.ts'

/** A message about two ports: a key of the `line` texts under `reason`, and its values. */
interface Reason {
  readonly key: 'itself' | 'medium' | 'bothIn' | 'bothOut' | 'taken' | 'together' | 'unknown'
  readonly values: Readonly<Record<string, string>>
}

const named = ({ tag, port }: End) => `${tag}.${port}`

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
