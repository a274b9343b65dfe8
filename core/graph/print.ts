import type { Operation, Tensor } from './tensor.ts'
import { type NumberedValue, numberValues } from './value-numbering.ts'

/** The distinct values behind `outputs`, one line each, inputs before their users: number, shape, operation, label. */
export function printGraph(outputs: Readonly<Record<string, Tensor>>): string {
  const graph = numberValues(outputs)
  const lines = graph.values.map(lineOf)
  const results = Object.entries(graph.outputs).map(([name, index]) => `${name} = %${index}`)
  return [...lines, ...results].join('\n')
}

function lineOf({ tensor, inputs }: NumberedValue, index: number): string {
  const operands = [...inputs.map((input) => `%${input}`), ...attributes(tensor.operation)]
  const label = tensor.label === undefined ? '' : `  # ${tensor.label}`
  return `%${index} [${tensor.rows}, ${tensor.lanes}] ${tensor.operation.kind}(${operands.join(', ')})${label}`
}

function attributes(operation: Operation): string[] {
  switch (operation.kind) {
    case 'input':
      return [operation.name]
    case 'constant': {
      const { values } = operation
      return values.length <= 8 ? [values.join(' ')] : [`${values.slice(0, 3).join(' ')} … ${values.at(-1)}`]
    }
    case 'gatherRows':
      return [operation.indices.join(' ')]
    default: {
      const { kind, ...rest } = operation
      return Object.entries(rest).map(([name, value]) => `${name} ${value}`)
    }
  }
}
