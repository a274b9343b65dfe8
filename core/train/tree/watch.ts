import { closeLoop } from '../../dream/closed-loop.ts'
import type { Controller } from '../../dream/controller.ts'
import { lanesOf } from '../../dream/lanes.ts'
import { type Blocks, offsetOf } from '../../dream/layout.ts'
import { noisePool } from '../../dream/noise.ts'
import { callLength, unroll } from '../../dream/segment.ts'
import { only, settledStart } from '../../dream/start.ts'
import { absolute, add, broadcastTo, greater } from '../../graph/elementwise.ts'
import { vectorJacobianProduct } from '../../graph/gradient.ts'
import { constant, input } from '../../graph/leaf.ts'
import { sumRows } from '../../graph/matrix.ts'
import { compile } from '../../graph/session.ts'
import { concatRows } from '../../graph/shape.ts'
import type { Tensor } from '../../graph/tensor.ts'
import type { Plant } from '../../line/plant.ts'
import { writeCourses } from '../../scenario/course.ts'
import type { RandomSource } from '../../scenario/random.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { heldInRows } from '../cotangents.ts'
import { type Mixture, slopes } from '../objective.ts'
import { decided, outputsOf, stepsIn } from './outputs.ts'
import type { Quantities } from './quantities.ts'
import type { Sample } from './sample.ts'
import type { NumberedTrees } from './tree.ts'
import { followed } from './tree-policy.ts'

/** Scans in one backward call; as in training. */
const longestSegment = 6
/** Neighbouring scans say the same: at most every second is kept, and of a dream's lanes together about so many. */
const leastApart = 2
const mostScans = 30_000
/** A wrong step costs at least this share of what it costs on the mean, and at most so many times as much. */
const leastWeight = 0.1
const largestWeight = 20

/** A policy to be read, with its parameters. */
export interface Teacher {
  readonly controller: Controller
  readonly parameters: Float32Array
}

export interface WatchRequest {
  readonly plant: Plant
  readonly teacher: Teacher
  readonly quantities: Quantities
  /** Who drives; the teacher where nobody else does. */
  readonly driver: NumberedTrees | undefined
  /** Those without a fault come first, as the mixture says. */
  readonly scenarios: readonly Scenario[]
  readonly mixture: Mixture
  readonly signal?: AbortSignal | undefined
}

/**
 * Dreams in which the teacher says at each scan what it would do, whoever drives (Ross et al., DAgger, 2011). What a wrong
 * step of an output costs is the size of the gradient of the training's objective with respect to that step, taken through
 * the rest of the dream: the first-order part of the loss that VIPER (Bastani et al. 2018) takes from a Q function.
 */
export async function watch(request: WatchRequest, random: RandomSource): Promise<Sample> {
  const { plant, scenarios, mixture, quantities } = request
  const { line } = plant
  const loop = closeLoop(plant, watched(request))
  const { layout } = loop
  const lanes = scenarios.length
  const outputs = outputsOf(line).length
  const scans = Math.round(line.horizon / line.scan)
  const length = callLength(scans, longestSegment)
  const segment = unroll(loop, length, lanes, { noise: true, explore: true })
  const cotangent = input('cotangent', layout.rows, lanes)
  const [startCotangent, slope] = vectorJacobianProduct(
    [segment.end],
    [cotangent],
    [segment.start, segment.exploration as Tensor],
  )
  const forward = await compile({ end: segment.end, film: filmOf(segment.records, lanes) }, { device: 'cpu' })
  const backward = await compile(
    { startCotangent: startCotangent as Tensor, slope: slope as Tensor },
    { device: 'cpu' },
  )
  try {
    return await dreamt()
  } finally {
    await Promise.all([forward.release(), backward.release()])
  }

  async function dreamt(): Promise<Sample> {
    const courses = writeCourses(line, loop.course, scenarios, lanes)
    const noise = noisePool('normal')
    const chance = noisePool('uniform')
    const rows = quantities.list.length + outputs + 1
    const films: Float32Array[] = []
    const segments: Record<string, Float32Array>[] = []
    let state = lanesOf([await settledStart(loop)], lanes)
    for (let scan = 0; scan < scans; scan += length) {
      request.signal?.throwIfAborted()
      const feeds = {
        state,
        courses,
        time: Float32Array.of(scan * line.scan),
        noise: noise.take(length * loop.noiseRows * lanes, random),
        chance: chance.take(length * loop.stepsPerScan * plant.layout.chances * lanes, random),
        exploration: new Float32Array(length * outputs * lanes),
      }
      segments.push(feeds)
      const seen = await forward.run(only(feeds, forward.inputs))
      films.push(seen.film as Float32Array)
      state = seen.end as Float32Array<ArrayBuffer>
    }
    const costRow = offsetOf(layout, 'tally cost') * lanes
    let pull = new Float32Array(layout.rows * lanes)
    pull.set(slopes(state.slice(costRow, costRow + lanes), mixture), costRow)
    const slopesOf: Float32Array[] = []
    for (const feeds of [...segments].reverse()) {
      request.signal?.throwIfAborted()
      const result = await backward.run(only({ ...feeds, cotangent: pull }, backward.inputs))
      pull = heldInRows(result.startCotangent as Float32Array<ArrayBuffer>, lanes)
      slopesOf.unshift(result.slope as Float32Array)
    }
    return sampleOf(films, slopesOf, { lanes, length, rows, outputs })
  }
}

