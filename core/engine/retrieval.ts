import { connectEmbedder } from '../dream/reasoned/embedder.ts'
import { ReasonerError } from '../dream/reasoned/reasoner.ts'
import type { Line } from '../line/line.ts'
import type { Embedding } from '../replay/embedding.ts'
import { openReplay, type Replay } from '../replay/replay.ts'
import { textEmbedding } from '../replay/text-embedding.ts'
import type { Study } from '../study/study.ts'
import type { Problem, ReasonerChoice } from './contract.ts'
import { spared } from './failure.ts'
import { placeOf, problemOf } from './reasoner.ts'
import type { Source } from './source.ts'

/** How long a batch of vectors may take, s. */
const usualTimeout = 60

/** A replay that is searched by an embedding model, if one is chosen and as long as it answers. */
export interface Retrieval extends Pick<Replay, 'similar' | 'part' | 'append'> {
  /** Why it is searched otherwise, or not at all. */
  readonly troubles: readonly Problem[]
}

/**
 * Opens the replay of a line for a job that can do without it. The first time that the embedding model fails, the line's own
 * features take over; where the study has no index, nothing is found.
 */
export async function openRetrieval(
  { line, hash }: Source,
  study: Study,
  choice: ReasonerChoice,
  signal: AbortSignal | undefined,
): Promise<Retrieval> {
  const open = (embedding?: Embedding) => openReplay(line, hash, study, embedding && { embedding })
  const chosen = embeddingOf(line, choice, signal)
  let replay = await open(chosen)
  let isChosen = chosen !== undefined
  let isSearchable = true
  const troubles: Problem[] = []
  const similar: Replay['similar'] = async (...asked) => {
    if (!isSearchable) return []
    const found = await spared(() => replay.similar(...asked)).catch((error) => {
      if (!isChosen || !(error instanceof ReasonerError)) throw error
      return { trouble: problemOf(error) }
    })
    if ('done' in found) return found.done
    troubles.push(found.trouble)
    if (isChosen) replay = await open()
    else isSearchable = false
    isChosen = false
    return similar(...asked)
  }
  return {
    similar,
    part: (...asked) => replay.part(...asked),
    append: (sequences) => replay.append(sequences),
    troubles,
  }
}

function embeddingOf(line: Line, choice: ReasonerChoice, signal: AbortSignal | undefined): Embedding | undefined {
  const model = choice.embeddingModel || process.env.DREAMLINE_EMBEDDING_MODEL
  const place = placeOf(choice)
  if (!model || place === undefined || !('url' in place)) return undefined
  const key = choice.key || process.env.DREAMLINE_REASONER_KEY
  const settings = {
    url: place.url,
    model,
    timeout: choice.timeout ?? usualTimeout,
    ...(key && { key }),
    ...(signal && { signal }),
  }
  return textEmbedding(line, model, connectEmbedder(settings))
}
