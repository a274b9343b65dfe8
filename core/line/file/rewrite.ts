import { isMap, isScalar, type Pair, parseDocument, type YAMLMap } from 'yaml'

/** A value as a line file would have it, such as `4.1 g`, and the keys that lead to it. */
export interface Written {
  readonly path: readonly string[]
  readonly text: string
}

interface Splice {
  readonly from: number
  readonly to: number
  readonly text: string
}

/** The key behind which a value of the line as a whole is put where it is missing. */
const lastOfHead = 'horizon'

/** The text of the value at a path; undefined where nothing is written there. */
export function writtenAt(text: string, path: readonly string[]): string | undefined {
  const value = parseDocument(text, { schema: 'failsafe' }).getIn(path)
  return typeof value === 'string' ? value : undefined
}

/**
 * The text of a line file with other values. What is there is replaced, what is missing is added to the mapping it belongs
 * to, and all other text stays to the letter. The text must be that of a line file with these mappings.
 */
export function rewritten(text: string, values: readonly Written[]): string {
  const document = parseDocument(text, { schema: 'failsafe' })
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  const splices = values.map(({ path, text: value }): Splice => {
    const node = document.getIn(path, true)
    if (isScalar(node) && node.range) return { from: node.range[0], to: node.range[1], text: value }
    const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true)
    if (!isMap(parent) || !parent.range) throw new Error(`nothing is written at ${path.slice(0, -1).join('.')}`)
    const entry = `${path.at(-1)}: ${value}`
    if (parent.flow) {
      const end = parent.range[1] - 1
      return { from: end, to: end, text: parent.items.length > 0 ? `, ${entry}` : entry }
    }
    const before = neighbour(parent)
    const [start] = (before.key as { range: [number, number, number] }).range
    const [, valueEnd] = (before.value as { range: [number, number, number] }).range
    const lineEnd = text.indexOf('\n', valueEnd)
    const indent = ' '.repeat(start - (text.lastIndexOf('\n', start) + 1))
    return lineEnd < 0
      ? { from: text.length, to: text.length, text: `${newline}${indent}${entry}` }
      : { from: lineEnd + 1, to: lineEnd + 1, text: `${indent}${entry}${newline}` }
  })
  return splices
    .toSorted((a, b) => b.from - a.from)
    .reduce((done, { from, to, text: value }) => done.slice(0, from) + value + done.slice(to), text)
}

/** The entry of a mapping behind which another is put. */
const neighbour = ({ items }: YAMLMap): Pair =>
  (items.find(({ key }) => isScalar(key) && key.value === lastOfHead) ?? items[0]) as Pair
