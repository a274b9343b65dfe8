import { mean } from './training.ts'

/** A cost below this is nothing an engineer would notice, whatever an ordinary day costs. */
const leastOrdinary = 0.01

/** What makes up a set of training or validation scenarios: those without a fault come first. */
export interface Mixture {
  readonly faultFree: number
  /** Mean cost of a day without faults under today's control. */
  readonly ordinary: number
}

/**
 * What training makes small: the typical cost of faulty days, (mean √(1 + cost))² − 1, plus the mean cost of days without
 * faults in units of what such a day costs today. The first lies between the mean, in which a few disasters would drown
 * the rest, and the median, which would not see them; the second keeps a policy from paying for rare days with all others.
 */
export function objective(costs: Float32Array, { faultFree, ordinary }: Mixture): number {
  const days = costs.subarray(0, faultFree)
  const faulty = costs.subarray(faultFree)
  const typical = faulty.length === 0 ? 0 : mean(faulty.map((cost) => Math.sqrt(1 + cost))) ** 2 - 1
  return typical + (days.length === 0 ? 0 : mean(days) / Math.max(ordinary, leastOrdinary))
}

/** The objective's slope with respect to each cost. */
export function slopes(costs: Float32Array, { faultFree, ordinary }: Mixture): Float32Array {
  const faulty = costs.length - faultFree
  const root = faulty === 0 ? 0 : mean(costs.subarray(faultFree).map((cost) => Math.sqrt(1 + cost)))
  return costs.map((cost, index) =>
    index < faultFree ? 1 / (faultFree * Math.max(ordinary, leastOrdinary)) : root / (faulty * Math.sqrt(1 + cost)),
  )
}
