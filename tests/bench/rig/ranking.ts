import type { Pair } from './logs.ts'

/** How far readings are from their set points, °C, over both temperatures. */
export interface Tracking {
  readonly mean: number
  readonly rootMeanSquare: number
}

/** Errors of one run, and the mean over several. */
export function trackingOf(runs: readonly (readonly Pair[])[], setpoints: readonly Pair[]): Tracking {
  const errors = runs.flatMap((run) =>
    run.flatMap((pair, at) => pair.map((value, index) => value - setpoints[at]![index]!)),
  )
  const average = (of: (error: number) => number) => errors.reduce((sum, error) => sum + of(error), 0) / errors.length
  return { mean: average(Math.abs), rootMeanSquare: Math.sqrt(average((error) => error ** 2)) }
}

/** Rank of each value, 1 for the smallest. */
export const ranksOf = (values: readonly number[]): number[] =>
  values.map((value) => 1 + values.filter((other) => other < value).length)

/** Spearman's rank correlation of values without ties. */
export function spearman(a: readonly number[], b: readonly number[]): number {
  const [first, second] = [ranksOf(a), ranksOf(b)]
  const squares = first.reduce((sum, rank, index) => sum + (rank - (second[index] as number)) ** 2, 0)
  return 1 - (6 * squares) / (a.length * (a.length ** 2 - 1))
}

/** Kendall's: pairs that stand in the same order less those that do not, as a share of all. */
export function kendall(a: readonly number[], b: readonly number[]): number {
  let sum = 0
  let pairs = 0
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < i; j++) {
      sum += Math.sign((a[i] as number) - (a[j] as number)) * Math.sign((b[i] as number) - (b[j] as number))
      pairs++
    }
  }
  return sum / pairs
}
