import type { Statement } from '../virtual-plc/checked.ts'
import { type Dialect, parameter } from './dialect.ts'
import { expressionText, inputTexts, placeText, valueText } from './expression-text.ts'

/** A statement of one line is kept on it up to so many characters, even if it is an IF. */
const longestShort = 100

export const indented = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => (line === '' ? '' : `  ${line}`))

/** Statements line by line. A blank line stands before a comment that has a line of its own. */
export const statementLines = (statements: readonly Statement[], dialect: Dialect): readonly string[] =>
  statements.flatMap((statement, at) => {
    const lines = statementText(statement, dialect)
    const first = at === 0 || statement.kind !== 'remark' || statements[at - 1]!.kind === 'remark' ? [] : ['']
    if (statement.comment === undefined) return [...first, ...lines]
    return [...first, ...lines.slice(0, -1), `${lines.at(-1)} ${dialect.comment(statement.comment)}`]
  })

function statementText(statement: Statement, dialect: Dialect): readonly string[] {
  const expression = (each: Parameters<typeof expressionText>[0]) => expressionText(each, dialect)
  const body = (statements: readonly Statement[]) => indented(statementLines(statements, dialect))
  switch (statement.kind) {
    case 'remark':
      return [dialect.comment(statement.text)]
    case 'assign':
      return [`${placeText(statement.target, dialect)} := ${valueText(statement.value, dialect)};`]
    case 'invoke':
      return invocation(statement, dialect)
    case 'if':
      return (
        onOneLine(statement, dialect) ?? [
          ...statement.branches.flatMap((branch, at) => [
            `${at === 0 ? 'IF' : 'ELSIF'} ${expression(branch.condition)} THEN`,
            ...body(branch.body),
          ]),
          ...(statement.otherwise.length === 0 ? [] : ['ELSE', ...body(statement.otherwise)]),
          'END_IF;',
        ]
      )
    case 'case':
      return [
        `CASE ${expression(statement.selector)} OF`,
        ...indented(statement.branches.flatMap(({ labels, body: inner }) => [labelText(labels), ...body(inner)])),
        ...(statement.otherwise.length === 0 ? [] : ['ELSE', ...body(statement.otherwise)]),
        'END_CASE;',
      ]
    case 'for': {
      const { variable, from, to, by } = statement
      const step = by.kind === 'literal' && by.value === 1 ? '' : ` BY ${expression(by)}`
      const head = `FOR ${placeText(variable, dialect)} := ${expression(from)} TO ${expression(to)}${step} DO`
      return [head, ...body(statement.body), 'END_FOR;']
    }
    case 'while':
      return [`WHILE ${expression(statement.condition)} DO`, ...body(statement.body), 'END_WHILE;']
    case 'repeat':
      return ['REPEAT', ...body(statement.body), `UNTIL ${expression(statement.condition)}`, 'END_REPEAT;']
    case 'exit':
      return ['EXIT;']
    case 'return':
      return ['RETURN;']
  }
}

const labelText = (labels: readonly (readonly [number, number])[]) =>
  `${labels.map(([low, high]) => (low === high ? String(low) : `${low}..${high}`)).join(', ')}:`

/** An IF with a few assignments and nothing else, or undefined. */
function onOneLine(statement: Statement & { kind: 'if' }, dialect: Dialect): readonly string[] | undefined {
  const [branch] = statement.branches as [(typeof statement.branches)[number]]
  const isShort =
    statement.branches.length === 1 &&
    statement.otherwise.length === 0 &&
    branch.body.length > 0 &&
    branch.body.every(({ kind, comment }) => ['assign', 'exit', 'return'].includes(kind) && comment === undefined)
  if (!isShort) return undefined
  const inner = branch.body.flatMap((each) => statementText(each, dialect)).join(' ')
  const text = `IF ${expressionText(branch.condition, dialect)} THEN ${inner} END_IF;`
  return text.length <= longestShort ? [text] : undefined
}

function invocation(statement: Statement & { kind: 'invoke' }, dialect: Dialect): readonly string[] {
  const { instance, unit, inputs, inOuts, outputs } = statement
  const link = (separator: string) => (each: (typeof outputs)[number]) =>
    `${parameter(unit.variables, each)} ${separator} ${placeText(each.place, dialect)}`
  const given = [...inputTexts(unit.variables, inputs, dialect), ...inOuts.map(link(':=')), ...outputs.map(link('=>'))]
  const name = placeText(instance, dialect)
  if (given.length === 0) return [`${name}();`]
  return [`${name}(`, ...indented(given.map((text, at) => (at < given.length - 1 ? `${text},` : text))), ');']
}
