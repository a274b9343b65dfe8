import { insertLines, lineStart, nextLine, type Splice, spliced } from './splice.ts'
import { type Collection, type Item, itemAt, type Node, nodeAt, type Path, treeOf } from './tree.ts'
import { compact, type Entries, isList, linesOf, type Value } from './write.ts'

const head = ['line', 'title', 'source', 'step', 'scan', 'horizon', 'ambient', 'medium']
const sections = [
  'components',
  'connections',
  'signals',
  'controls',
  'loops',
  'goals',
  'limits',
  'failures',
  'disturbances',
  'scenarios',
  'policy',
]
const order = [...head, ...sections]

/** Of a new part of the file: a section is set off by an empty line, and each of its entries has a line of its own. */
function partLines(name: string, value: Value): readonly string[] {
  if (head.includes(name)) return linesOf(`${name}:`, value, '')
  if (name === 'policy' || typeof value === 'string') return ['', ...linesOf(`${name}:`, value, '')]
  return ['', `${name}:`, ...entryLines(value, '  ')]
}

const entryLines = (value: Entries | readonly Value[], indent: string): readonly string[] =>
  isList(value)
    ? value.flatMap((item) => linesOf('-', item, indent))
    : Object.entries(value).flatMap(([key, item]) => linesOf(`${compact(key, false)}:`, item, indent))

function insertPart(text: string, root: Collection, name: string, value: Value): Splice {
  const place = order.indexOf(name)
  const before = root.items.findLast(({ key }) => {
    const other = order.indexOf(key?.text ?? '')
    return other >= 0 && other < place
  })
  const lines = partLines(name, value)
  if (before !== undefined) return insertLines(text, nextLine(text, before.end), lines)
  const first = root.items[0]
  return insertLines(text, first === undefined ? text.length : lineStart(text, first.start), lines)
}

/** More entries or items at the end of a collection that has some. */
function insertMore(text: string, into: Collection, value: Entries | readonly Value[]): Splice {
  const last = into.items.at(-1)!
  if (into.flow) return { start: last.end, end: last.end, insert: `, ${compact(value).slice(1, -1)}` }
  const indent = ' '.repeat(last.start - lineStart(text, last.start))
  return insertLines(text, nextLine(text, last.end), entryLines(value, indent))
}

/** A value in place of another one; `before` is what stands before it. */
function replaceValue(text: string, node: Node, value: Value, inBrackets: boolean): Splice {
  const before = text[node.start - 1] ?? ''
  const gap = node.end > node.start || /\s/.test(before) ? '' : before === ':' || before === '-' ? ' ' : ': '
  return { start: node.start, end: node.end, insert: `${gap}${compact(value, inBrackets)}` }
}

/** A section that holds nothing yet, as `components: {}` or `components:`, gets its first lines. */
function fillSection(text: string, { key, value: old }: Item, value: Entries | readonly Value[]): readonly Splice[] {
  const colon = text.indexOf(':', key!.end) + 1
  const lines = entryLines(value, '  ')
  return [
    { start: colon, end: Math.max(colon, old.end), insert: '' },
    insertLines(text, nextLine(text, old.end), lines),
  ]
}

const isNothing = (node: Node) => (node.form === 'text' ? node.text === '' : node.items.length === 0)

function isInBrackets(root: Node, path: Path): boolean {
  return path.some((_, length) => {
    const node = nodeAt(root, path.slice(0, length))
    return node !== undefined && node.form !== 'text' && node.flow
  })
}

/**
 * Writes a value at `path`, and what is missing on the way there. Other lines stay as they are, comments among them; so
 * does the whole text while it is no YAML.
 */
export function write(text: string, path: Path, value: Value): string {
  const { root, whole } = treeOf(text)
  const name = path.at(-1)
  if (!whole || name === undefined) return text
  const old = nodeAt(root, path)
  if (old === undefined) {
    return typeof name === 'string' ? add(text, path.slice(0, -1), { [name]: value }) : text
  }
  if (old.form === 'text' && old.text === value) return text
  return spliced(text, [replaceValue(text, old, value, isInBrackets(root, path))])
}

/** Writes several values that are there already, in one go. */
export function rewrite(text: string, changes: readonly (readonly [path: Path, value: Value])[]): string {
  const { root, whole } = treeOf(text)
  if (!whole) return text
  return spliced(
    text,
    changes.flatMap(([path, value]) => {
      const old = nodeAt(root, path)
      return old === undefined ? [] : [replaceValue(text, old, value, isInBrackets(root, path))]
    }),
  )
}

/** Gives the entry at `path` another key. */
export function renameKey(text: string, path: Path, name: string): string {
  const { root, whole } = treeOf(text)
  const parent = nodeAt(root, path.slice(0, -1))
  const key = parent && itemAt(parent, path.at(-1)!)?.key
  if (!whole || key === undefined) return text
  return spliced(text, [{ start: key.start, end: key.end, insert: compact(name) }])
}

/** Adds entries to the mapping at `path`, or items to the list there, behind those it has. */
export function add(text: string, path: Path, value: Entries | readonly Value[]): string {
  const { root, whole } = treeOf(text)
  const [part, ...rest] = path
  if (!whole) return text
  if (typeof part !== 'string') {
    return Object.entries(value).reduce((done, [key, each]) => {
      return spliced(done, [insertPart(done, treeOf(done).root, key, each)])
    }, text)
  }
  const into = nodeAt(root, path)
  if (into === undefined) {
    const name = path.at(-1)!
    return typeof name === 'string' ? add(text, path.slice(0, -1), { [name]: value }) : text
  }
  if (!isNothing(into)) return into.form === 'text' ? text : spliced(text, [insertMore(text, into, value)])
  if (rest.length === 0 && sections.includes(part) && part !== 'policy') {
    return spliced(text, fillSection(text, itemAt(root, part)!, value))
  }
  return spliced(text, [replaceValue(text, into, value, isInBrackets(root, path))])
}
