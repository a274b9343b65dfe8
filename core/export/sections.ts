import { type ClosedLoop, closeLoop } from '../dream/closed-loop.ts'
import type { Decision, View } from '../dream/controller.ts'
import { type Layout, pack, unpack } from '../dream/layout.ts'
import { runLoops } from '../dream/loops.ts'
import { only, settledStart } from '../dream/start.ts'
import { subtract } from '../graph/elementwise.ts'
import { constant, input } from '../graph/leaf.ts'
import { compile } from '../graph/session.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { PolicyGraph } from './policy.ts'

/** Computes named columns [rows] from named columns; feeds that a section does not need are left alone. */
type Section = (feeds: Readonly<Record<string, Float32Array>>) => Promise<Readonly<Record<string, Float32Array>>>

/** One scan of a closed loop in a single lane, cut where the PLC and the policy take part in it. */
export interface Sections {
  /** Of the state of the line with its loops, without the policy's memory. */
  readonly layout: Layout
  readonly start: Float32Array
  /** State and noise to `reading` and `setpoint`. */
  readonly measure: Section
  /** The policy: its inputs to its outputs. */
  readonly decide: Section
  /** What the line's loops make of `shown`: `asked`. */
  readonly loops: Section
  /** State, noise and the policy's outputs to the state, `next`. */
  readonly advance: Section
  /** State, noise, readings `shown` to the loops and `direct` controls to the state, `next`. */
  readonly follow: Section
  release(): Promise<void>
}

/** Cuts one scan into sections. `tuning` holds factors on the PID loops' gains, [2·PID loops]. */
export async function cutScan(
  loop: ClosedLoop,
  policy: PolicyGraph,
  tuning: Float32Array | undefined,
): Promise<Sections> {
  const { line, plant, course } = loop
  const factors = tuning && constant(tuning, tuning.length, 1)
  const rows = { signals: line.signals.length, controls: line.controls.length }
  const chances = loop.stepsPerScan * plant.layout.chances
  const decidedBy = (decide: (view: View) => Omit<Decision, 'memory'>) =>
    closeLoop(plant, {
      name: 'what the feeds say',
      memory: [],
      parameters: 0,
      noise: 0,
      decide: (view) => ({ ...decide(view), memory: {} }),
    })
  const undriven = decidedBy(() => ({}))
  const { layout } = undriven
  const state = unpack(layout, input('state', layout.rows, 1))

  const scanOf = (driven: ClosedLoop) =>
    driven.scan(state, {
      courses: input('courses', course.rows, 1),
      time: input('time', 1, 1),
      noise: loop.noiseRows === 0 ? undefined : input('noise', loop.noiseRows, 1),
      chance: chances === 0 ? undefined : input('chance', chances, 1),
      parameters: undefined,
      tuning: factors,
    })
  const next = (driven: ClosedLoop) => ({ next: pack(layout, scanOf(driven).state, 1) })
  const { reading, setpoint } = scanOf(undriven).record
  const fed = (name: string, count: number) => (name in policy.outputs ? { [name]: input(name, count, 1) } : {})
  const asked = runLoops(
    line,
    input('shown', rows.signals, 1),
    setpoint === undefined ? undefined : input('setpoint', setpoint.rows, 1),
    { integral: state.integral, input: state.input, switched: state.switched },
    factors,
  )

  const programs: { release(): Promise<void> }[] = []
  const section = async (outputs: Readonly<Record<string, Tensor>>): Promise<Section> => {
    const program = await compile(outputs, { device: 'cpu' })
    programs.push(program)
    return async (feeds) => (await program.run(only(feeds, program.inputs))) as Record<string, Float32Array>
  }
  return {
    layout,
    start: await settledStart(undriven),
    measure: await section({ reading, ...(setpoint && { setpoint }) }),
    decide: await section(policy.outputs),
    loops: await section({ asked: asked.control }),
    advance: await section(
      next(
        decidedBy(() => ({
          ...fed('correction', rows.signals),
          ...fed('trim', rows.controls),
          ...fed('direct', rows.controls),
        })),
      ),
    ),
    follow: await section(
      next(
        decidedBy((view) => ({
          correction: subtract(input('shown', rows.signals, 1), view.reading),
          direct: input('direct', rows.controls, 1),
        })),
      ),
    ),
    release: async () => {
      for (const program of programs) await program.release()
    },
  }
}
