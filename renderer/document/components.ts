import type { Link } from './chain.ts'
import { connect } from './connections.ts'
import { type End, edgesOf } from './edges.ts'
import { add } from './edit.ts'
import type { Kinds } from './kinds.ts'
import { componentLetters, freeTag, tagsOf } from './tags.ts'
import { type Entry, type Fields, viewLine } from './view.ts'
import type { Value } from './write.ts'

/** Adds a component under the next free tag of its kind. */
export function addComponent(
  text: string,
  kind: string,
  fields: Fields = {},
): { readonly text: string; readonly tag: string } {
  const tag = freeTag(componentLetters(kind), tagsOf(viewLine(text)))
  return { text: add(text, ['components'], { [tag]: { kind, ...fields } }), tag }
}

/** Components and the connections between them, to be put in again elsewhere. */
export interface Clipping {
  readonly components: readonly Entry[]
  readonly connections: readonly { readonly from: Link; readonly to: Link }[]
}

export function clip(text: string, kinds: Kinds, tags: ReadonlySet<string>): Clipping {
  const document = viewLine(text)
  return {
    components: document.components.filter(({ name }) => tags.has(name)),
    connections: edgesOf(document, kinds)
      .filter(({ from, to }) => tags.has(from.tag) && tags.has(to.tag))
      .map(({ from, to }) => ({ from, to })),
  }
}

/** Puts a clipping in under free tags; gives the new tag of each component by its old one. */
export function paste(
  text: string,
  kinds: Kinds,
  { components, connections }: Clipping,
): { readonly text: string; readonly tags: ReadonlyMap<string, string> } {
  const taken = new Set(tagsOf(viewLine(text)))
  const tags = new Map<string, string>()
  const entries: Record<string, Value> = {}
  for (const { name, fields } of components) {
    const tag = freeTag(/^(.*?)-?\d+$/.exec(name)?.[1] || componentLetters(fields.kind ?? ''), taken)
    taken.add(tag)
    tags.set(name, tag)
    entries[tag] = fields
  }
  const end = ({ tag, port }: Link): End | undefined =>
    port === undefined ? undefined : { tag: tags.get(tag) ?? tag, port }
  const added = components.length === 0 ? text : add(text, ['components'], entries)
  return {
    text: connections.reduce((done, { from, to }) => {
      const [a, b] = [end(from), end(to)]
      return a && b ? connect(done, kinds, a, b) : done
    }, added),
    tags,
  }
}
