/** Pipes run on a grid of this pitch, and equipment stands on it. */
export const cell = 0.4

/** A direction on the floor in quarter turns from x towards z. */
export type Quarter = 0 | 1 | 2 | 3

export const quarters: readonly Quarter[] = [0, 1, 2, 3]
export const along: readonly (readonly [x: number, z: number])[] = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
]

export const turned = (quarter: Quarter, by: number): Quarter => ((((quarter + by) % 4) + 4) % 4) as Quarter

/** The quarter that points most nearly along a vector. */
export function towards(x: number, z: number): Quarter {
  if (Math.abs(x) >= Math.abs(z)) return x >= 0 ? 0 : 2
  return z >= 0 ? 1 : 3
}
