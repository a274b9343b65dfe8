/** Uniform and normal numbers that repeat to the bit for a seed. */
export type RandomSource = {
  /** Uniform in [0, 1), with 53 random bits. */
  next(): number
  /** Standard normal. */
  normal(): number
  /** Uniform in 0 … below − 1, for `below` from 1 to 2³². Throws RangeError outside of that. */
  integer(below: number): number
  /** An independent source that depends on this source's seed and the label alone, not on the draws made so far. */
  fork(label: string): RandomSource
}

/** Throws RangeError unless the seed is a safe integer. */
export function randomSource(seed: number): RandomSource {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`a seed is a whole number below 2^53, not ${seed}`)
  return keyedSource(seed | 0, Math.floor(seed / 2 ** 32) | 0)
}

/** An index, probable by its weight, none of which is negative. Not for an empty list. */
export function weightedIndex(weights: readonly number[], random: RandomSource): number {
  let mark = random.next() * weights.reduce((sum, weight) => sum + weight, 0)
  const index = weights.findIndex((weight) => {
    mark -= weight
    return mark <= 0
  })
  // Rounding may leave the mark beyond the last.
  return index < 0 ? weights.length - 1 : index
}

function keyedSource(low: number, high: number): RandomSource {
  const bits = sfc32(splitmix32(low), splitmix32(high))
  const next = () => ((bits() >>> 5) * 2 ** 26 + (bits() >>> 6)) * 2 ** -53
  return {
    next,
    normal: polarNormal(next),
    integer(below) {
      if (!Number.isInteger(below) || below < 1 || below > 2 ** 32) throw new RangeError(`no integer below ${below}`)
      return Math.floor((bits() >>> 0) * (below * 2 ** -32))
    },
    fork: (label) => keyedSource(labelled(low, label), labelled(~high, label)),
  }
}

/** sfc32, Chris Doty-Humphrey's small fast counting generator (PractRand 0.95). Gives signed 32-bit words. */
function sfc32(first: () => number, second: () => number): () => number {
  let a = first()
  let b = second()
  let c = first() ^ second()
  let counter = 1
  const bits = () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum
  }
  for (let round = 0; round < 12; round++) bits()
  return bits
}

/** SplitMix (Steele, Lea and Flood, OOPSLA 2014) in 32 bits, with the finaliser of MurmurHash3. */
function splitmix32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x9e3779b9) | 0
    return finalised(state)
  }
}

function finalised(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}

/** FNV-1a (RFC 9923) over the label's UTF-16 units, started at the key; the finaliser keeps '' from being the key itself. */
function labelled(key: number, label: string): number {
  let hash = key ^ 0x811c9dc5
  for (let index = 0; index < label.length; index++) hash = Math.imul(hash ^ label.charCodeAt(index), 0x01000193)
  return finalised(hash)
}

/** Marsaglia and Bray's polar method (SIAM Review 6, 1964): two normals for two accepted uniforms. */
function polarNormal(next: () => number): () => number {
  let spare: number | undefined
  return () => {
    if (spare !== undefined) {
      const value = spare
      spare = undefined
      return value
    }
    for (;;) {
      const x = 2 * next() - 1
      const y = 2 * next() - 1
      const square = x * x + y * y
      if (square === 0 || square >= 1) continue
      const scale = Math.sqrt((-2 * Math.log(square)) / square)
      spare = y * scale
      return x * scale
    }
  }
}
