import type { ClosedLoop } from '../dream/closed-loop.ts'
import { blockOf } from '../dream/layout.ts'
import { settledStart } from '../dream/start.ts'
import { add, broadcastTo } from '../graph/elementwise.ts'
import { constant, input } from '../graph/leaf.ts'
import { topologicalOrder } from '../graph/order.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { Line } from '../line/line.ts'

/** What a policy remembers from scan to scan, and under which names its graph takes and gives it. */
export interface PolicyMemory {
  readonly input: string
  readonly output: string
  /** Where every dream begins, [rows]. */
  readonly start: Float32Array
}

/**
 * A trained policy as one graph of a single lane, its parameters baked in. Inputs: `reading` [signals, 1], `setpoint`
 * [set points, 1], `control` [controls, 1] as applied in the last scan, and `memory …`; outputs: `correction`
 * [signals, 1], `trim` or `direct` [controls, 1], and `next …`. All in SI.
 */
export interface PolicyGraph {
  readonly line: Line
  readonly outputs: Readonly<Record<string, Tensor>>
  readonly memory: readonly PolicyMemory[]
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
  const { line, controller } = loop
  checkParameters(loop, parameters)
  const setpoints = loop.course.setpoints.length
  const decision = controller.decide({
    reading: input('reading', line.signals.length, 1),
    setpoint: setpoints === 0 ? undefined : input('setpoint', setpoints, 1),
    control: input('control', line.controls.length, 1),
    memory: Object.fromEntries(controller.memory.map(({ name, rows }) => [name, input(`memory ${name}`, rows, 1)])),
    parameters: parameters.length === 0 ? undefined : constant(parameters, parameters.length, 1),
    noise: undefined,
    truth: input('truth', loop.layout.blocks.find(({ name }) => name === 'truth')?.rows ?? line.signals.length, 1),
  })
  const { correction, trim } = decision
  const direct = decision.direct && trim ? add(decision.direct, trim) : decision.direct
  const outputs: Record<string, Tensor> = {
    ...(correction && { correction: broadcastTo(correction, line.signals.length, 1) }),
    ...(direct && { direct: broadcastTo(direct, line.controls.length, 1) }),
    ...(trim && !direct && { trim: broadcastTo(trim, line.controls.length, 1) }),
  }
  const settled = await settledStart(loop)
  const memory = controller.memory.map(({ name, rows }) => {
    const next = decision.memory[name]
    if (next === undefined)
      throw new ExportError(`${controller.name} forgets its memory ${name}`, 'Return it from decide')
    outputs[`next ${name}`] = broadcastTo(next, rows, 1)
    const start = blockOf(loop.layout, settled, `memory ${name}`)
    return { input: `memory ${name}`, output: `next ${name}`, start }
  })
  checkSight(controller.name, outputs)
  return { line, outputs, memory }
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
