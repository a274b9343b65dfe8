/** Keeps the normal equations solvable where a term does not vary, as a share of the whole weight. */
const ridge = 1e-6

/**
 * Sums of a weighted least-squares problem with the terms 1, x₁ … (at most three in all): the normal matrix (lower triangle),
 * the products with y, and that of y with itself. Sums of two samples add up.
 */
export type Sums = Float64Array

export const sumsFor = (terms: number): number => ((terms + 1) * (terms + 2)) / 2 + terms + 2

/** Adds one observation; `x` holds the terms without the constant. */
export function observe(sums: Sums, from: number, weight: number, x: readonly number[], y: number): void {
  let at = from
  const size = x.length + 1
  for (let row = 0; row < size; row++) {
    const left = row === 0 ? weight : weight * (x[row - 1] as number)
    for (let column = 0; column <= row; column++) {
      sums[at] = (sums[at] as number) + left * (column === 0 ? 1 : (x[column - 1] as number))
      at++
    }
  }
  for (let row = 0; row < size; row++) {
    const left = row === 0 ? weight : weight * (x[row - 1] as number)
    sums[at] = (sums[at] as number) + left * y
    at++
  }
  sums[at] = (sums[at] as number) + weight * y * y
}

export interface Fitted {
  /** The constant, then a factor for each term. */
  readonly numbers: readonly number[]
  /** Weighted sum of squared errors. */
  readonly loss: number
}

/** Weighted least squares by Cholesky's method. */
export function solve(sums: ArrayLike<number>, from: number, terms: number): Fitted {
  const size = terms + 1
  const normal = (row: number, column: number) => sums[from + (row * (row + 1)) / 2 + column] as number
  const right = (row: number) => sums[from + (size * (size + 1)) / 2 + row] as number
  const own = sums[from + (size * (size + 1)) / 2 + size] as number
  const weight = normal(0, 0)
  if (!(weight > 0)) return { numbers: new Array<number>(size).fill(0), loss: 0 }
  const factor = new Float64Array(size * size)
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let value = normal(row, column) + (row === column && row > 0 ? ridge * weight : 0)
      for (let k = 0; k < column; k++)
        value -= (factor[row * size + k] as number) * (factor[column * size + k] as number)
      factor[row * size + column] =
        row === column ? Math.sqrt(Math.max(value, 1e-12 * weight)) : value / (factor[column * size + column] as number)
    }
  }
  const numbers = new Array<number>(size).fill(0)
  for (let row = 0; row < size; row++) {
    let value = right(row)
    for (let k = 0; k < row; k++) value -= (factor[row * size + k] as number) * (numbers[k] as number)
    numbers[row] = value / (factor[row * size + row] as number)
  }
  for (let row = size - 1; row >= 0; row--) {
    let value = numbers[row] as number
    for (let k = row + 1; k < size; k++) value -= (factor[k * size + row] as number) * (numbers[k] as number)
    numbers[row] = value / (factor[row * size + row] as number)
  }
  let loss = own
  for (let row = 0; row < size; row++) {
    const number = numbers[row] as number
    loss -= 2 * number * right(row)
    for (let column = 0; column < size; column++) {
      const value = row >= column ? normal(row, column) : normal(column, row)
      loss += number * value * (numbers[column] as number)
    }
  }
  return { numbers, loss: Math.max(loss, 0) }
}
