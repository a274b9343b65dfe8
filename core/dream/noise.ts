import { type RandomSource, randomSource } from '../scenario/random.ts'

const poolLength = 1 << 22
const poolSeed = 20_260_101

export interface NoisePool {
  /** `length` numbers from the pool, from where `random` points. A view: it must not be written to. */
  take(length: number, random: RandomSource): Float32Array
}

/**
 * A pool of standard normal or uniform numbers, drawn once. Dreams read it from random places, since drawing afresh for
 * millions of scans a second would take longer than dreaming them.
 */
export function noisePool(distribution: 'normal' | 'uniform'): NoisePool {
  const source = randomSource(poolSeed).fork(distribution)
  const draw = distribution === 'normal' ? () => source.normal() : () => source.next()
  let pool: Float32Array | undefined
  return {
    take(length, random) {
      if (length === 0) return new Float32Array(0)
      if (pool === undefined || pool.length < 4 * length) {
        pool = Float32Array.from({ length: Math.max(poolLength, 8 * length) }, draw)
      }
      const from = random.integer(pool.length - length)
      return pool.subarray(from, from + length)
    },
  }
}
