import { parse } from 'csv-parse/browser/esm/sync'

export type Separator = ',' | ';' | '\t'

/** What spreadsheets take for a formula, and what stands for such a beginning in a file. */
const formula = /^[=+\-@\t\r']/
const guarded = /^'[=+\-@\t\r']/

/** Spreadsheets show German files in columns only where semicolons part them: the comma is their decimal sign. */
export const separatorFor = (language: string): Separator => (language.startsWith('de') ? ';' : ',')

/**
 * A table as RFC 4180 has it, with the byte order mark by which Excel knows UTF-8. No cell is run as a formula: an
 * apostrophe stands before what looks like one, which `readCsv` takes off again.
 */
export function writeCsv(table: readonly (readonly string[])[], separator: Separator): string {
  const cell = (text: string) => {
    const safe = formula.test(text) ? `'${text}` : text
    return /["\r\n,;\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
  }
  return `\ufeff${table.map((row) => `${row.map(cell).join(separator)}\r\n`).join('')}`
}

/** Reads a table that is parted by commas, semicolons or tabs. Throws an `Error` that says in which line it breaks off. */
export function readCsv(text: string): string[][] {
  const table = parse(text, {
    bom: true,
    delimiter: separatorOf(text),
    relax_column_count: true,
    skip_empty_lines: true,
  }) as string[][]
  return table.map((row) => row.map((cell) => (guarded.test(cell) ? cell.slice(1) : cell)))
}

/** The one that the first line has most of. */
function separatorOf(text: string): Separator {
  const [head = ''] = text.split(/\r?\n/, 1)
  const count = (separator: Separator) => head.split(separator).length
  const separators: readonly Separator[] = [',', ';', '\t']
  return separators.reduce((best, separator) => (count(separator) > count(best) ? separator : best))
}

/** The text of a file: UTF-8, or what older spreadsheets write on Windows. */
export function textOfFile(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
