import type { CheckedUnit, Expression, Input, Place } from './checked.ts'
import { type Position, StructuredTextError } from './error.ts'
import { mismatch, type Scope, spellingOf, textOf, typeOfPath } from './scope.ts'
import { refusedFunctions, type StandardFunction, standardFunctions } from './standard-functions.ts'
import type * as syntax from './syntax.ts'
import { isInteger, isReal, isScalar, range, type Scalar, type Type } from './types.ts'

/** The type of an expression as far as its literals leave it open. */
type Guess = Scalar | 'ANY_INT' | 'ANY_REAL'

const comparisons: readonly string[] = ['=', '<>', '<', '>', '<=', '>=']
const logic: readonly string[] = ['AND', 'OR', 'XOR']

/** Resolves names and subscripts. */
export function checkPlace(scope: Scope, place: syntax.Place): Place {
  const type = typeOfPath(scope, place)
  const path = [place.name, ...place.members]
  const spelling = spellingOf(scope, path)
  const { position } = place
  if (place.subscripts.length === 0) return { kind: 'place', path, spelling, type, element: undefined, position }
  const array = arrayOf(type, place)
  const subscripts = place.subscripts.map((subscript) => checkInteger(scope, subscript))
  return { kind: 'place', path, spelling, type: array.element, element: { array, subscripts }, position }
}

function arrayOf(type: Type, place: syntax.Place) {
  if (typeof type === 'string' || type.kind !== 'array') {
    throw new StructuredTextError(place.position, `${textOf(place)} is no array`)
  }
  if (type.dimensions.length === place.subscripts.length) return type
  const needed = `${type.dimensions.length} subscript${type.dimensions.length > 1 ? 's' : ''}`
  throw new StructuredTextError(place.position, `${textOf(place)} needs ${needed}, not ${place.subscripts.length}`)
}

/** An expression of any integer type; literals alone are DINT. */
export function checkInteger(scope: Scope, expression: syntax.Expression): Expression {
  const guess = settle(infer(scope, expression))
  if (!isInteger(guess)) throw mismatch(expression.position, 'this', guess, 'DINT')
  return checkExpression(scope, expression, guess)
}

/**
 * Resolves an expression that must be of type `expected`; nothing is converted silently.
 * @throws StructuredTextError where a type does not fit
 */
export function checkExpression(scope: Scope, expression: syntax.Expression, expected: Scalar): Expression {
  switch (expression.kind) {
    case 'integer':
    case 'real':
    case 'boolean':
      return { kind: 'literal', type: expected, value: literalValue(expression, expected) }
    case 'place': {
      requireType(expression, infer(scope, expression), expected)
      return { kind: 'read', type: expected, place: checkPlace(scope, expression) }
    }
    case 'unary':
      return checkUnary(scope, expression, expected)
    case 'binary':
      return checkBinary(scope, expression, expected)
    case 'call':
      return checkCall(scope, expression, expected)
  }
}

/**
 * The value of a literal in the type that its surroundings ask for.
 * @throws StructuredTextError for a literal of another kind or out of range
 */
export function literalValue(literal: syntax.Literal, expected: Scalar): number {
  const { kind, value, text, position } = literal
  if (kind === 'boolean' && expected === 'BOOL') return value
  if (kind === 'integer' && isInteger(expected)) {
    const [low, high] = range[expected]
    if (value >= low && value <= high) return value
    throw new StructuredTextError(position, `${text} is outside ${low}..${high}, the range of ${expected}`)
  }
  if (kind === 'real' && isReal(expected)) {
    const rounded = expected === 'REAL' ? Math.fround(value) : value
    if (Number.isFinite(rounded)) return rounded
    throw new StructuredTextError(position, `${text} is beyond the range of ${expected}`)
  }
  if (kind === 'integer' && isReal(expected)) {
    throw new StructuredTextError(position, `${text} is an integer where ${expected} is needed: write ${text}.0`)
  }
  const found = { integer: 'an integer', real: 'a real number', boolean: 'BOOL' }[kind]
  throw mismatch(position, text, found, expected)
}

