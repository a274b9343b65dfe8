import { LogError } from '../log.ts'
import type { Cell, Row, Table } from './table.ts'

/** An export and its first rows, by which it is understood. */
export interface Survey {
  readonly table: Table
  readonly rows: readonly Row[]
}

const usualRows = 5000
const mostTags = 100_000

/** Reads the first rows of an export. Throws `LogError` where it has none. */
export async function survey(table: Table): Promise<Survey> {
  const first: Row[] = []
  for await (const { rows } of table.rows()) {
    first.push(...rows)
    if (first.length >= usualRows) break
  }
  if (first.length === 0) {
    const remedy = 'Export a time that the historian has values of'
    throw new LogError(table.file, { line: 2, column: 1 }, 'the log has a header and no rows', remedy)
  }
  return { table, rows: first.slice(0, usualRows) }
}

/** What stands in a column of first rows, without empty cells. */
export function cellsOf(surveys: readonly Survey[], column: string): readonly Cell[] {
  return surveys.flatMap(({ table, rows }) => {
    const at = table.columns.indexOf(column)
    return at < 0 ? [] : rows.flatMap(({ cells }) => (cells[at] === '' ? [] : [cells[at] as Cell]))
  })
}

/** Every tag of long exports, from their first row to their last. */
export async function tagsIn(tables: readonly Table[], column: string): Promise<readonly string[]> {
  const found = new Set<string>()
  for (const { file, columns, rows } of tables) {
    const at = columns.indexOf(column)
    for await (const batch of rows((name) => name === column)) {
      for (const { line, cells } of batch.rows) {
        found.add(String(cells[at] ?? '').trim())
        if (found.size > mostTags) {
          const problem = `there are more than ${mostTags} tags by now`
          throw new LogError(file, { line, column: at + 1 }, problem, 'Check which column holds the tags')
        }
      }
    }
  }
  return [...found]
}
