import { lineStart, nextLine, type Splice, spliced } from './splice.ts'
import { type Collection, itemAt, nodeAt, type Path, treeOf } from './tree.ts'

/**
 * Removes what stands at each path. A line goes where nothing is left on it, and a section where nothing is left in it;
 * comments on lines of their own stay. The text stays as it is while it is no YAML.
 */
export function remove(text: string, paths: readonly Path[]): string {
  const { root, whole } = treeOf(text)
  if (!whole) return text
  const present = paths.filter((path) => path.length > 0 && nodeAt(root, path) !== undefined)
  return spliced(text, spaced(text, splicesFor(text, root, outermost(present))))
}

const keyOf = (path: Path) => JSON.stringify(path)

/** Without those inside others, each once. */
function outermost(paths: readonly Path[]): readonly Path[] {
  const keys = new Map(paths.map((path) => [keyOf(path), path]))
  return [...keys.values()].filter(
    (path) => !path.some((_, length) => length > 0 && keys.has(keyOf(path.slice(0, length)))),
  )
}

function splicesFor(text: string, root: Collection, paths: readonly Path[]): readonly Splice[] {
  const parents = Map.groupBy(paths, (path) => keyOf(path.slice(0, -1)))
  const emptied: Path[] = []
  const splices = [...parents.values()].flatMap((children): readonly Splice[] => {
    const parent = children[0]!.slice(0, -1)
    const from = nodeAt(root, parent) as Collection
    if (children.length === from.items.length && parent.length === 1 && parent[0] !== 'components') {
      emptied.push(parent)
      return []
    }
    const gone = new Set(children.map((path) => from.items.indexOf(itemAt(from, path.at(-1)!)!)))
    return from.flow ? withoutInBrackets(from, gone) : withoutLines(text, from, gone)
  })
  return emptied.length === 0 ? splices : splicesFor(text, root, [...paths.filter(outside(emptied)), ...emptied])
}

const outside = (parents: readonly Path[]) => (path: Path) =>
  !parents.some((parent) => keyOf(parent) === keyOf(path.slice(0, parent.length)))

/** Runs of items that go take one comma with each of them. */
function withoutInBrackets({ items, start, end }: Collection, gone: ReadonlySet<number>): readonly Splice[] {
  if (gone.size === items.length) return [{ start: start + 1, end: end - 1, insert: '' }]
  const first = items.findIndex((_, index) => !gone.has(index))
  const lead = first > 0 ? [{ start: items[0]!.start, end: items[first]!.start, insert: '' }] : []
  const others = items.flatMap((item, index) =>
    index > first && gone.has(index) ? [{ start: items[index - 1]!.end, end: item.end, insert: '' }] : [],
  )
  return [...lead, ...others]
}

function withoutLines(text: string, { form, items, start }: Collection, gone: ReadonlySet<number>): readonly Splice[] {
  const lines = [...gone].map((index): Splice => {
    const item = items[index]!
    const begin = lineStart(text, item.start)
    const next = items[index + 1]
    // The first entry of an item shares the line with its dash.
    if (text.slice(begin, item.start).trim() !== '' && next !== undefined) {
      return { start: item.start, end: next.start, insert: '' }
    }
    return { start: begin, end: nextLine(text, item.end), insert: '' }
  })
  if (gone.size < items.length) return lines
  const key = text.lastIndexOf(':', start) + 1
  return [...lines, { start: key, end: key, insert: form === 'map' ? ' {}' : ' []' }]
}

/** An empty line goes with the section that it set off. */
const spaced = (text: string, splices: readonly Splice[]): readonly Splice[] =>
  splices.map((splice) => {
    const { start, end } = splice
    const setOff = /(?:^|\n)\r?\n$/.exec(text.slice(0, start))
    if (setOff === null || start === 0 || (end < text.length && !/^\r?\n/.test(text.slice(end)))) return splice
    return { ...splice, start: lineStart(text, start - 1) }
  })
