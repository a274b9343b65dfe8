import { loadModel } from '../dream/reasoned/model-file.ts'
import { type Reasoner, ReasonerError } from '../dream/reasoned/reasoner.ts'
import { connectServer, type ServerSettings } from '../dream/reasoned/server.ts'
import { EngineError, type Problem, type ReasonerChoice, type ReasonerPlace } from './contract.ts'

/** A reasoner that answers to its name, until it is let go. */
export interface Connected extends AsyncDisposable {
  readonly model: string
  readonly reason: Reasoner
  /** Undefined until it was asked something. */
  readonly keepsToSchema: () => boolean | undefined
  /** All that could answer there. Throws `ReasonerError`. */
  readonly models: (signal?: AbortSignal) => Promise<readonly string[]>
}

const usual = { timeout: 300, tokens: 100_000 }
/** Questions under way at the same time. */
const concurrency = 8

const missing: Problem = {
  message: 'No language model is set up to reason.',
  remedy:
    'Set DREAMLINE_REASONER_URL, or give --url: the address of a server on this computer or in the plant that speaks ' +
    'the OpenAI API, such as http://localhost:8080/v1 of llama.cpp. Or set DREAMLINE_REASONER_FILE, or give --model-file: ' +
    'a GGUF file, to be run without a server. All else works without it.',
}

const contradictory: Problem = {
  message: 'Both a server and a file are given to reason with.',
  remedy: 'Give --url or --model-file.',
}

/** Where the reasoner is: as chosen, or as the environment says; undefined where neither does. Throws `EngineError`. */
export function placeOf({ file, url }: ReasonerChoice): ReasonerPlace | undefined {
  if (file && url) throw new EngineError([contradictory])
  if (file) return { file }
  if (url) return { url }
  const { DREAMLINE_REASONER_FILE: usualFile, DREAMLINE_REASONER_URL: usualUrl } = process.env
  if (usualFile) return { file: usualFile }
  return usualUrl ? { url: usualUrl } : undefined
}

/** Connects to the reasoner, or loads it, and settles which model answers. Throws `EngineError`. */
export const connect = (choice: ReasonerChoice, signal: AbortSignal | undefined): Promise<Connected> =>
  explained(async () => {
    const place = placeOf(choice)
    if (place === undefined) throw new EngineError([missing])
    const limits = { timeout: choice.timeout ?? usual.timeout, tokens: choice.tokens ?? usual.tokens }
    if ('url' in place) return atServer({ ...limits, ...place, concurrency }, choice, signal)
    const { name: model, ...loaded } = await loadModel({ ...limits, ...place }, signal)
    return { ...loaded, model, keepsToSchema: () => true, models: async () => [model] }
  })

async function atServer(
  limits: Omit<ServerSettings, 'model'>,
  choice: ReasonerChoice,
  signal: AbortSignal | undefined,
): Promise<Connected> {
  const key = choice.key || process.env.DREAMLINE_REASONER_KEY
  const wanted = choice.model || process.env.DREAMLINE_REASONER_MODEL
  const settings = { ...limits, ...(key && { key }) }
  // Not every server lists its models.
  const model = wanted || only(await connectServer({ ...settings, model: '' }).models(signal))
  return { ...connectServer({ ...settings, model }), model, [Symbol.asyncDispose]: async () => {} }
}

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
