import { type Cursor, cursor as cursorOver } from './cursor.ts'
import { StructuredTextError } from './error.ts'
import { parseLiteral } from './parse-expression.ts'
import { joined, parseStatements } from './parse-statement.ts'
import type {
  Commented,
  Declaration,
  Literal,
  Program,
  Section,
  TypeDeclaration,
  TypeReference,
  Unit,
} from './syntax.ts'
import { type Comment, tokenise } from './tokens.ts'

const sections: readonly Section[] = ['VAR_INPUT', 'VAR_OUTPUT', 'VAR_IN_OUT', 'VAR', 'VAR_TEMP']
const scalarNames: readonly string[] = ['BOOL', 'INT', 'UINT', 'DINT', 'REAL', 'LREAL']

/**
 * Reads IEC 61131-3 Structured Text (the subset in this folder's README).
 * @throws StructuredTextError where the text is not of that subset
 */
export function parse(source: string): Program {
  const cursor = cursorOver(tokenise(source))
  const program: (TypeDeclaration | Unit)[] = []
  while (cursor.peek().kind !== 'end') {
    if (cursor.at('TYPE')) {
      const before = cursor.commentsAhead()
      cursor.next()
      program.push(...parseListed(cursor, 'END_TYPE', () => [parseTypeDeclaration(cursor)], before))
    } else program.push(parseUnit(cursor))
  }
  return program
}

/**
 * Declarations up to `closer`. A comment belongs to the one on whose last line it begins, otherwise to the one below it, or
 * to the last.
 */
function parseListed<T extends Commented>(
  cursor: Cursor,
  closer: string,
  parseOne: () => readonly T[],
  before: readonly Comment[] = [],
): T[] {
  const groups: { readonly listed: readonly T[]; readonly comments: Comment[] }[] = []
  let waiting = [...before]
  for (;;) {
    const last = groups.at(-1)
    for (const comment of cursor.commentsAhead()) {
      if (comment.follows && last !== undefined && waiting.length === 0) last.comments.push(comment)
      else waiting.push(comment)
    }
    const { taken } = cursor
    if (cursor.accept(closer)) {
      last?.comments.push(...waiting)
      return groups.flatMap(({ listed, comments }) => listed.map((each) => commented(each, comments)))
    }
    const listed = parseOne()
    groups.push({ listed, comments: [...waiting, ...cursor.commentsSince(taken)] })
    waiting = []
  }
}

function commented<T extends Commented>(one: T, comments: readonly Comment[]): T {
  const comment = joined(comments)
  return comment === undefined ? one : { ...one, comment }
}

function parseUnit(cursor: Cursor): Unit {
  const { taken } = cursor
  const { text, line, column } = cursor.next()
  if (text !== 'FUNCTION' && text !== 'FUNCTION_BLOCK' && text !== 'PROGRAM') {
    throw new StructuredTextError(
      { line, column },
      `TYPE, FUNCTION, FUNCTION_BLOCK or PROGRAM is missing before ${text}`,
    )
  }
  const { text: name, spelling, line: nameLine, column: nameColumn } = cursor.name(`a ${text}`)
  if (text === 'FUNCTION') cursor.expect(':')
  const result = text === 'FUNCTION' ? parseTypeReference(cursor) : undefined
  const comments = [...cursor.commentsSince(taken), ...(sections.some(cursor.at) ? cursor.commentsAhead() : [])]
  const declarations: Declaration[] = []
  for (;;) {
    const between = sections.some(cursor.at) ? cursor.commentsAhead() : []
    const section = acceptSection(cursor)
    if (section === undefined) break
    declarations.push(...parseListed(cursor, 'END_VAR', () => parseDeclaration(cursor, section), between))
  }
  const body = parseStatements(cursor, `END_${text}`)
  cursor.expect(`END_${text}`)
  if (cursor.peek().kind === 'end') comments.push(...cursor.commentsAhead())
  return {
    kind: text,
    name,
    spelling,
    comments: comments.map((comment) => comment.text),
    result,
    declarations,
    body,
    position: { line: nameLine, column: nameColumn },
  }
}

function acceptSection(cursor: Cursor): Section | undefined {
  const section = sections.find((candidate) => cursor.accept(candidate))
  if (!cursor.at('CONSTANT')) return section
  if (section !== 'VAR') throw new StructuredTextError(cursor.peek(), 'CONSTANT may follow VAR only')
  cursor.next()
  return 'VAR CONSTANT'
}