/** The teacher looks on and says what it would do; rules drive, or itself. Noise stands for a nudge, in steps. */
function watched({ plant, teacher, quantities, driver }: WatchRequest): Controller {
  const { line } = plant
  const outputs = outputsOf(line).length
  const baked = (values: Float32Array) => constant(values, values.length, 1)
  const parameters = teacher.parameters.length === 0 ? undefined : baked(teacher.parameters)
  const own = 'teacher '
  const of = (memory: Blocks, isTeachers: boolean) =>
    Object.fromEntries(
      Object.entries(memory)
        .filter(([name]) => name.startsWith(own) === isTeachers)
        .map(([name, block]) => [isTeachers ? name.slice(own.length) : name, block]),
    )
  return {
    name: 'watched',
    memory: [...teacher.controller.memory.map((block) => ({ ...block, name: own + block.name })), ...quantities.memory],
    parameters: 0,
    noise: outputs,
    decide: (view) => {
      const said = teacher.controller.decide({ ...view, noise: undefined, memory: of(view.memory, true), parameters })
      const wanted = stepsIn(line, said)
      const seen = quantities.compute({ ...view, memory: of(view.memory, false) })
      const taken =
        driver === undefined
          ? wanted
          : followed(driver.trees, outputs, seen.features, seen.quantities, baked(driver.numbers)).steps
      return {
        ...decided(line, view.noise === undefined ? taken : add(taken, view.noise)),
        memory: {
          ...Object.fromEntries(Object.entries(said.memory).map(([name, block]) => [own + name, block])),
          ...seen.memory,
        },
        record: { quantities: seen.quantities, wanted },
      }
    },
  }
}

function filmOf(records: ReturnType<typeof unroll>['records'], lanes: number): Tensor {
  return concatRows(
    records.flatMap(({ decision, fault }) => {
      const failing = fault === undefined ? constant([0], 1, 1) : greater(sumRows(absolute(fault)), 0)
      const tracks = [decision.quantities as Tensor, decision.wanted as Tensor, failing]
      return tracks.map((track) => broadcastTo(track, track.rows, lanes))
    }),
  )
}

interface Sizes {
  readonly lanes: number
  readonly length: number
  readonly rows: number
  readonly outputs: number
}

function sampleOf(
  films: readonly Float32Array[],
  slopesOf: readonly Float32Array[],
  { lanes, length, rows, outputs }: Sizes,
): Sample {
  const all = films.length * length
  const apart = Math.max(leastApart, Math.ceil((all * lanes) / mostScans))
  const kept = Array.from({ length: all }, (_, scan) => scan).filter((scan) => scan % apart === 0)
  const scans = kept.length * lanes
  const seen = rows - outputs - 1
  const quantities = new Float32Array(seen * scans)
  const wanted = new Float32Array(outputs * scans)
  const weights = new Float32Array(outputs * scans)
  const failing = new Float32Array(scans)
  const copy = (from: Float32Array, at: number, to: Float32Array, row: number, index: number) => {
    to.set(from.subarray(at * lanes, (at + 1) * lanes), row * scans + index * lanes)
  }
  kept.forEach((scan, index) => {
    const film = films[Math.floor(scan / length)] as Float32Array
    const slope = slopesOf[Math.floor(scan / length)] as Float32Array
    const within = scan % length
    copy(film, within * rows + rows - 1, failing, 0, index)
    for (let row = 0; row < seen; row++) copy(film, within * rows + row, quantities, row, index)
    for (let row = 0; row < outputs; row++) {
      copy(film, within * rows + seen + row, wanted, row, index)
      copy(slope, within * outputs + row, weights, row, index)
    }
  })
  for (let row = 0; row < outputs; row++) inBounds(weights.subarray(row * scans, (row + 1) * scans))
  return { scans, quantities, wanted, weights, failing }
}

/** Sizes of gradients, none without weight and none that drowns the others; written in place. */
function inBounds(gradients: Float32Array): void {
  const mean = gradients.reduce((sum, value) => sum + Math.abs(value), 0) / gradients.length
  for (let at = 0; at < gradients.length; at++) {
    const size = Math.abs(gradients[at] as number)
    gradients[at] = Math.min(size, largestWeight * mean) + leastWeight * mean
  }
}
