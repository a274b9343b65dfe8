/** 97.5 % quantiles of Student's distribution for 1, 2 and 3 degrees of freedom. */
const quantiles = [12.706, 4.303, 3.182]

export const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** Half of the 95 % interval of a mean of a few values. */
export function uncertainty(values: readonly number[]): number {
  const middle = average(values)
  const variance = values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1)
  return (quantiles[values.length - 2] ?? 2) * Math.sqrt(variance / values.length)
}
