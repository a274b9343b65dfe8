import { ShapeError } from './shape-error.ts'
import type { Tensor } from './tensor.ts'

/** A tensor `[rows, lanes]` that every run is fed with under `name`. */
export function input(name: string, rows: number, lanes: number): Tensor {
  return checked({ operation: { kind: 'input', name }, inputs: [], rows, lanes })
}

/**
 * A tensor `[rows, lanes]` of fixed values in row-major order; a single value fills the tensor.
 * Throws a `ShapeError` when the count of values fits neither.
 */
export function constant(values: readonly number[] | Float32Array, rows: number, lanes: number): Tensor {
  const uniform = values.length > 0 && values.every((value) => value === values[0])
  const data = Float32Array.from(uniform ? values.slice(0, 1) : values)
  const tensor = checked({ operation: { kind: 'constant', values: data }, inputs: [], rows, lanes })
  if (values.length !== 1 && values.length !== rows * lanes) {
    throw new ShapeError('constant', [tensor], `got ${values.length} values, needs ${rows * lanes}`)
  }
  return tensor
}

/** The `[1, 1]` constant `value`. */
export function scalar(value: number): Tensor {
  return constant([value], 1, 1)
}

/** The same tensor under a name that errors, prints and lowered graphs show. It is a node of its own to `gradient`. */
export function named(x: Tensor, label: string): Tensor {
  return { ...x, label }
}

/** The same values, through which no gradient flows. */
export function stopGradient(x: Tensor): Tensor {
  if (x.operation.kind === 'constant') return x
  return { operation: { kind: 'stopGradient' }, inputs: [x], rows: x.rows, lanes: x.lanes }
}

/** The values of a constant in row-major order (one value when it is uniform), or undefined for any other tensor. */
export function constantValues(x: Tensor): Float32Array | undefined {
  return x.operation.kind === 'constant' ? x.operation.values : undefined
}

/** The one value that fills a constant, or undefined when `x` is not a constant of equal values. */
export function uniformValue(x: Tensor): number | undefined {
  const values = constantValues(x)
  return values?.length === 1 ? values[0] : undefined
}

function checked(tensor: Tensor): Tensor {
  const whole = (size: number) => Number.isInteger(size) && size > 0
  if (whole(tensor.rows) && whole(tensor.lanes)) return tensor
  throw new ShapeError(tensor.operation.kind, [tensor], 'sizes must be whole and positive')
}
