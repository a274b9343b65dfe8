import { setImmediate } from 'node:timers/promises'
import { multiply } from '../../graph/elementwise.ts'
import { input } from '../../graph/leaf.ts'
import { compile, type Program } from '../../graph/session.ts'
import type { Line } from '../../line/line.ts'
import type { Plant } from '../../line/plant.ts'
import { closeLoop } from '../closed-loop.ts'
import { baseline } from '../controller.ts'
import { lanesOf } from '../lanes.ts'
import { blockOf } from '../layout.ts'
import { meanOfSound, measuredStates, moved } from '../measured-states.ts'
import { only, settledStart } from '../start.ts'

/** One scan of what was recorded or told, SI. */
export interface RecordedScan {
  /** What the instruments read as the scan begins, [signals]; NaN where that is not known. */
  readonly state: Float32Array
  /** [controls] */
  readonly control: Float32Array
  /** Severity of each failure of the line, [failures]. */
  readonly fault: Float32Array
  /** What the instruments read a scan later, [signals]. */
  readonly nextState: Float32Array
}

/** One scan that the causal model was led along, SI. */
export interface LedScan {
  /** [measured states]; where no sound instrument tells, what the balances say. */
  readonly measured: Float32Array
  /**
   * By how much each measured state has to be moved during the scan, a share before every step, for the balances to come out
   * at what was recorded; NaN where no sound instrument tells.
   */
  readonly gap: Float32Array
}

/** Recordings that are led side by side. */
const mostLanes = 64
/** The balances answer to what a state is moved by within the scan: so often the gap is corrected by what is still missing. */
const corrections = 3

/**
 * Leads the causal model along recordings, scan by scan: what sound instruments measure is set to what they read, the rest
 * goes on by the balances from where the line's own control has settled, under the controls and failures of the recording.
 */
export async function lead(
  plant: Plant,
  recordings: readonly (readonly RecordedScan[])[],
  signal?: AbortSignal,
): Promise<readonly (readonly LedScan[])[]> {
  const loop = closeLoop(plant, baseline)
  const start = blockOf(loop.layout, await settledStart(loop), 'plant')
  const lanes = Math.min(mostLanes, recordings.length)
  const program = await compile({ end: scanOf(plant, loop.stepsPerScan, lanes) }, { device: 'cpu' })
  const led: (readonly LedScan[])[] = []
  try {
    for (let first = 0; first < recordings.length; first += lanes) {
      led.push(...(await leadTogether(plant, program, start, recordings.slice(first, first + lanes), lanes, signal)))
    }
  } finally {
    await program.release()
  }
  return led
}

/** The plant's state a scan on, [states, lanes]. */
function scanOf({ line, layout, step }: Plant, steps: number, lanes: number) {
  const measured = measuredStates(line, layout)
  const control = line.controls.length === 0 ? undefined : input('control', line.controls.length, lanes)
  const fault = line.failures.length === 0 ? undefined : input('fault', line.failures.length, lanes)
  const share = multiply(input('gap', measured.length, lanes), 1 / steps)
  let state = input('state', layout.states, lanes)
  for (let count = 0; count < steps; count++) state = step(moved(measured, state, share), { control, fault }).state
  return state
}

/** What drives a scan, row-major [rows, lanes] each. */
type Feeds = Readonly<Record<'state' | 'control' | 'fault' | 'gap', Float32Array>>

async function leadTogether(
  { line, layout }: Plant,
  program: Program,
  start: Float32Array,
  recordings: readonly (readonly RecordedScan[])[],
  lanes: number,
  signal: AbortSignal | undefined,
): Promise<readonly (readonly LedScan[])[]> {
  const measured = measuredStates(line, layout)
  const rows = measured.map(({ row }) => row)
  const failing = recordings.map((recording) => failingInstruments(line, recording))
  const readings = (lane: number, values: Float32Array) =>
    measured.map((each) => meanOfSound(line, each, values, failing[lane] as readonly string[]))
  const feeds = {
    state: lanesOf([start], lanes),
    control: new Float32Array(line.controls.length * lanes),
    fault: new Float32Array(line.failures.length * lanes),
    gap: new Float32Array(rows.length * lanes),
  }
  /** The numbers among `values` into one lane, at their rows. */
  const put = (target: Float32Array, lane: number, values: ArrayLike<number>, row = (index: number) => index) => {
    for (let index = 0; index < values.length; index++) {
      const value = values[index] as number
      if (!Number.isNaN(value)) target[row(index) * lanes + lane] = value
    }
  }
  const led = recordings.map((): LedScan[] => [])
  const longest = Math.max(...recordings.map(({ length }) => length))
  for (let scan = 0; scan < longest; scan++) {
    signal?.throwIfAborted()
    const wanted = new Float32Array(rows.length * lanes).fill(Number.NaN)
    recordings.forEach((recording, lane) => {
      const now = recording[scan]
      if (now === undefined) return
      put(feeds.control, lane, now.control)
      put(feeds.fault, lane, now.fault)
      put(feeds.state, lane, readings(lane, now.state), (index) => rows[index] as number)
      put(wanted, lane, readings(lane, now.nextState))
    })
    const end = await endBy(program, feeds, rows, wanted, lanes)
    recordings.forEach((recording, lane) => {
      if (recording[scan] === undefined) return
      const at = (values: Float32Array, row: number) => values[row * lanes + lane] as number
      led[lane]?.push({
        measured: Float32Array.from(rows, (row) => at(feeds.state, row)),
        gap: Float32Array.from(rows, (row, index) => {
          const isKnown = Number.isFinite(at(wanted, index) - at(end, row))
          return isKnown ? at(feeds.gap, index) : Number.NaN
        }),
      })
    })
    feeds.state = end
    await setImmediate()
  }
  return led
}

/** The state a scan on, with the gaps that bring its `rows` to where they are wanted, as far as that is known. */
async function endBy(
  program: Program,
  feeds: Feeds,
  rows: readonly number[],
  wanted: Float32Array,
  lanes: number,
): Promise<Float32Array<ArrayBuffer>> {
  const run = async () => (await program.run(only(feeds, program.inputs))).end as Float32Array<ArrayBuffer>
  feeds.gap.fill(0)
  for (let correction = 0; correction < corrections; correction++) {
    const end = await run()
    wanted.forEach((value, index) => {
      const row = rows[Math.floor(index / lanes)] as number
      const missing = value - (end[row * lanes + (index % lanes)] as number)
      if (Number.isFinite(missing)) feeds.gap[index]! += missing
    })
  }
  return run()
}

/** Instruments that fail at any time of a recording. */
const failingInstruments = ({ signals, failures }: Line, recording: readonly RecordedScan[]): readonly string[] =>
  signals
    .map(({ tag }) => tag)
    .filter((tag) => recording.some(({ fault }) => failures.some(({ on }, row) => on === tag && fault[row] !== 0)))
