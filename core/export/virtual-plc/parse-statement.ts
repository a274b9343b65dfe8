import type { Cursor } from './cursor.ts'
import { type Position, StructuredTextError } from './error.ts'
import { parseCall, parseExpression, parseLiteral, parsePlace } from './parse-expression.ts'
import type { Branch, CaseBranch, Literal, Statement } from './syntax.ts'
import type { Comment } from './tokens.ts'

/** Statements up to, and without, the first keyword of `closers`. */
export function parseStatements(cursor: Cursor, ...closers: string[]): Statement[] {
  return parseSequence(cursor, () => {
    if (cursor.peek().kind !== 'end') return closers.some((closer) => cursor.at(closer))
    throw new StructuredTextError(cursor.peek(), `${closers.join(' or ')} is missing at the end of the text`)
  })
}

function parseSequence(cursor: Cursor, isOver: () => boolean): Statement[] {
  const statements: Statement[] = []
  for (;;) {
    for (const comment of cursor.commentsAhead()) addComment(statements, comment)
    if (isOver()) return statements
    if (cursor.accept(';')) continue
    const { taken } = cursor
    const statement = parseStatement(cursor)
    cursor.expect(';')
    const comment = joined(cursor.commentsSince(taken))
    statements.push(comment === undefined ? statement : { ...statement, comment })
  }
}

/** Behind a statement, on the line on which it ends, a comment belongs to it. */
function addComment(statements: Statement[], { text, follows }: Comment): void {
  const last = statements.at(-1)
  if (!follows || last === undefined || last.kind === 'remark') statements.push({ kind: 'remark', text })
  else statements[statements.length - 1] = { ...last, comment: last.comment ? `${last.comment}; ${text}` : text }
}

/** Several comments on one thing as one; undefined for none. */
export const joined = (comments: readonly Comment[]): string | undefined =>
  comments.length === 0 ? undefined : comments.map(({ text }) => text).join('; ')

function parseStatement(cursor: Cursor): Statement {
  const { line, column, kind, text } = cursor.peek()
  const position = { line, column }
  if (kind === 'name') {
    if (cursor.peek(1).text === '(') return parseCall(cursor)
    const target = parsePlace(cursor)
    cursor.expect(':=')
    return { kind: 'assign', target, value: parseExpression(cursor), position }
  }
  if (cursor.accept('IF')) return parseIf(cursor, position)
  if (cursor.accept('CASE')) return parseCase(cursor, position)
  if (cursor.accept('FOR')) return parseFor(cursor, position)
  if (cursor.accept('WHILE')) {
    const condition = parseExpression(cursor)
    cursor.expect('DO')
    return { kind: 'while', condition, body: parseBody(cursor, 'END_WHILE'), position }
  }
  if (cursor.accept('REPEAT')) {
    const body = parseBody(cursor, 'UNTIL')
    const condition = parseExpression(cursor)
    cursor.expect('END_REPEAT')
    return { kind: 'repeat', condition, body, position }
  }
  if (cursor.accept('EXIT')) return { kind: 'exit', position }
  if (cursor.accept('RETURN')) return { kind: 'return', position }
  throw new StructuredTextError(position, `a statement cannot begin with ${text}`)
}

function parseBody(cursor: Cursor, closer: string): Statement[] {
  const body = parseStatements(cursor, closer)
  cursor.expect(closer)
  return body
}

function parseIf(cursor: Cursor, position: Position): Statement {
  const branches: Branch[] = []
  do {
    const condition = parseExpression(cursor)
    cursor.expect('THEN')
    branches.push({ condition, body: parseStatements(cursor, 'ELSIF', 'ELSE', 'END_IF') })
  } while (cursor.accept('ELSIF'))
  const otherwise = cursor.accept('ELSE') ? parseStatements(cursor, 'END_IF') : []
  cursor.expect('END_IF')
  return { kind: 'if', branches, otherwise, position }
}

function parseCase(cursor: Cursor, position: Position): Statement {
  const selector = parseExpression(cursor)
  cursor.expect('OF')
  const branches: CaseBranch[] = []
  while (!cursor.at('ELSE') && !cursor.at('END_CASE')) {
    const labels: [Literal, Literal][] = []
    do {
      const low = parseLiteral(cursor)
      labels.push([low, cursor.accept('..') ? parseLiteral(cursor) : low])
    } while (cursor.accept(','))
    cursor.expect(':')
    branches.push({ labels, body: parseCaseBody(cursor) })
  }
  const otherwise = cursor.accept('ELSE') ? parseStatements(cursor, 'END_CASE') : []
  cursor.expect('END_CASE')
  return { kind: 'case', selector, branches, otherwise, position }
}

/** A case's statements end where the next label, ELSE or END_CASE begins; no statement begins with a number. */
const parseCaseBody = (cursor: Cursor): Statement[] =>
  parseSequence(
    cursor,
    () => ['ELSE', 'END_CASE', '-'].some((end) => cursor.at(end)) || cursor.peek().kind === 'integer',
  )

function parseFor(cursor: Cursor, position: Position): Statement {
  const variable = parsePlace(cursor)
  cursor.expect(':=')
  const from = parseExpression(cursor)
  cursor.expect('TO')
  const to = parseExpression(cursor)
  const by = cursor.accept('BY') ? parseExpression(cursor) : undefined
  cursor.expect('DO')
  return { kind: 'for', variable, from, to, by, body: parseBody(cursor, 'END_FOR'), position }
}
