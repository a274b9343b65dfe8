import type { Port } from '../kind.ts'
import type { Component, Connection, End } from '../line.ts'
import type { Scalar } from './document.ts'
import { find, type Table } from './names.ts'
import { quote, type Report } from './problem.ts'
import { unknownWord } from './shape.ts'

/** One link of a chain: a component, and the port that was written. */
interface Link {
  readonly component: Component
  readonly port: string | undefined
}

const portsOf = ({ component, port }: Link): readonly (readonly [string, Port])[] =>
  Object.entries(component.kind.ports).filter(([name]) => port === undefined || name === port)

const listed = (ends: readonly string[]) => [...new Set(ends)].join(' or ')

function parseLink(written: Scalar, components: Table<Component>, report: Report): Link | undefined {
  const dot = written.text.indexOf('.')
  const tag = dot < 0 ? written.text : written.text.slice(0, dot)
  const component = find(components, { ...written, text: tag }, 'component', report)
  const port = dot < 0 ? undefined : written.text.slice(dot + 1)
  if (component === undefined) return undefined
  if (port === undefined || Object.hasOwn(component.kind.ports, port)) return { component, port }
  report(written, unknownWord(port, `port of ${tag}`, Object.keys(component.kind.ports)))
  return undefined
}

/**
 * The ports that join two links. A port made for the direction comes before one that flows both ways; where several are
 * left the file must say which.
 */
function join(from: Link, to: Link, at: Scalar, report: Report): Connection | undefined {
  const pairs = portsOf(from).flatMap(([out, source]) =>
    portsOf(to)
      .filter(([, { medium, direction }]) => {
        return medium === source.medium && direction !== 'out' && source.direction !== 'in'
      })
      .map(([into, { direction }]) => ({
        out,
        into,
        twoWay: Number(source.direction === 'both') + Number(direction === 'both'),
      })),
  )
  const least = Math.min(...pairs.map(({ twoWay }) => twoWay))
  const best = pairs.filter(({ twoWay }) => twoWay === least)
  const [only, ...others] = best
  const [source, target] = [from.component.tag, to.component.tag]
  if (only === undefined) {
    const media = (link: Link, direction: 'in' | 'out') =>
      listed(
        portsOf(link)
          .filter(([, port]) => port.direction !== direction)
          .map(([name, { medium }]) => `${medium} at ${link.component.tag}.${name}`),
      ) || 'nothing'
    report(at, {
      message: `no port of ${source} fits ${target}`,
      remedy: `${source} gives ${media(from, 'in')}; ${target} takes ${media(to, 'out')}`,
    })
    return undefined
  }
  if (others.length === 0) {
    return { from: { component: source, port: only.out }, to: { component: target, port: only.into } }
  }
  const choices = listed(best.map(({ out, into }) => `${source}.${out} > ${target}.${into}`))
  report(at, { message: `several ports fit between ${source} and ${target}`, remedy: `say which: ${choices}` })
  return undefined
}

/** A port written in the middle of a chain is where the chain enters, or where it leaves. */
function sides(link: Link, written: Scalar, report: Report): { readonly entry: Link; readonly exit: Link } | undefined {
  const open = { component: link.component, port: undefined }
  if (link.port === undefined) return { entry: link, exit: link }
  const { direction } = link.component.kind.ports[link.port]!
  if (direction === 'in') return { entry: link, exit: open }
  if (direction === 'out') return { entry: open, exit: link }
  report(written, {
    message: `${quote(written.text)} stands in the middle of a chain and may be its entry or its exit`,
    remedy: 'write two chains: one that ends there and one that begins there',
  })
  return undefined
}

function resolveChain(chain: Scalar, components: Table<Component>, report: Report): readonly Connection[] {
  const words = chain.text.split('>').map((word) => ({ ...chain, text: word.trim() }))
  if (words.length < 2) {
    report(chain, { message: `${quote(chain.text)} connects nothing`, remedy: 'write a chain: F-101 > P-101 > T-101' })
    return []
  }
  const links = words.map((word) => parseLink(word, components, report))
  return links.slice(1).flatMap((to, i) => {
    const from = links[i]
    if (from === undefined || to === undefined) return []
    if (from.component === to.component) {
      const message = `${from.component.tag} is connected to itself`
      report(chain, { message, remedy: 'put the component between in the chain' })
      return []
    }
    const leaving = i === 0 ? from : sides(from, words[i]!, () => {})?.exit
    const entering = i === links.length - 2 ? to : sides(to, words[i + 1]!, report)?.entry
    const joined = leaving && entering && join(leaving, entering, chain, report)
    return joined === undefined ? [] : [joined]
  })
}

const named = ({ component, port }: End) => `${component}.${port}`

/** Reports every port that must be connected and is not. */
function checkOpenPorts(components: Table<Component>, connections: readonly Connection[], report: Report): void {
  const connected = new Set(connections.flatMap(({ from, to }) => [named(from), named(to)]))
  for (const [tag, { key, value }] of components) {
    for (const [port, { optional, text, direction }] of Object.entries(value?.kind.ports ?? {})) {
      if (optional === true || connected.has(`${tag}.${port}`)) continue
      const chain = direction === 'in' ? `… > ${tag}.${port}` : `${tag}.${port} > …`
      report(key, { message: `the port ${port} (${text}) is not connected`, remedy: `add a connection: ${chain}` })
    }
  }
}

const wanted = (chain: Scalar) => Math.max(1, chain.text.split('>').length - 1)

/** The connections that chains such as `F-101 > P-101 > T-101` make; every port that needs one has one. */
export function resolveConnections(
  chains: readonly Scalar[],
  components: Table<Component>,
  report: Report,
): readonly Connection[] {
  const before = new Set<string>()
  const connections = chains.flatMap((chain) =>
    resolveChain(chain, components, report).filter(({ from, to }) => {
      const twice = [from, to].filter((end) => {
        const taken = before.has(named(end))
        before.add(named(end))
        return taken && components.get(end.component)?.value?.kind.ports[end.port]?.shared !== true
      })
      for (const end of twice) {
        report(chain, {
          message: `${named(end)} is connected twice`,
          remedy: 'this port takes one connection: use another port, or a tank between',
        })
      }
      return twice.length === 0
    }),
  )
  // A chain with problems leaves ports open that its author meant to connect.
  const whole = connections.length === chains.reduce((sum, chain) => sum + wanted(chain), 0)
  if (whole) checkOpenPorts(components, connections, report)
  return connections
}
