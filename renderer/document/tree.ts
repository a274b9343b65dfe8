import { isMap, isScalar, isSeq, parseDocument, type Node as YamlNode } from 'yaml'

/** From `start` up to `end`, as offsets in the text. */
interface Span {
  readonly start: number
  readonly end: number
}

/** What stands at one place of a line file, and where. */
export type Node = Scalar | Collection

export interface Scalar extends Span {
  readonly form: 'text'
  /** Empty where nothing is written. */
  readonly text: string
}

export interface Collection extends Span {
  readonly form: 'map' | 'list'
  /** In brackets. */
  readonly flow: boolean
  readonly items: readonly Item[]
}

/** One entry with its key, or one item with its dash. */
export interface Item extends Span {
  /** Of entries. */
  readonly key?: Scalar
  readonly value: Node
}

interface Tree {
  readonly root: Collection
  /** False while the text is no YAML, or no mapping: then only a view of it makes sense. */
  readonly whole: boolean
}

/** Offset after a key, a dash or whatever stands before nothing. */
const nothingAt = (offset: number): Scalar => ({ form: 'text', text: '', start: offset, end: offset })

function nodeOf(node: YamlNode | null, text: string, after: number): Node {
  if (node === null) return nothingAt(after)
  const [start, end] = node.range ?? [after, after]
  if (isMap<YamlNode, YamlNode | null>(node)) {
    const items = node.items.flatMap(({ key, value }): Item[] => {
      if (!isScalar(key)) return []
      const name = nodeOf(key, text, start) as Scalar
      const inner = nodeOf(value, text, name.end)
      return [{ start: name.start, end: Math.max(name.end, inner.end), key: name, value: inner }]
    })
    return collection('map', node.flow === true, items, start, end)
  }
  if (isSeq<YamlNode | null>(node)) {
    const source = node.srcToken?.type === 'block-seq' ? node.srcToken.items : []
    const items = node.items.map((value, index): Item => {
      const dash = source[index]?.start.find(({ type }) => type === 'seq-item-ind')?.offset
      const inner = nodeOf(value, text, dash === undefined ? start : dash + 1)
      return { start: dash ?? inner.start, end: inner.end, value: inner }
    })
    return collection('list', node.flow === true, items, start, end)
  }
  const written = isScalar(node) ? String(node.value ?? '') : ''
  // A block scalar ends after its last line; what is written ends in it.
  const last = start + text.slice(start, end).trimEnd().length
  return { form: 'text', text: written, start, end: last }
}

const collection = (
  form: Collection['form'],
  flow: boolean,
  items: Item[],
  start: number,
  end: number,
): Collection => ({
  form,
  flow,
  items,
  start,
  end: flow ? end : (items.at(-1)?.end ?? start),
})

let last: { readonly text: string; readonly tree: Tree } | undefined

/** The tree of a text, as much of it as can be told. The last one is kept: views and edits ask for the same text. */
export function treeOf(text: string): Tree {
  if (last?.text === text) return last.tree
  const document = parseDocument(text, {
    schema: 'failsafe',
    prettyErrors: false,
    uniqueKeys: false,
    keepSourceTokens: true,
  })
  const contents = document.contents as YamlNode | null
  const node = nodeOf(contents, text, text.length)
  const isMapping = node.form === 'map'
  const root = isMapping ? node : collection('map', false, [], text.length, text.length)
  const tree = { root, whole: document.errors.length === 0 && (isMapping || contents === null) }
  last = { text, tree }
  return tree
}

export type Path = readonly (string | number)[]

export const itemAt = (node: Node, step: string | number): Item | undefined => {
  if (node.form === 'text') return undefined
  return typeof step === 'number'
    ? node.form === 'list'
      ? node.items[step]
      : undefined
    : node.items.find(({ key }) => key?.text === step)
}

export function nodeAt(root: Node, path: Path): Node | undefined {
  let node: Node | undefined = root
  for (const step of path) {
    node = node && itemAt(node, step)?.value
  }
  return node
}
