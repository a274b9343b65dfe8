import type { Control, Line, Signal } from '../line/line.ts'
import { parseUnit } from '../line/unit.ts'
import { setpointLoops } from '../scenario/course.ts'
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
  /** In the order of the line's loops that have a set point; undefined where the log lacks one. */
  readonly setpoints: readonly (Float64Array | undefined)[]
}

const columnOf = ({ tag, column }: Signal | Control, names: ColumnNames): string => names[tag] ?? column ?? tag

/** What a log calls the set point of a loop. */
export const setpointColumn = (loop: string): string => `${loop}.setpoint`

/** Whether a column of a log belongs to a signal, control or set point of the line. */
export function wantedBy(line: Line, names: ColumnNames = {}): (column: string) => boolean {
  const items = [...line.signals, ...line.controls]
  const columns = new Set([
    ...items.flatMap((item) => [columnOf(item, names), item.tag]),
    ...setpointLoops(line).map(({ tag }) => setpointColumn(tag)),
  ])
  return (column) => columns.has(column)
}

const inSI = (written: Float64Array, unit: string): Float64Array => {
  const { factor, offset } = parseUnit(unit) ?? { factor: 1, offset: 0 }
  return written.map((value) => (value + offset) * factor)
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
    // A log in the line's own words has the tag, whatever the plant's logs call it.
    const column = [columnOf(item, names), item.tag].find((name) => log.columns.has(name))
    if (column === undefined) return undefined
    return { item, column, values: inSI(log.columns.get(column) as Float64Array, item.unit) }
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
  const setpoints = setpointLoops(line).map(({ tag, signal }) => {
    const written = log.columns.get(setpointColumn(tag))
    return written && inSI(written, line.signals.find((each) => each.tag === signal)?.unit ?? '')
  })
  return { signals, controls, setpoints }
}
