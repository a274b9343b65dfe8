import type { Binary, Operation, Tensor, Unary } from '../graph/tensor.ts'
import { realLiteral } from './structured-text.ts'

/** How tightly the outermost operator of an expression holds its operands. */
const sum = 1
const product = 2
const atom = 3

/** A REAL expression in Structured Text. */
export interface Expression {
  readonly text: string
  readonly binding: typeof sum | typeof product | typeof atom
}

/** A name, an array element or a call. */
export const atomOf = (text: string): Expression => ({ text, binding: atom })

/** @throws RangeError where the number is not finite: no REAL literal says it. */
export function literal(value: number): Expression {
  const text = realLiteral(value)
  return { text, binding: text.startsWith('-') ? sum : atom }
}

const held = ({ text, binding }: Expression, least: number) => (binding >= least ? text : `(${text})`)

const infix = (a: Expression, operator: '+' | '-' | '*' | '/', b: Expression): Expression => {
  const binding = operator === '+' || operator === '-' ? sum : product
  // The right side keeps its parentheses even where the operator is associative: rounding is not.
  return { text: `${held(a, binding)} ${operator} ${held(b, binding === sum ? product : atom)}`, binding }
}

export const plus = (a: Expression, b: Expression) => infix(a, '+', b)
export const minus = (a: Expression, b: Expression) => infix(a, '-', b)
export const times = (a: Expression, b: Expression) => infix(a, '*', b)

const call = (name: string, ...operands: readonly Expression[]) =>
  atomOf(`${name}(${operands.map(({ text }) => text).join(', ')})`)
const select = (condition: string, ifFalse: Expression, ifTrue: Expression) =>
  atomOf(`SEL(${condition}, ${ifFalse.text}, ${ifTrue.text})`)
const compare = (a: Expression, operator: string, b: Expression) => `${held(a, sum)} ${operator} ${held(b, sum)}`
const limit = (low: number, x: Expression, high: number) => call('LIMIT', literal(low), x, literal(high))

const zero = literal(0)
const one = literal(1)
const two = literal(2)

/** From here on every float32 is whole. */
const wholeFrom = 2 ** 23
const whole = (x: Expression, conversion: string) =>
  atomOf(`DINT_TO_REAL(${conversion}(${limit(-wholeFrom, x, wholeFrom).text}))`)
const unlessWhole = (x: Expression, rounded: Expression) =>
  select(compare(call('ABS', x), '<', literal(wholeFrom)), x, rounded)
const roundToEven = (x: Expression) => unlessWhole(x, whole(x, 'REAL_TO_DINT'))

export const negative = (x: Expression): Expression => ({ text: `-${held(x, atom)}`, binding: sum })

/** Arguments are bounded where EXP, LN and SQRT would leave REAL, which stops some controllers. */
const unary: Readonly<Record<Unary, (x: Expression) => Expression>> = {
  negate: negative,
  absolute: (x) => call('ABS', x),
  sign: (x) => select(compare(x, '>', zero), select(compare(x, '<', zero), zero, literal(-1)), one),
  squareRoot: (x) => call('SQRT', call('MAX', x, zero)),
  exponential: (x) => call('EXP', limit(-87, x, 88)),
  logarithm: (x) => call('LN', call('MAX', x, literal(1.2e-38))),
  tanh: (x) => minus(one, infix(two, '/', plus(call('EXP', times(two, limit(-15, x, 15))), one))),
  sigmoid: (x) => infix(one, '/', plus(one, call('EXP', negative(limit(-80, x, 80))))),
  relu: (x) => call('MAX', x, zero),
  sine: (x) => call('SIN', x),
  cosine: (x) => call('COS', x),
  floor: (x) => {
    const towardsZero = whole(x, 'TRUNC')
    return unlessWhole(x, minus(towardsZero, select(compare(towardsZero, '>', x), zero, one)))
  },
  round: roundToEven,
  roundStraightThrough: roundToEven,
  reciprocal: (x) => infix(one, '/', x),
}

const binary: Readonly<Record<Binary, (a: Expression, b: Expression) => Expression>> = {
  add: plus,
  subtract: minus,
  multiply: times,
  divide: (a, b) => infix(a, '/', b),
  minimum: (a, b) => call('MIN', a, b),
  maximum: (a, b) => call('MAX', a, b),
  greater: (a, b) => select(compare(a, '>', b), zero, one),
  less: (a, b) => select(compare(a, '<', b), zero, one),
  equal: (a, b) => select(compare(a, '=', b), zero, one),
}

type Kind = Operation['kind']
const isUnary = (kind: Kind): kind is Unary => kind in unary
const isBinary = (kind: Kind): kind is Binary => kind in binary

export const isElementwise = ({ operation: { kind } }: Tensor): boolean =>
  isUnary(kind) || isBinary(kind) || kind === 'clip' || kind === 'power'

/** Whether the expression names its operand more than once, so that the operand should stand in a variable. */
export const repeatsOperand = ({ operation: { kind } }: Tensor): boolean =>
  ['sign', 'floor', 'round', 'roundStraightThrough', 'power'].includes(kind)

/** One element of an element-wise operation. Throws a `TypeError` for any other operation. */
export function elementwise(operation: Operation, operands: readonly Expression[]): Expression {
  const [a, b] = operands as [Expression, Expression]
  if (isUnary(operation.kind)) return unary[operation.kind](a)
  if (isBinary(operation.kind)) return binary[operation.kind](a, b)
  if (operation.kind === 'clip') return clipped(a, operation.low, operation.high)
  if (operation.kind === 'power') return raised(a, operation.exponent)
  throw new TypeError(`${operation.kind} is not element-wise`)
}

function clipped(x: Expression, low: number, high: number): Expression {
  if (low === -Infinity) return high === Infinity ? x : call('MIN', x, literal(high))
  return high === Infinity ? call('MAX', x, literal(low)) : limit(low, x, high)
}

/** EXPT of a negative base differs between controllers, so small whole powers are products. */
function raised(x: Expression, exponent: number): Expression {
  if (exponent === 3 || exponent === 4) return Array.from({ length: exponent - 1 }, () => x).reduce(times, x)
  return call('EXPT', x, literal(exponent))
}
