import type { CheckedUnit, Expression, Place } from '../virtual-plc/checked.ts'
import { isInteger, isReal, range, type Scalar } from '../virtual-plc/types.ts'
import { literalText } from './literal-text.ts'

export const scalarTypes: Readonly<Record<Scalar, string>> = {
  BOOL: 'bool',
  INT: 'int16_t',
  UINT: 'uint16_t',
  DINT: 'int32_t',
  REAL: 'float',
  LREAL: 'double',
}

/** Operators in C and how tightly they hold their operands. XOR of two truth values is that they differ. */
const operators: Readonly<Record<string, readonly [text: string, binding: number]>> = {
  OR: ['||', 1],
  AND: ['&&', 2],
  XOR: ['!=', 3],
  '=': ['==', 3],
  '<>': ['!=', 3],
  '<': ['<', 4],
  '>': ['>', 4],
  '<=': ['<=', 4],
  '>=': ['>=', 4],
  '+': ['+', 5],
  '-': ['-', 5],
  '*': ['*', 6],
  '/': ['/', 6],
  MOD: ['%', 6],
}
const sign = 5
const atom = 8

export function literalInC(type: Scalar, value: number): string {
  if (type === 'BOOL') return value === 0 ? 'false' : 'true'
  if (type === 'DINT' && value === range.DINT[0]) return '(-2147483647 - 1)'
  return type === 'REAL' ? `${literalText(type, value)}f` : literalText(type, value)
}

/** An expression in the code of `unit`. */
export function expressionInC(unit: CheckedUnit, expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return literalInC(expression.type, expression.value)
    case 'read':
      return placeInC(unit, expression.place)
    case 'unary': {
      const operand = held(unit, expression.operand, atom)
      if (expression.operator === 'NOT') return `!${operand}`
      return isInteger(expression.type) ? `(${scalarTypes[expression.type]})(-${operand})` : `-${operand}`
    }
    case 'binary':
      return binaryInC(unit, expression)
    case 'standard':
      return standardInC(
        expression,
        expression.arguments.map((each) => expressionInC(unit, each)),
      )
    case 'call': {
      const given = [...expression.unit.variables.values()]
        .filter(({ section }) => section === 'VAR_INPUT')
        .map(({ name }) => expression.inputs.find((input) => input.name === name)!.value)
      return `${expression.unit.spelling}(${given.map((value) => valueInC(unit, value)).join(', ')})`
    }
  }
}

export const valueInC = (unit: CheckedUnit, value: Expression | Place) =>
  value.kind === 'place' ? placeInC(unit, value) : expressionInC(unit, value)

/** What a block remembers lies in its structure; all else is local. Arrays are flat, row-major, and begin at 0. */
export function placeInC(unit: CheckedUnit, { path, spelling, element }: Place): string {
  const isLocal = unit.kind === 'FUNCTION' || isForgotten(unit.variables.get(path[0]!)!.section)
  const name = `${isLocal ? '' : 'block->'}${spelling.join('.')}`
  if (element === undefined) return name
  const [first, second] = element.subscripts.map((subscript, at) => {
    const { low } = element.array.dimensions[at]!
    return low === 0 ? expressionInC(unit, subscript) : `${held(unit, subscript, 5)} - ${low < 0 ? `(${low})` : low}`
  })
  return second === undefined
    ? `${name}[${first}]`
    : `${name}[(${first}) * ${element.array.dimensions[1]!.size} + ${second}]`
}

export const isForgotten = (section: string) => section === 'VAR_TEMP' || section === 'VAR CONSTANT'

function held(unit: CheckedUnit, expression: Expression, least: number): string {
  const text = expressionInC(unit, expression)
  return bindingOf(expression) >= least ? text : `(${text})`
}

function bindingOf(expression: Expression): number {
  if (expression.kind === 'binary') {
    return expression.operator === '**' || isShort(expression.type) ? atom : operators[expression.operator]![1]
  }
  if (expression.kind === 'unary') return expression.operator === 'NOT' ? atom - 1 : sign
  if (expression.kind === 'literal') return expression.value < 0 || Object.is(expression.value, -0) ? sign : atom
  return atom
}

/** C computes these in int, so that they wrap only when they are brought back. */
const isShort = (type: Scalar): type is 'INT' | 'UINT' => type === 'INT' || type === 'UINT'

function binaryInC(unit: CheckedUnit, { type, operator, left, right }: Expression & { kind: 'binary' }): string {
  if (operator === '**') {
    return `${type === 'REAL' ? 'powf' : 'pow'}(${expressionInC(unit, left)}, ${expressionInC(unit, right)})`
  }
  const [text, own] = operators[operator]!
  const isSum = own >= 5
  // Compilers warn of AND within OR and of comparisons of comparisons without parentheses.
  const leftLeast = isSum || (left.kind === 'binary' && left.operator === operator && own < 3) ? own : 5
  const result = `${held(unit, left, leftLeast)} ${text} ${held(unit, right, isSum ? own + 1 : 5)}`
  return isShort(type) ? `(${scalarTypes[type]})(${result})` : result
}

/** Functions of `math.h`, without the f of their float form. */
const mathNames: Readonly<Record<string, string>> = {
  SQRT: 'sqrt',
  LN: 'log',
  LOG: 'log10',
  EXP: 'exp',
  SIN: 'sin',
  COS: 'cos',
  TAN: 'tan',
  ASIN: 'asin',
  ACOS: 'acos',
  ATAN: 'atan',
  EXPT: 'pow',
}

function standardInC(
  { name, type, arguments: given }: Expression & { kind: 'standard' },
  inputs: readonly string[],
): string {
  const [first, second, third] = inputs as [string, string, string]
  const math = mathNames[name]
  if (math !== undefined) return `${math}${type === 'REAL' ? 'f' : ''}(${inputs.join(', ')})`
  if (name === 'ABS')
    return isReal(type) ? `${type === 'REAL' ? 'fabsf' : 'fabs'}(${first})` : `(${scalarTypes[type]})abs(${first})`
  const kind = type === 'REAL' ? 'real' : type === 'LREAL' ? 'lreal' : 'integer'
  if (name === 'MIN' || name === 'MAX') {
    return inputs.reduce((before, input) => `${name.toLowerCase()}_${kind}(${before}, ${input})`)
  }
  if (name === 'LIMIT') return `min_${kind}(max_${kind}(${first}, ${second}), ${third})`
  if (name === 'SEL') return `(${first} ? ${third} : ${second})`
  if (name === 'MUX') {
    const [choice, ...values] = inputs as [string, ...string[]]
    return `(${values.map((value, at) => (at === values.length - 1 ? value : `${choice} == ${at} ? ${value} : `)).join('')})`
  }
  const from = given[0]!.type
  if (type === 'BOOL') return `(${first} != 0)`
  if (isReal(from) && isInteger(type)) {
    const whole = name === 'TRUNC' ? `trunc(${first})` : `nearbyint(${first})`
    const [low, high] = range[type]
    return `(${scalarTypes[type]})whole_within(${whole}, ${low}.0, ${high}.0)`
  }
  return `(${scalarTypes[type]})(${first})`
}
