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
import { useMemo } from 'react'
import styles from './table.module.css'
import { type Column, TableRow } from './table-row.tsx'

const features = tableFeatures({
  rowSortingFeature,
  columnFilteringFeature,
  globalFilteringFeature,
  sortedRowModel: createSortedRowModel(),
  filteredRowModel: createFilteredRowModel(),
  sortFns,
  filterFns,
})

export type { Column }

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
  const definitions = useMemo(
    () =>
      columns.map(
        ({ key, title, value }): ColumnDef<typeof features, Row> => ({ id: key, header: title, accessorFn: value }),
      ),
    [columns],
  )
  const table = useTable({
    features,
    data: rows as Row[],
    columns: definitions,
    getRowId: id,
    state: { globalFilter: filter },
    globalFilterFn: 'includesString',
  })
  const shown = table.getRowModel().rows
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
            <TableRow
              key={row.id}
              row={row.original}
              columns={columns}
              selected={onSelect && row.id === selected}
              onSelect={onSelect}
              onOpen={onOpen}
            />
          ))}
        </tbody>
      </table>
      {shown.length === 0 && empty !== undefined && <p className={styles.empty}>{empty}</p>}
    </section>
  )
}
