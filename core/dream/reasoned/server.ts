import type OpenAI from 'openai'
import { APIError } from 'openai'
import type { ChatCompletionChunk, ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions'
import { type AllowanceSettings, createAllowance } from './allowance.ts'
import { type ClientSettings, clientOf } from './client.ts'
import type { Answer, OnText, Question, Reasoner } from './reasoner.ts'
import { explained } from './server-trouble.ts'

/** A server that speaks the OpenAI API, such as llama.cpp, Ollama, LM Studio or vLLM. */
export interface ServerSettings extends AllowanceSettings, ClientSettings {
  readonly model: string
}

/** A server as a reasoner, and what is known of it. */
export interface Server {
  readonly reason: Reasoner
  /** Undefined until it was asked something. */
  readonly keepsToSchema: () => boolean | undefined
  /** Names of the models that it serves. Throws `ReasonerError`. */
  models(signal?: AbortSignal): Promise<readonly string[]>
}

/** Text that is sure to be longer than so many tokens has more characters than this for each. */
const charactersPerToken = 12
/** What a server does not count is estimated: tokens are rarely shorter. */
const fewestCharacters = 3
/** Answers to a request that a server may refuse for its `response_format`. */
const notUnderstood = new Set([400, 415, 422, 500, 501])

/** Nothing is contacted until something is asked. Throws `ReasonerError` for an address that is none. */
export function connectServer(settings: ServerSettings): Server {
  const client = clientOf(settings)
  const allowance = createAllowance(settings)
  let keepsToSchema: boolean | undefined

  const reason: Reasoner = (question, onText) => {
    const asked = question.messages.reduce((sum, { content }) => sum + content.length, 0)
    const cost = { question: Math.ceil(asked / fewestCharacters), answer: question.longest }
    return allowance.spend(cost, async (longest) => {
      const bounded = { ...question, longest }
      if (keepsToSchema === false) return ask(client, settings, bounded, false, onText)
      try {
        const answer = await ask(client, settings, bounded, true, onText)
        keepsToSchema = true
        return answer
      } catch (error) {
        if (!(error instanceof APIError) || !notUnderstood.has(error.status ?? 0)) throw error
        const answer = await ask(client, settings, bounded, false, onText)
        keepsToSchema = false
        return answer
      }
    })
  }
  return {
    reason: (question, onText) => explained(settings, question.signal, () => reason(question, onText)),
    keepsToSchema: () => keepsToSchema,
    models: (signal) =>
      explained(settings, signal, async () => {
        const page = await client.models.list(signal ? { signal } : {})
        return page.data.map(({ id }) => id)
      }),
  }
}

async function ask(
  client: OpenAI,
  { model, timeout }: ServerSettings,
  { messages, form, longest, signal }: Question,
  withSchema: boolean,
  onText?: OnText,
): Promise<Answer> {
  const deadline = AbortSignal.timeout(timeout * 1000)
  const request: ChatCompletionCreateParamsStreaming = {
    model,
    messages: messages.map((message) => ({ ...message })),
    max_tokens: longest,
    stream: true,
    stream_options: { include_usage: true },
    ...(withSchema && { response_format: { type: 'json_schema', json_schema: { ...form, strict: true } } }),
  }
  const stop = AbortSignal.any(signal ? [signal, deadline] : [deadline])
  const stream = await client.chat.completions.create(request, { signal: stop })
  const answer = await collect(stream, longest * charactersPerToken, onText)
  // The package ends an aborted stream as if it were whole.
  signal?.throwIfAborted()
  deadline.throwIfAborted()
  const asked = messages.reduce((sum, { content }) => sum + content.length, 0)
  return { tokens: Math.ceil((asked + answer.text.length) / fewestCharacters), ...answer }
}

/** What llama.cpp, vLLM and others add to the API for models that think before they answer. */
function thoughtIn(delta: object = {}): string {
  const { reasoning_content: thought }: { reasoning_content?: unknown } = delta
  return typeof thought === 'string' ? thought : ''
}

/** The text of a stream; one that goes on and on is left after `most` characters. */
async function collect(
  stream: AsyncIterable<ChatCompletionChunk>,
  most: number,
  onText?: OnText,
): Promise<Omit<Answer, 'tokens'> & { readonly tokens?: number }> {
  let text = ''
  let thoughts = 0
  let tokens: number | undefined
  let finish: string | null | undefined
  try {
    for await (const { choices, usage } of stream) {
      tokens = usage?.total_tokens ?? tokens
      const [choice] = choices
      finish = choice?.finish_reason ?? finish
      const thought = thoughtIn(choice?.delta)
      const piece = choice?.delta?.content ?? ''
      thoughts += thought.length
      text += piece
      if (thoughts + text.length > most) return { text, cut: 'too long' }
      if (thought !== '') onText?.(thought, true)
      if (piece !== '') onText?.(piece, false)
    }
  } catch (error) {
    if (error instanceof APIError && error.status !== undefined) throw error
    return { text, cut: 'dropped' }
  }
  const counted = { text, ...(tokens !== undefined && { tokens }) }
  if (finish === 'length') return { ...counted, cut: 'too long' }
  return finish == null ? { ...counted, cut: 'dropped' } : counted
}
