import { add, subtract } from '../../graph/elementwise.ts'
import { input } from '../../graph/leaf.ts'
import { compile } from '../../graph/session.ts'
import { concatRows } from '../../graph/shape.ts'
import type { Tensor } from '../../graph/tensor.ts'
import type { Line } from '../../line/line.ts'
import { compilePlant } from '../../line/plant.ts'
import { writeCourses } from '../../scenario/course.ts'
import type { Fault, Scenario } from '../../scenario/scenario.ts'
import { type ClosedLoop, closeLoop } from '../closed-loop.ts'
import { baseline } from '../controller.ts'
import { lanesOf } from '../lanes.ts'
import { pack, unpack } from '../layout.ts'
import { only, settledStart } from '../start.ts'

/** Some scans of the line under its own control, from one state on. */
export interface Course {
  /** What the instruments show at each scan and as the next begins, [scans + 1][signals], SI. */
  readonly readings: readonly Float32Array[]
  /** [scans][controls], SI */
  readonly controls: readonly Float32Array[]
  /** Severity of each failure, [scans][failures], SI. */
  readonly faults: readonly Float32Array[]
  /** Each scan's share of the cost of a dream. */
  readonly costs: readonly number[]
  /** Where the line stands afterwards, [layout rows]. */
  readonly end: Float32Array
}

/** The line's own balances, looking some scans ahead for many sets of faults at once. No noise, an ordinary day. */
export interface Foresight {
  readonly loop: ClosedLoop
  readonly lanes: number
  /** Where the line's own control has settled, [layout rows]. */
  readonly start: Float32Array
  /** One course for each of the sets of faults, of which there are at most `lanes`; `at` is the time since the day began, s. */
  courses(state: Float32Array, at: number, faults: readonly (readonly Fault[])[]): Promise<(lane: number) => Course>
  release(): Promise<void>
}

export async function createForesight(line: Line, scans: number, lanes: number): Promise<Foresight> {
  const loop = closeLoop(compilePlant(line), baseline)
  const start = await settledStart(loop)
  const graph = looking(loop, scans, lanes)
  const present = Object.entries(graph).filter((entry): entry is [string, Tensor] => entry[1] !== undefined)
  const program = await compile(Object.fromEntries(present), { device: 'cpu' })
  const factors = loop.plant.layout.spreads.map(() => 1)
  const ordinary: Omit<Scenario, 'faults'> = { name: '', changes: [], factors, likelihood: 0 }
  return {
    loop,
    lanes,
    start,
    async courses(state, at, faults) {
      const scenarios = faults.map((each) => ({ ...ordinary, faults: each }))
      const feeds = {
        state: lanesOf([state], lanes),
        courses: writeCourses(line, loop.course, scenarios, lanes),
        time: Float32Array.of(at),
      }
      const seen = (await program.run(only(feeds, program.inputs))) as Readonly<Record<string, Float32Array>>
      return (lane) => courseOf(line, seen, scans, lanes, lane)
    },
    release: () => program.release(),
  }
}

/** The scans unrolled, and the readings with which the next one would begin. */
function looking(loop: ClosedLoop, scans: number, lanes: number): Record<string, Tensor | undefined> {
  const { line, layout } = loop
  const clock = input('time', 1, 1)
  const courses = input('courses', loop.course.rows, lanes)
  const inputsAt = (scan: number) => ({
    courses,
    time: add(clock, scan * line.scan),
    noise: undefined,
    chance: undefined,
    parameters: undefined,
  })
  let state = unpack(layout, input('state', layout.rows, lanes))
  const seen = []
  for (let scan = 0; scan < scans; scan++) {
    const next = loop.scan(state, inputsAt(scan))
    const cost = subtract(next.state['tally cost'] as Tensor, state['tally cost'] as Tensor)
    seen.push({ ...next.record, cost })
    state = next.state
  }
  const { reading } = loop.scan(state, inputsAt(scans)).record
  const faults = seen.flatMap(({ fault }) => (fault === undefined ? [] : [fault]))
  return {
    end: pack(layout, state, lanes),
    readings: concatRows([...seen.map((each) => each.reading), reading]),
    controls: concatRows(seen.map(({ control }) => control)),
    costs: concatRows(seen.map(({ cost }) => cost)),
    faults: faults.length === 0 ? undefined : concatRows(faults),
  }
}

function courseOf(
  line: Line,
  seen: Readonly<Record<string, Float32Array>>,
  scans: number,
  lanes: number,
  lane: number,
): Course {
  const column = (name: string) => {
    const values = seen[name] ?? new Float32Array(0)
    return Float32Array.from({ length: values.length / lanes }, (_, row) => values[row * lanes + lane] as number)
  }
  const each = (name: string, count: number, rows: number) => {
    const values = column(name)
    return Array.from({ length: count }, (_, scan) => values.slice(scan * rows, (scan + 1) * rows))
  }
  return {
    readings: each('readings', scans + 1, line.signals.length),
    controls: each('controls', scans, line.controls.length),
    faults: each('faults', scans, line.failures.length),
    costs: [...column('costs')],
    end: column('end'),
  }
}
