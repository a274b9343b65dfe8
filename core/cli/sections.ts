import { type Column, renderTable } from './table.ts'
import { withoutControls } from './width.ts'

/** A report for people is a list of these. */
export interface Section {
  readonly title: string
  /** Lines of text; a table, most often. */
  readonly body: string
}

/** A table under its title, or nothing where there are no rows. `rows` is [rows][columns], `width` in terminal columns. */
export function tableSection(
  title: string,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): Section[] {
  return rows.length === 0 ? [] : [{ title, body: renderTable(columns, rows, width) }]
}

export function renderSections(sections: readonly Section[], bold: boolean): string {
  const texts = sections.map(({ title, body }) => {
    const heading = withoutControls(title)
    const lines = body.split('\n').map(withoutControls)
    return [bold ? `\x1b[1m${heading}\x1b[22m` : heading, ...(body === '' ? [] : lines)].join('\n')
  })
  return `${texts.join('\n\n')}\n`
}

export const left = (title: string): Column => ({ title, align: 'left' })

export const right = (title: string, unit?: string): Column => ({ title, align: 'right', ...(unit && { unit }) })
