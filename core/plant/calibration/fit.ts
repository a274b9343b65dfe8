import { inverse, Matrix, solve } from 'ml-matrix'
import type { Plant } from '../../line/plant.ts'
import { costOf, news, type Residuals, type Weighing, weigh, weightOf } from './residuals.ts'
import { createFreeRunner, type FreeRunner, type Lane } from './run.ts'
import { firstOf, startOf, startUnknowns, type WindowUnknown } from './starts.ts'
import { correlationOf, type Freed, type Unknown, valueAt } from './unknowns.ts'
import type { Window } from './windows.ts'

export interface Fit {
  /** Of each unknown, where it most probably is, standard normal before the log was seen. */
  readonly z: readonly number[]
  /** About that, [unknowns, unknowns]. */
  readonly covariance: Matrix
  /** What the covariance were without likeness, where it was the identity before: what the log itself told. */
  readonly left: Matrix
}

export interface FitOptions {
  readonly iterations: number
  readonly signal?: AbortSignal | undefined
  readonly onIteration?: ((iteration: number, cost: number) => void) | undefined
}

/** The fit is done where another step would lower the cost by less. */
const tolerance = 1e-2
const firstDamping = 1e-2
const dampingFactor = 8
/** An instrument is taken to be no better than this share of its range. */
const finestShare = 1e-4
/** What is a window's own is held within so many deviations. */
const farthestOwn = 6

/**
 * Fits the unknowns of a plant, and where each window begins, to what was read: the most probable values under Student's
 * distribution for residuals and the unknowns' own prior, by Gauss-Newton steps with Levenberg's and Marquardt's damping.
 * Every column of the Jacobian is a lane of one free run (Ljung, System Identification, 1999, ch. 10). Residuals that
 * repeat themselves count as the fewer independent ones that they are worth.
 */
export async function fit(
  plant: Plant,
  freed: Freed,
  unknowns: readonly Unknown[],
  windows: readonly Window[],
  { iterations, signal, onIteration }: FitOptions,
): Promise<Fit> {
  const own = windowUnknowns(plant, freed)
  const columns = unknowns.length + own.length
  const longest = Math.max(...windows.map(({ controls }) => controls.length))
  const runner = await createFreeRunner(plant, windows.length * columns, { scans: longest * iterations, sloped: true })
  const bounds = [
    ...unknowns.map(({ lowest, highest }) => [lowest, highest] as const),
    ...windows.flatMap(() => own.map(() => [-farthestOwn, farthestOwn] as const)),
  ]
  const prior = Matrix.eye(bounds.length)
  prior.setSubMatrix(inverse(correlationOf(unknowns)), 0, 0)
  const look = (z: readonly number[]) => lookFrom({ plant, freed, unknowns, own, windows, runner }, z, signal)
  try {
    let z = bounds.map(() => 0)
    let seen = await look(z)
    let weighings = weighAll(plant, seen.residuals)
    let damping = firstDamping
    for (let iteration = 1; iteration <= iterations; iteration++) {
      const { gradient, curvature } = normalEquations(seen, weighings, z, prior, unknowns.length)
      const free = z.map((value, index) => {
        const [low, high] = bounds[index] as readonly [number, number]
        return (value > low || (gradient[index] as number) < 0) && (value < high || (gradient[index] as number) > 0)
      })
      const step = stepOf(gradient, curvature, damping, free)
      const expected = -step.reduce((sum, value, index) => sum + value * (gradient[index] as number), 0) / 2
      if (expected < tolerance) break
      const next = z.map((value, index) => {
        const [low, high] = bounds[index] as readonly [number, number]
        return Math.max(low, Math.min(high, value + (step[index] as number)))
      })
      const there = await look(next)
      const before = costAt(seen.residuals, weighings, z, prior)
      const after = costAt(there.residuals, weighings, next, prior)
      onIteration?.(iteration, Math.min(before, after))
      if (!(after < before)) {
        damping *= dampingFactor
        continue
      }
      damping /= dampingFactor
      z = next
      seen = there
      weighings = weighAll(plant, seen.residuals)
    }
    const { curvature } = normalEquations(seen, weighings, z, Matrix.eye(z.length), unknowns.length)
    const left = inverse(curvature).subMatrix(0, unknowns.length - 1, 0, unknowns.length - 1)
    const told = inverse(left).sub(Matrix.eye(unknowns.length))
    return { z: z.slice(0, unknowns.length), covariance: inverse(told.add(inverse(correlationOf(unknowns)))), left }
  } finally {
    await runner.release()
  }
}

