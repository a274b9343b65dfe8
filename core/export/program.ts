import type { Tensor } from '../graph/tensor.ts'
import { isArrangement } from './arrangement.ts'
import { type Expression, isElementwise, literal, minus, negative, plus, times } from './operations.ts'
import { fewest, type Plan, planProgram, type Run, type Subscript, sizeOf } from './plan.ts'
import { realArrayInitialiser, realLiteral } from './structured-text.ts'

/** The text of a graph, line by line and without indentation, for the body of a block. */
export interface ProgramText {
  /** For VAR CONSTANT. */
  readonly constants: readonly string[]
  /** For VAR: the outputs and all values in between, but not the inputs. */
  readonly variables: readonly string[]
  readonly statements: readonly string[]
}

/** The counters of the loops, where a matrix's row starts, and the running sum, for VAR. */
export const loopVariables: readonly string[] = ['row, column, lane, start : DINT;', 'total : REAL;']

/** A product with a constant matrix is written as sums of its terms up to so many of them. */
const mostTerms = 48

/**
 * Writes the graph behind `outputs` as Structured Text that computes every distinct value once. An input or output
 * `name` is the variable `nameOf(name)`: a REAL, or an ARRAY [0..rows·lanes - 1] in row-major order.
 * Throws a `RangeError` for a constant that is not finite.
 */
export function writeProgram(outputs: Readonly<Record<string, Tensor>>, nameOf: (tag: string) => string): ProgramText {
  const plan = planProgram(outputs, nameOf)
  const { graph, forms, names } = plan
  const constants: string[] = []
  const variables: string[] = []
  const statements: string[] = []
  graph.values.forEach(({ tensor }, value) => {
    if (forms[value] !== 'variable') return
    variables.push(declaration(names[value] as string, sizeOf(tensor)))
    if (tensor.label !== undefined) statements.push(`(* ${tensor.label} *)`)
    statements.push(...statementsFor(plan, value))
  })
  for (const [name, value] of Object.entries(graph.outputs)) {
    const target = nameOf(name)
    if (names[value] === target && forms[value] === 'variable') continue
    const { tensor } = graph.values[value] as (typeof graph.values)[number]
    variables.push(declaration(target, sizeOf(tensor)))
    statements.push(...copies(plan, target, [{ value, at: 0, length: sizeOf(tensor), stride: 1 }]))
  }
  const text = statements.join('\n')
  graph.values.forEach(({ tensor: { operation } }, value) => {
    const name = names[value] as string
    if (operation.kind !== 'constant' || !text.includes(`${name}[`)) return
    constants.push(...initialised(name, operation.values))
  })
  return { constants, variables, statements }
}

/** Declares a REAL, or an array of REAL, without an initial value. */
export const declaration = (name: string, size: number) =>
  size === 1 ? `${name} : REAL;` : `${name} : ARRAY [0..${size - 1}] OF REAL;`

/** Declares a REAL, or an array of REAL, with its initial value. */
export function initialised(name: string, values: Float32Array): readonly string[] {
  if (values.length === 1) return [`${name} : REAL := ${realLiteral(values[0] as number)};`]
  const lines = realArrayInitialiser(values).map((line) => `  ${line}`)
  return [`${name} : ARRAY [0..${values.length - 1}] OF REAL :=`, ...lines.slice(0, -1), `${lines.at(-1)};`]
}

function statementsFor(plan: Plan, value: number): readonly string[] {
  const { tensor } = plan.graph.values[value] as (typeof plan.graph.values)[number]
  const name = plan.names[value] as string
  const size = sizeOf(tensor)
  if (isArrangement(tensor)) return copies(plan, name, plan.runs(value))
  if (!isElementwise(tensor)) return productOf(plan, value)
  if (!plan.isWrittenOut(value)) return loop('row', size, [`${name}[row] := ${plan.computed(value, 'row').text};`])
  return Array.from({ length: size }, (_, at) => `${place(name, size, at)} := ${plan.computed(value, at).text};`)
}

/** An element of a variable that is an array if it holds more than one. */
export const place = (name: string, size: number, at: Subscript) => (size === 1 ? name : `${name}[${at}]`)

function loop(counter: string, count: number, body: readonly string[]): readonly string[] {
  return [`FOR ${counter} := 0 TO ${count - 1} DO`, ...body.map((line) => `  ${line}`), 'END_FOR;']
}

/** Copies runs of values one after the other into a variable. */
function copies(plan: Plan, name: string, runs: readonly Run[]): readonly string[] {
  const size = runs.reduce((sum, { length }) => sum + length, 0)
  let from = 0
  return runs.flatMap(({ value, at, length, stride }) => {
    const start = from
    from += length
    const read = (within: Subscript): Expression => {
      if (value === undefined) return literal(0)
      return plan.element(value, stride === 0 ? at : shifted(within, at))
    }
    if (length > fewest) return loop('row', length, [`${name}[${shifted('row', start)}] := ${read('row').text};`])
    return Array.from({ length }, (_, within) => `${place(name, size, start + within)} := ${read(within).text};`)
  })
}

const shifted = (at: Subscript, by: number): Subscript =>
  typeof at === 'number' ? at + by : by === 0 ? at : `${at} + ${by}`

/** A matrix; `stride` is the length of its rows where they are read one after the other. */
interface Weight {
  readonly value: number
  readonly stride: number | undefined
  at(i: Subscript, j: Subscript): Subscript
}

