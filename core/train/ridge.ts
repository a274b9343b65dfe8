import { CholeskyDecomposition, Matrix } from 'ml-matrix'
import type { LogShape } from '../dream/learned/log-network.ts'

/**
 * Ridge regression (Hoerl and Kennard 1970) from sums over samples: of the products of inputs, [inputs, inputs], and of inputs
 * and outputs, [inputs, outputs]. `penalties` is what is added to each input's sum of squares. Returns [outputs, inputs].
 */
export function ridge(squares: Matrix, products: Matrix, penalties: readonly number[]): Matrix {
  const penalised = Matrix.mul(Matrix.add(squares, squares.transpose()), 0.5).add(Matrix.diag([...penalties]))
  return new CholeskyDecomposition(penalised).solve(products).transpose()
}

/** Of what is read and applied now, in deviations, whose sum of squares is about as large as there are scans. */
export const presentPenalty = 0.3

/**
 * For each row of a window: what is older is believed to count for less (the prior of Doan, Litterman and Sims 1984), as the
 * fourth power of its age in scans.
 */
export function agePenalties({ signals, controls, window }: LogShape): readonly number[] {
  const each = (count: number) =>
    Array.from({ length: window * count }, (_, row) => presentPenalty * (1 + Math.floor(row / count)) ** 4)
  return [...each(signals), ...each(controls), presentPenalty]
}
