import { variance } from './spread.ts'

/**
 * The share of dreams that ordinary days take: as much of all as their costs spread among those of both kinds of days (the
 * allocation of Neyman 1934 for strata of equal weight), within bounds. Where ordinary days are all alike, a few of them say
 * as much as many. Costs under today's control, [days] each.
 */
export function ordinaryShare(
  ordinary: Float32Array,
  faulty: Float32Array,
  [least, most]: readonly [number, number],
): number {
  const [few, many] = [Math.sqrt(variance(ordinary)), Math.sqrt(variance(faulty))]
  const share = few + many > 0 ? few / (few + many) : least
  return Math.min(most, Math.max(least, share))
}
