import { compile } from '../graph/session.ts'
import { writeCourses } from '../scenario/course.ts'
import { type ClosedLoop, closeLoop } from './closed-loop.ts'
import type { View } from './controller.ts'
import { offsetOf } from './layout.ts'
import { unroll } from './segment.ts'

const scansPerCall = 10

/**
 * The state in which every dream of this loop begins, [layout rows]: the line as described, run by its own loops without
 * noise or faults for two horizons while the controller only looks on, so that it stands where an ordinary day finds it;
 * nothing tallied yet.
 */
export async function settledStart({ line, layout, plant, course, controller }: ClosedLoop): Promise<Float32Array> {
  const onlooker = { ...controller, decide: (view: View) => ({ memory: controller.decide(view).memory }) }
  const segment = unroll(closeLoop(plant, onlooker), scansPerCall, 1, { noise: false })
  const program = await compile({ end: segment.end }, { device: 'cpu' })
  const nominal = { name: '', faults: [], changes: [], factors: plant.layout.spreads.map(() => 1), likelihood: 0 }
  const feeds = {
    courses: writeCourses(line, course, [nominal], 1),
    time: Float32Array.of(0),
    parameters: new Float32Array(controller.parameters),
  }
  let state = new Float32Array(layout.rows)
  const put = (name: string, values: ArrayLike<number>) => {
    if (values.length > 0) state.set(values, offsetOf(layout, name))
  }
  put('plant', plant.layout.start)
  put(
    'control',
    line.controls.map((control) => control.start),
  )
  const calls = Math.ceil((2 * line.horizon) / line.scan / scansPerCall)
  for (let call = 0; call < calls; call++) {
    state = (await program.run(only({ state, ...feeds }, program.inputs))).end as Float32Array<ArrayBuffer>
  }
  await program.release()
  state = Float32Array.from(state)
  for (const { name, rows } of layout.blocks) if (name.startsWith('tally')) put(name, new Float32Array(rows))
  for (const { name, rows, start } of controller.memory) {
    if (start !== 'settled') put(`memory ${name}`, start === 'zero' ? new Float32Array(rows) : start)
  }
  return state
}

/** The feeds that a program has inputs for: a graph drops what it does not need. */
export function only<Value>(feeds: Readonly<Record<string, Value>>, inputs: object): Record<string, Value> {
  return Object.fromEntries(Object.entries(feeds).filter(([name]) => name in inputs))
}
