import type { Line } from '../../line/line.ts'
import { parseUnit } from '../../line/unit.ts'
import { setpointLoops } from '../../scenario/course.ts'
import { setpointColumn } from '../columns.ts'
import type { LineTag } from './tags.ts'

/** Which column of a log, or tag of its long form, a tag of the line most likely is. */
export interface GuessedTag {
  readonly column: string
  /** What the name gives in brackets, if it is a unit. */
  readonly unit?: string
  /** Others that it could be as well. */
  readonly others: readonly string[]
}

/** A tag of the line that a name of the log may mean; the lower the rank, the surer. */
interface Candidate {
  readonly name: string
  readonly rank: number
}

/** The faceplate of a controller: what it measures, what it drives, what it is set to. */
const suffixes: Readonly<Record<string, LineTag['role']>> = {
  PV: 'signal',
  VALUE: 'signal',
  VAL: 'signal',
  OP: 'control',
  CV: 'control',
  OUT: 'control',
  MV: 'control',
  SP: 'setpoint',
  SETPOINT: 'setpoint',
}

const bracketed = /^(.*\S)\s*[[(]([^\])]{1,20})[\])]$/

/** Finds the tags of a line among the names of a log, by name alone. */
export function guessTags(
  line: Line,
  tags: readonly LineTag[],
  names: readonly string[],
): ReadonlyMap<string, GuessedTag> {
  const found = new Map<string, { readonly rank: number; readonly column: string }[]>()
  for (const column of names) {
    const best = candidates(line, tags, bareName(column)).toSorted((a, b) => a.rank - b.rank)[0]
    if (best !== undefined) found.set(best.name, [...(found.get(best.name) ?? []), { rank: best.rank, column }])
  }
  return new Map(
    tags.flatMap(({ name }) => {
      const columns = (found.get(name) ?? []).toSorted((a, b) => a.rank - b.rank)
      const [first] = columns
      if (first === undefined) return []
      const others = columns.filter(({ rank, column }) => rank === first.rank && column !== first.column)
      const unit = unitIn(first.column)
      return [
        [
          name,
          { column: first.column, others: others.map(({ column }) => column), ...(unit !== undefined && { unit }) },
        ],
      ]
    }),
  )
}

const bareName = (column: string) => (bracketed.exec(column)?.[1] ?? column).trim()

function unitIn(column: string): string | undefined {
  const unit = bracketed.exec(column)?.[2]
  return unit !== undefined && parseUnit(unit) !== undefined ? unit : undefined
}

function candidates(line: Line, tags: readonly LineTag[], name: string): readonly Candidate[] {
  const exact = tags.flatMap((tag) => {
    if (tag.column === name) return [{ name: tag.name, rank: 0 }]
    return tag.name === name ? [{ name: tag.name, rank: 1 }] : []
  })
  if (exact.length > 0) return exact
  const { body, role } = faceplate(name)
  const tails = tailsOf(body)
  return meanings(line, tags, role).flatMap(({ word, name: meant, rank }) => {
    const place = tails.indexOf(keyOf(word))
    return place < 0 ? [] : [{ name: meant, rank: rank + (place === 0 ? 0 : 2) }]
  })
}

/** `PLANT1.LT_101.PV` is the part PV of LT_101. */
function faceplate(name: string): { readonly body: string; readonly role: LineTag['role'] | undefined } {
  const parts = name.toUpperCase().split(/[.:/\\|]/)
  const last = parts.at(-1) as string
  const asPart = suffixes[last]
  if (asPart !== undefined && parts.length > 1) return { body: parts.at(-2) as string, role: asPart }
  const [, body, suffix = ''] = /^(.+)[_ -]([A-Z]+)$/.exec(last) ?? []
  const asSuffix = suffixes[suffix]
  return body !== undefined && asSuffix !== undefined ? { body, role: asSuffix } : { body: last, role: undefined }
}

/** `PLANT1_LT_101` may be PLANT1LT101, LT101 or 101. */
function tailsOf(body: string): readonly string[] {
  const pieces = body.split(/[-_ ]+/)
  return pieces.map((_, from) => keyOf(pieces.slice(from).join('')))
}

/** Without what is written differently from plant to plant; LIC-101 and LIT-101 are LC101 and LT101 (ISA-5.1). */
const keyOf = (tag: string) =>
  tag
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/^([A-Z]{1,2})I([CT]\d)/, '$1$2')

/** What each tag of the line stands for as that part of a faceplate, or by itself. */
function meanings(line: Line, tags: readonly LineTag[], role: LineTag['role'] | undefined) {
  const own = tags.flatMap((tag) =>
    tag.role !== 'setpoint' &&
    (role === undefined || tag.role === role || (tag.role === 'control' && role === 'signal'))
      ? [{ word: tag.name, name: tag.name, rank: tag.role === role || role === undefined ? 2 : 3 }]
      : [],
  )
  const ofLoops = setpointLoops(line).flatMap(({ tag, signal, control }) => {
    const meant = { signal, control, setpoint: setpointColumn(tag) }
    if (role === undefined) return []
    return [tag, ...(role === 'signal' ? [] : [signal])].map((word) => ({ word, name: meant[role], rank: 3 }))
  })
  return [...own, ...ofLoops]
}
