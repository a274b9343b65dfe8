import type { Embedder } from '../dream/reasoned/embedder.ts'
import { roughly, situationText } from '../dream/reasoned/transition-text.ts'
import { differenceUnit } from '../line/file/names.ts'
import type { Line } from '../line/line.ts'
import { hasDegrees } from '../line/mode.ts'
import { type Embedding, fitting } from './embedding.ts'
import type { Situation } from './experience.ts'

/** Situations in words, as a reasoner is shown them, made vectors by a language model of that name. */
export function textEmbedding(line: Line, model: string, embed: Embedder): Embedding {
  return {
    name: `sentences 1 by ${model}`,
    isDeferred: true,
    async vectorsOf(situations) {
      const vectors = await embed(situations.map((situation) => inWords(line, situation)))
      const fitted = fitting(vectors[0]?.length ?? 0)
      return vectors.map(fitted)
    },
  }
}

function inWords(line: Line, { state, control, fault }: Situation): string {
  const failing = line.failures.flatMap((failure, row) => {
    const severity = fault[row] as number
    if (severity === 0) return []
    return [
      `${failure.name}${hasDegrees(line, failure) ? ` of ${roughly(severity, differenceUnit(failure.unit))}` : ''}`,
    ]
  })
  const faults = failing.length === 0 ? [] : [`failing: ${failing.join(' and ')}`]
  return [situationText(line, state, control), ...faults].join('; ')
}
