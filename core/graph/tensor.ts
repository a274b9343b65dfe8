/** An element-wise function of one tensor. `sign`, `floor` and `round` have zero gradient, `roundStraightThrough` one. */
export type Unary =
  | 'negate'
  | 'absolute'
  | 'sign'
  | 'squareRoot'
  | 'exponential'
  | 'logarithm'
  | 'tanh'
  | 'sigmoid'
  | 'relu'
  | 'sine'
  | 'cosine'
  | 'floor'
  | 'round'
  | 'roundStraightThrough'
  | 'reciprocal'

/** An element-wise function of two tensors. The comparisons give 0 or 1 and have zero gradient. */
export type Binary = 'add' | 'subtract' | 'multiply' | 'divide' | 'minimum' | 'maximum' | 'greater' | 'less' | 'equal'

/**
 * What a tensor is computed by.
 *
 * A constant holds `rows * lanes` values in row-major order, or one value that fills the whole tensor.
 * Ranges are `[from, to)`. `linear` is `W·x + bias` with inputs `[W, x, bias]`.
 */
export type Operation =
  | { readonly kind: 'input'; readonly name: string }
  | { readonly kind: 'constant'; readonly values: Float32Array }
  | { readonly kind: Unary }
  | { readonly kind: Binary }
  | { readonly kind: 'clip'; readonly low: number; readonly high: number }
  | { readonly kind: 'power'; readonly exponent: number }
  | { readonly kind: 'stopGradient' }
  | { readonly kind: 'matmul'; readonly transposeA: boolean; readonly transposeB: boolean }
  | { readonly kind: 'linear' }
  | { readonly kind: 'sumRows' }
  | { readonly kind: 'sumLanes' }
  | { readonly kind: 'gatherRows'; readonly indices: readonly number[] }
  | { readonly kind: 'sliceRows' | 'sliceLanes'; readonly from: number; readonly to: number }
  | { readonly kind: 'padRows' | 'padLanes'; readonly before: number; readonly after: number }
  | { readonly kind: 'concatRows' }
  | { readonly kind: 'concatLanes' }
  | { readonly kind: 'reshape' }
  | { readonly kind: 'broadcast' }

/** One node of an expression: `[rows, lanes]` float32, rows being named quantities and lanes parallel dreams. */
export type Tensor = {
  readonly operation: Operation
  readonly inputs: readonly Tensor[]
  readonly rows: number
  readonly lanes: number
  readonly label?: string
}
