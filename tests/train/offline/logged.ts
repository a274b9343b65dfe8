import { closeLoop } from '../../../core/dream/closed-loop.ts'
import { baseline, type Controller } from '../../../core/dream/controller.ts'
import { createObserver } from '../../../core/dream/observer.ts'
import type { Recording } from '../../../core/dream/recording.ts'
import { unroll } from '../../../core/dream/segment.ts'
import { only, settledStart } from '../../../core/dream/start.ts'
import { compile } from '../../../core/graph/session.ts'
import type { Tensor } from '../../../core/graph/tensor.ts'
import type { Seconds } from '../../../core/line/dimension.ts'
import type { Line } from '../../../core/line/line.ts'
import { compilePlant } from '../../../core/line/plant.ts'
import { writeCourses } from '../../../core/scenario/course.ts'
import { randomSource } from '../../../core/scenario/random.ts'
import { faultFreeScenario } from '../../../core/scenario/sample.ts'
import { createPolicy, type PolicyShape } from '../../../core/train/policy.ts'
import type { NetworkSubject } from '../../../core/train/training.ts'

export const shape: PolicyShape = { network: 'feed-forward', units: 0, hidden: 64 }

export async function subjectOf(line: Line, of: PolicyShape = shape): Promise<NetworkSubject> {
  const policy = createPolicy(line, await createObserver(line), of)
  return { policy, loop: closeLoop(compilePlant(line), policy.controller) }
}

export const driven = (line: Line, kind: 'direct' | 'trim'): Line => ({ ...line, policy: { ...line.policy, kind } })

export interface LogChoice {
  readonly scans: number
  readonly seed: number
  /** Scans between two steps of the set points and other disturbances. */
  readonly every?: number
  readonly controller?: Controller
  readonly parameters?: Float32Array
}

/** A plant in closed loop for longer than a day, with steps of its disturbances, and what its controller recorded. */
export async function logOf(
  line: Line,
  { scans, seed, every = 60, controller = baseline, parameters }: LogChoice,
): Promise<{ readonly recording: Recording; readonly records: Readonly<Record<string, readonly Float32Array[]>> }> {
  const length = 10
  const loop = closeLoop(compilePlant(line), controller)
  const segment = unroll(loop, length, 1, { noise: true, explore: true })
  const named = segment.records.flatMap(({ reading, setpoint, control, decision }, scan) =>
    Object.entries({ reading, setpoint, control, ...decision }).map(
      ([name, value]) => [`${name} ${scan}`, value as Tensor] as const,
    ),
  )
  const outputs = Object.fromEntries(named.filter(([, value]) => value !== undefined))
  const program = await compile({ end: segment.end, ...outputs }, { device: 'cpu' })
  const random = randomSource(seed)
  const normal = (rows: number) => Float32Array.from({ length: rows }, () => random.normal())
  const lists: Record<string, Float32Array[]> = {}
  let state = await settledStart(loop)
  let day = faultFreeScenario(line, loop.plant.layout, random)
  const factors = day.factors
  for (let from = 0; from < scans; from += length) {
    if (from % every === 0) {
      const next = faultFreeScenario(line, loop.plant.layout, random)
      // What is not stepped anew keeps its value.
      day = { ...next, factors, changes: next.changes.map((change) => ({ ...change, at: 0 as Seconds })) }
    }
    const result = await program.run(
      only(
        {
          state,
          courses: writeCourses(line, loop.course, [day], 1),
          time: Float32Array.of(1),
          noise: normal(length * loop.noiseRows),
          chance: Float32Array.from({ length: length * loop.stepsPerScan * loop.plant.layout.chances }, random.next),
          exploration: normal(length * controller.noise),
          ...(parameters && { parameters }),
        },
        program.inputs,
      ),
    )
    state = result.end as Float32Array
    for (const name of Object.keys(outputs)) {
      const key = name.slice(0, name.lastIndexOf(' '))
      lists[key] ??= []
      lists[key].push(Float32Array.from(result[name] as Float32Array))
    }
  }
  await program.release()
  const { reading = [], setpoint, control = [], ...records } = lists
  const setpoints = setpoint ?? reading.map(() => new Float32Array(0))
  return { recording: { name: 'log', readings: reading, setpoints, controls: control }, records }
}
