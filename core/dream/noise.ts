import { type RandomSource, randomSource } from '../scenario/random.ts'

const poolLength = 1 << 22
const poolSeed = 20_260_101

type Distribution = 'normal' | 'uniform'

export interface NoisePool {
  /** `length` numbers from the pool, from where `random` points. A view: it must not be written to. */
  take(length: number, random: RandomSource): Float32Array
}

/**
 * A pool of standard normal or uniform numbers, drawn once for all who dream. Dreams read it from random places, since
 * drawing afresh for millions of scans a second would take longer than dreaming them.
 */
export function noisePool(distribution: Distribution): NoisePool {
  return {
    take(length, random) {
      if (length === 0) return new Float32Array(0)
      const reach = Math.max(poolLength, 8 * length)
      const from = random.integer(reach - length)
      return drawnTo(reach, distribution).subarray(from, from + length)
    },
  }
}

const pools = new Map<Distribution, Float32Array>()

/** The pool, at least `length` long. A longer one begins with the same numbers. */
function drawnTo(length: number, distribution: Distribution): Float32Array {
  const known = pools.get(distribution)
  if (known !== undefined && known.length >= length) return known
  const source = randomSource(poolSeed).fork(distribution)
  const draw = distribution === 'normal' ? () => source.normal() : () => source.next()
  const pool = Float32Array.from({ length }, draw)
  pools.set(distribution, pool)
  return pool
}
