/** A declaration, comment, CDATA section or tag, or text without any; a DOCTYPE is none of them: the writers use none. */
const piece =
  /<\?[\w:.-]+(?:\s[^?]*)?\?>|<!--(?:[^-]|-(?!-))*-->|<!\[CDATA\[[\s\S]*?\]\]>|<(\/?)([\w:][\w:.-]*)((?:\s+[\w:][\w:.-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/gy
const strayAmpersand = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)/

/** What is wrong with a text as XML 1.0 without a DOCTYPE, undefined where it is well-formed. */
export function xmlProblem(text: string): string | undefined {
  const open: string[] = []
  let roots = 0
  let at = text.startsWith('\ufeff') ? 1 : 0
  while (at < text.length) {
    piece.lastIndex = at
    const found = piece.exec(text)
    if (found === null) return `the mark-up at character ${at} is broken`
    const [whole, closing, name, attributes, selfClosing, content] = found
    if (strayAmpersand.test(`${attributes ?? ''}${content ?? ''}`)) return `an & at or after character ${at} is bare`
    if (content !== undefined && open.length === 0 && content.trim() !== '') return 'text stands outside of the root'
    if (name !== undefined && closing === '/') {
      const expected = open.pop()
      if (expected !== name) return `</${name}> closes ${expected === undefined ? 'nothing' : `<${expected}>`}`
    } else if (name !== undefined) {
      const repeated = repeatedAttribute(attributes as string)
      if (repeated !== undefined) return `<${name}> has ${repeated} twice`
      if (open.length === 0) roots += 1
      if (selfClosing !== '/') open.push(name)
    }
    at += whole.length
  }
  if (open.length > 0) return `<${open.at(-1)}> is never closed`
  return roots === 1 ? undefined : `it has ${roots} roots`
}

function repeatedAttribute(attributes: string): string | undefined {
  const names = [...attributes.matchAll(/([\w:][\w:.-]*)\s*=\s*(?:"[^"]*"|'[^']*')/g)].map(([, name]) => name as string)
  return names.find((name, index) => names.indexOf(name) !== index)
}
