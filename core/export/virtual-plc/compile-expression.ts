import { arithmetic, type Evaluate, multiplyAdd } from './arithmetic.ts'
import type { CheckedUnit, Expression, Input, Place } from './checked.ts'
import { StructuredTextError } from './error.ts'
import { type Cells, copy, find, type Members } from './memory.ts'
import { normalise } from './types.ts'

/** The instance that is compiled, and how to get at what it calls. */
export interface Frame {
  readonly members: Members
  /** The memory of a FUNCTION and the run of its body; shared, as nothing calls itself. */
  functionFrame(unit: CheckedUnit): { readonly members: Members; readonly run: () => void }
}

export const memoryAt = (frame: Frame, place: Place) => find(frame.members, place.path)!
export const cellsAt = (frame: Frame, place: Place) => memoryAt(frame, place) as Cells

export function compileExpression(frame: Frame, expression: Expression): Evaluate {
  switch (expression.kind) {
    case 'literal': {
      const { value } = expression
      return () => value
    }
    case 'read':
      return compileRead(frame, expression.place)
    case 'unary': {
      const operand = compileExpression(frame, expression.operand)
      if (expression.operator === 'NOT') return () => (operand() === 0 ? 1 : 0)
      const round = normalise[expression.type]
      return () => round(-operand())
    }
    case 'binary':
      return compileBinary(frame, expression)
    case 'standard':
      return compileStandard(frame, expression)
    case 'call': {
      const { members, run } = frame.functionFrame(expression.unit)
      const pass = compileInputs(frame, expression.inputs, members)
      const result = members.get(expression.unit.name) as Cells
      return () => {
        pass()
        run()
        return result[0]!
      }
    }
  }
}

function compileRead(frame: Frame, place: Place): Evaluate {
  const from = cellsAt(frame, place)
  if (place.element === undefined) return from instanceof Float32Array ? readReal(from) : () => from[0]!
  const [index, second] = place.element.subscripts
  if (from instanceof Float32Array && second === undefined) {
    return readRealElement(from, compileExpression(frame, index!), place)
  }
  const offset = compileOffset(frame, place)
  return () => from[offset()]!
}

const readReal =
  (from: Float32Array): Evaluate =>
  () =>
    from[0]!

/** Reads weights, where most of a policy's time goes: the bounds are checked without another call. */
function readRealElement(from: Float32Array, index: Evaluate, place: Place): Evaluate {
  const { low } = place.element!.array.dimensions[0]!
  return () => {
    const at = index() - low
    if (at >= 0 && at < from.length) return from[at]!
    throw outside(place, 0, at + low)
  }
}

/** The offset of an array's element. The closure throws StructuredTextError for an index outside the array. */
export function compileOffset(frame: Frame, place: Place): Evaluate {
  const { array, subscripts } = place.element!
  const [first, second] = subscripts.map((subscript, dimension) => {
    const index = compileExpression(frame, subscript)
    const { low, size } = array.dimensions[dimension]!
    return () => {
      const at = index() - low
      if (at >= 0 && at < size) return at
      throw outside(place, dimension, at + low)
    }
  })
  if (second === undefined) return first!
  const stride = array.dimensions[1]!.size
  return () => first!() * stride + second()
}

function outside(place: Place, dimension: number, index: number): StructuredTextError {
  const { low, size } = place.element!.array.dimensions[dimension]!
  const name = place.path.join('.')
  return new StructuredTextError(place.position, `the index ${index} of ${name} is outside ${low}..${low + size - 1}`)
}

function compileBinary(frame: Frame, expression: Expression & { kind: 'binary' }): Evaluate {
  const { type, operator, right: term, position } = expression
  const left = compileExpression(frame, expression.left)
  if (type === 'REAL' && operator === '+' && term.kind === 'binary' && term.operator === '*') {
    return multiplyAdd(left, compileExpression(frame, term.left), compileExpression(frame, term.right))
  }
  const right = compileExpression(frame, term)
  switch (operator) {
    case '=':
      return () => (left() === right() ? 1 : 0)
    case '<>':
      return () => (left() !== right() ? 1 : 0)
    case '<':
      return () => (left() < right() ? 1 : 0)
    case '>':
      return () => (left() > right() ? 1 : 0)
    case '<=':
      return () => (left() <= right() ? 1 : 0)
    case '>=':
      return () => (left() >= right() ? 1 : 0)
    case 'AND':
      return () => left() & right()
    case 'OR':
      return () => left() | right()
    case 'XOR':
      return () => left() ^ right()
    default:
      if (type === 'BOOL') throw new Error(`${operator} on BOOL passed the checker`)
      return arithmetic[type](operator, left, right, position)
  }
}

function compileStandard(frame: Frame, expression: Expression & { kind: 'standard' }): Evaluate {
  const { evaluate } = expression.function
  const round = normalise[expression.type]
  const given = expression.arguments.map((argument) => compileExpression(frame, argument))
  const [first, second, third] = given
  const apply =
    given.length === 1
      ? () => round(evaluate(first!()))
      : given.length === 2
        ? () => round(evaluate(first!(), second!()))
        : given.length === 3
          ? () => round(evaluate(first!(), second!(), third!()))
          : () => round(evaluate(...given.map((argument) => argument())))
  return () => {
    try {
      return apply()
    } catch (error) {
      if (error instanceof RangeError) throw new StructuredTextError(expression.position, error.message)
      throw error
    }
  }
}

/** Gives a unit its inputs; all are computed before the first is stored, as computing one may call the same unit. */
export function compileInputs(frame: Frame, inputs: readonly Input[], callee: Members): () => void {
  const values: { evaluate: Evaluate; to: Cells }[] = []
  const copies: (() => void)[] = []
  for (const { name, value } of inputs) {
    const to = callee.get(name)!
    if (value.kind === 'place') {
      const from = memoryAt(frame, value)
      copies.push(() => copy(from, to))
    } else values.push({ evaluate: compileExpression(frame, value), to: to as Cells })
  }
  const results = new Float64Array(values.length)
  return () => {
    for (let i = 0; i < values.length; i++) results[i] = values[i]!.evaluate()
    for (let i = 0; i < values.length; i++) values[i]!.to[0] = results[i]!
    for (const run of copies) run()
  }
}
