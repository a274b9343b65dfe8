import { broadcastTo } from '../graph/elementwise.ts'
import { constant } from '../graph/leaf.ts'
import { matmul } from '../graph/matrix.ts'
import { concatRows, gatherRows } from '../graph/shape.ts'
import type { Tensor } from '../graph/tensor.ts'

/** Row `row` of a source, or a fixed number. */
export type Pick = { readonly row: number } | { readonly value: number }

/** Rows of `source`, [rows, lanes], and fixed numbers in the order of `picks`: [picks, lanes], or [picks, 1] if all are fixed. */
export function assemble(source: Tensor | undefined, picks: readonly Pick[]): Tensor {
  const values = picks.map((pick) => ('value' in pick ? pick.value : 0))
  if (picks.every((pick) => 'value' in pick)) return constant(values, picks.length, 1)
  if (source === undefined) throw new Error('rows are asked of a source that is not there')
  if (picks.every((pick) => 'row' in pick)) {
    return gatherRows(
      source,
      picks.map((pick) => pick.row),
    )
  }
  const fixed = [...new Set(picks.flatMap((pick) => ('value' in pick ? [pick.value] : [])))]
  const extended = concatRows([source, broadcastTo(constant(fixed, fixed.length, 1), fixed.length, source.lanes)])
  return gatherRows(
    extended,
    picks.map((pick) => ('row' in pick ? pick.row : source.rows + fixed.indexOf(pick.value))),
  )
}

export interface Member {
  readonly row: number
  readonly sign: number
}

/** Signed sums of the rows of `source`, [rows, lanes], one for each list of members: [lists, lanes]. */
export function signedSums(source: Tensor, lists: readonly (readonly Member[])[]): Tensor {
  if (lists.every((list) => list.length === 0)) return constant([0], lists.length, 1)
  if (lists.every((list) => list.length === 1 && list[0]?.sign === 1)) {
    return gatherRows(
      source,
      lists.map((list) => (list[0] as Member).row),
    )
  }
  const matrix = new Float32Array(lists.length * source.rows)
  lists.forEach((list, output) => {
    for (const { row, sign } of list) matrix[output * source.rows + row]! += sign
  })
  return matmul(constant(matrix, lists.length, source.rows), source)
}

/** Tensors of [rows, lanes] and [rows, 1] one under the other. */
export function stack(tensors: readonly Tensor[]): Tensor {
  const lanes = Math.max(...tensors.map((tensor) => tensor.lanes))
  return concatRows(tensors.map((tensor) => broadcastTo(tensor, tensor.rows, lanes)))
}
