import type {
  Catalogue,
  CatalogueMode,
  LineFailure,
  LineModel,
  Worksheet,
} from '../../../core/engine/window/contract.ts'
import { type Fields, failureName, type LineDocument } from '../../document/view.ts'

/** The columns of the worksheet that can be written. */
export const columns = ['cause', 'effect', 'detection', 'rate', 'severity'] as const
export type Column = (typeof columns)[number]

/** One failure mode of one component or signal, whether the line declares it or could. */
export interface FailureRow {
  readonly key: string
  /** Tag of what fails. */
  readonly on: string
  readonly mode: string
  /** What scenarios and reports call it. */
  readonly name: string
  /** Empty where the catalogue does not know the mode. */
  readonly code: string
  readonly text: string
  /** Place among the failures of the line; undefined where it is not declared. */
  readonly place: number | undefined
  readonly written: Partial<Readonly<Record<Column, string>>>
  /** What holds where nothing is written. */
  readonly usual: Readonly<Record<Column, string>>
  readonly perYear: number
  /** The prose as the engine has it, whatever the language of the window. */
  readonly said: Worksheet
  /** What severity measures; empty where the mode has no degrees. */
  readonly measures: string
}

/** What a cell says. */
export const cellText = ({ written, usual }: FailureRow, column: Column) => written[column] ?? usual[column]

/** Whether a row has every word of a search, in whichever of its cells. */
export function holds(row: FailureRow, search: string): boolean {
  const cells = [row.on, row.mode, row.code, row.text, ...columns.map((column) => cellText(row, column))]
  const text = cells.join(' ').toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

/**
 * Every failure that the line declares or could declare: components first, then signals, each in its own order. `phrase`
 * puts what the engine says into the language of the window.
 */
export function worksheetOf(
  line: LineDocument,
  { kinds, instrumentModes }: Catalogue,
  model: LineModel | undefined,
  phrase: (english: string) => string = (english) => english,
): readonly FailureRow[] {
  const rowOf = rowsFor(model, phrase)
  const modesOf = new Map(kinds.map(({ name, modes }) => [name, modes]))
  const owners = [
    ...line.components.map(({ name, fields }) => ({ on: name, modes: modesOf.get(fields.kind ?? '') ?? [] })),
    ...line.signals.map(({ name }) => ({ on: name, modes: instrumentModes })),
  ]
  const declared = line.failures.map((fields, place) => ({ fields, place }))
  const rows = owners.flatMap(({ on, modes }) =>
    modes.flatMap((mode) => {
      const own = declared.filter(({ fields }) => fields.on === on && fields.mode === mode.name)
      if (own.length === 0) return [rowOf({ on, mode: mode.name }, undefined, mode)]
      return own.map(({ fields, place }) => rowOf(fields, place, mode))
    }),
  )
  const known = new Set(rows.map(({ place }) => place))
  const strange = declared.filter(({ place }) => !known.has(place))
  return unique([...rows, ...strange.map(({ fields, place }) => rowOf(fields, place, undefined))])
}

const nothing: Worksheet = { cause: '', effect: '', detection: '' }

const rowsFor =
  (model: LineModel | undefined, phrase: (english: string) => string) =>
  (fields: Fields, place: number | undefined, mode: CatalogueMode | undefined): FailureRow => {
    const { on = '', mode: modeName = '' } = fields
    const name = failureName(fields)
    const read = place === undefined ? undefined : model?.failures.find((failure) => failure.name === name)
    const written = Object.fromEntries(columns.flatMap((key) => (fields[key] ? [[key, fields[key]]] : [])))
    const said = mode?.worksheet ?? nothing
    const range = mode?.severity.range ?? ''
    return {
      key: `${on} ${modeName}`,
      on,
      mode: modeName,
      name,
      code: mode?.code ?? '',
      text: phrase(mode?.text ?? ''),
      place,
      written,
      usual: {
        cause: phrase(said.cause),
        effect: phrase(said.effect),
        detection: phrase(said.detection),
        rate: mode === undefined ? '' : `${mode.perYear} /year`,
        severity: (written.severity === undefined && rangeIn(read)) || phrase(range),
      },
      said,
      perYear: read?.perYear ?? mode?.perYear ?? 0,
      measures: range === '' ? '' : phrase(mode?.severity.text ?? ''),
    }
  }

/** What a share of a signal's range comes to, the engine knows. */
const rangeIn = (read: LineFailure | undefined) =>
  read && read.severity.unit !== '' ? `${read.severity.low} to ${read.severity.high} ${read.severity.unit}` : undefined

/** The rows, each the same object as before where it says the same: a table draws only those anew that have changed. */
export function keptRows(before: readonly FailureRow[], after: readonly FailureRow[]): readonly FailureRow[] {
  const old = new Map(before.map((row) => [row.key, row]))
  return after.map((row) => {
    const same = old.get(row.key)
    return same !== undefined && JSON.stringify(same) === JSON.stringify(row) ? same : row
  })
}

/** A mode that is declared twice has two rows, told apart by their number. */
function unique(rows: readonly FailureRow[]): readonly FailureRow[] {
  const count = new Map<string, number>()
  return rows.map((row) => {
    const number = (count.get(row.key) ?? 0) + 1
    count.set(row.key, number)
    return number === 1 ? row : { ...row, key: `${row.key} ${number}` }
  })
}
