import { setImmediate } from 'node:timers/promises'
import { compile, type Program } from '../graph/session.ts'
import { writeCourses } from '../scenario/course.ts'
import { type ClosedLoop, closeLoop } from './closed-loop.ts'
import type { View } from './controller.ts'
import { type Layout, offsetOf } from './layout.ts'
import { callLength, shortCall, unroll } from './segment.ts'

/** A line is settled for a whole number of so many scans. */
const settlingScans = 10

/** Where every dream of a loop begins. */
export interface Settled {
  /** [layout rows] */
  readonly state: Float32Array
  /** Every quantity of the line, in the order of `everyQuantity`, SI. */
  readonly quantities: Float32Array
}

const known = new WeakMap<ClosedLoop, Promise<Settled>>()

/** The state in which every dream of this loop begins, [layout rows]. */
export const settledStart = async (loop: ClosedLoop): Promise<Float32Array> => (await settle(loop)).state

/**
 * Where every dream of this loop begins: the line as described, run by its own loops without noise or faults for its
 * settling time while the controller only looks on, so that it stands where an ordinary day finds it; nothing tallied yet.
 * Worked out once for a loop.
 */
export function settle(loop: ClosedLoop): Promise<Settled> {
  const before = known.get(loop)
  if (before !== undefined) return before
  const settled = settling(loop)
  known.set(loop, settled)
  settled.catch(() => known.delete(loop))
  return settled
}

/** The loop as it runs while its controller only looks on. */
export const onlooking = ({ plant, controller }: ClosedLoop): ClosedLoop =>
  closeLoop(plant, { ...controller, decide: (view: View) => ({ memory: controller.decide(view).memory }) })

/** A lane's state, [layout rows], with nothing tallied yet. */
export function untallied(layout: Layout, state: Float32Array): Float32Array {
  const fresh = Float32Array.from(state)
  for (const { name, offset, rows } of layout.blocks) if (name.startsWith('tally')) fresh.fill(0, offset, offset + rows)
  return fresh
}

async function settling(loop: ClosedLoop): Promise<Settled> {
  const { line } = loop
  const scans = Math.ceil(line.settling / line.scan / settlingScans) * settlingScans
  const scansPerCall = callLength(settlingScans, shortCall(scans))
  const segment = unroll(onlooking(loop), scansPerCall, 1, { noise: false })
  const quantities = segment.records.at(-1)?.everyQuantity().values
  const program = await compile({ end: segment.end, ...(quantities && { quantities }) }, { device: 'cpu' })
  try {
    return await runToRest(loop, program, scans / scansPerCall)
  } finally {
    await program.release()
  }
}

async function runToRest(
  { line, layout, plant, course, controller }: ClosedLoop,
  program: Program,
  calls: number,
): Promise<Settled> {
  const nominal = { name: '', faults: [], changes: [], factors: plant.layout.spreads.map(() => 1), likelihood: 0 }
  const feeds = {
    courses: writeCourses(line, course, [nominal], 1),
    time: Float32Array.of(0),
    parameters: new Float32Array(controller.parameters),
  }
  let state: Float32Array = new Float32Array(layout.rows)
  let quantities = new Float32Array(0)
  const put = (name: string, values: ArrayLike<number>) => {
    if (values.length > 0) state.set(values, offsetOf(layout, name))
  }
  put('plant', plant.layout.start)
  put(
    'control',
    line.controls.map((control) => control.start),
  )
  for (let call = 0; call < calls; call++) {
    const result = await program.run(only({ state, ...feeds }, program.inputs))
    const end = result.end as Float32Array<ArrayBuffer>
    quantities = (result.quantities ?? quantities) as Float32Array<ArrayBuffer>
    const rests = isAtRest(layout, state, end)
    state = end
    // A line at rest to the last bit stays so: what follows would change nothing.
    if (rests) break
    await setImmediate()
  }
  state = untallied(layout, state)
  for (const { name, rows, start } of controller.memory) {
    if (start !== 'settled') put(`memory ${name}`, start === 'zero' ? new Float32Array(rows) : start)
  }
  return { state, quantities: Float32Array.from(quantities) }
}

/** Whether nothing has changed but what is counted and never looked at. */
const isAtRest = (layout: Layout, before: Float32Array, after: Float32Array) =>
  layout.blocks.every(({ name, offset, rows }) => {
    if (name.startsWith('tally') && name !== 'tally tripped') return true
    for (let row = offset; row < offset + rows; row++) if (before[row] !== after[row]) return false
    return true
  })

/** The feeds that a program has inputs for: a graph drops what it does not need. */
export function only<Value>(feeds: Readonly<Record<string, Value>>, inputs: object): Record<string, Value> {
  return Object.fromEntries(Object.entries(feeds).filter(([name]) => name in inputs))
}
