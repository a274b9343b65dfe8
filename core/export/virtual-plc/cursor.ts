import { StructuredTextError } from './error.ts'
import type { Comment, Token } from './tokens.ts'

/** Walks over the tokens; every part of the parser shares one. */
export interface Cursor {
  /** The token `ahead` places on, without taking it. */
  peek(ahead?: number): Token
  next(): Token
  /** Whether the next token is the keyword or symbol `text`. */
  at(text: string): boolean
  /** Takes the next token if it is the keyword or symbol `text`. */
  accept(text: string): boolean
  /** Takes the keyword or symbol `text`, or throws naming what stands there. */
  expect(text: string): Token
  /** Takes a name that is not a keyword, or throws. */
  name(of: string): Token
  /** How many tokens have been taken. */
  readonly taken: number
  /** Takes the comments before the next token. */
  commentsAhead(): readonly Comment[]
  /** Takes the comments before the tokens taken since `taken` was as given, as far as nobody has taken them. */
  commentsSince(taken: number): readonly Comment[]
}

export function cursor(tokens: readonly Token[]): Cursor {
  let index = 0
  const peek = (ahead = 0) => tokens[Math.min(index + ahead, tokens.length - 1)]!
  const next = () => {
    const token = peek()
    index += 1
    return token
  }
  const commentsTaken = new Set<Token>()
  const commentsOf = (some: readonly Token[]) =>
    some.flatMap((token) => {
      if (commentsTaken.has(token)) return []
      commentsTaken.add(token)
      return token.comments
    })
  const at = (text: string) => peek().text === text && (peek().kind === 'symbol' || peek().kind === 'keyword')
  return {
    peek,
    next,
    at,
    accept: (text) => at(text) && next() !== undefined,
    get taken() {
      return index
    },
    commentsAhead: () => commentsOf([peek()]),
    commentsSince: (taken) => commentsOf(tokens.slice(taken, index)),
    expect(text) {
      if (at(text)) return next()
      throw new StructuredTextError(peek(), `${text} is missing before ${peek().text}`)
    },
    name(of) {
      if (peek().kind === 'name') return next()
      if (peek().kind !== 'keyword') throw new StructuredTextError(peek(), `${of} is missing before ${peek().text}`)
      throw new StructuredTextError(peek(), `${peek().text} is a keyword: give ${of} another name`)
    },
  }
}
