import type { Control, Line, Signal } from '../line/line.ts'
import { parseUnit } from '../line/unit.ts'
import { type Log, LogError } from './log.ts'

/** Names of columns by the tag of a signal or control, where the line file's own are not meant. */
export type ColumnNames = Readonly<Record<string, string>>

/** A signal or control and its values in the log, in SI. */
export interface Logged<Item> {
  readonly item: Item
  readonly column: string
  readonly values: Float64Array
}

export interface LoggedLine {
  readonly signals: readonly Logged<Signal>[]
  readonly controls: readonly Logged<Control>[]
}

const columnOf = ({ tag, column }: Signal | Control, names: ColumnNames): string => names[tag] ?? column ?? tag

/** Whether a column of a log belongs to a signal or control of the line. */
export function wantedBy(line: Line, names: ColumnNames = {}): (column: string) => boolean {
  const columns = new Set([...line.signals, ...line.controls].map((item) => columnOf(item, names)))
  return (column) => columns.has(column)
}

/**
 * What a log says of a line. Values are taken to be in the units of the line file.
 * @throws {LogError} where a control has no column, a signal's named column is missing, or no signal has one.
 */
export function matchColumns(line: Line, log: Log, names: ColumnNames = {}): LoggedLine {
  const known = [...log.columns.keys()].slice(0, 12).join(', ')
  const missing = ({ tag }: Signal | Control, column: string): never => {
    const remedy = `Write the column's name as \`column:\` of ${tag} in the line file; the log has ${known}`
    throw new LogError(log.file, { line: 1, column: 1 }, `${tag} needs the column ${column}`, remedy)
  }
  const found = <Item extends Signal | Control>(item: Item): Logged<Item> | undefined => {
    const column = columnOf(item, names)
    const written = log.columns.get(column)
    if (written === undefined) return undefined
    const { factor, offset } = parseUnit(item.unit) ?? { factor: 1, offset: 0 }
    return { item, column, values: written.map((value) => (value + offset) * factor) }
  }
  const controls = line.controls.map((control) => found(control) ?? missing(control, columnOf(control, names)))
  const signals = line.signals.flatMap((signal) => {
    const logged = found(signal)
    if (logged !== undefined) return [logged]
    const column = columnOf(signal, names)
    return column === signal.tag ? [] : [missing(signal, column)]
  })
  const [first] = line.signals
  if (signals.length === 0 && first !== undefined) missing(first, columnOf(first, names))
  return { signals, controls }
}
