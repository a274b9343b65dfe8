import { nearest } from '../../line/file/nearest.ts'
import type { Line } from '../../line/line.ts'
import { LogError } from '../log.ts'
import { isBadWord, isOffWord, isOnWord } from './enumerations.ts'
import { type GuessedTag, guessTags } from './guess-tags.ts'
import { guessTime, type TimeHints } from './guess-time.ts'
import type { MappedTag, Mapping } from './mapping.ts'
import { guessGood, isQualityName } from './quality.ts'
import { cellsOf, type Survey, tagsIn } from './survey.ts'
import { type Cell, quote } from './table.ts'
import { type LineTag, lineTags } from './tags.ts'
import { fitsUnit, shareOfRange } from './value.ts'

/** A mapping that nobody has confirmed, and what it is unsure of. */
export interface Guess {
  readonly mapping: Mapping
  readonly doubts: readonly string[]
}

/** Distinct cells that tell what a column holds. */
const enough = 2000

/**
 * Guesses which part of a historian's exports is what of a line. The long form is read to its end once, for its tags.
 * @throws {LogError} where the exports cannot be understood, or hold too little of the line.
 */
export async function guessMapping(line: Line, surveys: readonly Survey[], hints: TimeHints): Promise<Guess> {
  const tags = lineTags(line)
  const time = guessTime(surveys, hints)
  const columns = [...new Set(surveys.flatMap(({ table }) => table.columns))]
  const others = columns.filter((name) => name !== time.column && name !== '')
  const long = longForm(line, tags, surveys, others)
  const names =
    long === undefined
      ? others
      : await tagsIn(
          surveys.map(({ table }) => table),
          long.tag,
        )
  const found = guessTags(line, tags, names)
  assertEnough(line, surveys, tags, found, names)

  const textsOf = long === undefined ? (name: string) => cellsOf(surveys, name) : valuesByTag(surveys, long)
  const qualities = long === undefined ? qualityColumns(others, found) : new Map<string, string>()
  const mapped = tags.flatMap((tag): [string, MappedTag][] => {
    const guessed = found.get(tag.name)
    if (guessed === undefined) return []
    const { column } = guessed
    const unit = unitOf(tag, guessed)
    const words = unit === undefined ? enumeration(tag, textsOf(column)) : undefined
    const quality = qualities.get(column)
    const isOther = unit !== undefined && unit !== tag.unit
    return [[tag.name, { column, ...(isOther && { unit }), ...(quality && { quality }), ...(words && { words }) }]]
  })
  const taken = new Set(mapped.flatMap(([, { column, quality }]) => [column, quality]))
  const [separator] = surveys.flatMap(({ table }) => table.separator ?? [])
  const qualityCells = [...qualities.values(), ...(long?.quality === undefined ? [] : [long.quality])]
  const good = qualityCells.length === 0 ? [] : guessGood(qualityCells.flatMap((name) => cellsOf(surveys, name)))
  return {
    mapping: {
      line: line.name,
      form: long === undefined ? 'wide' : 'long',
      ...(separator !== undefined && { separator: separator as NonNullable<Mapping['separator']> }),
      decimal: hasCommas(surveys, separator) ? 'comma' : 'point',
      time,
      ...long,
      good: [...good],
      tags: Object.fromEntries(mapped),
      ignored: names.filter((name) => !taken.has(name)),
    },
    doubts: doubtsOf(tags, found, textsOf),
  }
}

/** The unit that a name gives; a level in % is one of its range. Undefined where there is none that fits. */
function unitOf(tag: LineTag, { unit }: GuessedTag): string | undefined {
  return [unit, ...(unit === '%' ? [shareOfRange] : [])].find((each) => each !== undefined && fitsUnit(tag, each))
}

interface LongForm {
  readonly tag: string
  readonly value: string
  readonly quality?: string
}

/** Which columns are which where each row is one value of one tag; undefined in the wide form. */
function longForm(
  line: Line,
  tags: readonly LineTag[],
  surveys: readonly Survey[],
  columns: readonly string[],
): LongForm | undefined {
  const distinct = (column: string) => [...new Set(cellsOf(surveys, column).slice(0, enough).map(String))]
  const known = (names: readonly string[]) => guessTags(line, tags, names).size
  const isText = (name: string) => !Number.isFinite(Number(name))
  const counts = columns.map((column) => ({ column, count: known(distinct(column).filter(isText)) }))
  const best = counts.reduce((best, each) => (each.count > best.count ? each : best), { column: '', count: 0 })
  if (best.count <= known(columns)) return undefined
  const others = columns.filter((column) => column !== best.column)
  const numbers = (column: string) =>
    cellsOf(surveys, column).filter((cell) => Number.isFinite(Number(String(cell).replace(',', '.')))).length
  const quality = others.find(isQualityName)
  const value =
    others.find((column) => /^(value|val|wert|pv|average|mean)\b/i.test(column)) ??
    others.filter((column) => column !== quality).toSorted((a, b) => numbers(b) - numbers(a))[0]
  return value === undefined ? undefined : { tag: best.column, value, ...(quality !== undefined && { quality }) }
}

