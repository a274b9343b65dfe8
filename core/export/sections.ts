import { type ClosedLoop, closeLoop } from '../dream/closed-loop.ts'
import type { Decision, View } from '../dream/controller.ts'
import { type Layout, pack, unpack } from '../dream/layout.ts'
import { runLoops } from '../dream/loops.ts'
import { only, settledStart } from '../dream/start.ts'
import { subtract } from '../graph/elementwise.ts'
import { constant, input } from '../graph/leaf.ts'
import { compile, type Program } from '../graph/session.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { Plant } from '../line/plant.ts'
import type { PolicyGraph } from './policy.ts'

/** Computes named columns [rows] from named columns; feeds that a section does not need are left alone. */
type Section = (feeds: Readonly<Record<string, Float32Array>>) => Promise<Readonly<Record<string, Float32Array>>>

/** One scan of a line with its loops in a single lane, cut where a PLC takes part in it. */
export interface LineSections {
  /** Of the state of the line with its loops, without a policy's memory. */
  readonly layout: Layout
  readonly start: Float32Array
  /** State and noise to `reading` and `setpoint`. */
  readonly measure: Section
  /** What the line's loops make of `shown`: `asked`. */
  readonly loops: Section
  /** The line as it follows its inputs: readings `shown` to the loops and `direct` controls, one column each. */
  readonly driven: ClosedLoop
  release(): Promise<void>
}

/** The same, cut where the policy takes part in it as well. */
export interface Sections extends LineSections {
  /** The policy: its inputs to its outputs. */
  readonly decide: Section
  /** State, noise and the policy's outputs to the state, `next`. */
  readonly advance: Section
  /** State, noise, readings `shown` to the loops and `direct` controls to the state, `next`. */
  readonly follow: Section
}

/** Cuts one scan of a line. `tuning` holds factors on the PID loops' gains, [2·PID loops]. */
export async function cutLine(plant: Plant, tuning: Float32Array | undefined): Promise<LineSections> {
  const { line } = plant
  const undriven = driveBy(plant, () => ({}))
  const { layout } = undriven
  const factors = factorsIn(tuning)
  const state = unpack(layout, input('state', layout.rows, 1))
  const { reading, setpoint } = scanOf(undriven, tuning).record
  const shown = input('shown', line.signals.length, 1)
  const points = setpoint === undefined ? undefined : input('setpoint', setpoint.rows, 1)
  const { integral, input: before, switched } = state
  const asked = runLoops(line, shown, points, { integral, input: before, switched }, factors)
  const programs = createPrograms()
  return {
    layout,
    start: await settledStart(undriven),
    measure: await programs.section({ reading, ...(setpoint && { setpoint }) }),
    loops: await programs.section({ asked: asked.control }),
    driven: driveBy(plant, (view) => ({
      correction: subtract(shown, view.reading),
      direct: input('direct', line.controls.length, 1),
    })),
    release: programs.release,
  }
}

/** Cuts one scan of a policy's closed loop. `tuning` holds factors on the PID loops' gains, [2·PID loops]. */
export async function cutScan(
  { line, plant }: ClosedLoop,
  policy: PolicyGraph,
  tuning: Float32Array | undefined,
): Promise<Sections> {
  const sections = await cutLine(plant, tuning)
  const fed = (name: string, count: number) => (name in policy.outputs ? { [name]: input(name, count, 1) } : {})
  const decided = driveBy(plant, () => ({
    ...fed('correction', line.signals.length),
    ...fed('trim', line.controls.length),
    ...fed('direct', line.controls.length),
  }))
  const next = (loop: ClosedLoop) => ({ next: pack(sections.layout, scanOf(loop, tuning).state, 1) })
  const programs = createPrograms()
  return {
    ...sections,
    decide: await programs.section(policy.outputs),
    advance: await programs.section(next(decided)),
    follow: await programs.section(next(sections.driven)),
    async release() {
      await sections.release()
      await programs.release()
    },
  }
}

/** The line under a controller without memory that takes what it decides from inputs of the graph. */
const driveBy = (plant: Plant, decide: (view: View) => Omit<Decision, 'memory'>): ClosedLoop =>
  closeLoop(plant, {
    name: 'what the feeds say',
    memory: [],
    parameters: 0,
    noise: 0,
    decide: (view) => ({ ...decide(view), memory: {} }),
  })

const factorsIn = (tuning: Float32Array | undefined) => tuning && constant(tuning, tuning.length, 1)

function scanOf(loop: ClosedLoop, tuning: Float32Array | undefined) {
  const { layout, course, noiseRows } = loop
  const chances = loop.stepsPerScan * loop.plant.layout.chances
  return loop.scan(unpack(layout, input('state', layout.rows, 1)), {
    courses: input('courses', course.rows, 1),
    time: input('time', 1, 1),
    noise: noiseRows === 0 ? undefined : input('noise', noiseRows, 1),
    chance: chances === 0 ? undefined : input('chance', chances, 1),
    parameters: undefined,
    tuning: factorsIn(tuning),
  })
}

/** Compiles sections, and releases all of them at once. */
function createPrograms() {
  const programs: Program[] = []
  return {
    async section(outputs: Readonly<Record<string, Tensor>>): Promise<Section> {
      const program = await compile(outputs, { device: 'cpu' })
      programs.push(program)
      return async (feeds) => (await program.run(only(feeds, program.inputs))) as Record<string, Float32Array>
    },
    async release() {
      for (const program of programs) await program.release()
    },
  }
}
