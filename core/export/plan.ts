import type { Tensor } from '../graph/tensor.ts'
import { type NumberedGraph, numberValues } from '../graph/value-numbering.ts'
import { isArrangement, origin } from './arrangement.ts'
import { atomOf, type Expression, elementwise, isElementwise, literal, repeatsOperand } from './operations.ts'

/** Up to this many elements are written out, one statement each. */
export const fewest = 3
/** Longer expressions get a variable of their own. */
const longestInline = 60

/**
 * How a value appears in the text: under the name of a constant, an input or a variable; as a view of other values; or
 * inside the one expression that uses it.
 */
type Form = 'constant' | 'input' | 'variable' | 'view' | 'inline'

/** What values without a label are called, where the operation's own name says little. */
const plainNames: Readonly<Record<string, string>> = {
  constant: 'constants',
  linear: 'layer',
  matmul: 'product',
  concatRows: 'joined',
  gatherRows: 'selected',
  sumRows: 'sum',
}

/** An element: its number, or the text of a subscript that a loop counts up. */
export type Subscript = number | string

/** Elements `[at, at + length)` of a value, or zeros where `value` is undefined. */
export interface Run {
  readonly value: number | undefined
  readonly at: number
  readonly length: number
  /** 1, or 0 where all are the same element. */
  readonly stride: 0 | 1
}

/** How the distinct values of a graph are written. */
export interface Plan {
  readonly graph: NumberedGraph
  readonly forms: readonly Form[]
  readonly names: readonly string[]
  /** One element of a value. */
  element(value: number, at: Subscript): Expression
  /** One element of an element-wise value out of its operands. */
  computed(value: number, at: Subscript): Expression
  /** The runs of other values that make up a view or an arrangement. */
  runs(value: number): readonly Run[]
  /** Whether an element-wise value is written element by element. */
  isWrittenOut(value: number): boolean
}

export const sizeOf = ({ rows, lanes }: Tensor) => rows * lanes

