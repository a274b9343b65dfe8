import { type Position, StructuredTextError } from './error.ts'
import { keywords, longestName, refusedWords } from './words.ts'

/** A comment without its brackets, blanks and line breaks as single spaces. */
export interface Comment extends Position {
  readonly text: string
  /** Whether it begins on the line on which the token or comment before it ends. */
  readonly follows: boolean
}

export interface Token extends Position {
  readonly kind: 'name' | 'keyword' | 'integer' | 'real' | 'symbol' | 'end'
  /** Upper case: identifiers and keywords are case-insensitive. */
  readonly text: string
  /** As it stands in the source. */
  readonly spelling: string
  /** What stands between the token before and this one. */
  readonly comments: readonly Comment[]
}

const blank = /\s+/y
const word = /[A-Za-z_]\w*/y
const real = /\d+\.\d+(?:[eE][+-]?\d+)?/y
const integer = /\d+/y
const symbol = /:=|=>|<=|>=|<>|\*\*|\.\.|[-+*/=<>()[\],;:.&]/y

/** Lexemes that some compilers take and others refuse, most particular first. */
const refused: readonly (readonly [RegExp, string])[] = [
  [/\/\//y, 'a // comment is refused by strict compilers: write (* ... *)'],
  [/\/\*/y, 'a /* comment is refused by strict compilers: write (* ... *)'],
  [/\{/y, 'a pragma means something else to every compiler: leave it out'],
  [/['"]/y, 'text is outside the exported subset: leave it out'],
  [/%/y, 'a direct address ties the block to one controller: make it a VAR_INPUT or VAR_OUTPUT'],
  [/[A-Za-z]\w*#/y, 'a typed literal is refused by some compilers: write the plain literal, such as 1.5'],
  [/\d+#/y, 'a based literal is outside the exported subset: write the decimal number'],
  [/\d+[eE]/y, 'an exponent needs a decimal point before it: write 1.0E5'],
  [/\d+\.\d+[eE](?![+-]?\d)/y, 'an exponent needs digits: write 1.0E5'],
  [/\d+\.(?!\.|\d)/y, 'a decimal point needs digits after it: write 1.0'],
  [/\.\d/y, 'a decimal point needs a digit before it: write 0.5'],
  [/\d+[A-Za-z_]/y, 'a name may not begin with a digit'],
]

function checkName(name: string, position: Position): void {
  const insteadOf = refusedWords.get(name)
  if (insteadOf !== undefined) throw new StructuredTextError(position, insteadOf)
  if (name.endsWith('_')) throw new StructuredTextError(position, `the name ${name} may not end in an underscore`)
  if (name.includes('__')) throw new StructuredTextError(position, `the name ${name} may not contain two underscores`)
  if (name.length > longestName) {
    throw new StructuredTextError(position, `the name ${name} is longer than ${longestName} characters`)
  }
}

/**
 * Splits Structured Text into tokens; the last one is of kind `end`.
 * @throws StructuredTextError at a lexeme that a strict compiler refuses
 */
export function tokenise(source: string): Token[] {
  const tokens: Token[] = []
  let comments: Comment[] = []
  let follows = false
  let at = 0
  let line = 1
  let lineStart = 0

  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    return pattern.exec(source)?.[0]
  }
  const advance = (text: string): void => {
    for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
      line += 1
      lineStart = at + i + 1
    }
    at += text.length
  }
  const comment = (position: Position): string | undefined => {
    if (!source.startsWith('(*', at)) return undefined
    const end = source.indexOf('*)', at + 2)
    if (end < 0) throw new StructuredTextError(position, 'this comment is never closed: end it with *)')
    const text = source.slice(at, end + 2)
    if (text.includes('(*', 2)) throw new StructuredTextError(position, 'a comment may not hold another comment')
    return text
  }

  while (at < source.length) {
    const position = { line, column: at - lineStart + 1 }
    const space = match(blank)
    if (space !== undefined) {
      if (space.includes('\n')) follows = false
      advance(space)
      continue
    }
    const remark = comment(position)
    if (remark !== undefined) {
      const text = remark.slice(2, -2).replace(/\s+/g, ' ').trim()
      if (text !== '') comments.push({ text, follows, ...position })
      follows = true
      advance(remark)
      continue
    }
    const refusal = refused.find(([pattern]) => match(pattern) !== undefined)
    if (refusal !== undefined) throw new StructuredTextError(position, refusal[1])

    const spelling = match(word)
    const name = spelling?.toUpperCase()
    const number = match(real)
    const digits = match(integer)
    const sign = match(symbol)
    const push = (kind: Token['kind'], text: string, written = text) => {
      tokens.push({ kind, text, spelling: written, comments, ...position })
      comments = []
      follows = true
    }
    if (name !== undefined) {
      if (!keywords.has(name)) checkName(name, position)
      push(keywords.has(name) ? 'keyword' : 'name', name, spelling)
    } else if (number !== undefined) push('real', number)
    else if (digits !== undefined) push('integer', digits)
    else if (sign !== undefined) push('symbol', sign)
    else throw new StructuredTextError(position, `the character ${source[at]} has no meaning here`)
    advance((name ?? number ?? digits ?? sign) as string)
  }
  const end = 'the end of the text'
  tokens.push({ kind: 'end', text: end, spelling: end, comments, line, column: at - lineStart + 1 })
  return tokens
}
