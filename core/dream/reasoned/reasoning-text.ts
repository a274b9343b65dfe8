const beginning = /\{\s*"reasoning"\s*:\s*"/
const escapes: Readonly<Record<string, string>> = { b: ' ', f: ' ', n: '\n', r: '\n', t: ' ' }

/**
 * Picks out of an answer's JSON, piece by piece as it comes, the text of its first property `reasoning`, so that it can be
 * read meanwhile. Other text is passed over.
 */
export function followReasoning(onReasoning: (text: string) => void): (piece: string) => void {
  let before: string | undefined = ''
  let held = ''
  let isOver = false

  return (piece) => {
    if (isOver) return
    held += piece
    if (before !== undefined) {
      before += piece
      const found = beginning.exec(before)
      if (found === null) return
      held = before.slice(found.index + found[0].length)
      before = undefined
    }
    const { text, rest, ends } = unescaped(held)
    held = rest
    isOver = ends
    if (text !== '') onReasoning(text)
  }
}

/** The text of a JSON string as far as it is known, and what has to wait for more of it. */
function unescaped(json: string): { readonly text: string; readonly rest: string; readonly ends: boolean } {
  let text = ''
  for (let at = 0; at < json.length; at++) {
    const character = json[at] as string
    if (character === '"') return { text, rest: '', ends: true }
    if (character !== '\\') {
      text += character
      continue
    }
    const kind = json[at + 1]
    const length = kind === 'u' ? 6 : 2
    if (at + length > json.length) return { text, rest: json.slice(at), ends: false }
    text += kind === 'u' ? codeUnit(json.slice(at + 2, at + 6)) : (escapes[kind as string] ?? kind)
    at += length - 1
  }
  return { text, rest: '', ends: false }
}

const codeUnit = (digits: string) => {
  const unit = Number.parseInt(digits, 16)
  return Number.isNaN(unit) ? '' : String.fromCharCode(unit)
}
