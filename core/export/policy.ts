import type { ClosedLoop } from '../dream/closed-loop.ts'
import { type ControllerGraph, controllerGraph } from '../dream/controller-graph.ts'
import { topologicalOrder } from '../graph/order.ts'
import type { Tensor } from '../graph/tensor.ts'
import { isTreeController } from '../train/tree/tree-policy.ts'
import type { ExportedRules } from './rules-program.ts'

/** A trained policy as one graph of a single lane, its parameters baked in, and the rules that it computes if it is a tree. */
export interface PolicyGraph extends ControllerGraph {
  readonly rules?: ExportedRules
}

/** A policy that cannot be exported, and what to do about it. */
export class ExportError extends Error {
  readonly remedy: string
  constructor(message: string, remedy: string) {
    super(`${message}. ${remedy}`)
    this.name = 'ExportError'
    this.remedy = remedy
  }
}

/** Throws an `ExportError` for parameters that do not fit or are not finite, and for a controller that sees the truth. */
export async function policyGraph(loop: ClosedLoop, parameters: Float32Array): Promise<PolicyGraph> {
  checkParameters(loop, parameters)
  const graph = await controllerGraph(loop, parameters)
  const { controller } = loop
  checkSight(controller.name, graph.outputs)
  return isTreeController(controller) ? { ...graph, rules: { controller, numbers: parameters } } : graph
}

function checkParameters({ controller }: ClosedLoop, parameters: Float32Array): void {
  if (parameters.length !== controller.parameters) {
    const message = `${controller.name} has ${controller.parameters} parameters, and ${parameters.length} were given`
    throw new ExportError(message, 'Export it with the parameters that it was trained with')
  }
  if (!parameters.every(Number.isFinite)) {
    const message = `${controller.name} has parameters that are not finite numbers`
    throw new ExportError(message, 'Train it again, or export an earlier checkpoint')
  }
}

function checkSight(name: string, outputs: Readonly<Record<string, Tensor>>): void {
  if (Object.keys(outputs).length === 0) {
    throw new ExportError(`${name} adds nothing to the line's own control`, 'Export a trained policy')
  }
  const seen = topologicalOrder(Object.values(outputs)).map(({ operation }) => operation)
  if (seen.some((operation) => operation.kind === 'input' && operation.name === 'truth')) {
    throw new ExportError(
      `${name} sees true values, which no controller has`,
      'Export a policy that sees readings only',
    )
  }
}
