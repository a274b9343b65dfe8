import { constant, constantValues, uniformValue } from './leaf.ts'
import { ShapeError } from './shape-error.ts'
import type { Operation, Tensor } from './tensor.ts'

/** Rows `indices` of `x`, in that order: `[indices.length, lanes]`. Throws a `ShapeError` for a row that is not there. */
export function gatherRows(x: Tensor, indices: readonly number[]): Tensor {
  const bad = indices.find((index) => !Number.isInteger(index) || index < 0 || index >= x.rows)
  if (bad !== undefined) throw new ShapeError('gatherRows', [x], `there is no row ${bad}`)
  if (indices.length === 0) throw new ShapeError('gatherRows', [x], 'no rows are asked for')
  const first = indices[0]!
  if (indices.every((index, position) => index === first + position)) return sliceRows(x, first, first + indices.length)
  const { operation } = x
  if (operation.kind === 'gatherRows') {
    return gatherRows(
      x.inputs[0]!,
      indices.map((index) => operation.indices[index]!),
    )
  }
  if (operation.kind === 'sliceRows') {
    return gatherRows(
      x.inputs[0]!,
      indices.map((index) => operation.from + index),
    )
  }
  if (operation.kind === 'concatRows') {
    const part = partHolding(x, Math.min(...indices), Math.max(...indices) + 1)
    if (part !== undefined) {
      return gatherRows(
        part.tensor,
        indices.map((index) => index - part.start),
      )
    }
  }
  return arranged({ kind: 'gatherRows', indices: [...indices] }, [x], indices.length, x.lanes, (row, lane) =>
    valueAt(x, indices[row]!, lane),
  )
}

/** Rows `[from, to)` of `x`. Throws a `ShapeError` when the range is empty or leaves the tensor. */
export function sliceRows(x: Tensor, from: number, to: number): Tensor {
  checkRange('sliceRows', x, from, to, x.rows)
  if (from === 0 && to === x.rows) return x
  const { operation } = x
  if (operation.kind === 'sliceRows') return sliceRows(x.inputs[0]!, operation.from + from, operation.from + to)
  if (operation.kind === 'gatherRows') return gatherRows(x.inputs[0]!, operation.indices.slice(from, to))
  if (operation.kind === 'concatRows') {
    const part = partHolding(x, from, to)
    if (part !== undefined) return sliceRows(part.tensor, from - part.start, to - part.start)
  }
  return arranged({ kind: 'sliceRows', from, to }, [x], to - from, x.lanes, (row, lane) => valueAt(x, from + row, lane))
}

/** Lanes `[from, to)` of `x`. Throws a `ShapeError` when the range is empty or leaves the tensor. */
export function sliceLanes(x: Tensor, from: number, to: number): Tensor {
  checkRange('sliceLanes', x, from, to, x.lanes)
  if (from === 0 && to === x.lanes) return x
  const { operation } = x
  if (operation.kind === 'sliceLanes') return sliceLanes(x.inputs[0]!, operation.from + from, operation.from + to)
  if (operation.kind === 'concatLanes') {
    let start = 0
    for (const part of x.inputs) {
      if (from >= start && to <= start + part.lanes) return sliceLanes(part, from - start, to - start)
      start += part.lanes
    }
  }
  return arranged({ kind: 'sliceLanes', from, to }, [x], x.rows, to - from, (row, lane) => valueAt(x, row, from + lane))
}

/** The tensors one below the other: `[sum of rows, lanes]`. Throws a `ShapeError` when their lanes differ. */
export function concatRows(tensors: readonly Tensor[]): Tensor {
  const first = tensors[0]
  if (first === undefined) throw new ShapeError('concatRows', [], 'there is nothing to join')
  if (tensors.some((x) => x.lanes !== first.lanes)) throw new ShapeError('concatRows', tensors, 'the lanes differ')
  if (tensors.length === 1) return first
  const rows = tensors.reduce((total, x) => total + x.rows, 0)
  return arranged({ kind: 'concatRows' }, tensors, rows, first.lanes, (row, lane) => {
    let start = row
    for (const x of tensors) {
      if (start < x.rows) return valueAt(x, start, lane)
      start -= x.rows
    }
    return 0
  })
}

