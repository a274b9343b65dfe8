import { type Position, StructuredTextError } from './error.ts'
import { keywords, longestName, refusedWords } from './words.ts'

export interface Token extends Position {
  readonly kind: 'name' | 'keyword' | 'integer' | 'real' | 'symbol' | 'end'
  /** Upper case: identifiers and keywords are case-insensitive. */
  readonly text: string
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
    const skipped = match(blank) ?? comment(position)
    if (skipped !== undefined) {
      advance(skipped)
      continue
    }
    const refusal = refused.find(([pattern]) => match(pattern) !== undefined)
    if (refusal !== undefined) throw new StructuredTextError(position, refusal[1])

    const name = match(word)?.toUpperCase()
    const number = match(real)
    const digits = match(integer)
    const sign = match(symbol)
    if (name !== undefined) {
      if (!keywords.has(name)) checkName(name, position)
      tokens.push({ kind: keywords.has(name) ? 'keyword' : 'name', text: name, ...position })
    } else if (number !== undefined) tokens.push({ kind: 'real', text: number, ...position })
    else if (digits !== undefined) tokens.push({ kind: 'integer', text: digits, ...position })
    else if (sign !== undefined) tokens.push({ kind: 'symbol', text: sign, ...position })
    else throw new StructuredTextError(position, `the character ${source[at]} has no meaning here`)
    advance((name ?? number ?? digits ?? sign) as string)
  }
  tokens.push({ kind: 'end', text: 'the end of the text', line, column: at - lineStart + 1 })
  return tokens
}
