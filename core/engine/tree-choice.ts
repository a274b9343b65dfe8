import type { DistilReport } from './contract/distil.ts'

/** A tree that keeps this share of the network's gain does for the network. */
const enough = 0.9

/**
 * Index of the smallest tree that keeps enough and costs no more on an ordinary day than today's control does, `ordinary`:
 * the judge calls worse what pays for rare days with all others. Where none does both, of the one that keeps most.
 */
export function fewestEnough(
  curve: readonly Pick<DistilReport['curve'][number], 'kept' | 'faultFree'>[],
  ordinary: number,
): number {
  const first = curve.findIndex(({ kept, faultFree }) => kept >= enough && faultFree <= ordinary)
  if (first >= 0) return first
  const most = Math.max(...curve.map(({ kept }) => kept))
  return curve.findIndex(({ kept }) => kept === most)
}