interface Problem {
  readonly plant: Plant
  readonly freed: Freed
  readonly unknowns: readonly Unknown[]
  readonly own: readonly WindowUnknown[]
  readonly windows: readonly Window[]
  readonly runner: FreeRunner
}

/** Residuals and their slopes, [scans · signals] for each window, and the slopes for each of its columns. */
interface Seen {
  readonly residuals: Residuals
  readonly slopes: readonly (readonly Float32Array[])[]
}

async function lookFrom(problem: Problem, z: readonly number[], signal: AbortSignal | undefined): Promise<Seen> {
  const { windows, unknowns, own, runner } = problem
  const columns = unknowns.length + own.length
  const lanes = windows.flatMap((window, index) => lanesOf(problem, window, index, z))
  const predicted = await runner.run(lanes, signal)
  const ofWindow = windows.map((_, index) => predicted.slice(index * columns, (index + 1) * columns))
  return {
    residuals: windows.map(({ readings }, index) => {
      const { reading } = ofWindow[index]?.[0] as { reading: Float32Array }
      const signals = readings[0]?.length as number
      return Float64Array.from(
        reading,
        (value, at) => (readings[Math.floor(at / signals) + 1]?.[at % signals] as number) - value,
      )
    }),
    slopes: ofWindow.map((all) => all.map(({ slope }) => slope as Float32Array)),
  }
}

/** Where each window begins, and what wanders. */
const windowUnknowns = (plant: Plant, { wandering }: Freed): readonly WindowUnknown[] => [
  ...startUnknowns(plant),
  ...wandering.map(({ departure, deviation }) => ({ part: 'departure' as const, rows: [departure], deviation })),
]

/** The lanes of a window, one for each unknown and each of its own: all begin alike, and each goes a direction of its own. */
function lanesOf(
  { plant, freed, unknowns, own }: Problem,
  window: Window,
  index: number,
  z: readonly number[],
): Lane[] {
  const { line } = plant
  const lags = line.signals.map(({ lag }) => lag as number)
  const start = {
    state: startOf(plant, window),
    lagged: laggedStart(plant, window),
    departure: new Float32Array(line.disturbances.length),
  }
  const directions = [...unknowns, ...own].map(() => ({
    state: new Float32Array(plant.layout.states),
    lagged: new Float32Array(lags.length),
    departure: new Float32Array(line.disturbances.length),
    follow: new Float32Array(lags.length),
  }))
  unknowns.forEach((unknown, position) => {
    const place = freed.places[position] as Freed['places'][number]
    const value = valueAt(unknown, z[position] as number)
    if ('lag' in place) {
      lags[place.lag] = value
      const scans = line.scan / value
      directions[position]!.follow[place.lag] = -Math.exp(-scans) * scans * unknown.deviation
    } else {
      start.departure[place.departure] = value - place.from
      directions[position]!.departure[place.departure] = value * unknown.deviation
    }
  })
  own.forEach(({ part, rows, deviation }, position) => {
    const off = deviation * (z[unknowns.length + index * own.length + position] as number)
    for (const row of rows) {
      start[part][row]! += off
      directions[unknowns.length + position]![part][row] = deviation
    }
  })
  // Nothing that is held is less than nothing, and no temperature below 0 K.
  const state = start.state.map((value) => Math.max(0, value))
  const follow = Float32Array.from(lags, followOf(line.scan))
  return directions.map((direction) => ({ controls: window.controls, start: { ...start, state, follow }, direction }))
}

