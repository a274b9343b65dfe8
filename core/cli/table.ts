import { displayWidth, truncate, withoutControls } from './width.ts'

export type Column = {
  readonly title: string
  /** Stands in the header, so that cells are bare numbers. */
  readonly unit?: string
  /** Numbers stand right, and are never cut short; text stands left. */
  readonly align: 'left' | 'right'
}

const gap = '  '
const narrowest = 8

/**
 * A table for people: a header, a rule, and rows `[rows][columns]`, without boxes. Where it is wider than `width`
 * terminal columns, its widest texts are cut short. Throws RangeError when a row has not one cell for each column.
 */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width = Infinity,
): string {
  for (const row of rows) {
    if (row.length !== columns.length)
      throw new RangeError(`${row.length} cells for ${columns.length} columns: ${row[0]}`)
  }
  const header = columns.map(({ title, unit }) => (unit === undefined ? title : `${title} (${unit})`))
  const cells = [header, ...rows].map((row) => row.map(withoutControls))
  const widths = fit(
    columns,
    columns.map((_, column) => Math.max(...cells.map((row) => displayWidth(row[column]!)))),
    width,
  )
  const line = (row: readonly string[]) => {
    const padded = row.map((cell, column) =>
      pad(truncate(cell, widths[column]!), widths[column]!, columns[column]!.align),
    )
    return truncate(padded.join(gap).trimEnd(), width)
  }
  const [top, ...body] = cells
  return [line(top!), line(widths.map((size) => '─'.repeat(size))), ...body.map(line)].join('\n')
}

/** Takes from the widest text column until the table fits, or no text column can give more. */
function fit(columns: readonly Column[], natural: readonly number[], width: number): number[] {
  const widths = [...natural]
  let excess = widths.reduce((sum, size) => sum + size + gap.length, -gap.length) - width
  for (; excess > 0; excess--) {
    const texts = widths.map((size, column) => (columns[column]!.align === 'left' && size > narrowest ? size : 0))
    const widest = texts.indexOf(Math.max(...texts))
    if (!texts[widest]) break
    widths[widest]! -= 1
  }
  return widths
}

function pad(text: string, width: number, align: Column['align']): string {
  const space = ' '.repeat(width - displayWidth(text))
  return align === 'right' ? space + text : text + space
}
