import { compile } from '../graph/session.ts'
import { writeCourses } from '../scenario/course.ts'
import type { ClosedLoop } from './closed-loop.ts'
import { offsetOf } from './layout.ts'
import { unroll } from './segment.ts'

const scansPerCall = 10

/**
 * The state in which every dream of this loop begins, [layout rows]: the line as described, run by its own control
 * without noise or faults for two horizons (all parameters of a policy are zero, so it does nothing yet), so that it
 * stands where an ordinary day finds it; nothing tallied yet.
 */
export async function settledStart(loop: ClosedLoop): Promise<Float32Array> {
  const { line, layout, plant, course } = loop
  const start = new Float32Array(layout.rows)
  start.set(plant.layout.start, offsetOf(layout, 'plant'))
  start.set(
    line.controls.map((control) => control.start),
    line.controls.length === 0 ? 0 : offsetOf(layout, 'control'),
  )
  const nominal = { name: '', faults: [], changes: [], factors: plant.layout.spreads.map(() => 1), likelihood: 0 }
  const courses = writeCourses(line, course, [nominal], 1)
  const segment = unroll(loop, scansPerCall, 1, { noise: false })
  const program = await compile({ end: segment.end }, { device: 'cpu' })
  let state: Float32Array = start
  const calls = Math.ceil((2 * line.horizon) / line.scan / scansPerCall)
  for (let call = 0; call < calls; call++) {
    const feeds = { state, courses, time: Float32Array.of(0), parameters: new Float32Array(loop.controller.parameters) }
    state = (await program.run(only(feeds, program.inputs))).end as Float32Array
  }
  await program.release()
  const settled = Float32Array.from(state)
  const forgotten = new Set(loop.controller.memory.flatMap(({ name, settles }) => (settles ? [] : [`memory ${name}`])))
  for (const { name, rows, offset: at } of layout.blocks) {
    if (name.startsWith('tally') || forgotten.has(name)) settled.fill(0, at, at + rows)
  }
  return settled
}

/** The feeds that a program has inputs for: a graph drops what it does not need. */
export function only<Value>(feeds: Readonly<Record<string, Value>>, inputs: object): Record<string, Value> {
  return Object.fromEntries(Object.entries(feeds).filter(([name]) => name in inputs))
}