/** Plans the text of a graph. `nameOf` gives every name, and gives an input's and an output's name to the caller too. */
export function planProgram(outputs: Readonly<Record<string, Tensor>>, nameOf: (tag: string) => string): Plan {
  const graph = numberValues(outputs)
  const { values } = graph
  const tensorOf = (value: number) => (values[value] as (typeof values)[number]).tensor
  const inputsOf = (value: number) => (values[value] as (typeof values)[number]).inputs
  const users: number[][] = values.map(() => [])
  values.forEach(({ inputs }, user) => {
    for (const value of inputs) users[value]?.push(user)
  })
  const outputNames = new Map<number, string>()
  for (const [name, value] of Object.entries(graph.outputs).reverse()) outputNames.set(value, name)
  const roleOf = (value: number) => {
    const layer = users[value]?.find((user) => ['linear', 'matmul'].includes(tensorOf(user).operation.kind))
    const isConstant = tensorOf(value).operation.kind === 'constant'
    return isConstant && layer !== undefined
      ? ['weights', undefined, 'bias'][inputsOf(layer).indexOf(value)]
      : undefined
  }
  const forms: Form[] = []
  const names = values.map(({ tensor }, value) => {
    const { operation, label } = tensor
    if (operation.kind === 'input') return nameOf(operation.name)
    const output = operation.kind === 'constant' ? undefined : outputNames.get(value)
    return nameOf(output ?? `${label ?? roleOf(value) ?? plainNames[operation.kind] ?? operation.kind}#${value}`)
  })

  const isWrittenOut = (value: number) => {
    const size = sizeOf(tensorOf(value))
    const broadcasts = inputsOf(value).some((operand) => ![1, size].includes(sizeOf(tensorOf(operand))))
    return size <= fewest || broadcasts
  }

  const element = (value: number, at: Subscript): Expression => {
    const tensor = tensorOf(value)
    const form = forms[value]
    if (form === 'inline') return computed(value, at)
    if (form === 'view') {
      const run = runThrough(runs(value), at)
      if (run === undefined || run.value === undefined) return literal(0)
      return element(run.value, run.at)
    }
    if (tensor.operation.kind === 'constant') {
      const { values: numbers } = tensor.operation
      if (numbers.length === 1) return literal(numbers[0] as number)
      if (typeof at === 'number') return literal(numbers[at] as number)
    }
    return atomOf(sizeOf(tensor) === 1 ? (names[value] as string) : `${names[value]}[${at}]`)
  }

  const computed = (value: number, at: Subscript): Expression => {
    const tensor = tensorOf(value)
    const operands = inputsOf(value).map((operand) => element(operand, operandAt(tensor, tensorOf(operand), at)))
    return elementwise(tensor.operation, operands)
  }

  const runs = (value: number): readonly Run[] => {
    const tensor = tensorOf(value)
    const found: Run[] = []
    for (let at = 0; at < sizeOf(tensor); at++) {
      const from = origin(tensor, at)
      addElement(found, from === undefined ? undefined : root(inputsOf(value)[from.input] as number, from.at))
    }
    return found
  }

  const root = (value: number, at: number): { value: number; at: number } | undefined => {
    if (forms[value] !== 'view') return { value, at }
    const from = origin(tensorOf(value), at)
    return from === undefined ? undefined : root(inputsOf(value)[from.input] as number, from.at)
  }

  const readsByNumber = (user: number) =>
    isArrangement(tensorOf(user)) || (isElementwise(tensorOf(user)) && isWrittenOut(user))

  const formOf = (value: number): Form => {
    const tensor = tensorOf(value)
    const { kind } = tensor.operation
    if (kind === 'input' || kind === 'constant') return kind
    if (outputNames.has(value)) return 'variable'
    const usedBy = users[value] as number[]
    if (isArrangement(tensor)) {
      const isSimple = runs(value).length === 1 || (sizeOf(tensor) <= fewest && usedBy.every(readsByNumber))
      return isSimple ? 'view' : 'variable'
    }
    const [user] = usedBy
    if (!isElementwise(tensor) || user === undefined || usedBy.length > 1 || tensor.label !== undefined)
      return 'variable'
    const userTensor = tensorOf(user)
    const fits = isElementwise(userTensor) && sizeOf(userTensor) === sizeOf(tensor) && !repeatsOperand(userTensor)
    const at = isWrittenOut(value) ? 0 : 'row'
    return fits && isWrittenOut(value) === isWrittenOut(user) && computed(value, at).text.length <= longestInline
      ? 'inline'
      : 'variable'
  }
  values.forEach((_, value) => {
    forms.push(formOf(value))
  })
  return { graph, forms, names, element, computed, runs, isWrittenOut }
}

/** Where an operand that may be repeated along a dimension is read for element `at` of the result. */
function operandAt(result: Tensor, operand: Tensor, at: Subscript): Subscript {
  if (sizeOf(operand) === sizeOf(result)) return at
  if (sizeOf(operand) === 1) return 0
  const row = Math.floor(Number(at) / result.lanes)
  const lane = Number(at) % result.lanes
  return (operand.rows === 1 ? 0 : row) * operand.lanes + (operand.lanes === 1 ? 0 : lane)
}

function addElement(runs: Run[], element: { value: number; at: number } | undefined): void {
  const last = runs.at(-1)
  const next: Run = { value: element?.value, at: element?.at ?? 0, length: 1, stride: 1 }
  if (last === undefined || last.value !== next.value) {
    runs.push(next)
    return
  }
  const isSame = next.value === undefined || (next.at === last.at && (last.length === 1 || last.stride === 0))
  const isNext = next.value !== undefined && last.stride === 1 && next.at === last.at + last.length
  if (isSame) runs[runs.length - 1] = { ...last, length: last.length + 1, stride: 0 }
  else if (isNext) runs[runs.length - 1] = { ...last, length: last.length + 1 }
  else runs.push(next)
}

/** The element of a run's value that `at` stands for; a subscript that is counted up reads a single run. */
function runThrough(runs: readonly Run[], at: Subscript): { value: number | undefined; at: Subscript } | undefined {
  if (typeof at === 'string') {
    const run = runs[0] as Run
    if (run.stride === 0) return { value: run.value, at: run.at }
    return { value: run.value, at: run.at === 0 ? at : `${at} + ${run.at}` }
  }
  let within = at
  for (const run of runs) {
    if (within < run.length) return { value: run.value, at: run.at + run.stride * within }
    within -= run.length
  }
  return undefined
}