/** Share of the way to the true value that an instrument with this lag goes in a scan. */
export const followOf = (scan: number) => (lag: number) => 1 - Math.exp(-scan / Math.max(lag, 1e-9))

/** What the instruments show as a window begins; the middle of the range where they show nothing. */
export const laggedStart = ({ line }: Plant, { readings }: Window): Float32Array =>
  Float32Array.from(line.signals, ({ low, high }, index) => {
    const first = firstOf(readings, index)
    return Number.isNaN(first) ? (low + high) / 2 : first
  })

const weighAll = ({ line }: Plant, residuals: Residuals): readonly Weighing[] =>
  line.signals.map(({ noise, resolution, low, high }, index) =>
    weigh(
      residuals,
      index,
      line.signals.length,
      Math.max(noise, resolution / Math.sqrt(12), finestShare * (high - low)),
    ),
  )

function costAt(residuals: Residuals, weighings: readonly Weighing[], z: readonly number[], prior: Matrix): number {
  const point = Matrix.columnVector([...z])
  let cost = point.dot(prior.mmul(point)) / 2
  const repeated = weighings.map((each) => each.repeated)
  for (const window of residuals) {
    news(window, repeated, window).forEach((residual, at) => {
      const { scale, repetition } = weighings[at % weighings.length] as Weighing
      if (!Number.isNaN(residual)) cost += costOf(residual / scale) / repetition
    })
  }
  return cost
}

/** The gradient and the curvature, by reweighted least squares; `prior` is the inverse covariance before the log. */
function normalEquations(
  { residuals, slopes }: Seen,
  weighings: readonly Weighing[],
  z: readonly number[],
  prior: Matrix,
  unknowns: number,
): { readonly gradient: number[]; readonly curvature: Matrix } {
  const gradient = prior.mmul(Matrix.columnVector([...z])).to1DArray()
  const curvature = prior.clone()
  const repeated = weighings.map((each) => each.repeated)
  residuals.forEach((window, index) => {
    const columns = (slopes[index] as readonly Float32Array[]).map((slope) => news(slope, repeated, window))
    const own = columns.length - unknowns
    const place = (column: number) => (column < unknowns ? column : column + index * own)
    news(window, repeated, window).forEach((residual, at) => {
      if (Number.isNaN(residual)) return
      const { scale, repetition } = weighings[at % weighings.length] as Weighing
      const weight = weightOf(residual / scale) / (scale ** 2 * repetition)
      for (let a = 0; a < columns.length; a++) {
        const slope = (columns[a] as Float64Array)[at] as number
        if (slope === 0) continue
        gradient[place(a)]! -= weight * slope * residual
        for (let b = 0; b <= a; b++) {
          const share = weight * slope * ((columns[b] as Float64Array)[at] as number)
          curvature.set(place(a), place(b), curvature.get(place(a), place(b)) + share)
        }
      }
    })
  })
  for (let a = 0; a < z.length; a++) for (let b = 0; b < a; b++) curvature.set(b, a, curvature.get(a, b))
  return { gradient, curvature }
}

/** The damped step; what is held at a bound stays. */
function stepOf(gradient: readonly number[], curvature: Matrix, damping: number, free: readonly boolean[]): number[] {
  const damped = curvature.clone()
  const downhill = gradient.map((value, index) => (free[index] ? -value : 0))
  for (let a = 0; a < gradient.length; a++) {
    damped.set(a, a, curvature.get(a, a) * (1 + damping))
    if (free[a]) continue
    for (let b = 0; b < gradient.length; b++) {
      if (a === b) continue
      damped.set(a, b, 0)
      damped.set(b, a, 0)
    }
  }
  return solve(damped, Matrix.columnVector(downhill)).to1DArray()
}
