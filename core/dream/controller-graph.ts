import { add, broadcastTo } from '../graph/elementwise.ts'
import { constant, input } from '../graph/leaf.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { Line } from '../line/line.ts'
import type { ClosedLoop } from './closed-loop.ts'
import { type Blocks, blockOf } from './layout.ts'
import { settledStart } from './start.ts'

/** What a controller remembers from scan to scan, and under which names its graph takes and gives it. */
export interface GraphMemory {
  readonly input: string
  readonly output: string
  /** Where every dream begins, [rows]. */
  readonly start: Float32Array
}

/**
 * A controller as one graph, its parameters baked in, of a single lane unless more are asked for. Inputs: `reading`
 * [signals, lanes], `setpoint` [set points, lanes], `control` [controls, lanes] as applied in the last scan, and
 * `memory …`; outputs: `correction` [signals, lanes], `trim` or `direct` [controls, lanes], and `next …`. All in SI.
 */
export interface ControllerGraph {
  readonly line: Line
  readonly outputs: Readonly<Record<string, Tensor>>
  /** What else the controller says of its decision, by name. */
  readonly record: Blocks
  readonly memory: readonly GraphMemory[]
}

/** Throws an `Error` for a controller that forgets some of its memory. One that sees the truth has an input `truth`. */
export async function controllerGraph(loop: ClosedLoop, parameters: Float32Array, lanes = 1): Promise<ControllerGraph> {
  const { line, controller } = loop
  const setpoints = loop.course.setpoints.length
  const decision = controller.decide({
    reading: input('reading', line.signals.length, lanes),
    setpoint: setpoints === 0 ? undefined : input('setpoint', setpoints, lanes),
    control: input('control', line.controls.length, lanes),
    memory: Object.fromEntries(controller.memory.map(({ name, rows }) => [name, input(`memory ${name}`, rows, lanes)])),
    parameters: parameters.length === 0 ? undefined : constant(parameters, parameters.length, 1),
    noise: undefined,
    truth: input('truth', loop.layout.blocks.find(({ name }) => name === 'truth')?.rows ?? line.signals.length, lanes),
  })
  const { correction, trim } = decision
  const direct = decision.direct && trim ? add(decision.direct, trim) : decision.direct
  const outputs: Record<string, Tensor> = {
    ...(correction && { correction: broadcastTo(correction, line.signals.length, lanes) }),
    ...(direct && { direct: broadcastTo(direct, line.controls.length, lanes) }),
    ...(trim && !direct && { trim: broadcastTo(trim, line.controls.length, lanes) }),
  }
  const settled = await settledStart(loop)
  const memory = controller.memory.map(({ name, rows }) => {
    const next = decision.memory[name]
    if (next === undefined) throw new Error(`${controller.name} forgets its memory ${name}`)
    outputs[`next ${name}`] = broadcastTo(next, rows, lanes)
    const start = blockOf(loop.layout, settled, `memory ${name}`)
    return { input: `memory ${name}`, output: `next ${name}`, start }
  })
  return { line, outputs, record: decision.record ?? {}, memory }
}
