import { EigenvalueDecomposition, inverse, type Matrix } from 'ml-matrix'
import type { CalibratedParameter } from './calibration.ts'
import type { Fit } from './fit.ts'
import { parameterName, type Unknown, valueAt } from './unknowns.ts'

/** A log that leaves less of an unknown's variance than this has identified it; of what it had before, which is 1. */
const identifiedVariance = 0.5
/** One of which more is left was not moved at all, and is collinear with nothing. */
const untouchedVariance = 0.95
/** Share that an unknown has in a direction to be named with it. */
const namedShare = 0.3
/** Half of a 95 % interval, in standard deviations. */
const half = 1.96

/** What a fit says of each unknown. */
export const parametersOf = (
  unknowns: readonly Unknown[],
  { z, covariance, left }: Fit,
): readonly CalibratedParameter[] => {
  const precision = inverse(covariance)
  return unknowns.map((unknown, index) => {
    const variance = covariance.get(index, index)
    const at = (deviations: number) => valueAt(unknown, (z[index] as number) + deviations * Math.sqrt(variance))
    const { component, parameter, prior } = unknown
    const isIdentified = left.get(index, index) < identifiedVariance
    return {
      component,
      parameter,
      prior,
      value: at(0),
      interval: [at(-half), at(half)],
      deviation: unknown.deviation / Math.sqrt(precision.get(index, index)),
      isIdentified,
    }
  })
}

/**
 * Names of unknowns that a log tells only together: the directions among those it moves, in which it leaves most of the
 * variance (principal components of the covariance, scaled so that it was 1 in every direction before).
 */
export function togetherOf(unknowns: readonly Unknown[], { left }: Fit): readonly (readonly string[])[] {
  const moved = unknowns.flatMap((_, index) => (left.get(index, index) < untouchedVariance ? [index] : []))
  if (moved.length < 2) return []
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(subMatrix(left, moved), {
    assumeSymmetric: true,
  })
  const found = realEigenvalues.flatMap((variance, column) => {
    if (variance < identifiedVariance) return []
    const named = moved.filter((_, row) => Math.abs(eigenvectorMatrix.get(row, column)) > namedShare)
    return named.length < 2 ? [] : [named]
  })
  const different = new Map(found.map((named) => [named.join(), named]))
  return [...different.values()].map((named) => named.map((index) => parameterName(unknowns[index] as Unknown)))
}

const subMatrix = (matrix: Matrix, indices: number[]) => matrix.selection(indices, indices)
