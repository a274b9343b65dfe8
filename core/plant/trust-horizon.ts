/** How long a dream stayed within a tolerance, s: until it left, or as long as it was followed. */
export interface Stay {
  readonly seconds: number
  readonly left: boolean
}

const trustedShare = 0.9
const rounding = 1e-9

/**
 * How far ahead nine of ten dreams stay: the time at which the product-limit estimate of the share that stays falls below
 * that (Kaplan and Meier 1958), which dreams that were followed for less count in for as long as they were. Where it never
 * does, how long the longest was followed, and none has left.
 */
export function trustHorizon(stays: readonly Stay[]): Stay {
  const inOrder = stays.toSorted((a, b) => a.seconds - b.seconds)
  let share = 1
  let followed = inOrder.length
  for (const [seconds, together] of Map.groupBy(inOrder, (stay) => stay.seconds)) {
    share *= 1 - together.filter(({ left }) => left).length / followed
    if (share < trustedShare - rounding) return { seconds, left: true }
    followed -= together.length
  }
  return { seconds: inOrder.at(-1)?.seconds ?? 0, left: false }
}
