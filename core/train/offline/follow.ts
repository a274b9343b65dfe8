import { setImmediate } from 'node:timers/promises'
import { lanesOf } from '../../dream/lanes.ts'
import { type Blocks, layOutBlocks, pack, unpack } from '../../dream/layout.ts'
import { applyInterlocks, runLoops, withinLimits } from '../../dream/loops.ts'
import { tallyScan } from '../../dream/outcome.ts'
import type { Recording } from '../../dream/recording.ts'
import { only, settledStart } from '../../dream/start.ts'
import { broadcastTo, multiply } from '../../graph/elementwise.ts'
import { constant, input } from '../../graph/leaf.ts'
import { compile } from '../../graph/session.ts'
import { concatRows, sliceRows } from '../../graph/shape.ts'
import type { Tensor } from '../../graph/tensor.ts'
import type { Line } from '../../line/line.ts'
import type { NetworkSubject } from '../training.ts'
import { measuredLine } from './measured-line.ts'

/** What there was to see and to pay scan by scan along a recording. */
export interface Followed {
  /** What the policy's network would have seen as the scan begins, [features] each. */
  readonly features: readonly Float32Array[]
  /** What the line's own loops alone would have made of the controls, [controls] each. */
  readonly own: readonly Float32Array[]
  /** What a day of such scans costs, by the goals and limits that are measured; of the last scan that is not known. */
  readonly cost: Float32Array
  /** 1 where a trip ended the scan. */
  readonly tripped: Float32Array
}

/** Recordings that are followed side by side, and scans of one call. */
const mostLanes = 64
const scansPerCall = 10
/** After two time constants of the slowest average, a policy's memory has forgotten where it began. */
export const warmUpScans = 8 * scansPerCall

/**
 * Leads the memory of a policy, and that of the line's loops, along recordings without gaps, from where a dream begins.
 * Nothing is seen before its time: features know the readings of their own scan and the controls of those before. After a
 * warm-up what the memory sums up begins anew, as in a dream, while estimates and averages go on.
 */
export async function follow(
  subject: NetworkSubject,
  recordings: readonly Recording[],
  { hasWarmUp, signal }: { readonly hasWarmUp: boolean; readonly signal?: AbortSignal | undefined },
): Promise<readonly Followed[]> {
  const lanes = Math.min(mostLanes, recordings.length)
  const { start, sums, outputs } = await led(subject, lanes)
  const program = await compile(outputs, { device: 'cpu' })
  try {
    const followed: Followed[] = []
    for (let first = 0; first < recordings.length; first += lanes) {
      const some = recordings.slice(first, first + lanes)
      const each = some.map(({ readings }) => ({
        features: [] as Float32Array[],
        own: [] as Float32Array[],
        cost: new Float32Array(readings.length),
        tripped: new Float32Array(readings.length),
      }))
      let state = lanesOf([start], lanes)
      const longest = Math.max(...some.map(({ readings }) => readings.length))
      for (let from = 0; from < longest; from += scansPerCall) {
        signal?.throwIfAborted()
        if (hasWarmUp && from === warmUpScans) {
          for (const { offset, rows } of sums) state.fill(0, offset * lanes, (offset + rows) * lanes)
        }
        const feeds = { state, ...feedsOf(some, from, lanes) }
        const result = (await program.run(only(feeds, program.inputs))) as Record<keyof typeof outputs, Float32Array>
        state = result.end as Float32Array<ArrayBuffer>
        each.forEach((lists, lane) => {
          for (let scan = 0; scan < Math.min(scansPerCall, lists.cost.length - from); scan++) {
            const column = (values: Float32Array) => columnOf(values, scansPerCall, lanes, scan, lane)
            lists.features.push(column(result.features))
            lists.own.push(column(result.own))
            lists.cost[from + scan] = column(result.cost)[0] as number
            lists.tripped[from + scan] = column(result.tripped)[0] as number
          }
        })
        await setImmediate()
      }
      followed.push(...each)
    }
    return followed
  } finally {
    await program.release()
  }
}

