import { connectEmbedder } from '../dream/reasoned/embedder.ts'
import { ReasonerError } from '../dream/reasoned/reasoner.ts'
import type { Embedding } from '../replay/embedding.ts'
import { openReplay, type Replay } from '../replay/replay.ts'
import { textEmbedding } from '../replay/text-embedding.ts'
import type { Study } from '../study/study.ts'
import type { ForetellReport, ReasonerChoice } from './contract.ts'
import { addressOf, problemOf } from './reasoner.ts'
import type { Source } from './source.ts'

/** How long a batch of vectors may take, s. */
const usualTimeout = 60

/** A replay that is searched by an embedding model, if one is chosen and as long as it answers. */
export interface Retrieval extends Pick<Replay, 'similar' | 'part' | 'append'> {
  /** Which model, and why it is none any more; undefined where none is chosen. */
  embedding(): ForetellReport['embedding']
}

/** Opens the replay of a line to search it. The first time that the embedding model fails, the line's own features take over. */
export async function openRetrieval(
  { line, hash }: Source,
  study: Study,
  choice: ReasonerChoice,
  signal: AbortSignal | undefined,
): Promise<Retrieval> {
  const open = (embedding?: Embedding) => openReplay(line, hash, study, embedding && { embedding })
  const model = choice.embeddingModel || process.env.DREAMLINE_EMBEDDING_MODEL
  const url = addressOf(choice)
  if (!model || url === undefined) return { ...searching(await open()), embedding: () => undefined }
  const key = choice.key || process.env.DREAMLINE_REASONER_KEY
  const settings = {
    url,
    model,
    timeout: choice.timeout ?? usualTimeout,
    ...(key && { key }),
    ...(signal && { signal }),
  }
  let replay = await open(textEmbedding(line, model, connectEmbedder(settings)))
  let problem: ReturnType<typeof problemOf> | undefined
  return {
    async similar(...asked) {
      try {
        return await replay.similar(...asked)
      } catch (error) {
        if (problem !== undefined || !(error instanceof ReasonerError)) throw error
        problem = problemOf(error)
        replay = await open()
        return replay.similar(...asked)
      }
    },
    part: (...asked) => replay.part(...asked),
    append: (sequences) => replay.append(sequences),
    embedding: () => ({ model, ...(problem && { problem }) }),
  }
}

const searching = ({ similar, part, append }: Replay) => ({ similar, part, append })
