import { CholeskyDecomposition, inverse, Matrix } from 'ml-matrix'
import type { ClosedLoop } from '../../dream/closed-loop.ts'
import { controllerGraph } from '../../dream/controller-graph.ts'
import type { Film } from '../../dream/film.ts'
import { lanesOf } from '../../dream/lanes.ts'
import { blockOf } from '../../dream/layout.ts'
import { withDreamer } from '../../dream/rollout.ts'
import { only, settledStart } from '../../dream/start.ts'
import { compile } from '../../graph/session.ts'
import { randomSource } from '../../scenario/random.ts'
import { trainingScenarios } from '../../train/training.ts'
import { type Envelope, observation } from './envelope.ts'
import { type ReadingLimit, severalScans } from './settings.ts'

/** How often the guard would have held the policy back in dreams like those of training, faulty days among them. */
export interface EnvelopeEvidence {
  /** Rows of an observation. */
  readonly features: number
  /** Dreams that the envelope was not fitted to, and their scans up to a trip. */
  readonly dreams: number
  readonly scans: number
  /** Share of those scans in which the envelope is in force. */
  readonly inForce: number
  /** Share of those scans in which an interlock or a trip limit is. */
  readonly limitsInForce: number
}

export interface FittedEnvelope {
  readonly envelope: Envelope
  readonly evidence: EnvelopeEvidence
}

/** What the policy went through in one dream, up to a trip: observations and readings, [rows] a scan. */
interface Course {
  readonly observed: readonly Float32Array[]
  readonly readings: readonly Float32Array[]
}

const seed = 20_260_104
const dreams = 96
/** Standard deviation that is added to every feature, so that none is narrower than its roundings. */
const leastDeviation = 0.1
/** The edge lies where the envelope is in force in this share of the scans it is fitted to, and so much farther out. */
const tolerated = 0.001
const margin = 1.5
/** It is moved farther out until it is in force in less than this share of the scans of the other dreams. */
const most = 0.01

/**
 * Fits the envelope of a policy's observations over dreams like those of training, with faults, and measures it on as
 * many others. `tuning` holds factors on the PID loops' gains, [2·PID loops].
 */
export async function fitEnvelope(
  loop: ClosedLoop,
  parameters: Float32Array,
  tuning: Float32Array | undefined,
  limits: readonly ReadingLimit[],
  signal?: AbortSignal,
): Promise<FittedEnvelope> {
  const courses = await coursesOf(loop, await filmsOf(loop, parameters, tuning, signal), parameters, signal)
  const [fitted, others] = [courses.slice(0, dreams), courses.slice(dreams)]
  const spread = spreadOf(fitted)
  const distances = (some: readonly Course[]) => some.map(({ observed }) => observed.map((x) => spread.distance(x)))
  const held = distances(others)
  const beyond = (edge: number) => held.flatMap((course) => inForce(course.map((distance) => distance > edge)))
  let edge = margin * edgeOf(distances(fitted))
  while (shareOf(beyond(edge)) >= most) edge *= margin
  const reached = others.map(({ readings }) => recently(readings.map((reading) => limits.some(isReachedBy(reading)))))
  const { rows } = spread
  const scale = 1 / Math.sqrt(edge)
  return {
    envelope: {
      rows,
      weights: spread.weights.map((value) => value * scale),
      offset: spread.offset.map((value) => value * scale),
    },
    evidence: {
      features: rows,
      dreams: others.length,
      scans: held.flat().length,
      inForce: shareOf(beyond(edge)),
      limitsInForce: shareOf(reached.flat()),
    },
  }
}

/** Dreams like those of training, first those to fit to, then as many others. */
async function filmsOf(
  loop: ClosedLoop,
  parameters: Float32Array,
  tuning: Float32Array | undefined,
  signal: AbortSignal | undefined,
): Promise<readonly Film[]> {
  const random = randomSource(seed)
  const scenarios = [0, 1].flatMap(() => trainingScenarios({ loop }, dreams, random))
  const options = {
    lanes: dreams,
    device: 'cpu',
    threads: 1,
    filming: 'signals',
    tuning: tuning !== undefined,
  } as const
  return withDreamer(loop, options, async (dreamer) => {
    const { films } = await dreamer.dream(scenarios, {
      seed,
      parameters,
      film: scenarios.map((_, index) => index),
      ...(tuning && { tuning: scenarios.map(() => tuning) }),
      ...(signal && { signal }),
    })
    return films
  })
}

