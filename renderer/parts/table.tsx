import {
  type ColumnDef,
  columnFilteringFeature,
  createFilteredRowModel,
  createSortedRowModel,
  filterFns,
  globalFilteringFeature,
  rowSortingFeature,
  sortFns,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import type { KeyboardEvent, ReactNode } from 'react'
import styles from './table.module.css'

const features = tableFeatures({
  rowSortingFeature,
  columnFilteringFeature,
  globalFilteringFeature,
  sortedRowModel: createSortedRowModel(),
  filteredRowModel: createFilteredRowModel(),
  sortFns,
  filterFns,
})

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
  readonly label: string
  readonly rows: readonly Row[]
  readonly columns: readonly Column<Row>[]
  id(row: Row): string
  /** Only rows that hold this text. */
  readonly filter?: string
  readonly selected?: string | undefined
  onSelect?(row: Row): void
  /** Enter or a double click. */
  onOpen?(row: Row): void
  /** Said where there is no row. */
  readonly empty?: string
}

/** A table that sorts by its headers; rows are chosen by click or by arrow keys. */
export function Table<Row extends object>(props: Props<Row>) {
  const { label, rows, columns, id, filter = '', selected, onSelect, onOpen, empty } = props
  const table = useTable({
    features,
    data: rows as Row[],
    columns: columns.map(
      ({ key, title, value }): ColumnDef<typeof features, Row> => ({ id: key, header: title, accessorFn: value }),
    ),
    getRowId: id,
    state: { globalFilter: filter },
    globalFilterFn: 'includesString',
  })
  const shown = table.getRowModel().rows
  const move = (event: KeyboardEvent<HTMLTableRowElement>, row: Row) => {
    const sibling = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' }[event.key] as
      | 'nextElementSibling'
      | 'previousElementSibling'
      | undefined
    if (event.target !== event.currentTarget) return
    if (sibling !== undefined) {
      event.preventDefault()
      const next = event.currentTarget[sibling]
      if (next instanceof HTMLElement) next.focus()
    } else if (event.key === 'Enter') onOpen?.(row)
    else if (event.key === ' ') {
      event.preventDefault()
      onSelect?.(row)
    }
  }
  const sortWords = { asc: 'ascending', desc: 'descending' } as const
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className={styles.frame} aria-label={label} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header, index) => {
                const sorted = header.column.getIsSorted()
                const column = columns[index]
                return (
                  <th
                    key={header.id}
                    scope="col"
                    aria-sort={sorted === false ? 'none' : sortWords[sorted]}
                    style={{ width: column?.width }}
                    className={column?.numeric ? styles.numeric : undefined}
                  >
                    <button type="button" onClick={header.column.getToggleSortingHandler()}>
                      {column?.title}
                      <span aria-hidden="true">{sorted === false ? '' : sorted === 'asc' ? ' ▲' : ' ▼'}</span>
                    </button>
                  </th>
                )
              })}
            </tr>
          ))}
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr
              key={row.id}
              tabIndex={onSelect || onOpen ? 0 : undefined}
              aria-selected={onSelect ? row.id === selected : undefined}
              className={row.id === selected ? styles.selected : undefined}
              onClick={() => onSelect?.(row.original)}
              onDoubleClick={() => onOpen?.(row.original)}
              onKeyDown={(event) => move(event, row.original)}
            >
              {columns.map(({ key, cell, value, numeric }) => (
                <td key={key} className={numeric ? styles.numeric : undefined}>
                  {cell ? cell(row.original) : value(row.original)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length === 0 && empty !== undefined && <p className={styles.empty}>{empty}</p>}
    </section>
  )
}
