export const mean = (costs: Float32Array): number => costs.reduce((sum, cost) => sum + cost, 0) / costs.length

/** (1/n)Σ(cᵢ − c̄)² */
export function variance(costs: Float32Array): number {
  const middle = mean(costs)
  return costs.reduce((sum, cost) => sum + (cost - middle) ** 2, 0) / costs.length
}
