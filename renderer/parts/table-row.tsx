import { type KeyboardEvent, memo, type ReactNode } from 'react'
import styles from './table.module.css'

export interface Column<Row> {
  readonly key: string
  readonly title: string
  /** What sorting and filtering go by. */
  value(row: Row): string | number
  /** What is shown, where it is more than the value. */
  cell?(row: Row): ReactNode
  readonly numeric?: boolean
  /** CSS width. */
  readonly width?: string
}

interface Props<Row> {
  readonly row: Row
  readonly columns: readonly Column<Row>[]
  /** Undefined where rows cannot be selected. */
  readonly selected: boolean | undefined
  readonly onSelect: ((row: Row) => void) | undefined
  readonly onOpen: ((row: Row) => void) | undefined
}

const siblings = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' } as const

function Cells<Row>({ row, columns, selected, onSelect, onOpen }: Props<Row>) {
  const press = (event: KeyboardEvent<HTMLTableRowElement>) => {
    if (event.target !== event.currentTarget) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      const next = event.currentTarget[siblings[event.key]]
      if (next instanceof HTMLElement) next.focus()
    } else if (event.key === 'Enter') onOpen?.(row)
    else if (event.key === ' ') {
      event.preventDefault()
      onSelect?.(row)
    }
  }
  return (
    <tr
      tabIndex={onSelect || onOpen ? 0 : undefined}
      aria-selected={selected}
      className={selected ? styles.selected : undefined}
      onClick={() => onSelect?.(row)}
      onDoubleClick={() => onOpen?.(row)}
      onKeyDown={press}
    >
      {columns.map(({ key, cell, value, numeric }) => (
        <td key={key} className={numeric ? styles.numeric : undefined}>
          {cell ? cell(row) : value(row)}
        </td>
      ))}
    </tr>
  )
}

/** One row; drawn anew only where something of it has changed, so that long tables stay quick. */
export const TableRow = memo(Cells) as typeof Cells