function infer(scope: Scope, expression: syntax.Expression): Guess {
  switch (expression.kind) {
    case 'integer':
      return 'ANY_INT'
    case 'real':
      return 'ANY_REAL'
    case 'boolean':
      return 'BOOL'
    case 'place': {
      const type = typeOfPath(scope, expression)
      const selected = expression.subscripts.length > 0 ? arrayOf(type, expression).element : type
      if (isScalar(selected)) return selected
      throw new StructuredTextError(expression.position, `${textOf(expression)} is no single value`)
    }
    case 'unary':
      return expression.operator === 'NOT' ? 'BOOL' : infer(scope, expression.operand)
    case 'binary':
      if (comparisons.includes(expression.operator) || logic.includes(expression.operator)) return 'BOOL'
      return join(infer(scope, expression.left), infer(scope, expression.right), expression.position)
    case 'call': {
      const found = functionOf(scope, expression)
      if ('body' in found) return found.result!
      return found.result === 'T' ? sharedType(scope, found, expression) : found.result
    }
  }
}

const settle = (guess: Guess): Scalar => (guess === 'ANY_INT' ? 'DINT' : guess === 'ANY_REAL' ? 'REAL' : guess)

/** The one type that two operands share, a literal bending to the other side. */
function join(first: Guess, second: Guess, position: Position): Guess {
  if (first === second || fits(second, first)) return first
  if (fits(first, second)) return second
  const either = `convert one side, as with ${settle(first)}_TO_${settle(second)}`
  const hint = first === 'ANY_INT' || second === 'ANY_INT' ? 'write the literal with a decimal point' : either
  throw new StructuredTextError(position, `${settle(first)} and ${settle(second)} cannot be mixed: ${hint}`)
}

const fits = (literal: Guess, type: Guess): boolean =>
  (literal === 'ANY_INT' && isInteger(type)) || (literal === 'ANY_REAL' && isReal(type))

/** A type that only literals make is left to them: they know best what should be written. */
function requireType(expression: syntax.Expression, found: Guess, expected: Scalar): void {
  if (found === expected || !isScalar(found)) return
  const what = expression.kind === 'place' ? textOf(expression) : expression.kind === 'call' ? expression.name : 'this'
  throw mismatch(expression.position, what, found, expected)
}

function checkUnary(scope: Scope, expression: syntax.Expression & { kind: 'unary' }, expected: Scalar): Expression {
  const { operator, operand, position } = expression
  if (operator === '-' && (operand.kind === 'integer' || operand.kind === 'real')) {
    const negative = { ...operand, value: -operand.value, text: `-${operand.text}`, position }
    return { kind: 'literal', type: expected, value: literalValue(negative, expected) }
  }
  if (operator === 'NOT' && expected !== 'BOOL') throw mismatch(position, 'NOT', 'BOOL', expected)
  if (operator === '-' && (expected === 'BOOL' || expected === 'UINT')) {
    throw new StructuredTextError(position, `${expected} has no negative values`)
  }
  return { kind: 'unary', type: expected, operator, operand: checkExpression(scope, operand, expected) }
}

function checkBinary(scope: Scope, expression: syntax.Expression & { kind: 'binary' }, expected: Scalar): Expression {
  const { operator, position } = expression
  const sides = (type: Scalar) => ({
    left: checkExpression(scope, expression.left, type),
    right: checkExpression(scope, expression.right, type),
  })
  if (logic.includes(operator)) {
    requireType(expression, 'BOOL', expected)
    return { kind: 'binary', type: 'BOOL', operator, position, ...sides('BOOL') }
  }
  const shared = join(infer(scope, expression.left), infer(scope, expression.right), position)
  if (comparisons.includes(operator)) {
    requireType(expression, 'BOOL', expected)
    if (shared === 'BOOL' && operator !== '=' && operator !== '<>') {
      throw new StructuredTextError(position, `BOOL has no order: ${operator} compares numbers`)
    }
    return { kind: 'binary', type: 'BOOL', operator, position, ...sides(settle(shared)) }
  }
  requireType(expression, shared, expected)
  const fitting = operator === 'MOD' ? isInteger(expected) : operator === '**' ? isReal(expected) : expected !== 'BOOL'
  if (!fitting) throw new StructuredTextError(position, `${operator} does not work on ${expected}`)
  return { kind: 'binary', type: expected, operator, position, ...sides(expected) }
}

function functionOf(scope: Scope, call: syntax.Call): StandardFunction | CheckedUnit {
  const refusal = refusedFunctions.get(call.name)
  if (refusal !== undefined) throw new StructuredTextError(call.position, refusal)
  const unit = scope.units.get(call.name)
  const found = unit?.kind === 'FUNCTION' ? unit : standardFunctions.get(call.name)
  if (found === undefined) throw new StructuredTextError(call.position, `no function ${call.name} is declared above`)
  return found
}

