import type { Cursor } from './cursor.ts'
import { type Position, StructuredTextError } from './error.ts'
import type { Argument, BinaryOperator, Call, Expression, Literal, Place } from './syntax.ts'

/** From the loosest to the tightest (IEC 61131-3:2013, table 71). `&` is AND written shorter. */
const levels: readonly (readonly string[])[] = [
  ['OR'],
  ['XOR'],
  ['AND', '&'],
  ['=', '<>'],
  ['<', '>', '<=', '>='],
  ['+', '-'],
  ['*', '/', 'MOD'],
]

const positionOf = ({ line, column }: Position): Position => ({ line, column })

/** @throws StructuredTextError where the text is no expression */
export function parseExpression(cursor: Cursor, level = 0): Expression {
  const operators = levels[level]
  if (operators === undefined) return parsePower(cursor)
  let left = parseExpression(cursor, level + 1)
  while (operators.some((operator) => cursor.at(operator))) {
    const token = cursor.next()
    const operator = (token.text === '&' ? 'AND' : token.text) as BinaryOperator
    left = { kind: 'binary', operator, left, right: parseExpression(cursor, level + 1), position: positionOf(token) }
  }
  return left
}

/** Compilers disagree on `-x ** y` and on `x ** y ** z`, so both must be written with parentheses. */
function parsePower(cursor: Cursor): Expression {
  const signed = cursor.at('-') || cursor.at('NOT')
  const left = parseUnary(cursor)
  if (!cursor.at('**')) return left
  const token = cursor.next()
  if (signed) throw new StructuredTextError(token, 'a sign before ** is read differently by compilers: put parentheses')
  const right = parseUnary(cursor)
  if (cursor.at('**')) {
    throw new StructuredTextError(cursor.peek(), '** after ** is read differently by compilers: put parentheses')
  }
  return { kind: 'binary', operator: '**', left, right, position: positionOf(token) }
}

function parseUnary(cursor: Cursor): Expression {
  if (!cursor.at('-') && !cursor.at('NOT')) return parsePrimary(cursor)
  const token = cursor.next()
  const operator = token.text as '-' | 'NOT'
  if (cursor.at('-') || cursor.at('NOT')) {
    throw new StructuredTextError(cursor.peek(), `${cursor.peek().text} after ${operator} needs parentheses`)
  }
  return { kind: 'unary', operator, operand: parsePrimary(cursor), position: positionOf(token) }
}

function parsePrimary(cursor: Cursor): Expression {
  if (cursor.accept('(')) {
    const inner = parseExpression(cursor)
    cursor.expect(')')
    return inner
  }
  const token = cursor.peek()
  if (token.kind === 'integer' || token.kind === 'real' || cursor.at('TRUE') || cursor.at('FALSE')) {
    return parseLiteral(cursor)
  }
  if (token.kind !== 'name') throw new StructuredTextError(token, `a value is missing before ${token.text}`)
  return cursor.peek(1).text === '(' ? parseCall(cursor) : parsePlace(cursor)
}

/** A number with an optional sign, TRUE or FALSE. */
export function parseLiteral(cursor: Cursor): Literal {
  const position = positionOf(cursor.peek())
  const sign = cursor.accept('-') ? '-' : ''
  const token = cursor.next()
  if (token.kind === 'integer' || token.kind === 'real') {
    const text = sign + token.text
    return { kind: token.kind, value: Number(text), text, position }
  }
  if (sign === '' && token.kind === 'keyword' && (token.text === 'TRUE' || token.text === 'FALSE')) {
    return { kind: 'boolean', value: token.text === 'TRUE' ? 1 : 0, text: token.text, position }
  }
  throw new StructuredTextError(token, `a literal is needed here, not ${token.text}`)
}

export function parsePlace(cursor: Cursor): Place {
  const token = cursor.name('a variable')
  const members: string[] = []
  while (cursor.accept('.')) members.push(cursor.name('a member').text)
  const subscripts: Expression[] = []
  if (cursor.accept('[')) {
    do subscripts.push(parseExpression(cursor))
    while (cursor.accept(','))
    cursor.expect(']')
    if (cursor.at('.') || cursor.at('[')) {
      throw new StructuredTextError(cursor.peek(), 'arrays of structures and of arrays are outside the exported subset')
    }
  }
  return { kind: 'place', name: token.text, members, subscripts, position: positionOf(token) }
}

/** A call of a function or, as a statement, of a function block's instance. */
export function parseCall(cursor: Cursor): Call {
  const token = cursor.name('a function')
  cursor.expect('(')
  const given: Argument[] = []
  if (!cursor.at(')')) {
    do given.push(parseArgument(cursor))
    while (cursor.accept(','))
  }
  cursor.expect(')')
  return { kind: 'call', name: token.text, arguments: given, position: positionOf(token) }
}

function parseArgument(cursor: Cursor): Argument {
  const position = positionOf(cursor.peek())
  const separator = cursor.peek(1).text
  if (cursor.peek().kind !== 'name' || (separator !== ':=' && separator !== '=>')) {
    return { name: undefined, direction: 'in', value: parseExpression(cursor), position }
  }
  const name = cursor.next().text
  cursor.next()
  const direction = separator === ':=' ? 'in' : 'out'
  return { name, direction, value: direction === 'in' ? parseExpression(cursor) : parsePlace(cursor), position }
}