/** The tensors side by side: `[rows, sum of lanes]`. Throws a `ShapeError` when their rows differ. */
export function concatLanes(tensors: readonly Tensor[]): Tensor {
  const first = tensors[0]
  if (first === undefined) throw new ShapeError('concatLanes', [], 'there is nothing to join')
  if (tensors.some((x) => x.rows !== first.rows)) throw new ShapeError('concatLanes', tensors, 'the rows differ')
  if (tensors.length === 1) return first
  const lanes = tensors.reduce((total, x) => total + x.lanes, 0)
  return arranged({ kind: 'concatLanes' }, tensors, first.rows, lanes, (row, lane) => {
    let start = lane
    for (const x of tensors) {
      if (start < x.lanes) return valueAt(x, row, start)
      start -= x.lanes
    }
    return 0
  })
}

/** `x` with `before` and `after` rows of zeros around it. */
export function padRows(x: Tensor, before: number, after: number): Tensor {
  if (before === 0 && after === 0) return x
  const rows = before + x.rows + after
  return arranged({ kind: 'padRows', before, after }, [x], rows, x.lanes, (row, lane) =>
    row < before || row >= before + x.rows ? 0 : valueAt(x, row - before, lane),
  )
}

/** `x` with `before` and `after` lanes of zeros around it. */
export function padLanes(x: Tensor, before: number, after: number): Tensor {
  if (before === 0 && after === 0) return x
  const lanes = before + x.lanes + after
  return arranged({ kind: 'padLanes', before, after }, [x], x.rows, lanes, (row, lane) =>
    lane < before || lane >= before + x.lanes ? 0 : valueAt(x, row, lane - before),
  )
}

/** The same values in row-major order as `[rows, lanes]`. Throws a `ShapeError` when their count differs. */
export function reshape(x: Tensor, rows: number, lanes: number): Tensor {
  if (rows * lanes !== x.rows * x.lanes) throw new ShapeError('reshape', [x], `does not fill [${rows}, ${lanes}]`)
  if (rows === x.rows && lanes === x.lanes) return x
  const values = constantValues(x)
  if (values !== undefined) return constant(values, rows, lanes)
  if (x.operation.kind === 'reshape') return reshape(x.inputs[0]!, rows, lanes)
  return { operation: { kind: 'reshape' }, inputs: [x], rows, lanes }
}

/** The operation as a node, or its result when every input is a constant. */
function arranged(
  operation: Operation,
  inputs: readonly Tensor[],
  rows: number,
  lanes: number,
  value: (row: number, lane: number) => number,
): Tensor {
  const fills = inputs.map(uniformValue)
  const padded = operation.kind === 'padRows' || operation.kind === 'padLanes'
  if (fills[0] !== undefined && (fills[0] === 0 || !padded) && fills.every((fill) => fill === fills[0])) {
    return constant([fills[0]], rows, lanes)
  }
  if (inputs.some((x) => x.operation.kind !== 'constant')) return { operation, inputs, rows, lanes }
  const values = new Float32Array(rows * lanes)
  for (let index = 0; index < values.length; index++) values[index] = value(Math.floor(index / lanes), index % lanes)
  return constant(values, rows, lanes)
}

function valueAt(x: Tensor, row: number, lane: number): number {
  const values = constantValues(x)!
  return values.length === 1 ? values[0]! : values[row * x.lanes + lane]!
}

function partHolding(x: Tensor, from: number, to: number): { tensor: Tensor; start: number } | undefined {
  let start = 0
  for (const tensor of x.inputs) {
    if (from >= start && to <= start + tensor.rows) return { tensor, start }
    start += tensor.rows
  }
  return undefined
}

function checkRange(operation: string, x: Tensor, from: number, to: number, size: number) {
  if (Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from < to && to <= size) return
  throw new ShapeError(operation, [x], `[${from}, ${to}) is no range within [0, ${size})`)
}
