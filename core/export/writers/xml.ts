/** Holds elements or text, never both. */
export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly content: Content
}

type Content = readonly XmlElement[] | readonly [string | CData]

/** Text for readers that expect code in a CDATA section. */
interface CData {
  readonly cdata: string
}

export const element = (
  name: string,
  attributes: Readonly<Record<string, string>> = {},
  ...content: Content
): XmlElement => ({ name, attributes, content })

export const cdata = (text: string): CData => ({ cdata: text })

/**
 * Prints a document (XML 1.0, UTF-8). Elements that hold elements alone are indented; text and CDATA are kept to the
 * character, but for line ends, which become line feeds, and characters that XML cannot hold, which become U+FFFD.
 */
export const xmlDocument = (root: XmlElement): string =>
  `<?xml version="1.0" encoding="utf-8"?>\n${printElement(root, '')}\n`

function printElement({ name, attributes, content }: XmlElement, indent: string): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeAttribute(value)}"`)
  const start = `${indent}<${name}${pairs.join('')}`
  if (content.length === 0) return `${start}/>`
  const [first] = content
  if (typeof first === 'string') return `${start}>${escapeText(first)}</${name}>`
  if ('cdata' in first!) return `${start}>${printCData(first.cdata)}</${name}>`
  const inner = (content as readonly XmlElement[]).map((child) => printElement(child, `${indent}  `))
  return `${start}>\n${inner.join('\n')}\n${indent}</${name}>`
}

const printCData = (text: string) => `<![CDATA[${legal(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`

const escapeText = (text: string) =>
  legal(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const escapeAttribute = (text: string) =>
  escapeText(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')

/** What XML 1.0 (section 2.2) can hold, with the line ends that a reader makes of it (section 2.11). */
const legal = (text: string) =>
  text
    .replace(/\r\n?/g, '\n')
    .toWellFormed()
    .replace(/[^\t\n\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}')
