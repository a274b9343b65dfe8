import type { LineProblem } from '../../../core/engine/window/contract.ts'
import { addFailure, setFailureField } from '../../document/fields.ts'
import type { Kinds } from '../../document/kinds.ts'
import { removeEntries } from '../../document/removal.ts'
import { viewLine } from '../../document/view.ts'
import { type Column, cellText, columns, type FailureRow } from './worksheet.ts'

/** The columns of a worksheet as a file, in English whatever the language of the window: files are passed on. */
const fileColumns = ['component', 'mode', 'code', 'declared', ...columns, 'risk'] as const

interface CellChange {
  readonly column: Column
  readonly from: string
  readonly to: string
}

/** What a row of a file would do to the line. */
export interface Merge {
  /** Row of the table in the file, from 1; the head is the first. */
  readonly line: number
  readonly on: string
  readonly mode: string
  readonly status: 'new' | 'changed' | 'removed' | 'same' | 'refused'
  readonly changes: readonly CellChange[]
  /** Why it is refused: a key of the `failures` texts, or words of the engine. */
  readonly reason?: string
  /** Of what it changes or removes; what is new has none. */
  readonly place?: number
}

/** The worksheet as the rows of a file. `risk` gives what a dream run found, as it is to be written. */
export const tableOf = (
  rows: readonly FailureRow[],
  risk: (row: FailureRow) => string,
): readonly (readonly string[])[] => [
  fileColumns,
  ...rows.map((row) => [
    row.on,
    row.mode,
    row.code,
    row.place === undefined ? 'no' : 'yes',
    ...columns.map((column) => cellText(row, column)),
    risk(row),
  ]),
]

const yes = /^(yes|ja|true|wahr|x|1|)$/i
const no = /^(no|nein|false|falsch|0|-)$/i

/**
 * What the rows of a file would change. A column or a cell that is missing changes nothing. Undefined where the first row
 * does not name `component` and `mode`.
 */
export function mergesOf(
  table: readonly (readonly string[])[],
  rows: readonly FailureRow[],
): readonly Merge[] | undefined {
  const [head = [], ...body] = table
  const places = new Map(head.map((name, place) => [name.trim().toLowerCase(), place]))
  if (!places.has('component') || !places.has('mode')) return undefined
  const seen = new Set<string>()
  return body.map((cells, index) => {
    const cell = (name: string) => cells[places.get(name) ?? -1]?.trim() ?? ''
    const [on, mode] = [cell('component'), cell('mode')]
    const base = { line: index + 2, on, mode, changes: [] }
    const refuse = (reason: string): Merge => ({ ...base, status: 'refused', reason })
    const fitting = rows.filter((row) => row.on === on && row.mode === mode)
    // Where a mode is declared more than once, the rows of a file stand for them in order.
    const row = fitting.find(({ key }) => !seen.has(key))
    if (fitting.length === 0) return refuse(rows.some((row) => row.on === on) ? 'unknownMode' : 'unknownComponent')
    if (row === undefined) return refuse('twice')
    seen.add(row.key)
    const declared = cell('declared')
    if (!yes.test(declared) && !no.test(declared)) return refuse('neitherYesNorNo')
    return mergeOf(base, row, no.test(declared), cell)
  })
}

function mergeOf(
  base: Pick<Merge, 'line' | 'on' | 'mode' | 'changes'>,
  row: FailureRow,
  isOff: boolean,
  cell: (name: string) => string,
): Merge {
  const { place } = row
  if (isOff) return place === undefined ? { ...base, status: 'same' } : { ...base, status: 'removed', place }
  const changes = columns.flatMap((column): CellChange[] => {
    const [from, to] = [cellText(row, column), cell(column)]
    return to === '' || to === from || isSaid(row, column, to) ? [] : [{ column, from, to }]
  })
  if (place === undefined) return { ...base, changes, status: 'new' }
  return { ...base, changes, place, status: changes.length === 0 ? 'same' : 'changed' }
}

/** Whether a cell that nothing is written in says the same in the words of the engine: a file from a window in English. */
const isSaid = ({ written, said }: FailureRow, column: Column, text: string) =>
  written[column] === undefined && column in said && said[column as keyof typeof said] === text

/** The text of the line with these merges. */
export function applied(text: string, kinds: Kinds, merges: readonly Merge[]): string {
  const of = (status: Merge['status']) => merges.filter((merge) => merge.status === status)
  const changed = of('changed').reduce(
    (line, { place = -1, changes }) =>
      changes.reduce((done, { column, to }) => setFailureField(done, place, column, to), line),
    text,
  )
  const gone = of('removed').map(({ place = -1 }) => ['failures', place])
  const left = gone.length === 0 ? changed : removeEntries(changed, kinds, gone)
  return of('new').reduce((line, { on, mode, changes }) => {
    return addFailure(line, { on, mode, ...Object.fromEntries(changes.map(({ column, to }) => [column, to])) })
  }, left)
}

/** The merges with those refused that the engine finds wrong in the text they lead to. */
export function refusedBy(
  merges: readonly Merge[],
  merged: string,
  problems: readonly LineProblem[],
): readonly Merge[] {
  const { failures } = viewLine(merged)
  const reasons = new Map<string, string>()
  for (const { path, message, remedy } of problems) {
    const [, place] = /^failures\[(\d+)\]/.exec(path) ?? []
    const failure = failures[Number(place)]
    if (place !== undefined && failure) reasons.set(`${failure.on} ${failure.mode}`, `${message} ${remedy}`)
  }
  return merges.map((merge) => {
    const reason = reasons.get(`${merge.on} ${merge.mode}`)
    const concerns = merge.status === 'new' || merge.status === 'changed'
    return concerns && reason !== undefined ? { ...merge, status: 'refused', reason } : merge
  })
}
