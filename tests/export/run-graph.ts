import { loopVariables, writeProgram } from '../../core/export/program.ts'
import { identifiers } from '../../core/export/structured-text.ts'
import { instantiate } from '../../core/export/virtual-plc/machine.ts'
import { parse } from '../../core/export/virtual-plc/parse.ts'
import { topologicalOrder } from '../../core/graph/order.ts'
import type { Tensor } from '../../core/graph/tensor.ts'

/** A graph as one function block whose inputs are arrays. */
export function blockOf(outputs: Readonly<Record<string, Tensor>>): string {
  const nameOf = identifiers()
  const inputs = new Map<string, number>()
  for (const { operation, rows, lanes } of topologicalOrder(Object.values(outputs))) {
    if (operation.kind === 'input') inputs.set(nameOf(operation.name), rows * lanes)
  }
  const { constants, variables, statements } = writeProgram(outputs, nameOf)
  return [
    ...[...inputs].map(([name, size]) =>
      size === 1 ? '' : `TYPE ${name}_T : ARRAY [0..${size - 1}] OF REAL; END_TYPE`,
    ),
    'FUNCTION_BLOCK GRAPH',
    'VAR_INPUT',
    ...[...inputs].map(([name, size]) => `${name} : ${size === 1 ? 'REAL' : `${name}_T`};`),
    'END_VAR',
    ...(constants.length > 0 ? ['VAR CONSTANT', ...constants, 'END_VAR'] : []),
    'VAR',
    ...loopVariables,
    ...variables,
    'END_VAR',
    ...statements,
    'END_FUNCTION_BLOCK',
  ].join('\n')
}

/** What the virtual PLC makes of a graph. */
export function runGraph<Name extends string>(
  outputs: Readonly<Record<Name, Tensor>>,
  feeds: Readonly<Record<string, Float32Array>>,
): Record<Name, number[]> {
  const block = instantiate(parse(blockOf(outputs)), 'GRAPH')
  const nameOf = identifiers()
  for (const [name, values] of Object.entries(feeds))
    block.set(nameOf(name), values.length === 1 ? (values[0] as number) : values)
  block.scan()
  const read = (name: string) => {
    const value = block.get(name)
    return typeof value === 'object' ? Array.from(value) : [Number(value)]
  }
  return Object.fromEntries(Object.keys(outputs).map((name) => [name, read(name)])) as Record<Name, number[]>
}
