import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument, stringify } from 'yaml'
import { z } from 'zod'
import { nearest } from '../../line/file/nearest.ts'
import { LogError } from '../log.ts'
import { timeFormats } from './stamp.ts'
import { quote } from './table.ts'
import type { LineTag } from './tags.ts'
import { localClock } from './time-zone.ts'
import { fitsUnit } from './value.ts'

const name = z.string().min(1).max(500)
const words = z.array(z.union([name, z.number()]).transform(String))

const mappedTag = z.strictObject({
  /** The column of the wide form, or the tag of the long form. */
  column: name,
  /** What the log writes it in, where that is not the line's unit. */
  unit: name.optional(),
  /** The column that says how good the value is, in the wide form. */
  quality: name.optional(),
  /** What words in the log stand for, in the log's unit. */
  words: z.record(z.string(), z.number()).optional(),
})

const schema = z.strictObject({
  line: name,
  /** A column for each tag, or a row for each value. */
  form: z.enum(['wide', 'long']),
  separator: z.enum([',', ';', '\t', '|']).optional(),
  decimal: z.enum(['point', 'comma']).default('point'),
  time: z.strictObject({ column: name, format: z.enum(timeFormats), zone: name.optional() }),
  /** Columns of the long form. */
  tag: name.optional(),
  value: name.optional(),
  quality: name.optional(),
  /** Qualities that are good; every other is bad. */
  good: words.default([]),
  tags: z.record(z.string(), mappedTag),
  /** What else the log holds: columns of the wide form, or tags of the long form. */
  ignored: words.default([]),
})

/** Which part of a historian's export is what of a line. */
export type Mapping = z.infer<typeof schema>

export type MappedTag = z.infer<typeof mappedTag>

const largest = 1_000_000

/**
 * Reads the text of a mapping of a line whose tags are `tags`; `file` names it in errors.
 * @throws {LogError} for what is no mapping of this line, where it stands.
 */
export function readMapping(text: string, file: string, line: string, tags: readonly LineTag[]): Mapping {
  const lines = new LineCounter()
  const failAt = (offset: number, problem: string, remedy: string): never => {
    const { line, col } = lines.linePos(offset)
    throw new LogError(file, { line: Math.max(1, line), column: Math.max(1, col) }, problem, remedy)
  }
  if (text.length > largest) failAt(0, 'the file is longer than 1 MB', 'Check that it is a mapping')
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const [error] = document.errors
  if (error !== undefined) failAt(error.pos[0], error.message.split('\n')[0] as string, 'Correct the YAML here')

  const fail = (path: readonly PropertyKey[], problem: string, remedy: string): never => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true)
      if (isNode(node) && node.range) failAt(node.range[0], problem, remedy)
    }
    return failAt(0, problem, remedy)
  }
  const read = schema.safeParse(written(document) ?? failAt(0, 'the mapping has aliases', 'Write the values out'))
  if (!read.success) {
    const issue = read.error.issues[0] as z.core.$ZodIssue
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined
    if (unknown !== undefined) {
      const key = keyAt(document, issue.path, unknown)
      failAt(key ?? 0, `${quote(unknown)} is no key of a mapping`, 'Correct or remove it')
    }
    const place = issue.path.map(String).join('.')
    fail(issue.path, `${place === '' ? 'the mapping' : place}: ${issue.message}`, 'Correct it, or remove the file')
  }
  const mapping = read.data as Mapping
  checkAgainst(line, tags, mapping, fail)
  return mapping
}

/** What a document holds; undefined where an alias stands for some of it. */
function written(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 })
  } catch {
    return undefined
  }
}

/** Where a key begins, of the mapping at `path`. */
function keyAt(document: Document, path: readonly PropertyKey[], key: string): number | undefined {
  const map = path.length === 0 ? document.contents : document.getIn(path, true)
  if (!isMap(map)) return undefined
  const found = map.items.find((item) => isScalar(item.key) && String(item.key.value) === key)?.key
  return isScalar(found) ? found.range?.[0] : undefined
}

type Fail = (path: readonly PropertyKey[], problem: string, remedy: string) => never

function checkAgainst(line: string, tags: readonly LineTag[], mapping: Mapping, fail: Fail): void {
  const { form, time, tag, value, good } = mapping
  if (mapping.line !== line) {
    fail(['line'], `this maps the line ${quote(mapping.line)}`, `Name a mapping of ${line} with --mapping`)
  }
  if (time.zone !== undefined && localClock(time.zone) === undefined) {
    fail(['time', 'zone'], `${quote(time.zone)} is not a time zone`, 'Write one such as Europe/Berlin or UTC')
  }
  if (form === 'long' && (tag === undefined || value === undefined)) {
    fail(['form'], 'the long form lacks `tag:` or `value:`', 'Name the columns that hold the tags and the values')
  }
  const owner = new Map<string, string>()
  const named = Object.entries(mapping.tags)
  for (const [name, { column, unit, quality }] of named) {
    const known = tags.find((each) => each.name === name)
    if (known === undefined) {
      const close = nearest(
        name,
        tags.map((each) => each.name),
      )
      const remedy =
        close === undefined ? `Write one of: ${tags.map((each) => each.name).join(', ')}` : `Did you mean ${close}?`
      fail(['tags', name], `${quote(name)} is no signal, control or set point of ${line}`, remedy)
    } else if (unit !== undefined && !fitsUnit(known, unit)) {
      fail(
        ['tags', name, 'unit'],
        `${quote(unit)} does not measure what ${known.unit || 'a number'} does`,
        'Correct it',
      )
    }
    const other = owner.get(column)
    if (other !== undefined) {
      fail(['tags', name, 'column'], `${quote(column)} is ${other} already`, 'Give every tag a column of its own')
    }
    if (mapping.ignored.includes(column)) {
      fail(['tags', name, 'column'], `${quote(column)} is ignored as well`, 'Remove it from one of the two')
    }
    owner.set(column, name)
    if (quality !== undefined && good.length === 0) {
      fail(['tags', name, 'quality'], 'nothing says which qualities are good', 'Add `good:` and a list, such as [192]')
    }
  }
  if (mapping.quality !== undefined && good.length === 0) {
    fail(['quality'], 'nothing says which qualities are good', 'Add `good:` and a list, such as [192]')
  }
  const roleOf = (name: string) => tags.find((each) => each.name === name)?.role
  if (!named.some(([name]) => roleOf(name) === 'signal')) {
    fail(['tags'], 'no signal of the line is mapped', 'Say under `tags:` which column each signal is')
  }
  const missing = tags.filter(({ role, name }) => role === 'control' && !Object.hasOwn(mapping.tags, name))
  if (missing.length > 0) {
    const remedy = 'Say under `tags:` which columns they are: nothing can be learned without them'
    fail(['tags'], `no column is ${missing.map(({ name }) => name).join(', ')}`, remedy)
  }
}

/** A mapping as an engineer reads and edits it. */
export function writeMapping(mapping: Mapping): string {
  const comment = `# Which column of the plant's logs is which tag of ${mapping.line}. Dreamline reads it again at the next import.\n`
  const written = Object.entries(mapping).filter(([, value]) => !Array.isArray(value) || value.length > 0)
  return comment + stringify(Object.fromEntries(written), { lineWidth: 0 })
}
