import { halfExtent, type Standing } from './anchor.ts'

/** What equipment covers of the floor. */
export interface Extent {
  readonly left: number
  readonly right: number
  readonly back: number
  readonly front: number
}

export function extentOf(all: readonly Standing[]): Extent {
  const side = (pick: (standing: Standing) => number, best: (...values: number[]) => number) =>
    all.length === 0 ? 0 : best(...all.map(pick))
  return {
    left: side((one) => one.x - halfExtent(one).x, Math.min),
    right: side((one) => one.x + halfExtent(one).x, Math.max),
    back: side((one) => one.z - halfExtent(one).z, Math.min),
    front: side((one) => one.z + halfExtent(one).z, Math.max),
  }
}
