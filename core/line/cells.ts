import { constant } from '../graph/leaf.ts'
import { matmul } from '../graph/matrix.ts'
import { concatRows, gatherRows } from '../graph/shape.ts'
import type { Tensor } from '../graph/tensor.ts'

/**
 * Helpers for states that are cut into cells: component i owns `cells[i]` consecutive rows of a [Σ cells, lanes] tensor,
 * in the direction of flow.
 */
const indices = (
  cells: readonly number[],
  row: (first: number, cell: number, count: number, component: number) => number,
) => {
  let first = 0
  return cells.flatMap((count, component) => {
    const rows = Array.from({ length: count }, (_, cell) => row(first, cell, count, component))
    first += count
    return rows
  })
}

const firstRows = (cells: readonly number[]) =>
  cells.map((_, component) => cells.slice(0, component).reduce((sum, count) => sum + count, 0))

/** The first cell of each component, [count, lanes]. */
export function firstOfEach(cell: Tensor, cells: readonly number[]): Tensor {
  return gatherRows(cell, firstRows(cells))
}

/** The last cell of each component, [count, lanes]; `inlet` where a component has no cells. */
export function lastOfEach(cell: Tensor, cells: readonly number[], inlet?: Tensor): Tensor {
  const last = firstRows(cells).map((first, component) => first + (cells[component] as number) - 1)
  if (inlet === undefined)
    return gatherRows(
      cell,
      last.map((row) => Math.max(row, 0)),
    )
  const rows = last.map((row, component) => (cells[component] === 0 ? cell.rows + component : row))
  return gatherRows(concatRows([cell, inlet]), rows)
}

/** `value` with the last cell of each component replaced by `last`, [count, lanes]. */
export function withLast(value: Tensor, last: Tensor, cells: readonly number[]): Tensor {
  const rows = indices(cells, (first, position, count, component) =>
    position === count - 1 ? value.rows + component : first + position,
  )
  return gatherRows(concatRows([value, last]), rows)
}

/** What lies downstream of each cell; for the last of a component, the cell itself. */
export function downstream(cell: Tensor, cells: readonly number[]): Tensor {
  return gatherRows(
    cell,
    indices(cells, (first, position, count) => first + Math.min(position + 1, count - 1)),
  )
}

/** Sum over each component's cells, [count, lanes]. */
export function sumOfEach(cell: Tensor, cells: readonly number[]): Tensor {
  const owner = indices(cells, (_first, _position, _count, component) => component)
  const membership = cells.flatMap((_, component) => owner.map((of) => (of === component ? 1 : 0)))
  return matmul(constant(membership, cells.length, owner.length), cell)
}

/** A value for each component, [count, lanes], repeated for its cells: [Σ cells, lanes]. */
export function intoCells(value: Tensor, cells: readonly number[]): Tensor {
  return gatherRows(
    value,
    indices(cells, (_first, _cell, _count, component) => component),
  )
}

/** What lies upstream of each cell: the inlet ([count, lanes]) for the first, else the cell before. */
export function shiftedIn(cell: Tensor, inlet: Tensor, cells: readonly number[]): Tensor {
  const upstream = indices(cells, (first, position, _count, component) =>
    position === 0 ? cell.rows + component : first + position - 1,
  )
  return gatherRows(concatRows([cell, inlet]), upstream)
}

/** The cells of each component in reverse order, as the other side of a counter-current exchanger sees them. */
export function mirrored(cell: Tensor, cells: readonly number[]): Tensor {
  return gatherRows(
    cell,
    indices(cells, (first, position, count) => first + count - 1 - position),
  )
}