/** Some scans as one expression over what was recorded, and the state in which a recording begins. */
async function led({ loop, policy }: NetworkSubject, lanes: number) {
  const { line } = loop
  const { controller } = policy
  const settled = await settledStart(loop)
  const kept = loop.layout.blocks.filter(({ name }) => /^(control|integral|input|switched|memory .*)$/.test(name))
  const layout = layOutBlocks(kept)
  const recorded = (name: string, rows: number, scans: number) => {
    const all = rows === 0 ? undefined : input(name, rows * scans, lanes)
    return (scan: number) => all && sliceRows(all, scan * rows, (scan + 1) * rows)
  }
  const reading = recorded('reading', line.signals.length, scansPerCall + 1)
  const setpoint = recorded('setpoint', loop.course.setpoints.length, scansPerCall)
  const control = recorded('control', line.controls.length, scansPerCall)
  const parameters = input('parameters', controller.parameters, 1)

  let state = unpack(layout, input('state', layout.rows, lanes))
  const scans = Array.from({ length: scansPerCall }, (_, scan) => {
    const shown = reading(scan) as Tensor
    const before = state.control as Tensor
    const memory = Object.fromEntries(controller.memory.map(({ name }) => [name, state[`memory ${name}`] as Tensor]))
    const view = { reading: shown, setpoint: setpoint(scan), control: before, memory, parameters, noise: undefined }
    const decision = controller.decide({ ...view, truth: shown })
    const { integral, input: last, switched } = state
    const loops = runLoops(line, shown, setpoint(scan), { integral, input: last, switched }, undefined)
    state = { ...present(loops.memory), ...memoryBlocks(decision.memory), control: control(scan) as Tensor }
    return {
      features: decision.record?.features as Tensor,
      own: withinLimits(line, applyInterlocks(line, loops.control, shown), before),
      ...scored(line, reading(scan + 1) as Tensor, setpoint(scan)),
    }
  })
  const stacked = (of: (scan: (typeof scans)[number]) => Tensor) =>
    concatRows(scans.map(of).map((each) => broadcastTo(each, each.rows, lanes)))
  return {
    sums: layout.blocks.filter(({ name }) =>
      controller.memory.some((block) => name === `memory ${block.name}` && block.start === 'zero'),
    ),
    start: Float32Array.from(kept.flatMap(({ offset, rows }) => [...settled.subarray(offset, offset + rows)])),
    outputs: {
      end: pack(layout, state, lanes),
      features: stacked(({ features }) => features),
      own: stacked(({ own }) => own),
      cost: stacked(({ cost }) => cost),
      tripped: stacked(({ tripped }) => tripped),
    },
  }
}

const memoryBlocks = (memory: Blocks): Blocks =>
  Object.fromEntries(Object.entries(memory).map(([name, value]) => [`memory ${name}`, value]))

const present = (blocks: object): Blocks =>
  Object.fromEntries(Object.entries(blocks).filter(([, value]) => value !== undefined))

/** What a scan costs that ends with these readings, if all of a day were so, and whether it trips: [1, lanes] each. */
function scored(line: Line, reading: Tensor, setpoint: Tensor | undefined) {
  const { line: measured } = measuredLine(line)
  const zeros = (rows: number) => (rows === 0 ? undefined : constant([0], rows, reading.lanes))
  const none = constant([0], 1, reading.lanes)
  const limits = zeros(measured.limits.length)
  const { cost, tripped } = tallyScan(measured, reading, setpoint, {
    error: zeros(measured.goals.length),
    outside: limits,
    crossings: limits,
    beyond: limits,
    tripped: none,
    cost: none,
  })
  return { cost: multiply(cost, line.horizon / line.scan), tripped }
}

/** Rows of what was recorded from a scan on, as the program takes them; recordings that have ended stand still. */
function feedsOf(recordings: readonly Recording[], from: number, lanes: number) {
  const stacked = (of: (recording: Recording) => readonly Float32Array[], scans: number) =>
    lanesOf(
      recordings.map((recording) => {
        const rows = of(recording)
        const last = rows.length - 1
        const taken = Array.from({ length: scans }, (_, scan) => rows[Math.min(from + scan, last)] as Float32Array)
        return Float32Array.from(taken.flatMap((row) => [...row]))
      }),
      lanes,
    )
  return {
    reading: stacked(({ readings }) => readings, scansPerCall + 1),
    setpoint: stacked(({ setpoints }) => setpoints, scansPerCall),
    control: stacked(({ controls }) => controls, scansPerCall),
  }
}

/** The rows of one scan and lane out of [scans · rows, lanes]. */
function columnOf(values: Float32Array, scans: number, lanes: number, scan: number, lane: number): Float32Array {
  const rows = values.length / scans / lanes
  return Float32Array.from({ length: rows }, (_, row) => values[(scan * rows + row) * lanes + lane] as number)
}