function parseDeclaration(cursor: Cursor, section: Section): Declaration[] {
  const names = [cursor.name('a variable')]
  while (cursor.accept(',')) names.push(cursor.name('a variable'))
  cursor.expect(':')
  const type = parseTypeReference(cursor)
  if (type.kind === 'array' && (section === 'VAR_INPUT' || section === 'VAR_OUTPUT' || section === 'VAR_IN_OUT')) {
    throw new StructuredTextError(type.position, `an array in ${section} needs a name: declare it in TYPE ... END_TYPE`)
  }
  const initial = cursor.accept(':=') ? parseInitial(cursor) : undefined
  cursor.expect(';')
  return names.map(({ text: name, spelling, line, column }) => ({
    name,
    spelling,
    section,
    type,
    initial,
    position: { line, column },
  }))
}

function parseInitial(cursor: Cursor): Literal | Literal[] {
  if (cursor.at('(')) {
    throw new StructuredTextError(
      cursor.peek(),
      'a structure initialiser is refused by some compilers: assign the members',
    )
  }
  if (!cursor.accept('[')) return parseLiteral(cursor)
  const values: Literal[] = []
  do {
    values.push(parseLiteral(cursor))
    if (cursor.at('(')) {
      throw new StructuredTextError(cursor.peek(), 'a repeat is refused by some compilers: write every value')
    }
  } while (cursor.accept(','))
  cursor.expect(']')
  return values
}

function parseTypeReference(cursor: Cursor): TypeReference {
  const token = cursor.next()
  const position = { line: token.line, column: token.column }
  if (token.kind === 'name' || scalarNames.includes(token.text)) return { kind: 'named', name: token.text, position }
  if (token.text !== 'ARRAY') throw new StructuredTextError(position, `a type is missing before ${token.text}`)
  cursor.expect('[')
  const ranges: [number, number][] = []
  do ranges.push(parseRange(cursor))
  while (cursor.accept(','))
  cursor.expect(']')
  if (ranges.length > 2) throw new StructuredTextError(position, 'an array has one or two dimensions')
  cursor.expect('OF')
  const element = cursor.next()
  if (!scalarNames.includes(element.text)) {
    throw new StructuredTextError(
      element,
      `the elements of an array are ${scalarNames.join(', ')}, not ${element.text}`,
    )
  }
  return { kind: 'array', ranges, element: element.text, position }
}

function parseRange(cursor: Cursor): [number, number] {
  const low = parseBound(cursor)
  cursor.expect('..')
  const high = parseBound(cursor)
  if (high.value < low.value) throw new StructuredTextError(high.position, 'the upper bound is below the lower one')
  return [low.value, high.value]
}

function parseBound(cursor: Cursor): Literal {
  const token = cursor.peek()
  if (token.kind === 'name') {
    throw new StructuredTextError(
      token,
      `the bound ${token.text} must be an integer literal: some compilers refuse a name`,
    )
  }
  const literal = parseLiteral(cursor)
  if (literal.kind !== 'integer') throw new StructuredTextError(token, `the bound ${literal.text} must be an integer`)
  return literal
}

function parseTypeDeclaration(cursor: Cursor): TypeDeclaration {
  const { text: name, spelling, line, column } = cursor.name('a type')
  const position = { line, column }
  cursor.expect(':')
  if (!cursor.accept('STRUCT')) {
    const definition = parseTypeReference(cursor)
    if (definition.kind === 'named') {
      throw new StructuredTextError(
        definition.position,
        'a TYPE is an ARRAY or a STRUCT: use the other type by its name',
      )
    }
    cursor.expect(';')
    return { kind: 'TYPE', name, spelling, definition, position }
  }
  const members = parseListed(cursor, 'END_STRUCT', () => parseMember(cursor))
  cursor.expect(';')
  return { kind: 'TYPE', name, spelling, definition: { kind: 'struct', members }, position }
}

function parseMember(cursor: Cursor): Declaration[] {
  const members = parseDeclaration(cursor, 'VAR')
  const initialised = members.find(({ initial }) => initial !== undefined)
  if (initialised === undefined) return members
  const { position, name } = initialised
  throw new StructuredTextError(position, `the member ${name} takes no initial value: assign it`)
}
