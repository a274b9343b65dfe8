import type { Tensor } from './tensor.ts'

/** Every node that the outputs depend on, inputs before their users, each once. */
export function topologicalOrder(outputs: readonly Tensor[]): Tensor[] {
  const order: Tensor[] = []
  const seen = new Set<Tensor>()
  const stack: { tensor: Tensor; next: number }[] = []
  const visit = (tensor: Tensor) => {
    if (seen.has(tensor)) return
    seen.add(tensor)
    stack.push({ tensor, next: 0 })
  }
  for (const output of outputs) {
    visit(output)
    while (stack.length > 0) {
      const top = stack.at(-1)!
      const child = top.tensor.inputs[top.next++]
      if (child !== undefined) visit(child)
      else order.push(stack.pop()!.tensor)
    }
  }
  return order
}
