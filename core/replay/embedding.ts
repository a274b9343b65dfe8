import type { Line } from '../line/line.ts'
import { randomSource } from '../scenario/random.ts'
import type { Situation } from './experience.ts'

/** Turns situations into vectors of length 1 that point the same way where the situations are alike. */
export interface Embedding {
  /** Vectors of embeddings of different names are never compared. */
  readonly name: string
  /** Vectors are not made before somebody searches, so that whoever appends never waits for them. */
  readonly isDeferred: boolean
  /** One for each situation, of at most `embeddingSize` values. */
  vectorsOf(situations: readonly Situation[]): readonly Float32Array[] | Promise<readonly Float32Array[]>
}

/** Values of a vector, at most. */
export const embeddingSize = 32

/** The line's own features, kept as experiences are. */
export function featureEmbedding(line: Line): Embedding {
  const vectorOf = featuresOf(line)
  return { name: 'line features 1', isDeferred: false, vectorsOf: (situations) => situations.map(vectorOf) }
}

/**
 * Signals and controls by their ranges from -1 to 1, faults by their worst severity from 0 to 1, and a constant 1, so that
 * situations near the middle of every range are alike and none is without a direction.
 */
export function featuresOf(line: Line): (situation: Situation) => Float32Array {
  const ranges = [...line.signals, ...line.controls].map(
    ({ low, high }) => [(low + high) / 2, (high - low) / 2] as const,
  )
  const worst = line.failures.map(({ severity }) => Math.max(...severity.map(Math.abs), Number.MIN_VALUE))
  const features = 1 + ranges.length + worst.length
  const fitted = fitting(features)
  return ({ state, control, fault }) => {
    const values = new Float32Array(features)
    values[0] = 1
    ranges.forEach(([middle, half], row) => {
      const value = row < state.length ? state[row] : control[row - state.length]
      values[1 + row] = held(((value as number) - middle) / half)
    })
    worst.forEach((most, row) => {
      values[1 + ranges.length + row] = held((fault[row] as number) / most)
    })
    return fitted(values)
  }
}

/**
 * Brings so many values to a vector of an embedding, of length 1. More than fit are projected on random signs that are the
 * same for ever (Achlioptas, J. Comput. Syst. Sci. 66, 2003).
 */
export function fitting(count: number): (values: Float32Array) => Float32Array {
  const signs = count > embeddingSize ? projection(count) : undefined
  return (values) => ofLengthOne(signs === undefined ? values : projected(signs, values))
}

/** What is not known tells nothing apart, and what is far out of range no more than that it is out of range. */
const held = (value: number) => (Number.isNaN(value) ? 0 : Math.min(2, Math.max(-2, value)))

function ofLengthOne(values: Float32Array): Float32Array {
  const length = Math.hypot(...values)
  return length === 0 ? values : values.map((value) => value / length)
}

/** [embeddingSize, features], row-major, each 1 or -1. */
function projection(features: number): Int8Array {
  const random = randomSource(32).fork('embedding')
  return Int8Array.from({ length: embeddingSize * features }, () => (random.next() < 0.5 ? -1 : 1))
}

const projected = (signs: Int8Array, values: Float32Array) =>
  Float32Array.from({ length: embeddingSize }, (_, row) =>
    values.reduce((sum, value, column) => sum + (signs[row * values.length + column] as number) * value, 0),
  )
