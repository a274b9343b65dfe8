import {
  checkConverted,
  checkExpression,
  checkInteger,
  checkPlace,
  checkValue,
  literalValue,
} from './check-expression.ts'
import type { CheckedUnit, Input, Link, Statement } from './checked.ts'
import { StructuredTextError } from './error.ts'
import { mismatch, requireAssignable, type Scope, textOf } from './scope.ts'
import type * as syntax from './syntax.ts'
import { isInteger } from './types.ts'

/** @throws StructuredTextError at the first statement that a strict compiler refuses */
export const checkStatements = (scope: Scope, statements: readonly syntax.Statement[], inLoop = false): Statement[] =>
  statements.map((statement) => {
    const checked = checkStatement(scope, statement, inLoop)
    return statement.comment === undefined ? checked : { ...checked, comment: statement.comment }
  })

function checkStatement(scope: Scope, statement: syntax.Statement, inLoop: boolean): Statement {
  switch (statement.kind) {
    case 'remark':
      return { kind: 'remark', text: statement.text }
    case 'assign': {
      const target = checkPlace(scope, statement.target)
      requireAssignable(scope, statement.target)
      const check = scope.dialect === 'logix' ? checkConverted : checkValue
      return { kind: 'assign', target, value: check(scope, statement.value, target.type) }
    }
    case 'call':
      return checkInvocation(scope, statement)
    case 'if': {
      const branches = statement.branches.map(({ condition, body }) => ({
        condition: checkExpression(scope, condition, 'BOOL'),
        body: checkStatements(scope, body, inLoop),
      }))
      return { kind: 'if', branches, otherwise: checkStatements(scope, statement.otherwise, inLoop) }
    }
    case 'case':
      return checkCase(scope, statement, inLoop)
    case 'for':
      return checkFor(scope, statement)
    case 'while':
    case 'repeat': {
      const { kind, position } = statement
      const condition = checkExpression(scope, statement.condition, 'BOOL')
      return { kind, condition, body: checkStatements(scope, statement.body, true), position }
    }
    case 'exit':
      if (!inLoop) throw new StructuredTextError(statement.position, 'EXIT stands outside of a loop')
      return { kind: 'exit' }
    case 'return':
      return { kind: 'return' }
  }
}

function checkCase(scope: Scope, statement: syntax.Statement & { kind: 'case' }, inLoop: boolean): Statement {
  const selector = checkInteger(scope, statement.selector)
  const seen: (readonly [number, number])[] = []
  const label = ([from, to]: readonly [syntax.Literal, syntax.Literal]): readonly [number, number] => {
    const low = literalValue(from, selector.type)
    const high = literalValue(to, selector.type)
    if (high < low) throw new StructuredTextError(to.position, 'the upper end of the range is below the lower one')
    if (seen.some((other) => low <= other[1] && high >= other[0])) {
      throw new StructuredTextError(from.position, `the label ${from.text} is taken by an earlier branch`)
    }
    seen.push([low, high])
    return [low, high]
  }
  const branches = statement.branches.map(({ labels, body }) => ({
    labels: labels.map(label),
    body: checkStatements(scope, body, inLoop),
  }))
  return { kind: 'case', selector, branches, otherwise: checkStatements(scope, statement.otherwise, inLoop) }
}

function checkFor(scope: Scope, statement: syntax.Statement & { kind: 'for' }): Statement {
  const { position } = statement
  const variable = checkPlace(scope, statement.variable)
  requireAssignable(scope, statement.variable)
  const { type, element, path } = variable
  if (!isInteger(type) || element !== undefined || path.length > 1) {
    throw new StructuredTextError(statement.variable.position, 'a FOR loop counts with a plain integer variable')
  }
  const one: syntax.Literal = { kind: 'integer', value: 1, text: '1', position }
  const inside = { ...scope, counters: [...scope.counters, statement.variable.name] }
  return {
    kind: 'for',
    variable,
    from: checkExpression(scope, statement.from, type),
    to: checkExpression(scope, statement.to, type),
    by: checkExpression(scope, statement.by ?? one, type),
    body: checkStatements(inside, statement.body, true),
    position,
  }
}

function checkInvocation(scope: Scope, call: syntax.Call): Statement {
  const place: syntax.Place = { kind: 'place', name: call.name, members: [], subscripts: [], position: call.position }
  if (scope.units.has(call.name)) {
    const advice = scope.units.get(call.name)?.kind === 'FUNCTION' ? 'assign its result' : 'declare an instance of it'
    throw new StructuredTextError(call.position, `${call.name} cannot be called as a statement: ${advice}`)
  }
  const instance = checkPlace(scope, place)
  if (typeof instance.type === 'string' || instance.type.kind !== 'block') {
    throw new StructuredTextError(call.position, `${call.name} is no function block instance`)
  }
  const { unit } = instance.type
  const inputs: Input[] = []
  const inOuts: Link[] = []
  const outputs: Link[] = []
  const given = new Set<string>()
  for (const argument of call.arguments) {
    const { name, value, position, direction } = argument
    const parameter = unit.variables.get(name ?? '')
    if (parameter === undefined) {
      throw new StructuredTextError(position, `a parameter of ${unit.name} is needed here, as in NAME := value`)
    }
    if (given.has(parameter.name)) throw new StructuredTextError(position, `${parameter.name} is given twice`)
    given.add(parameter.name)
    if (direction === 'out' && parameter.section === 'VAR_OUTPUT') outputs.push(checkLink(scope, unit, argument))
    else if (direction === 'in' && parameter.section === 'VAR_INPUT') {
      inputs.push({ name: parameter.name, value: checkValue(scope, value, parameter.type) })
    } else if (direction === 'in' && parameter.section === 'VAR_IN_OUT') inOuts.push(checkLink(scope, unit, argument))
    else throw new StructuredTextError(position, `${parameter.name} is ${parameter.section}: use := in, => out`)
  }
  requireLinks(unit, inOuts, call)
  return { kind: 'invoke', instance, unit, inputs, inOuts, outputs }
}

/** An output or in-out parameter and the caller's variable for it. */
function checkLink(scope: Scope, unit: CheckedUnit, { name, value, position }: syntax.Argument): Link {
  const parameter = unit.variables.get(name!)!
  if (value.kind !== 'place') throw new StructuredTextError(position, `${parameter.name} needs a variable, not a value`)
  const place = checkPlace(scope, value)
  requireAssignable(scope, value)
  if (parameter.section === 'VAR_IN_OUT' && place.element !== undefined) {
    throw new StructuredTextError(value.position, `${parameter.name} needs a whole variable, not an element`)
  }
  if (place.type === parameter.type) return { name: parameter.name, place }
  if (typeof place.type === 'string' && typeof parameter.type === 'string') {
    throw mismatch(value.position, textOf(value), place.type, parameter.type)
  }
  throw new StructuredTextError(value.position, `${textOf(value)} is not of the same declared TYPE`)
}

/** Every VAR_IN_OUT is given, and no two share a variable: then a copy in and out is the same as a reference. */
function requireLinks(unit: CheckedUnit, inOuts: readonly Link[], call: syntax.Call): void {
  for (const { name, section } of unit.variables.values()) {
    if (section === 'VAR_IN_OUT' && !inOuts.some((link) => link.name === name)) {
      throw new StructuredTextError(call.position, `${unit.name} lacks its VAR_IN_OUT ${name}`)
    }
  }
  const roots = inOuts.map(({ place }) => place.path[0])
  if (new Set(roots).size < roots.length) {
    throw new StructuredTextError(call.position, 'one variable stands for two VAR_IN_OUT parameters')
  }
}
