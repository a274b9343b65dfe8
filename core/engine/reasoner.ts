import { ReasonerError } from '../dream/reasoned/reasoner.ts'
import { connectServer, type Server } from '../dream/reasoned/server.ts'
import { EngineError, type Problem, type ReasonerChoice } from './contract.ts'

/** A reasoner that answers to its name. */
export interface Connected {
  readonly url: string
  readonly model: string
  readonly server: Server
}

const usual = { timeout: 300, tokens: 100_000 }
/** Questions under way at the same time. */
const concurrency = 8

const missing: Problem = {
  message: 'No language model is set up to reason.',
  remedy:
    'Set DREAMLINE_REASONER_URL, or give --url: the address of a server on this computer or in the plant that speaks ' +
    'the OpenAI API, such as http://localhost:8080/v1 of llama.cpp. All else works without it.',
}

/** Where the reasoner is: as chosen, or as the environment says; undefined where neither does. */
export const addressOf = ({ url }: ReasonerChoice): string | undefined =>
  url || process.env.DREAMLINE_REASONER_URL || undefined

/** Connects to the reasoner and settles which model answers. Throws `EngineError`. */
export const connect = (choice: ReasonerChoice, signal: AbortSignal | undefined): Promise<Connected> =>
  explained(async () => {
    const url = addressOf(choice)
    if (url === undefined) throw new EngineError([missing])
    const key = choice.key || process.env.DREAMLINE_REASONER_KEY
    const wanted = choice.model || process.env.DREAMLINE_REASONER_MODEL
    const settings = {
      url,
      concurrency,
      timeout: choice.timeout ?? usual.timeout,
      tokens: choice.tokens ?? usual.tokens,
      ...(key && { key }),
    }
    // Not every server lists its models.
    const model = wanted || only(await connectServer({ ...settings, model: '' }).models(signal))
    return { url, model, server: connectServer({ ...settings, model }) }
  })

function only(models: readonly string[]): string {
  const [model, ...others] = models
  if (model !== undefined && others.length === 0) return model
  const message = model === undefined ? 'The reasoner serves no model.' : 'The reasoner serves several models.'
  const named = `Set DREAMLINE_REASONER_MODEL, or give --model: ${models.slice(0, 10).join(', ')}.`
  throw new EngineError([{ message, remedy: model === undefined ? 'Load one in the server.' : named }])
}

const longestSentence = 2000

/** Throws `EngineError` for what nobody could reason about. */
export function assertSentence(sentence: string): void {
  if (sentence.trim() !== '' && sentence.length <= longestSentence) return
  const remedy = `Write one to ${longestSentence} characters, such as "the bearing of P-101 seizes over ten minutes".`
  throw new EngineError([{ message: 'The sentence says nothing, or too much.', remedy }])
}

/** Runs a call that asks a reasoner; why there is no answer comes out as `EngineError`. */
export async function explained<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call()
  } catch (error) {
    throw error instanceof ReasonerError ? new EngineError([problemOf(error)]) : error
  }
}

/** Why a reasoner cannot answer, for callers of the engine. */
export const problemOf = ({ problem, remedy, said }: ReasonerError): Problem => ({
  message: `${problem}.`,
  remedy,
  ...(said !== '' && { where: said }),
})
