/** What a file holds at one place; an empty text where that is nothing. */
export type Cell = string | number

export interface Row {
  /** Where it stands in the file, from 1. */
  readonly line: number
  readonly cells: readonly Cell[]
}

/** A historian's export as it was written, whatever the file's format. */
export interface Table {
  readonly file: string
  readonly columns: readonly string[]
  /** Set for CSV alone. */
  readonly separator?: string
  /** Its rows from the first, some at a time; cells of columns that are not wanted may be empty. */
  rows(wanted?: (column: string) => boolean): AsyncIterable<Batch>
}

export interface Batch {
  readonly rows: readonly Row[]
  /** How much of the file is read by then. */
  readonly bytes: number
}

/** Text that is safe and short enough to show. */
export const quote = (cell: Cell) => {
  const text = String(cell)
  return `'${text.slice(0, 40).replace(/\p{Cc}+/gu, ' ')}${text.length > 40 ? '…' : ''}'`
}