/** First values of long exports by tag. */
function valuesByTag(surveys: readonly Survey[], { tag, value }: LongForm) {
  const values = new Map<string, Cell[]>()
  for (const { table, rows } of surveys) {
    const [tagAt, valueAt] = [table.columns.indexOf(tag), table.columns.indexOf(value)]
    for (const { cells } of rows) {
      const name = String(cells[tagAt] ?? '').trim()
      const cell = cells[valueAt] ?? ''
      if (cell !== '') values.set(name, [...(values.get(name)?.slice(0, enough) ?? []), cell])
    }
  }
  return (name: string) => values.get(name) ?? []
}

/** Of wide exports: `LT-101.Quality` says how good `LT-101` is. */
function qualityColumns(
  columns: readonly string[],
  found: ReadonlyMap<string, GuessedTag>,
): ReadonlyMap<string, string> {
  return new Map(
    [...found.values()].flatMap(({ column }) => {
      const quality = columns.find((name) => name.startsWith(column) && isQualityName(name.slice(column.length)))
      return quality === undefined || quality === column ? [] : [[column, quality]]
    }),
  )
}

/** Words that stand for the ends of a tag's range: OPEN and CLOSED, ON and OFF. */
function enumeration({ low, high }: LineTag, cells: readonly Cell[]): MappedTag['words'] {
  const texts = [...new Set(cells.slice(0, enough).map((cell) => String(cell).trim().toUpperCase()))]
  const words = texts.flatMap((text): [string, number][] =>
    isOnWord(text) ? [[text, high]] : isOffWord(text) ? [[text, low]] : [],
  )
  return words.length === 0 ? undefined : Object.fromEntries(words)
}

function hasCommas(surveys: readonly Survey[], separator: string | undefined): boolean {
  if (separator === ',') return false
  const texts = surveys.flatMap(({ rows }) => rows.slice(0, 200).flatMap(({ cells }) => cells.map(String)))
  const count = (form: RegExp) => texts.filter((text) => form.test(text.trim())).length
  return count(/^-?\d+,\d+$/) > count(/^-?\d+\.\d+$/)
}

function doubtsOf(
  tags: readonly LineTag[],
  found: ReadonlyMap<string, GuessedTag>,
  cellsOf: (name: string) => readonly Cell[],
): readonly string[] {
  return tags.flatMap((tag) => {
    const { name, role } = tag
    const guessed = found.get(name)
    if (guessed === undefined) {
      return [`${name} is not in the log${role === 'setpoint' ? ': it is taken as constant' : ''}.`]
    }
    const { column, others, unit } = guessed
    const words = unknownWords(cellsOf(column))
    return [
      ...(others.length === 0 ? [] : [`${name} may be ${others.map(quote).join(' or ')} as well as ${quote(column)}.`]),
      ...(unit === undefined || unitOf(tag, guessed) !== undefined
        ? []
        : [`${quote(column)} names the unit ${unit}, which ${name} cannot have: it is read in ${tag.unit}.`]),
      ...(words.length === 0 ? [] : [`${quote(column)} holds ${words.map(quote).join(', ')}, which counts as bad.`]),
    ]
  })
}

/** The first few texts of a column that are neither numbers nor known words. */
function unknownWords(cells: readonly Cell[]): readonly string[] {
  const texts = [...new Set(cells.slice(0, enough).map((cell) => String(cell).trim().toUpperCase()))]
  const isKnown = (text: string) => isOnWord(text) || isOffWord(text) || isBadWord(text)
  return texts.filter((text) => Number.isNaN(Number(text.replace(',', '.'))) && !isKnown(text)).slice(0, 5)
}

/** Nothing can be learned from a log without signals, or without one of the controls. */
function assertEnough(
  { name }: Line,
  [first]: readonly Survey[],
  tags: readonly LineTag[],
  found: ReadonlyMap<string, GuessedTag>,
  names: readonly string[],
): void {
  const taken = new Set([...found.values()].map(({ column }) => column))
  const others = names.filter((name) => !taken.has(name))
  const fail = (problem: string, missing: string): never => {
    const close = nearest(missing, others)
    const hint =
      close === undefined ? `the log has ${names.slice(0, 12).map(quote).join(', ')}` : `is it ${quote(close)}?`
    const remedy = `Write what the log calls it as \`column:\` of ${missing} in the line file; ${hint}`
    throw new LogError((first as Survey).table.file, { line: 1, column: 1 }, problem, remedy)
  }
  const lacking = (role: LineTag['role']) => tags.filter((tag) => tag.role === role && !found.has(tag.name))
  const [signals, controls] = [lacking('signal'), lacking('control')]
  const [signal] = signals
  if (signal !== undefined && signals.length === tags.filter(({ role }) => role === 'signal').length) {
    fail(`no signal of ${name} is in the log`, signal.name)
  }
  const [control] = controls
  if (control !== undefined) fail(`${controls.map(({ name }) => name).join(', ')} is not in the log`, control.name)
}
