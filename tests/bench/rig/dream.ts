import { closeLoop } from '../../../core/dream/closed-loop.ts'
import type { Controller } from '../../../core/dream/controller.ts'
import { lanesOf } from '../../../core/dream/lanes.ts'
import { type Layout, offsetOf } from '../../../core/dream/layout.ts'
import { stateRow } from '../../../core/dream/measured-states.ts'
import { unroll } from '../../../core/dream/segment.ts'
import { only } from '../../../core/dream/start.ts'
import { compile } from '../../../core/graph/session.ts'
import { seconds } from '../../../core/line/dimension.ts'
import type { Line } from '../../../core/line/line.ts'
import { compilePlant, type Plant } from '../../../core/line/plant.ts'
import { writeCourses } from '../../../core/scenario/course.ts'
import { randomSource } from '../../../core/scenario/random.ts'
import type { Scenario } from '../../../core/scenario/scenario.ts'
import type { Pair, RigLog } from './logs.ts'

const kelvin = 273.15
/** Long before a dream begins, s. */
const always = seconds(-1e6)
const seed = 1

/** The line as the rig ran it: a scan a second, and no trip. */
const asRun = (line: Line): Line => ({ ...line, scan: line.step, limits: [] })

/**
 * What the instruments of a line read, °C, while a controller meets what a log of the rig says: its first readings, its set
 * points, and its biases of sensors and actuators. One list for each of `noises` draws of the line's noise.
 */
export async function dreamLog(
  tclab: Line,
  controller: Controller,
  log: RigLog,
  noises: number,
): Promise<readonly (readonly Pair[])[]> {
  const line = asRun(tclab)
  const plant = compilePlant(line)
  const loop = closeLoop(plant, controller)
  const segment = unroll(loop, 1, noises, { noise: true, explore: true })
  const program = await compile({ end: segment.end, reading: segment.records[0]!.reading }, { device: 'cpu' })
  const random = randomSource(seed)
  const found = Array.from({ length: noises }, (): Pair[] => [])
  let state = lanesOf([startOf(plant, loop.layout, log)], noises)
  for (let scan = 0; scan < log.reading.length; scan++) {
    const bias = Float32Array.from(log.actuatorBias[scan] as Pair, (percent) => percent / 100)
    const feeds = {
      state,
      time: Float32Array.of(scan * line.scan),
      courses: writeCourses(line, loop.course, [momentOf(plant, log, scan)], noises),
      exploration: lanesOf([bias], noises),
      noise: Float32Array.from({ length: loop.noiseRows * noises }, () => random.normal()),
    }
    const result = (await program.run(only(feeds, program.inputs))) as Record<'end' | 'reading', Float32Array>
    state = Float32Array.from(result.end)
    found.forEach((run, lane) => {
      const [first, second] = [result.reading[lane], result.reading[noises + lane]] as [number, number]
      run.push([first - kelvin, second - kelvin])
    })
  }
  await program.release()
  return found
}

/** The loop as the log begins, at rest: [layout rows]. */
function startOf({ line, layout }: Plant, blocks: Layout, log: RigLog): Float32Array {
  const state = new Float32Array(blocks.rows)
  line.signals.forEach(({ of }, index) => {
    const reading = log.reading[0]![index]! + kelvin
    const truth = reading - log.sensorBias[0]![index]!
    state[offsetOf(blocks, 'plant') + (stateRow(line, layout, of) as number)] = truth
    state[offsetOf(blocks, 'truth') + index] = truth
    state[offsetOf(blocks, 'reading') + index] = reading
    if (line.signals.some(({ lag }) => lag > 0)) state[offsetOf(blocks, 'lagged') + index] = truth
  })
  return state
}

/** What the log asks for in one second, as a day on which nothing changes. */
function momentOf({ line, layout }: Plant, log: RigLog, scan: number): Scenario {
  const disturbanceOf = (loop: string) =>
    line.disturbances.find(({ target }) => target.kind === 'setpoint' && target.loop === loop)!.name
  return {
    name: log.controller,
    changes: line.loops.map(({ tag }, index) => ({
      disturbance: disturbanceOf(tag),
      at: always,
      value: log.setpoint[scan]![index]! + kelvin,
    })),
    faults: line.signals.map(({ tag }, index) => ({
      failure: `${tag} bias`,
      onset: always,
      severity: log.sensorBias[scan]![index]!,
      ramp: seconds(0),
      duration: null,
    })),
    factors: layout.spreads.map(() => 1),
    likelihood: 0,
  }
}
