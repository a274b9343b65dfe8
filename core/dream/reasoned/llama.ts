import type { JsonSchema } from '../../line/file/shape.ts'
import { createAllowance } from './allowance.ts'
import type { Grammar, Llama, Model, RunningLlama, Sequence, Turn } from './llama-package.ts'
import { type Answer, type Message, type OnText, type Question, type Reasoner, ReasonerError } from './reasoner.ts'

export interface LlamaLimits {
  /** How long one answer may take, s. */
  readonly timeout: number
  /** Tokens of all questions and answers together. */
  readonly tokens: number
}

/** An answer that may not be this long is not worth asking for, tokens. */
const shortestAnswer = 64
/** What a chat needs beside question and answer, tokens. */
const spare = 64
/** Answered alike each time, and less given to loops than with the likeliest token always. */
const sampling = { temperature: 0.6, seed: 1, repeatPenalty: false } as const

/** A model that is loaded as a reasoner, which answers one question after the other. */
export function llamaReasoner(
  { library: { LlamaChat, resolveChatWrapper }, llama }: RunningLlama,
  model: Model,
  { timeout, tokens }: LlamaLimits,
): Reasoner {
  const chatWrapper = resolveChatWrapper(model)
  const allowance = createAllowance({ concurrency: 1, tokens })
  const sequenceFor = roomIn(model)

  async function answer(
    question: Question,
    history: readonly Turn[],
    needed: number,
    stop: AbortSignal,
    onText?: OnText,
  ) {
    const contextSequence = await sequenceFor(needed, stop)
    const chat = new LlamaChat({ contextSequence, chatWrapper })
    const before = contextSequence.tokenMeter.usedOutputTokens
    try {
      const { response, metadata } = await chat.generateResponse(history, {
        ...sampling,
        grammar: await grammarOf(llama, question.form.schema),
        maxTokens: question.longest,
        budgets: { thoughtTokens: Math.floor(question.longest / 2) },
        signal: stop,
        onResponseChunk: ({ type, text }) => text !== '' && onText?.(text, type === 'segment'),
      })
      const written = contextSequence.tokenMeter.usedOutputTokens - before
      return { text: response, written, isCut: metadata.stopReason === 'maxTokens' }
    } finally {
      chat.dispose()
    }
  }

  return async (question, onText) => {
    const history = question.messages.map(turnOf)
    const asked = chatWrapper
      .generateContextState({ chatHistory: [...history, { type: 'model', response: [] }] })
      .contextText.tokenize(model.tokenizer).length
    const room = model.trainContextSize - asked - spare
    const wanted = Math.min(question.longest, room)
    if (wanted < Math.min(question.longest, shortestAnswer)) throw tooLong(model)
    return allowance.spend({ question: asked, answer: wanted }, async (longest): Promise<Answer> => {
      const deadline = AbortSignal.timeout(timeout * 1000)
      const stop = AbortSignal.any(question.signal ? [question.signal, deadline] : [deadline])
      try {
        const bounded = { ...question, longest }
        const { text, written, isCut } = await answer(bounded, history, asked + longest + spare, stop, onText)
        return { text, tokens: asked + written, ...(isCut && { cut: 'too long' }) }
      } catch (error) {
        question.signal?.throwIfAborted()
        throw deadline.aborted ? tooSlow(timeout) : failed(error)
      }
    })
  }
}

/** Gives a sequence with room for so many tokens: the one before, where it has, so that what is repeated is not read again. */
function roomIn(model: Model): (tokens: number, signal: AbortSignal) => Promise<Sequence> {
  let sequence: Sequence | undefined
  return async (tokens, signal) => {
    if (sequence === undefined || sequence.context.contextSize < tokens) {
      await sequence?.context.dispose()
      sequence = undefined
      const contextSize = { min: tokens, max: Math.min(2 * tokens, model.trainContextSize) }
      sequence = (await model.createContext({ contextSize, createSignal: signal })).getSequence()
    }
    return sequence
  }
}

const turnOf = ({ role, content }: Message): Turn =>
  role === 'assistant' ? { type: 'model', response: [content] } : { type: role, text: content }

/** The package knows `anyOf` by another name. A tag may be called so too: that is no list. */
const grammarOf = (llama: Llama, schema: JsonSchema): Promise<Grammar> =>
  llama.createGrammarForJsonSchema(
    JSON.parse(JSON.stringify(schema), (_, value) => (Array.isArray(value?.anyOf) ? { oneOf: value.anyOf } : value)),
  )

const tooLong = ({ trainContextSize }: Model) =>
  new ReasonerError(
    `The question is longer than the ${trainContextSize.toLocaleString('en-US')} tokens that the language model can take in`,
    'Take a model with a longer context.',
  )

const tooSlow = (timeout: number) =>
  new ReasonerError(`The reasoner did not answer within ${timeout} s`, 'Allow more time, or take a smaller model.')

const failed = (error: unknown) =>
  new ReasonerError('The language model failed', 'Take a smaller one, or ask again.', String(error))
