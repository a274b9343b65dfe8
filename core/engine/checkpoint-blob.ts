import type { JsonValue } from '../study/json.ts'
import type { Checkpoint } from '../train/training.ts'

/** A checkpoint as a study keeps it: parameters, both moments and the best parameters in one vector, the rest as JSON. */
export function toBlob({ iteration, parameters, firstMoment, secondMoment, best, caution }: Checkpoint) {
  const count = parameters.length
  const vector = new Float32Array(4 * count)
  for (const [index, part] of [parameters, firstMoment, secondMoment, best.parameters].entries())
    vector.set(part, index * count)
  return { iteration, parameters: vector, state: { validation: best.validation, caution } }
}

export function fromBlob(iteration: number, vector: Float32Array, state: JsonValue): Checkpoint {
  const { validation, caution } = state as { validation: number; caution: number }
  const count = vector.length / 4
  const part = (index: number) => vector.slice(index * count, (index + 1) * count)
  return {
    iteration,
    parameters: part(0),
    firstMoment: part(1),
    secondMoment: part(2),
    best: { parameters: part(3), validation },
    caution,
  }
}
