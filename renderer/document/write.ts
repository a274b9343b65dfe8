import { Scalar, stringify } from 'yaml'

/** What can be written into a line file. */
export type Value = string | readonly Value[] | { readonly [key: string]: Value }

export type Entries = { readonly [key: string]: Value }

/** Lines of the bundled files are no longer than this. */
const width = 118

const style = { schema: 'failsafe', lineWidth: 0, blockQuote: false } as const

/** A field of a line file is one line of text. */
const oneLine = (text: string) => text.replace(/\s*[\r\n]+\s*/g, ' ').trim()

/** A scalar in its shortest form that reads back as the same text; inside brackets more has to be quoted. */
export function word(text: string, inBrackets: boolean): string {
  const line = oneLine(text)
  if (line === '') return '""'
  if (!inBrackets) return stringify(line, style).trimEnd()
  const listed = stringify([line], { ...style, collectionStyle: 'flow', flowCollectionPadding: false })
  return listed.trimEnd().slice(1, -1)
}

export const isList = (value: Value): value is readonly Value[] => Array.isArray(value)

/** On one line: `{kind: tank, area: 154 cm2}`. */
export function compact(value: Value, inBrackets = true): string {
  if (typeof value === 'string') return word(value, inBrackets)
  if (isList(value)) return `[${value.map((item) => compact(item)).join(', ')}]`
  return `{${Object.entries(value)
    .map(([key, item]) => `${word(key, true)}: ${compact(item)}`)
    .join(', ')}}`
}

/** A list of records, such as the faults of a scenario, takes a line for each. */
const isTall = (value: Value): boolean =>
  isList(value)
    ? value.some((item) => typeof item === 'object')
    : typeof value === 'object' && Object.values(value).some(isTall)

/** The lines of an entry (`head` is `T-101:`) or of an item (`head` is `-`), compact where they fit. */
export function linesOf(head: string, value: Value, indent: string): readonly string[] {
  const line = `${indent}${head} ${compact(value, false)}`
  if (typeof value === 'string') {
    return line.length <= width ? [line] : [`${indent}${head} >-`, ...folded(value, `${indent}  `)]
  }
  if (line.length <= width && !isTall(value)) return [line]
  const inner = isList(value)
    ? value.flatMap((item) => linesOf('-', item, `${indent}  `))
    : Object.entries(value).flatMap(([key, item]) => linesOf(`${word(key, false)}:`, item, `${indent}  `))
  if (head !== '-') return [`${indent}${head}`, ...inner]
  return inner.map((each, index) => (index === 0 ? `${indent}- ${each.trimStart()}` : each))
}

function folded(text: string, indent: string): readonly string[] {
  const scalar = new Scalar(oneLine(text))
  scalar.type = 'BLOCK_FOLDED'
  const [, ...lines] = stringify({ text: scalar }, { schema: 'failsafe', lineWidth: width - indent.length + 2 })
    .trimEnd()
    .split('\n')
  return lines.map((line) => `${indent}${line.trim()}`)
}
