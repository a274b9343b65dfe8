import { type ClientSettings, clientOf } from './client.ts'
import { ReasonerError } from './reasoner.ts'
import { explained } from './server-trouble.ts'

/** Turns texts into vectors of one length that point the same way where the texts mean the same. Throws `ReasonerError`. */
export type Embedder = (texts: readonly string[]) => Promise<readonly Float32Array[]>

export interface EmbedderSettings extends ClientSettings {
  readonly model: string
  readonly signal?: AbortSignal
}

/** Texts in one request: servers refuse too many. */
const textsAtOnce = 64
/** More values than any model gives are none. */
const mostValues = 16_384

/**
 * The embedding endpoint (`/embeddings`) of a server that speaks the OpenAI API. Nothing is contacted until something is
 * asked. Throws `ReasonerError` for an address that is none.
 */
export function connectEmbedder(settings: EmbedderSettings): Embedder {
  const client = clientOf(settings)
  const { model, signal } = settings
  return async (texts) => {
    const vectors: Float32Array[] = []
    for (let first = 0; first < texts.length; first += textsAtOnce) {
      const input = texts.slice(first, first + textsAtOnce)
      const { data } = await explained(settings, signal, () =>
        client.embeddings.create({ model, input, encoding_format: 'float' }, signal ? { signal } : {}),
      )
      vectors.push(...vectorsIn(data, input.length))
    }
    if (vectors.some(({ length }) => length !== vectors[0]?.length)) throw unusable()
    return vectors
  }
}

/** The vectors of an answer in the order of the texts. */
function vectorsIn(data: unknown, count: number): readonly Float32Array[] {
  const items: readonly { index?: unknown; embedding?: unknown }[] = Array.isArray(data) ? data : []
  return Array.from({ length: count }, (_, place) => {
    const embedding = items.find((item) => item?.index === place)?.embedding
    if (!isVector(embedding)) throw unusable()
    return Float32Array.from(embedding)
  })
}

const isVector = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.length > 0 && value.length <= mostValues && value.every(Number.isFinite)

const unusable = () =>
  new ReasonerError('The embedding model answers with something else than a vector for each text', 'Check its name.')
