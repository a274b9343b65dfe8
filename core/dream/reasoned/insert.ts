import { isSeq, parseDocument, stringify } from 'yaml'

/** An entry of a list of the line file. */
export type Entry = Readonly<Record<string, unknown>>

/** What is to stand in the line file besides what is there. */
export interface Additions {
  readonly failures: readonly Entry[]
  readonly scenarios: readonly Entry[]
}

const sections = ['failures', 'scenarios'] as const

/** Additions as they would stand in a line file of their own, to be pasted. */
export const additionsText = (additions: Additions): string =>
  sections
    .filter((section) => additions[section].length > 0)
    .map((section) => `${section}:\n${listed(additions[section], '  ')}`)
    .join('\n')

/**
 * The text of a line file with the additions at the end of their lists; all other text stays to the letter. The text must
 * be that of a line file.
 */
export function withAdditions(text: string, additions: Additions): string {
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  return sections.reduce(
    (whole, section) =>
      additions[section].length === 0 ? whole : extended(whole, section, additions[section], newline),
    text,
  )
}

function extended(text: string, section: string, entries: readonly Entry[], newline: string): string {
  const list = parseDocument(text, { schema: 'failsafe' }).get(section, true)
  const put = (at: number, added: string) => text.slice(0, at) + added.replaceAll('\n', newline) + text.slice(at)
  if (!isSeq(list) || !list.range) {
    const gap = text.endsWith('\n') ? '\n' : '\n\n'
    return put(text.length, `${gap}${section}:\n${listed(entries, '  ')}`)
  }
  const [start, end] = list.range
  if (list.flow) {
    const items = entries.map((entry) => stringify(entry, { collectionStyle: 'flow', lineWidth: 0 }).trimEnd())
    return put(end - 1, `${list.items.length > 0 ? ', ' : ''}${items.join(', ')}`)
  }
  const indent = ' '.repeat(start - (text.lastIndexOf('\n', start - 1) + 1))
  // The list may end before a remark on its last line, which stays there.
  const lineEnd = text[end - 1] === '\n' ? end - 1 : text.indexOf('\n', end)
  return lineEnd < 0 ? put(text.length, `\n${listed(entries, indent)}`) : put(lineEnd + 1, listed(entries, indent))
}

const listed = (entries: readonly Entry[], indent: string) =>
  stringify(entries, { lineWidth: 0 }).replace(/^(?=.)/gm, indent)
