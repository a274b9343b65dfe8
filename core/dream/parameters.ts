import { named } from '../graph/leaf.ts'
import { reshape, sliceRows } from '../graph/shape.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { RandomSource } from '../scenario/random.ts'

/** A matrix within a flat vector of parameters, and how it is drawn at the start. */
export interface Matrix {
  readonly name: string
  readonly rows: number
  readonly lanes: number
  /** Standard deviation at the start; 0 for zeros. */
  readonly deviation: number
}

/** Weights [rows, inner] drawn so that the output keeps the variance of the input (Glorot and Bengio 2010). */
export const weights = (name: string, rows: number, inner: number): Matrix => ({
  name,
  rows,
  lanes: inner,
  deviation: Math.sqrt(2 / (rows + inner)),
})

/** Weights or biases that start at zero. */
export const zeros = (name: string, rows: number, lanes = 1): Matrix => ({ name, rows, lanes, deviation: 0 })

export const countOf = (matrices: readonly Matrix[]) => matrices.reduce((sum, { rows, lanes }) => sum + rows * lanes, 0)

/** The matrices out of a flat vector [count, 1], by name. */
export function unflatten(matrices: readonly Matrix[], flat: Tensor): Readonly<Record<string, Tensor>> {
  let offset = 0
  return Object.fromEntries(
    matrices.map(({ name, rows, lanes }) => {
      const from = offset
      offset += rows * lanes
      return [name, named(reshape(sliceRows(flat, from, offset), rows, lanes), name)]
    }),
  )
}

export function drawn(matrices: readonly Matrix[], random: RandomSource): Float32Array {
  return Float32Array.from(
    matrices.flatMap(({ rows, lanes, deviation }) =>
      Array.from({ length: rows * lanes }, () => (deviation === 0 ? 0 : deviation * random.normal())),
    ),
  )
}
