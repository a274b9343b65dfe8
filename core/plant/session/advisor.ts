import type { ClosedLoop } from '../../dream/closed-loop.ts'
import { controllerGraph } from '../../dream/controller-graph.ts'
import { alarmMemory } from '../../dream/observer.ts'
import { only } from '../../dream/start.ts'
import { compile } from '../../graph/session.ts'
import { type Output, outputsOf } from './output.ts'

const alarms = `memory ${alarmMemory}`

/** What a policy is shown at a scan, SI, [rows] each in the order of the line. */
export interface Seen {
  readonly reading: Float32Array
  readonly setpoint: Float32Array
  /** As applied during the last scan. */
  readonly control: Float32Array
}

/** A policy that advises on a plant, scan by scan, and remembers what it saw. */
export interface Advisor {
  readonly outputs: readonly Output[]
  /** What the policy wants, SI, in the order of the outputs. */
  advise(seen: Seen): Promise<readonly number[]>
  /** Takes note of a scan without an opinion: what is off now is news of the plant, not an instrument that has jumped. */
  lookOn(seen: Seen): Promise<void>
  release(): Promise<void>
}

/** Compiles a policy in its loop for one plant. Its memory begins where every dream does: the line settled. */
export async function createAdvisor(loop: ClosedLoop, parameters: Float32Array): Promise<Advisor> {
  const { line, outputs: graph, memory: blocks } = await controllerGraph(loop, parameters)
  const program = await compile(graph, { device: 'cpu' })
  const outputs = outputsOf(line)
  let memory: Record<string, Float32Array> = Object.fromEntries(blocks.map(({ input, start }) => [input, start]))

  async function next(seen: Seen): Promise<Readonly<Record<string, Float32Array>>> {
    const results = (await program.run(only({ ...seen, ...memory }, program.inputs))) as Record<string, Float32Array>
    memory = Object.fromEntries(blocks.map(({ input, output }) => [input, results[output]!]))
    return results
  }
  const raiseAlarms = () => {
    const alarm = memory[alarms]
    if (alarm) memory = { ...memory, [alarms]: new Float32Array(alarm.length).fill(1) }
  }
  return {
    outputs,
    async advise(seen) {
      const { correction, trim, direct } = await next(seen)
      const decided = { correction, trim, request: direct }
      return outputs.map(({ kind, row }) => decided[kind]?.[row] ?? 0)
    },
    async lookOn(seen) {
      raiseAlarms()
      await next(seen)
      raiseAlarms()
    },
    release: () => program.release(),
  }
}
