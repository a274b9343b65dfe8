/** Text that takes the place of what lies between two offsets. */
export interface Splice {
  readonly start: number
  readonly end: number
  readonly insert: string
}

/** Splices that do not overlap. */
export function spliced(text: string, splices: readonly Splice[]): string {
  let result = text
  for (const { start, end, insert } of splices.toSorted((a, b) => b.start - a.start)) {
    result = result.slice(0, start) + insert + result.slice(end)
  }
  return result
}

/** Offset at which the line begins. */
export const lineStart = (text: string, offset: number) => (offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1)

/** Offset at which the next line begins. */
export function nextLine(text: string, offset: number): number {
  const at = text.indexOf('\n', offset)
  return at < 0 ? text.length : at + 1
}

/** Whole lines at the beginning of a line, or behind a last line that is not ended. */
export function insertLines(text: string, offset: number, lines: readonly string[]): Splice {
  const broken = offset === 0 || text[offset - 1] === '\n'
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  const written = lines.join(eol)
  return { start: offset, end: offset, insert: broken ? `${written}${eol}` : `${eol}${written}` }
}
