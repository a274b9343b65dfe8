import { availableParallelism } from 'node:os'
import type { JsonSchema } from '../../line/file/shape.ts'
import { ReasonerError } from './reasoner.ts'

/** What is used of the package `node-llama-cpp`, which is not there where nobody has asked for it. */
export interface LlamaPackage {
  getLlama(options: object): Promise<Llama>
  resolveChatWrapper(model: Model): ChatWrapper
  readonly LlamaChat: new (options: { contextSequence: Sequence; chatWrapper: ChatWrapper }) => Chat
}

export interface Llama {
  loadModel(options: { modelPath: string; loadSignal?: AbortSignal }): Promise<Model>
  createGrammarForJsonSchema(schema: JsonSchema): Promise<Grammar>
  /** Told what goes wrong inside. */
  logger: (level: string, text: string) => void
}

export interface Model {
  readonly tokenizer: unknown
  /** The longest text that it was trained for, tokens. */
  readonly trainContextSize: number
  createContext(options: {
    contextSize: { min: number; max: number }
    createSignal?: AbortSignal
  }): Promise<{ getSequence(): Sequence }>
  /** Takes its contexts along. */
  dispose(): Promise<void>
}

/** A text that was read so far; what the next one has in common with it is not read again. */
export interface Sequence {
  readonly context: { readonly contextSize: number; dispose(): Promise<void> }
  readonly tokenMeter: { readonly usedOutputTokens: number }
}

export interface ChatWrapper {
  generateContextState(state: { chatHistory: readonly Turn[] }): {
    readonly contextText: { tokenize(tokenizer: unknown): readonly unknown[] }
  }
}

export type Turn =
  | { readonly type: 'system' | 'user'; readonly text: string }
  | { readonly type: 'model'; readonly response: readonly string[] }

declare const grammar: unique symbol
export type Grammar = { readonly [grammar]: true }

export interface Chat {
  generateResponse(
    history: readonly Turn[],
    options: {
      grammar: Grammar
      maxTokens: number
      budgets: { thoughtTokens: number }
      temperature: number
      seed: number
      repeatPenalty: false
      signal: AbortSignal
      onResponseChunk(chunk: { readonly type?: string; readonly text: string }): void
    },
  ): Promise<{ readonly response: string; readonly metadata: { readonly stopReason: string } }>
  dispose(): void
}

/** The package as it runs in this process. */
export interface RunningLlama {
  readonly library: LlamaPackage
  readonly llama: Llama
}

const place = new URL('../../../optional/reasoner/llama.js', import.meta.url).href

let running: Promise<RunningLlama> | undefined

/**
 * Starts llama.cpp as it is installed, once in a process: started again it would write to the terminal itself. Nothing is
 * downloaded and nothing built. Throws `ReasonerError`.
 */
export function startLlama(): Promise<RunningLlama> {
  running ??= start().catch((error) => {
    running = undefined
    throw error
  })
  return running
}

async function start(): Promise<RunningLlama> {
  const library: LlamaPackage = await import(/* @vite-ignore */ place).catch(() => {
    const remedy = 'Run `npm run reasoner:install` where Dreamline is, or use a server instead.'
    throw new ReasonerError('llama.cpp is not installed', remedy)
  })
  const options = {
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    logLevel: 'error',
    logger: () => {},
    // Its threads wait for one another at every step: one that shares its core with others holds up all of them.
    maxThreads: Math.max(1, availableParallelism() - 1),
  }
  const llama = await library.getLlama(options).catch((error) => {
    const remedy = 'Install its package for this computer, or use a server instead.'
    throw new ReasonerError('llama.cpp does not run here', remedy, String(error))
  })
  return { library, llama }
}
