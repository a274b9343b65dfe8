import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Node as YamlNode } from 'yaml'
import { type Complaint, type Location, quote, type Report } from './problem.ts'

/** A line file as written: every scalar is kept as text, every node knows where it stands. */
export type Node = Scalar | Sequence | Mapping

export interface Scalar extends Location {
  readonly form: 'text'
  readonly text: string
}

export interface Sequence extends Location {
  readonly form: 'list'
  readonly items: readonly Node[]
}

export interface Mapping extends Location {
  readonly form: 'map'
  readonly entries: ReadonlyMap<string, { readonly key: Location; readonly value: Node }>
}

const largest = 1_000_000
const deepest = 20
const longest = 2000

const notYaml = (code: string, message: string): Complaint => {
  if (message.startsWith('Maximum call stack'))
    return { message: 'this is nested too deeply', remedy: 'undo the nesting' }
  if (code === 'TAB_AS_INDENT') return { message: 'a tab stands here', remedy: 'indent with spaces' }
  if (code === 'MULTIPLE_DOCS') {
    return { message: 'a second document begins here', remedy: 'keep one line to a file: remove what follows `---`' }
  }
  return { message: message.split('\n')[0]!.replace(/\.$/, ''), remedy: 'correct the YAML here' }
}

/** What can be told without parsing, so that a hostile file costs nothing. */
function refusal(
  text: string,
): { readonly offset: number; readonly message: string; readonly remedy: string } | undefined {
  if (text.length > largest) {
    const remedy = 'a line file is at most 1 MB; logs and results belong elsewhere'
    return { offset: 0, message: `the file has ${text.length} characters`, remedy }
  }
  if (text.trim() === '') return { offset: 0, message: 'the file is empty', remedy: 'begin with `line:` and a name' }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters looked for
  const control = text.search(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/)
  if (control >= 0) {
    return {
      offset: control,
      message: 'the file has a control character here',
      remedy: 'save the file as plain UTF-8 text',
    }
  }
  let depth = 0
  let lineStart = 0
  for (let offset = 0; offset < text.length; offset++) {
    const character = text[offset]
    if (character === '\n') lineStart = offset + 1
    if (offset - lineStart > longest) {
      const message = `this line has more than ${longest} characters`
      return { offset: lineStart, message, remedy: 'break it into several lines' }
    }
    if (character === '[' || character === '{') depth += 1
    else if (character === ']' || character === '}') depth = Math.max(0, depth - 1)
    if (depth > deepest)
      return { offset, message: 'brackets are nested too deeply', remedy: 'close the brackets before' }
  }
  return undefined
}

/** The tree of a line file, or undefined where problems were reported. YAML 1.2; anchors, aliases and tags are refused. */
export function parseLineDocument(text: string, report: Report): Node | undefined {
  const refused = refusal(text)
  const lines = new LineCounter()
  if (refused !== undefined) {
    const before = text.slice(0, refused.offset)
    const line = before.split('\n').length
    report({ path: '', line, column: refused.offset - before.lastIndexOf('\n') }, refused)
    return undefined
  }
  // The library compares every key with every other; this file looks for duplicates itself.
  const parsed = parseDocument(text, { schema: 'failsafe', lineCounter: lines, prettyErrors: false, uniqueKeys: false })
  const locate = (offset: number, path: string): Location => {
    const { line, col } = lines.linePos(offset)
    return { path, line: Math.max(1, line), column: Math.max(1, col) }
  }
  for (const { code, message, pos } of parsed.errors) report(locate(pos[0], ''), notYaml(code, message))
  if (parsed.errors.length > 0) return undefined

  function convert(node: YamlNode | null, path: string, offset: number, depth: number): Node {
    const at = locate(node?.range?.[0] ?? offset, path)
    if (depth > deepest) {
      report(at, { message: 'this is nested too deeply', remedy: 'a line file has at most four levels' })
      return { ...at, form: 'text', text: '' }
    }
    if (isAlias(node) || node?.anchor !== undefined) {
      report(at, { message: 'anchors and aliases are not used in line files', remedy: 'write the value out' })
      return { ...at, form: 'text', text: '' }
    }
    if (node?.tag !== undefined) {
      report(at, { message: `the tag ${quote(node.tag)} is not used in line files`, remedy: 'remove the tag' })
    }
    if (isSeq(node)) {
      const items = node.items.map((item, i) => convert(item as YamlNode | null, `${path}[${i}]`, offset, depth + 1))
      return { ...at, form: 'list', items }
    }
    if (!isMap(node)) {
      const written = isScalar(node) ? String(node.value ?? '') : ''
      if (written.length <= longest) return { ...at, form: 'text', text: written }
      report(at, { message: `this text has more than ${longest} characters`, remedy: 'shorten it' })
      return { ...at, form: 'text', text: '' }
    }
    const entries = new Map<string, { key: Location; value: Node }>()
    for (const { key, value } of node.items) {
      const from = (key as YamlNode | null)?.range?.[0] ?? offset
      if (!isScalar(key) || typeof key.value !== 'string' || key.anchor !== undefined || key.tag !== undefined) {
        report(locate(from, path), { message: 'a key must be a plain word', remedy: 'write `key: value`' })
        continue
      }
      const inner = path === '' ? key.value : `${path}.${key.value}`
      if (entries.has(key.value)) {
        report(locate(from, inner), {
          message: `${quote(key.value)} is written twice`,
          remedy: 'remove or rename one of them',
        })
        continue
      }
      const converted = convert(value as YamlNode | null, inner, from, depth + 1)
      entries.set(key.value, { key: locate(from, inner), value: converted })
    }
    return { ...at, form: 'map', entries }
  }

  return convert(parsed.contents as YamlNode | null, '', 0, 0)
}
