import type { Expression, Input, Place } from '../virtual-plc/checked.ts'
import { type Dialect, iec, parameter } from './dialect.ts'

/** How tightly operators hold their operands (IEC 61131-3:2013, table 71); a sign holds like a sum. */
const binding: Readonly<Record<string, number>> = {
  OR: 0,
  XOR: 1,
  AND: 2,
  '=': 3,
  '<>': 3,
  '<': 4,
  '>': 4,
  '<=': 4,
  '>=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  MOD: 6,
  '**': 7,
}
const sign = 5
const atom = 8

export function expressionText(expression: Expression, dialect: Dialect): string {
  switch (expression.kind) {
    case 'literal':
      return dialect.literal(expression.type, expression.value)
    case 'read':
      return placeText(expression.place, dialect)
    case 'unary': {
      const operand = held(expression.operand, atom, dialect)
      return expression.operator === 'NOT' ? `NOT ${operand}` : `-${operand}`
    }
    case 'binary': {
      const { operator, left, right } = expression
      if (operator === '**' && dialect.power !== undefined) {
        return dialect.power(expressionText(left, dialect), expressionText(right, dialect))
      }
      if (operator === '=' && dialect.isNumber !== undefined && isSameReal(left, right)) {
        return dialect.isNumber(expressionText(left, dialect))
      }
      const own = binding[operator]!
      // Rounding is not associative, so the right side keeps its parentheses. Comparisons of comparisons get them too.
      const isSum = own > 4 && own < 7
      return `${held(left, isSum || own < 3 ? own : own + 1, dialect)} ${operator} ${held(right, own + 1, dialect)}`
    }
    case 'standard':
      return dialect.standard(
        expression.name,
        expression.arguments.map((each) => expressionText(each, dialect)),
      )
    case 'call': {
      const { unit, inputs } = expression
      return `${dialect.called(unit.spelling)}(${inputTexts(unit.variables, inputs, dialect).join(', ')})`
    }
  }
}

const isSameReal = (left: Expression, right: Expression): boolean =>
  left.kind === 'read' &&
  right.kind === 'read' &&
  left.type === 'REAL' &&
  placeText(left.place, iec) === placeText(right.place, iec)

function held(expression: Expression, least: number, dialect: Dialect): string {
  const text = expressionText(expression, dialect)
  return bindingOf(expression) >= least ? text : `(${text})`
}

function bindingOf(expression: Expression): number {
  if (expression.kind === 'binary') return binding[expression.operator]!
  if (expression.kind === 'unary') return expression.operator === 'NOT' ? atom - 1 : sign
  if (expression.kind === 'literal') return expression.value < 0 || Object.is(expression.value, -0) ? sign : atom
  return atom
}

export function placeText({ spelling, element }: Place, dialect: Dialect): string {
  const text = dialect.place(spelling)
  if (element === undefined) return text
  return `${text}[${element.subscripts.map((subscript) => expressionText(subscript, dialect)).join(', ')}]`
}

export const valueText = (value: Expression | Place, dialect: Dialect): string =>
  value.kind === 'place' ? placeText(value, dialect) : expressionText(value, dialect)

/** What a FUNCTION or an instance is given, each by its parameter's name. */
export const inputTexts = (
  variables: Parameters<typeof parameter>[0],
  inputs: readonly Input[],
  dialect: Dialect,
): readonly string[] => inputs.map((input) => `${parameter(variables, input)} := ${valueText(input.value, dialect)}`)