/** Has the policy look at the films, side by side. */
async function coursesOf(
  loop: ClosedLoop,
  films: readonly Film[],
  parameters: Float32Array,
  signal: AbortSignal | undefined,
): Promise<readonly Course[]> {
  const lanes = films.length
  const graph = await controllerGraph(loop, parameters, lanes)
  const next = Object.fromEntries(graph.memory.map(({ output }) => [output, graph.outputs[output]!]))
  const seen = observation(graph)
  const program = await compile({ ...next, seen }, { device: 'cpu' })
  const start = blockOf(loop.layout, await settledStart(loop), 'control')
  const courses = films.map(() => ({ observed: [] as Float32Array[], readings: [] as Float32Array[] }))
  const memory = Object.fromEntries(graph.memory.map((block) => [block.input, lanesOf([block.start], lanes)]))
  try {
    for (let scan = 0; scan < films[0]!.scans; scan++) {
      signal?.throwIfAborted()
      const track = (name: 'reading' | 'setpoint' | 'control', at: number) =>
        lanesOf(
          films.map(({ tracks }) => rowsAt(tracks[name], at)),
          lanes,
        )
      const feeds = {
        reading: track('reading', scan),
        setpoint: track('setpoint', scan),
        control: scan === 0 ? lanesOf([start], lanes) : track('control', scan - 1),
        ...memory,
      }
      const results = (await program.run(only(feeds, program.inputs))) as Record<string, Float32Array>
      for (const { input, output } of graph.memory) memory[input] = results[output] as Float32Array
      films.forEach(({ tracks }, lane) => {
        if (scan > 0 && rowsAt(tracks.tripped, scan - 1)[0] === 1) return
        const observed = Float32Array.from({ length: seen.rows }, (_, row) => results.seen![row * lanes + lane]!)
        courses[lane]!.observed.push(observed)
        courses[lane]!.readings.push(rowsAt(tracks.reading, scan))
      })
    }
  } finally {
    await program.release()
  }
  return courses
}

const rowsAt = ({ rows, values }: Film['tracks'][keyof Film['tracks']], scan: number) =>
  values.subarray(scan * rows, (scan + 1) * rows)

/** Centre and spread of observations: |weights·x + offset|² is the squared Mahalanobis distance. */
function spreadOf(courses: readonly Course[]) {
  const all = courses.flatMap(({ observed }) => observed)
  const rows = all[0]!.length
  const centre = new Float64Array(rows)
  for (const x of all) for (let row = 0; row < rows; row++) centre[row]! += x[row]! / all.length
  const products = Array.from({ length: rows }, () => new Float64Array(rows))
  const deviation = new Float64Array(rows)
  for (const x of all) {
    for (let row = 0; row < rows; row++) deviation[row] = x[row]! - centre[row]!
    for (let row = 0; row < rows; row++) {
      const into = products[row]!
      const share = deviation[row]! / all.length
      for (let column = 0; column <= row; column++) into[column]! += share * deviation[column]!
    }
  }
  const covariance = new Matrix(rows, rows)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column <= row; column++) {
      const value = products[row]![column]! + (row === column ? leastDeviation ** 2 : 0)
      covariance.set(row, column, value)
      covariance.set(column, row, value)
    }
  }
  const decorrelating = inverse(new CholeskyDecomposition(covariance).lowerTriangularMatrix)
  const weights = Float32Array.from(decorrelating.to1DArray())
  const offset = Float32Array.from({ length: rows }, (_, row) => {
    let sum = 0
    for (let column = 0; column < rows; column++) sum -= weights[row * rows + column]! * centre[column]!
    return sum
  })
  /** The factor is triangular: what is beyond the diagonal is zero. */
  const distance = (x: Float32Array) => {
    let total = 0
    for (let row = 0; row < rows; row++) {
      let sum = offset[row]!
      for (let column = 0; column <= row; column++) sum += weights[row * rows + column]! * x[column]!
      total += sum * sum
    }
    return total
  }
  return { rows, weights, offset, distance }
}

/** The least distance at which the envelope is in force in no more than the tolerated share of the scans. */
function edgeOf(courses: readonly (readonly number[])[]): number {
  const sorted = Float64Array.from(courses.flat()).sort()
  let [low, high] = [0, sorted.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    const edge = sorted[middle]!
    const share = shareOf(courses.flatMap((course) => inForce(course.map((distance) => distance > edge))))
    if (share <= tolerated) high = middle
    else low = middle + 1
  }
  return sorted[low]!
}

/** In which scans of a course the envelope is in force, where an observation is beyond it in `far`; as in the block. */
function inForce(far: readonly boolean[]): readonly boolean[] {
  let count = 0
  let outside = false
  return far.map((isFar) => {
    count = isFar ? Math.min(count + 1, severalScans) : Math.max(count - 1, 0)
    if (count === severalScans) outside = true
    if (count === 0) outside = false
    return outside
  })
}

/** In which scans something has been so within the last several. */
const recently = (found: readonly boolean[]): readonly boolean[] =>
  found.map((_, scan) => found.slice(Math.max(0, scan - severalScans), scan + 1).includes(true))

const isReachedBy =
  (reading: Float32Array) =>
  ({ row, side, bound }: ReadingLimit) =>
    side === 'above' ? reading[row]! > bound : reading[row]! < bound

/** Three digits: further ones are of the machine that computed them. */
const shareOf = (found: readonly boolean[]) =>
  found.length === 0 ? 0 : Number((found.filter(Boolean).length / found.length).toPrecision(3))
