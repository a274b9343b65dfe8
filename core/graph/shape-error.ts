import type { Tensor } from './tensor.ts'

/** Shapes that an operation cannot combine. The message names the operation, every shape and every label. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError'

  constructor(operation: string, tensors: readonly Tensor[], problem: string) {
    super(`${operation}(${tensors.map(describe).join(', ')}): ${problem}`)
  }
}

function describe(tensor: Tensor): string {
  const name = tensor.label ?? (tensor.operation.kind === 'input' ? tensor.operation.name : tensor.operation.kind)
  return `${name} [${tensor.rows}, ${tensor.lanes}]`
}
