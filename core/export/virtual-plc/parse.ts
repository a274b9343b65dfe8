import { type Cursor, cursor as cursorOver } from './cursor.ts'
import { StructuredTextError } from './error.ts'
import { parseLiteral } from './parse-expression.ts'
import { parseStatements } from './parse-statement.ts'
import type { Declaration, Literal, Program, Section, TypeDeclaration, TypeReference, Unit } from './syntax.ts'
import { tokenise } from './tokens.ts'

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
    if (cursor.accept('TYPE')) {
      while (!cursor.accept('END_TYPE')) program.push(parseTypeDeclaration(cursor))
    } else program.push(parseUnit(cursor))
  }
  return program
}

function parseUnit(cursor: Cursor): Unit {
  const { text, line, column } = cursor.next()
  if (text !== 'FUNCTION' && text !== 'FUNCTION_BLOCK' && text !== 'PROGRAM') {
    throw new StructuredTextError(
      { line, column },
      `TYPE, FUNCTION, FUNCTION_BLOCK or PROGRAM is missing before ${text}`,
    )
  }
  const { text: name, ...position } = cursor.name(`a ${text}`)
  if (text === 'FUNCTION') cursor.expect(':')
  const result = text === 'FUNCTION' ? parseTypeReference(cursor) : undefined
  const declarations: Declaration[] = []
  for (let section = acceptSection(cursor); section !== undefined; section = acceptSection(cursor)) {
    while (!cursor.accept('END_VAR')) declarations.push(...parseDeclaration(cursor, section))
  }
  const body = parseStatements(cursor, `END_${text}`)
  cursor.expect(`END_${text}`)
  return { kind: text, name, result, declarations, body, position }
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
  return names.map(({ text: name, line, column }) => ({ name, section, type, initial, position: { line, column } }))
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
  const { text: name, line, column } = cursor.name('a type')
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
    return { kind: 'TYPE', name, definition, position }
  }
  const members: Declaration[] = []
  while (!cursor.accept('END_STRUCT')) {
    for (const member of parseDeclaration(cursor, 'VAR')) {
      if (member.initial !== undefined) {
        throw new StructuredTextError(member.position, `the member ${member.name} takes no initial value: assign it`)
      }
      members.push(member)
    }
  }
  cursor.expect(';')
  return { kind: 'TYPE', name, definition: { kind: 'struct', members }, position }
}
