import { closeSync, openSync, readSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { type LlamaLimits, llamaReasoner } from './llama.ts'
import { startLlama } from './llama-package.ts'
import { type Reasoner, ReasonerError } from './reasoner.ts'

/** A language model in a GGUF file, to be run by llama.cpp in this process. */
export interface ModelFile extends LlamaLimits {
  readonly file: string
}

/** A model in memory, until it is let go. */
export interface LoadedModel extends AsyncDisposable {
  /** As its file is called. */
  readonly name: string
  /** Holds each answer to its form, and gives one after the other. */
  readonly reason: Reasoner
}

/** Throws `ReasonerError`. */
export async function loadModel({ file, ...limits }: ModelFile, signal?: AbortSignal): Promise<LoadedModel> {
  assertGguf(file)
  const running = await startLlama()
  let trouble = ''
  running.llama.logger = (_level, text) => {
    trouble ||= text.trim()
  }
  try {
    const model = await running.llama.loadModel({ modelPath: resolve(file), ...(signal && { loadSignal: signal }) })
    return {
      name: basename(file, '.gguf'),
      reason: llamaReasoner(running, model, limits),
      [Symbol.asyncDispose]: () => model.dispose(),
    }
  } catch (error) {
    signal?.throwIfAborted()
    // What llama.cpp says of it comes a little later.
    await setImmediate()
    const remedy = 'Take a GGUF file that is whole, of a kind that llama.cpp knows, and fits into memory.'
    throw new ReasonerError('The language model cannot be loaded', remedy, trouble || String(error))
  }
}

function assertGguf(file: string): void {
  const magic = Buffer.alloc(4)
  try {
    const opened = openSync(file, 'r')
    try {
      readSync(opened, magic)
    } finally {
      closeSync(opened)
    }
  } catch {
    throw new ReasonerError('The file of the language model cannot be read', 'Check its path and your rights.', file)
  }
  if (magic.toString('latin1') === 'GGUF') return
  throw new ReasonerError('The file of the language model is no GGUF file', 'Take one that llama.cpp can load.', file)
}
