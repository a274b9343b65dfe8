import { type Constants, lowerOperation } from './lowering.ts'
import { encodeOnnx, type OnnxInitializer, type OnnxNode, type OnnxValue } from './onnx-schema.ts'
import type { Tensor } from './tensor.ts'
import { type NumberedGraph, numberValues } from './value-numbering.ts'

/** Initialisers above this many equal values are expanded by a node from one value. */
const largestUniform = 4096

/**
 * The ONNX model (IR 8, operator set 17) that computes `outputs`; its graph inputs are the `input` tensors they reach.
 * Equal subexpressions are computed once and the bytes depend on the expressions alone. Throws an `Error` when two
 * inputs of one name differ in shape, or an output has an input's name. `description` goes into the model for people.
 */
export function toOnnx(outputs: Readonly<Record<string, Tensor>>, description?: string): Uint8Array {
  const graph = numberValues(outputs)
  const clash = graph.inputs.map(inputName).find((name) => name in outputs)
  if (clash !== undefined)
    throw new Error(`an output and an input are both named ${clash}: give one of them another name`)
  const names = valueNames(graph)
  const nodes: OnnxNode[] = []
  const initializers: OnnxInitializer[] = []
  const constants = namedConstants(initializers)

  graph.values.forEach(({ tensor, inputs }, index) => {
    const name = names[index]!
    const { operation, rows, lanes } = tensor
    if (operation.kind === 'input') return
    if (operation.kind === 'constant') {
      const { values } = operation
      if (values.length === rows * lanes) initializers.push({ name, dims: [rows, lanes], values })
      else if (rows * lanes <= largestUniform) {
        initializers.push({ name, dims: [rows, lanes], values: new Float32Array(rows * lanes).fill(values[0]!) })
      } else {
        nodes.push({
          opType: 'Expand',
          input: [constants.scalarInput(values[0]!), constants.indexList([rows, lanes])],
          output: [name],
        })
      }
      return
    }
    const inputNames = inputs.map((input) => names[input]!)
    nodes.push(...lowerOperation(tensor, inputNames, name, constants))
  })

  for (const [name, index] of Object.entries(graph.outputs)) {
    if (names[index] !== name) nodes.push({ opType: 'Identity', input: [names[index]!], output: [name] })
  }

  const shaped = (name: string, { rows, lanes }: Tensor): OnnxValue => ({ name, dims: [rows, lanes] })
  const model = {
    nodes,
    initializers,
    inputs: graph.inputs.map((tensor) => shaped(inputName(tensor), tensor)),
    outputs: Object.entries(outputs).map(([name, tensor]) => shaped(name, tensor)),
  }
  return encodeOnnx(model, description)
}

/** A readable name for every value, no two alike: an output's or input's own, else its label or kind and number. */
function valueNames(graph: NumberedGraph): string[] {
  const outputNames = new Map<number, string>()
  for (const [name, index] of Object.entries(graph.outputs)) {
    const { kind } = graph.values[index]!.tensor.operation
    if (!outputNames.has(index) && kind !== 'input' && kind !== 'constant') outputNames.set(index, name)
  }
  const taken = new Set([...Object.keys(graph.outputs), ...graph.inputs.map(inputName)])
  return graph.values.map(({ tensor }, index) => {
    if (tensor.operation.kind === 'input') return tensor.operation.name
    const outputName = outputNames.get(index)
    if (outputName !== undefined) return outputName
    const name = tensor.label ?? `${tensor.operation.kind}:${index}`
    const unique = taken.has(name) ? `${name}:${index}` : name
    taken.add(unique)
    return unique
  })
}

function inputName({ operation }: Tensor): string {
  return operation.kind === 'input' ? operation.name : operation.kind
}

/** The small constants that operators take, each added to `initializers` when it is first asked for. */
function namedConstants(initializers: OnnxInitializer[]): Constants {
  const known = new Set<string>()
  const shared = (name: string, dims: readonly number[], values: () => Float32Array | BigInt64Array) => {
    if (!known.has(name)) initializers.push({ name, dims, values: values() })
    known.add(name)
    return name
  }
  return {
    indexList: (list) => shared(`#indices ${list}`, [list.length], () => BigInt64Array.from(list, BigInt)),
    scalarInput: (value) => shared(`#scalar ${value}`, [], () => Float32Array.of(value)),
    ones: (count) => shared(`#ones ${count}`, [1, count], () => new Float32Array(count).fill(1)),
  }
}
