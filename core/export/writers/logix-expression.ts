import { ExportError } from '../policy.ts'
import type { Expression, Place, Statement } from '../virtual-plc/checked.ts'
import type { BinaryOperator } from '../virtual-plc/syntax.ts'
import type { ArrayType, Scalar } from '../virtual-plc/types.ts'
import { type LogixScalar, nowhere, type Scratch } from './logix-scratch.ts'

/** Where an expression stands: its scratch variables, and the statements that must run before it. */
export interface Ahead {
  readonly scratch: Scratch
  readonly statements: Statement[]
}

type Standard = Expression & { readonly kind: 'standard' }

/** Functions that Logix has by the same name (Rockwell 1756-RM006, valid operators). */
const known: readonly string[] = ['ABS', 'SQRT', 'LN', 'LOG', 'SIN', 'COS', 'TAN', 'ASIN', 'ACOS', 'ATAN', 'TRUNC']

/** Logix has no EXP; this is Euler's number as a REAL holds it. */
const base = Math.fround(Math.E)

/** @throws ExportError for LREAL, which many Logix controllers lack */
export function logixScalar(type: Scalar): LogixScalar {
  if (type === 'LREAL') throw refused('LREAL')
  return type === 'INT' || type === 'UINT' ? 'DINT' : type
}

/**
 * Arrays begin at 0 on Logix.
 * @throws ExportError for arrays of BOOL, whose size Logix restricts
 */
export function logixArray({ element, dimensions }: ArrayType): ArrayType {
  if (element === 'BOOL') throw refused('arrays of BOOL of any size')
  return { kind: 'array', element: logixScalar(element), dimensions: dimensions.map(({ size }) => ({ low: 0, size })) }
}

export const refused = (what: string) =>
  new ExportError(`Add-On Instructions of Logix controllers have no ${what}`, 'Choose another target')

/** An expression of what Logix has; the rest of it goes into `ahead`. */
export function logixExpression(ahead: Ahead, expression: Expression): Expression {
  switch (expression.kind) {
    case 'literal':
      return { ...expression, type: logixScalar(expression.type) }
    case 'read':
      return { ...expression, type: logixScalar(expression.type), place: logixPlace(ahead, expression.place) }
    case 'unary':
      return {
        ...expression,
        type: logixScalar(expression.type),
        operand: logixExpression(ahead, expression.operand),
      }
    case 'binary': {
      const left = logixExpression(ahead, expression.left)
      return {
        ...expression,
        type: logixScalar(expression.type),
        left,
        right: logixExpression(ahead, expression.right),
      }
    }
    case 'standard':
      return logixFunction(ahead, expression)
    case 'call':
      throw refused(`calls of functions such as ${expression.unit.spelling}`)
  }
}

/** @throws ExportError for a member of a structure or of another block */
export function logixPlace(ahead: Ahead, place: Place): Place {
  const { path, spelling, type, element } = place
  if (path.length > 1) throw refused(`members such as ${spelling.join('.')}`)
  if (typeof type === 'object' && element === undefined)
    throw refused(`assignment of whole arrays such as ${spelling[0]}`)
  if (element === undefined) return { ...place, type: logixScalar(type as Scalar) }
  const subscripts = element.subscripts.map((subscript, dimension) => {
    const index = logixExpression(ahead, subscript)
    const { low } = element.array.dimensions[dimension]!
    return low === 0 ? index : binary('-', index, { kind: 'literal', type: 'DINT', value: low })
  })
  return { ...place, type: logixScalar(type as Scalar), element: { array: logixArray(element.array), subscripts } }
}

function logixFunction(ahead: Ahead, call: Standard): Expression {
  const [first, second, third] = call.arguments as [Expression, Expression, Expression]
  const below = (expression: Expression) => logixExpression(ahead, expression)
  if (known.includes(call.name)) return { ...call, arguments: [below(first)] }
  switch (call.name) {
    case 'EXP':
      return binary('**', { kind: 'literal', type: 'REAL', value: base }, below(first))
    case 'EXPT':
      return binary('**', below(first), below(second))
    case 'MIN':
    case 'MAX': {
      const operator = call.name === 'MIN' ? '>' : '<'
      const [start, ...others] = literalsLast(call.arguments)
      return bounded(ahead, start!, ...others.map((other) => [operator, other] as const))
    }
    case 'LIMIT':
      return bounded(ahead, second, ['<', first], ['>', third])
    case 'SEL':
      return selected(ahead, below(first), second, third)
  }
  if (call.name.includes('_TO_')) return converted(ahead, call)
  throw refused(call.name)
}

const literalsLast = (values: readonly Expression[]) =>
  [...values].sort((a, b) => Number(a.kind === 'literal') - Number(b.kind === 'literal'))

/** The value, replaced in turn by each other value that it lies beyond (`>` or `<`), or that is not a number. */
function bounded(
  ahead: Ahead,
  start: Expression,
  ...others: readonly (readonly [beyond: '<' | '>', other: Expression])[]
): Expression {
  const result = held(ahead, logixExpression(ahead, start))
  for (const [beyond, other] of others) {
    const value = twice(ahead, logixExpression(ahead, other))
    const isBeyond = binary(beyond, result, value, 'BOOL')
    const condition =
      value.kind === 'literal' || value.type !== 'REAL'
        ? isBeyond
        : binary('OR', isBeyond, binary('<>', value, value, 'BOOL'))
    ahead.statements.push(branch(condition, assign(result.place, value)))
  }
  return result
}

function selected(ahead: Ahead, condition: Expression, ifFalse: Expression, ifTrue: Expression): Expression {
  const choice = twice(ahead, condition)
  const result = held(ahead, logixExpression(ahead, ifFalse))
  ahead.statements.push(branch(choice, assign(result.place, logixExpression(ahead, ifTrue))))
  return result
}

/** An assignment between DINT and REAL converts, to the nearest whole number and halves to the even one (1756-PM004). */
function converted(ahead: Ahead, call: Standard): Expression {
  const value = logixExpression(ahead, call.arguments[0]!)
  const type = logixScalar(call.type)
  if (value.type === type) return value
  if (type === 'BOOL') return binary('<>', value, { kind: 'literal', type: value.type, value: 0 }, 'BOOL')
  if (value.type === 'BOOL') {
    const result = held(ahead, { kind: 'literal', type, value: 0 })
    ahead.statements.push(branch(value, assign(result.place, { kind: 'literal', type, value: 1 })))
    return result
  }
  return held(ahead, { ...call, type, arguments: [value] })
}

/** The value in a scratch variable of its own, which may change. */
function held(ahead: Ahead, value: Expression): Expression & { readonly kind: 'read' } {
  const place = ahead.scratch.take(value.type as LogixScalar)
  ahead.statements.push(assign(place, value))
  return { kind: 'read', type: value.type, place }
}

/** The value in a form that may be read more than once. */
const twice = (ahead: Ahead, value: Expression): Expression =>
  value.kind === 'literal' || (value.kind === 'read' && value.place.element === undefined) ? value : held(ahead, value)

const assign = (target: Place, value: Expression): Statement => ({ kind: 'assign', target, value })

const branch = (condition: Expression, then: Statement): Statement => ({
  kind: 'if',
  branches: [{ condition, body: [then] }],
  otherwise: [],
})

const binary = (operator: BinaryOperator, left: Expression, right: Expression, type = left.type): Expression => ({
  kind: 'binary',
  type,
  operator,
  left,
  right,
  position: nowhere,
})