/** Anything that sums: element [i, k] is bias[i] + Σ over j of weight[i, j] · operand at (i, j, k). */
interface Product {
  readonly inner: number
  readonly weight: Weight | undefined
  readonly operand: { readonly value: number; at(i: Subscript, j: Subscript, k: Subscript): Subscript }
  readonly bias: number | undefined
}

function productFor(plan: Plan, value: number): Product {
  const { tensor, inputs } = plan.graph.values[value] as (typeof plan.graph.values)[number]
  const { operation } = tensor
  const [a, b] = tensor.inputs as [Tensor, Tensor]
  const [first, second, bias] = inputs as [number, number, number]
  switch (operation.kind) {
    case 'sumRows':
      return sumOver(first, a.rows, (_, j, k) => index(j, a.lanes, k))
    case 'sumLanes':
      return sumOver(first, a.lanes, (i, j) => index(i, a.lanes, j))
    case 'linear':
    case 'matmul': {
      const { transposeA, transposeB } =
        operation.kind === 'matmul' ? operation : { transposeA: false, transposeB: false }
      return {
        inner: transposeA ? a.rows : a.lanes,
        weight: {
          value: first,
          stride: transposeA ? undefined : a.lanes,
          at: (i, j) => (transposeA ? index(j, a.lanes, i) : index(i, a.lanes, j)),
        },
        operand: { value: second, at: (_, j, k) => (transposeB ? index(k, b.lanes, j) : index(j, b.lanes, k)) },
        bias: operation.kind === 'linear' ? bias : undefined,
      }
    }
    default:
      throw new TypeError(`${operation.kind} cannot be written as Structured Text`)
  }
}

const sumOver = (value: number, inner: number, at: Product['operand']['at']): Product => ({
  inner,
  weight: undefined,
  operand: { value, at },
  bias: undefined,
})

/** The subscript `outer · stride + inner`. */
function index(outer: Subscript, stride: number, inner: Subscript): Subscript {
  if (typeof outer === 'number' && typeof inner === 'number') return outer * stride + inner
  const scaled = typeof outer === 'number' ? outer * stride : stride === 1 ? outer : `${outer} * ${stride}`
  if (scaled === 0) return inner
  return inner === 0 ? scaled : `${scaled} + ${inner}`
}

function productOf(plan: Plan, value: number): readonly string[] {
  const product = productFor(plan, value)
  const { tensor } = plan.graph.values[value] as (typeof plan.graph.values)[number]
  const name = plan.names[value] as string
  const { rows, lanes } = tensor
  const terms = fewTerms(plan, product, tensor)
  if (terms !== undefined) {
    return terms.map((sum, at) => `${place(name, rows * lanes, at)} := ${sum.text};`)
  }
  const i = rows === 1 ? 0 : 'row'
  const k = lanes === 1 ? 0 : 'lane'
  const j = product.inner === 1 ? 0 : 'column'
  const read = plan.element(product.operand.value, product.operand.at(i, j, k))
  const { weight } = product
  // Its product with the row is taken out of the inner loop, where a controller spends most of its time.
  const rowStart =
    i === 'row' && j === 'column' && weight?.stride !== undefined
      ? `start := ${index(i, weight.stride, 0)};`
      : undefined
  const weightAt = rowStart === undefined ? weight?.at(i, j) : 'start + column'
  const term = weight === undefined ? read : times(plan.element(weight.value, weightAt ?? 0), read)
  const start = product.bias === undefined ? literal(0) : plan.element(product.bias, i)
  const sum = `total := total + ${term.text};`
  const cell = [
    `total := ${start.text};`,
    ...(j === 0 ? [sum] : loop(j, product.inner, [sum])),
    `${place(name, rows * lanes, index(i, lanes, k))} := total;`,
  ]
  const row = k === 0 ? cell : loop(k, lanes, cell)
  return i === 0 ? row : loop(i, rows, rowStart === undefined ? row : [rowStart, ...row])
}

/** Each element as a sum of its terms that are not zero, or undefined where those are many or only known at run time. */
function fewTerms(plan: Plan, product: Product, { rows, lanes }: Tensor): readonly Expression[] | undefined {
  const { inner, weight, operand, bias } = product
  const weights = weight && plan.graph.values[weight.value]?.tensor.operation
  if (weights !== undefined && weights.kind !== 'constant') return undefined
  const weightAt = (i: number, j: number): number => {
    if (weight === undefined || weights === undefined) return 1
    return (weights.values.length === 1 ? weights.values[0] : weights.values[Number(weight.at(i, j))]) as number
  }
  const columns = Array.from({ length: rows }, (_, i) =>
    Array.from({ length: inner }, (_, j) => j).filter((j) => weightAt(i, j) !== 0),
  )
  const count = columns.flat().length
  if (count > mostTerms || (count > fewest * fewest && 2 * count > rows * inner)) return undefined
  return Array.from({ length: rows * lanes }, (_, at) => {
    const i = Math.floor(at / lanes)
    const start = bias === undefined ? undefined : plan.element(bias, i)
    const sum = (columns[i] as number[]).reduce<Expression | undefined>((before, j) => {
      const factor = weightAt(i, j)
      const read = plan.element(operand.value, operand.at(i, j, at % lanes))
      const size = Math.abs(factor) === 1 ? read : times(literal(Math.abs(factor)), read)
      if (before === undefined) return factor === -1 ? negative(read) : factor < 0 ? times(literal(factor), read) : size
      return factor < 0 ? minus(before, size) : plus(before, size)
    }, start)
    return sum ?? literal(0)
  })
}
