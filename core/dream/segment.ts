import { add, subtract } from '../graph/elementwise.ts'
import { input } from '../graph/leaf.ts'
import { sliceRows } from '../graph/shape.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { ClosedLoop, ScanRecord } from './closed-loop.ts'
import { pack, unpack } from './layout.ts'
import { pidLoops } from './loops.ts'

/** What a segment takes besides what every dream needs. */
export interface SegmentOptions {
  readonly noise: boolean
  readonly explore?: boolean
  readonly tuning?: boolean
}

/** Some scans of a dream unrolled into one expression, from the packed state in to the packed state out. */
export interface Segment {
  readonly lanes: number
  readonly scans: number
  /** [layout rows, lanes] */
  readonly start: Tensor
  readonly end: Tensor
  /** [parameters, 1]; absent for a controller without any. */
  readonly parameters: Tensor | undefined
  /** [scans · controller's noise, lanes]; absent where it is to act without. */
  readonly exploration: Tensor | undefined
  readonly records: readonly ScanRecord[]
  /** Cost of each scan, [1, lanes] each. */
  readonly costs: readonly Tensor[]
}

/** Scans unrolled into one session call: 1 is a third slower, more than 20 no faster. */
const longestCall = 12

/** The longest call, of at most `longest` scans, that divides a dream of `scans` scans evenly. */
export function callLength(scans: number, longest = longestCall): number {
  let length = Math.min(longest, scans)
  while (scans % length !== 0) length--
  return length
}

/** A call of one more scan costs as much to compile as this many calls cost to make. */
const callsPerCompiledScan = 200

/**
 * The longest call worth its compiling where a call is over in a moment, as with few lanes: over `scans` scans compiling
 * and calling together cost the least at the square root of their ratio.
 */
export const shortCall = (scans: number): number => Math.max(1, Math.round(Math.sqrt(scans / callsPerCompiledScan)))

/**
 * Unrolls `scans` scans of a closed loop over `lanes` lanes. Its inputs are `state` [layout rows, lanes], `courses`
 * [course rows, lanes], `time` [1, 1] and, as far as they are needed, `noise` [scans · noise rows, lanes], `chance`
 * [scans · steps · chances, lanes], `exploration`, `parameters` [parameters, 1] and `tuning` [2·PID loops, lanes].
 */
export function unroll(loop: ClosedLoop, scans: number, lanes: number, options: SegmentOptions): Segment {
  const { line, controller, layout, noiseRows, stepsPerScan } = loop
  const chances = loop.plant.layout.chances * stepsPerScan
  const optional = (name: string, rows: number, wanted: boolean) =>
    wanted && rows > 0 ? input(name, rows, lanes) : undefined
  const start = input('state', layout.rows, lanes)
  const courses = input('courses', loop.course.rows, lanes)
  const clock = input('time', 1, 1)
  const noise = optional('noise', scans * noiseRows, options.noise)
  const chance = optional('chance', scans * chances, options.noise)
  const exploration = optional('exploration', scans * controller.noise, options.explore === true)
  const tuning = optional('tuning', 2 * pidLoops(line).length, options.tuning === true)
  const parameters = controller.parameters > 0 ? input('parameters', controller.parameters, 1) : undefined
  const rowsOf = (all: Tensor | undefined, rows: number, scan: number) =>
    all === undefined ? undefined : sliceRows(all, scan * rows, (scan + 1) * rows)

  let state = unpack(layout, start)
  const records: ScanRecord[] = []
  const costs: Tensor[] = []
  for (let scan = 0; scan < scans; scan++) {
    const next = loop.scan(state, {
      courses,
      time: add(clock, scan * line.scan),
      noise: rowsOf(noise, noiseRows, scan),
      chance: rowsOf(chance, chances, scan),
      exploration: rowsOf(exploration, controller.noise, scan),
      parameters,
      tuning,
    })
    records.push(next.record)
    costs.push(subtract(next.state['tally cost'] as Tensor, state['tally cost'] as Tensor))
    state = next.state
  }
  return { lanes, scans, start, parameters, exploration, end: pack(layout, state, lanes), records, costs }
}
