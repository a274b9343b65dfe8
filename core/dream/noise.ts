import { type RandomSource, randomSource } from '../scenario/random.ts'

type Distribution = 'normal' | 'uniform'

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
export function noisePool(distribution: Distribution): NoisePool {
  return {
    take(length, random) {
      if (length === 0) return new Float32Array(0)
      // Not the length drawn so far: what is taken may depend on nothing but the request.
      const reach = 4 * length <= poolLength ? poolLength : 8 * length
      const from = random.integer(reach - length)
      return numbers(distribution, reach).subarray(from, from + length)
    },
  }
}

const drawn = new Map<Distribution, Float32Array>()

/** At least the first `length` numbers of a distribution: the same for all, so that a process draws them once. */
function numbers(distribution: Distribution, length: number): Float32Array {
  const known = drawn.get(distribution)
  if (known !== undefined && known.length >= length) return known
  const source = randomSource(poolSeed).fork(distribution)
  const fresh = new Float32Array(length).map(distribution === 'normal' ? source.normal : source.next)
  drawn.set(distribution, fresh)
  return fresh
}
