import { createHash } from 'node:crypto'
import { topologicalOrder } from './order.ts'
import type { Operation, Tensor } from './tensor.ts'

/** One distinct value: a node that stands for all equal ones, and the numbers of the values it is computed from. */
export type NumberedValue = { readonly tensor: Tensor; readonly inputs: readonly number[] }

export type NumberedGraph = {
  readonly values: readonly NumberedValue[]
  readonly inputs: readonly Tensor[]
  readonly outputs: Readonly<Record<string, number>>
}

const commutative = new Set(['add', 'multiply', 'minimum', 'maximum', 'equal'])

/**
 * The distinct values that the outputs need, each after its inputs. Two nodes are one value when they apply the same
 * operation to the same values (value numbering, Cocke & Schwartz 1970); constants are compared by content. Throws an
 * `Error` when two inputs of one name differ in shape.
 */
export function numberValues(outputs: Readonly<Record<string, Tensor>>): NumberedGraph {
  const values: NumberedValue[] = []
  const inputs: Tensor[] = []
  const shapes = new Map<string, string>()
  const numbers = new Map<Tensor, number>()
  const known = new Map<string, number>()
  for (const tensor of topologicalOrder(Object.values(outputs))) {
    const { operation } = tensor
    const parts = tensor.inputs.map((x) => numbers.get(x)!)
    if (operation.kind === 'stopGradient') {
      numbers.set(tensor, parts[0]!)
      continue
    }
    const shape = `${tensor.rows} ${tensor.lanes}`
    const operands = commutative.has(operation.kind) ? parts.toSorted((a, b) => a - b) : parts
    const key = `${operationKey(operation)}|${operands}|${shape}`
    const number = known.get(key) ?? values.length
    numbers.set(tensor, number)
    if (number < values.length) continue
    known.set(key, number)
    values.push({ tensor, inputs: parts })
    if (operation.kind !== 'input') continue
    if (shapes.has(operation.name)) {
      throw new Error(`the input ${operation.name} has two shapes: [${shapes.get(operation.name)}] and [${shape}]`)
    }
    shapes.set(operation.name, shape)
    inputs.push(tensor)
  }
  const numbered = Object.entries(outputs).map(([name, tensor]) => [name, numbers.get(tensor)!] as const)
  return { values, inputs, outputs: Object.fromEntries(numbered) }
}

function operationKey(operation: Operation): string {
  if (operation.kind !== 'constant') return JSON.stringify(operation)
  const { buffer, byteOffset, byteLength } = operation.values
  return `constant ${createHash('sha256')
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest('hex')}`
}
