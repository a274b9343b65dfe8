import { inverse, Matrix, solve } from 'ml-matrix'
import type { Plant } from '../../line/plant.ts'
import { lookFrom, type Seen, windowUnknowns } from './look.ts'
import { costOf, news, type Residuals, type Weighing, weigh, weightOf } from './residuals.ts'
import { createFreeRunner } from './run.ts'
import { correlationOf, type Freed, type Unknown } from './unknowns.ts'
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
