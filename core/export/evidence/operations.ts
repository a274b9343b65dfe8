import type { CheckedUnit, Expression, Place, Statement } from '../virtual-plc/checked.ts'
import { standardFunctions } from '../virtual-plc/standard-functions.ts'

/** Operations of one scan; what only some scans do is counted as if all did. */
export type OperationCounts = { [Kind in (typeof operationKinds)[number]]: number }

export const operationKinds = [
  'additions',
  'multiplications',
  'divisions',
  'exponentials',
  'otherFunctions',
  'comparisons',
  'logic',
  'arrayReads',
  'assignments',
  'loopTurns',
] as const

/** Adds up so many times what a part of a program does. */
type Count = (kind: keyof OperationCounts, times: number) => void

/**
 * Counts the operations of a checked unit in one scan: subtractions are additions, index arithmetic is counted like any
 * other, and of the branches of an IF or CASE the dearest counts. Throws a RangeError for a loop whose bounds are not
 * literals: the blocks have none.
 */
export function countOperations(unit: CheckedUnit): OperationCounts {
  const counts = none()
  countStatements(unit.body, 1, counts)
  return counts
}

export const totalOf = (counts: OperationCounts): number => Object.values(counts).reduce((sum, count) => sum + count, 0)

export const sumOf = (all: readonly OperationCounts[]): OperationCounts =>
  Object.fromEntries(
    operationKinds.map((kind) => [kind, all.reduce((sum, one) => sum + one[kind], 0)]),
  ) as OperationCounts

const none = (): OperationCounts => sumOf([])

function countStatements(body: readonly Statement[], times: number, counts: OperationCounts): void {
  for (const statement of body) countStatement(statement, times, counts)
}

function countStatement(statement: Statement, times: number, counts: OperationCounts): void {
  const add: Count = (kind, count) => {
    counts[kind] += count
  }
  const value = (expression: Expression | Place) => countExpression(expression, times, add)
  switch (statement.kind) {
    case 'assign':
      add('assignments', times)
      for (const subscript of statement.target.element?.subscripts ?? []) value(subscript)
      value(statement.value)
      break
    case 'invoke':
      add('assignments', times * (statement.inputs.length + statement.outputs.length))
      for (const input of statement.inputs) value(input.value)
      countStatements(statement.unit.body, times, counts)
      break
    case 'if':
      for (const { condition } of statement.branches) value(condition)
      countDearest([...statement.branches, { body: statement.otherwise }], times, counts)
      break
    case 'case':
      value(statement.selector)
      add('comparisons', times * statement.branches.length)
      countDearest([...statement.branches, { body: statement.otherwise }], times, counts)
      break
    case 'for': {
      const turns = turnsOf(statement.from, statement.to, statement.by)
      add('loopTurns', times * turns)
      countStatements(statement.body, times * turns, counts)
      break
    }
    case 'while':
    case 'repeat':
      throw new RangeError('how often a WHILE or REPEAT turns is not known before it runs')
  }
}

function countDearest(
  branches: readonly { readonly body: readonly Statement[] }[],
  times: number,
  counts: OperationCounts,
): void {
  const counted = branches.map(({ body }) => {
    const own = none()
    countStatements(body, times, own)
    return own
  })
  const dearest = counted.reduce((most, one) => (totalOf(one) > totalOf(most) ? one : most), none())
  for (const kind of operationKinds) counts[kind] += dearest[kind]
}

function countExpression(expression: Expression | Place, times: number, add: Count): void {
  switch (expression.kind) {
    case 'place':
      if (expression.element !== undefined) add('arrayReads', times)
      break
    case 'unary':
      add(expression.operator === 'NOT' ? 'logic' : 'additions', times)
      break
    case 'binary':
      add(kindOf[expression.operator], times)
      break
    case 'standard':
      add(expression.function === exponential ? 'exponentials' : 'otherFunctions', times)
      break
    case 'call':
      add('otherFunctions', times)
  }
  for (const part of partsOf(expression)) countExpression(part, times, add)
}

function partsOf(expression: Expression | Place): readonly (Expression | Place)[] {
  switch (expression.kind) {
    case 'literal':
      return []
    case 'read':
      return [expression.place]
    case 'place':
      return expression.element?.subscripts ?? []
    case 'unary':
      return [expression.operand]
    case 'binary':
      return [expression.left, expression.right]
    case 'standard':
      return expression.arguments
    case 'call':
      return expression.inputs.map(({ value }) => value)
  }
}

const exponential = standardFunctions.get('EXP')

const kindOf = {
  '+': 'additions',
  '-': 'additions',
  '*': 'multiplications',
  '/': 'divisions',
  MOD: 'divisions',
  '**': 'exponentials',
  '=': 'comparisons',
  '<>': 'comparisons',
  '<': 'comparisons',
  '>': 'comparisons',
  '<=': 'comparisons',
  '>=': 'comparisons',
  AND: 'logic',
  OR: 'logic',
  XOR: 'logic',
} as const

function turnsOf(from: Expression, to: Expression, by: Expression): number {
  const [first, last, step] = [from, to, by].map(literal) as [number, number, number]
  return Math.max(0, Math.floor((last - first) / step) + 1)
}

function literal(expression: Expression): number {
  if (expression.kind === 'literal') return expression.value
  if (expression.kind === 'unary' && expression.operator === '-') return -literal(expression.operand)
  throw new RangeError('a loop of the block does not turn a fixed number of times')
}
