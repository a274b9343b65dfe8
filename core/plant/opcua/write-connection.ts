import { Document, isMap, visit } from 'yaml'

/** A node as it will stand in a connection file. */
export interface GuessedNode {
  /** Where it belongs, such as `signals.LT-101.node`. */
  readonly place: readonly string[]
  /** Index of its namespace, and its identifier, such as `s=LT-101`. */
  readonly namespace: string
  readonly identifier: string
  readonly exact: boolean
  /** Of a signal, set point or control. */
  readonly unit?: string
}

export interface Draft {
  readonly line: string
  readonly endpoint: string
  readonly user?: string
  readonly nodes: readonly GuessedNode[]
  /** What no node was found for. */
  readonly missing: readonly string[]
}

/** A connection file for the engineer to check. */
export function writeConnection({ line, endpoint, user, nodes, missing }: Draft): string {
  const namespace = mostFrequent(nodes.map((node) => node.namespace))
  const written: Record<string, unknown> = { line, endpoint, ...(user && { user }), ...(namespace && { namespace }) }
  for (const { place, namespace: own, identifier, unit } of nodes) {
    put(written, place, own === namespace ? identifier : `nsu=${own};${identifier}`)
    if (unit !== undefined) put(written, [...place.slice(0, -1), 'unit'], unit)
  }
  const alike = nodes.filter(({ exact }) => !exact).map(({ place }) => place.join('.'))
  const notes = [
    'Check every node and unit before the first session.',
    ...(alike.length > 0 ? [`Only alike, not the same to the letter: ${alike.join(', ')}`] : []),
    ...(missing.length > 0 ? [`Nothing was found for ${missing.join(', ')}`] : []),
  ]
  const document = new Document(written)
  visit(document, {
    // One line for a tag.
    Map: (_, node) => {
      node.flow = !node.items.some(({ value }) => isMap(value))
    },
  })
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: false })
  return `${notes.map((note) => `# ${note}\n`).join('')}${text}`
}

function put(into: Record<string, unknown>, place: readonly string[], value: string): void {
  const [name = '', ...rest] = place
  if (rest.length === 0) into[name] = value
  else {
    const inner = (into[name] ?? {}) as Record<string, unknown>
    into[name] = inner
    put(inner, rest, value)
  }
}

function mostFrequent(names: readonly string[]): string | undefined {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0]
}
