import type { JsonValue } from '../study/json.ts'
import type { Checkpoint } from '../train/training.ts'

/** A checkpoint as a study keeps it: parameters, both moments and the best policy one after the other, the rest as JSON. */
export function toBlob({ iteration, parameters, firstMoment, secondMoment, best, caution, pool }: Checkpoint) {
  const parts = [parameters, firstMoment, secondMoment, best.parameters]
  const vector = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  parts.reduce((offset, part) => {
    vector.set(part, offset)
    return offset + part.length
  }, 0)
  const rest = { count: parameters.length, validation: best.validation, caution, pool }
  return { iteration, parameters: vector, state: rest as unknown as JsonValue }
}

export function fromBlob(iteration: number, vector: Float32Array, state: JsonValue): Checkpoint {
  const { count, validation, caution, pool } = state as unknown as Pick<Checkpoint, 'caution' | 'pool'> & {
    readonly count: number
    readonly validation: number
  }
  const part = (index: number) => vector.slice(index * count, (index + 1) * count)
  return {
    iteration,
    parameters: part(0),
    firstMoment: part(1),
    secondMoment: part(2),
    best: { parameters: vector.slice(3 * count), validation },
    caution,
    pool,
  }
}