const parameterAt = (found: StandardFunction, index: number) =>
  found.parameters[Math.min(index, found.parameters.length - 1)]!

/** The type that the T parameters of a standard function share in this call. */
function sharedType(scope: Scope, found: StandardFunction, call: syntax.Call): Guess {
  const shared = call.arguments
    .filter((_, index) => parameterAt(found, index) === 'T')
    .map(({ value }) => ({ guess: infer(scope, value), position: value.position }))
  const typed = shared.find(({ guess }) => isScalar(guess)) ?? shared[0]
  if (typed === undefined) throw new StructuredTextError(call.position, `${call.name} lacks its inputs`)
  for (const { guess, position } of shared) join(typed.guess, guess, position)
  return typed.guess
}

function checkCall(scope: Scope, call: syntax.Call, expected: Scalar): Expression {
  const found = functionOf(scope, call)
  requireType(call, infer(scope, call), expected)
  if ('body' in found) return { kind: 'call', type: expected, unit: found, inputs: checkInputs(scope, found, call) }
  const { parameters, extensible, accepts } = found
  const count = call.arguments.length
  if (count < parameters.length || (count > parameters.length && !extensible)) {
    const needed = `${parameters.length}${extensible ? ' or more' : ''}`
    throw new StructuredTextError(call.position, `${call.name} takes ${needed} inputs, not ${count}`)
  }
  const shared = parameters.includes('T')
    ? settle(found.result === 'T' ? expected : sharedType(scope, found, call))
    : expected
  if ((accepts === 'real' && !isReal(shared)) || (accepts === 'number' && shared === 'BOOL')) {
    throw new StructuredTextError(call.position, `${call.name} does not work on ${shared}`)
  }
  const given = call.arguments.map(({ name, value, position }, index) => {
    if (name !== undefined)
      throw new StructuredTextError(position, `${call.name} takes its inputs in order, without names`)
    const parameter = parameterAt(found, index)
    if (parameter === 'ANY_INT') return checkInteger(scope, value)
    return checkExpression(scope, value, parameter === 'T' ? shared : parameter)
  })
  return {
    kind: 'standard',
    type: expected,
    name: call.name,
    function: found,
    arguments: given,
    position: call.position,
  }
}

/** The inputs of a FUNCTION: all of them, by name or in order. */
function checkInputs(scope: Scope, unit: CheckedUnit, call: syntax.Call): Input[] {
  const parameters = [...unit.variables.values()].filter(({ section }) => section === 'VAR_INPUT')
  if (call.arguments.length !== parameters.length) {
    const needed = parameters.map(({ name }) => name).join(', ')
    throw new StructuredTextError(call.position, `${unit.name} takes ${parameters.length} inputs: ${needed}`)
  }
  const named = call.arguments.some(({ name }) => name !== undefined)
  return parameters.map((parameter, index) => {
    const given = named ? call.arguments.find(({ name }) => name === parameter.name) : call.arguments[index]
    if (given === undefined)
      throw new StructuredTextError(call.position, `${unit.name} lacks its input ${parameter.name}`)
    return { name: parameter.name, value: checkValue(scope, given.value, parameter.type) }
  })
}

/** A value for a variable of any type where an assignment converts, as on Logix controllers. */
export function checkConverted(scope: Scope, value: syntax.Expression, type: Type): Expression | Place {
  if (!isScalar(type)) return checkValue(scope, value, type)
  if (type === 'BOOL' && value.kind === 'integer') return { kind: 'literal', type, value: value.value === 0 ? 0 : 1 }
  const found = settle(infer(scope, value))
  if (found === type || found === 'BOOL' || type === 'BOOL') return checkExpression(scope, value, type)
  const name = `${found}_TO_${type}`
  const conversion = standardFunctions.get(name)!
  const { position } = value
  return {
    kind: 'standard',
    type,
    name,
    function: conversion,
    arguments: [checkExpression(scope, value, found)],
    position,
  }
}

/** A value for a variable of any type: an expression, or the whole of another variable of the very same type. */
export function checkValue(scope: Scope, value: syntax.Expression, type: Type): Expression | Place {
  if (isScalar(type)) return checkExpression(scope, value, type)
  if (value.kind !== 'place') throw new StructuredTextError(value.position, 'a whole array or structure is needed here')
  const place = checkPlace(scope, value)
  if (place.type === type && type.kind !== 'block') return place
  throw new StructuredTextError(value.position, `${textOf(value)} is not of the same declared TYPE`)
}
