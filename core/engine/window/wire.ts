import { decode, ExtensionCodec, encode } from '@msgpack/msgpack'
import { EngineError, type Problem, type Progress } from '../contract.ts'
import type { Notice, TrainingNews, WindowEngine } from './contract.ts'

/** What the engine's process answers over a channel; `birpc` carries it. A job has a number of the window's choosing. */
export interface EngineSide {
  ask(method: keyof WindowEngine, request: unknown, job?: number): Promise<Answer>
  cancel(job: number): Promise<void>
}

/** What a window answers. */
export interface WindowSide {
  progress(job: number, progress: Progress): void
  training(job: number, news: TrainingNews): void
  /** A piece of a language model's reasoning. */
  reasoning(job: number, text: string): void
  notice(notice: Notice): void
}

/** Errors cross as data: a class does not survive the wire. */
export type Answer =
  | { readonly value: unknown }
  | { readonly problems: readonly Problem[]; readonly refused: boolean; readonly cancelled: boolean }

/** What an answer holds. Throws `EngineError`, or an `AbortError` where the job was cancelled. */
export function valueIn(answer: Answer): unknown {
  if ('value' in answer) return answer.value
  if (answer.cancelled) throw new DOMException('cancelled', 'AbortError')
  throw new EngineError(answer.problems, { refused: answer.refused })
}

const arrays = [Float32Array, Float64Array, Uint8Array] as const

const codec = new ExtensionCodec()
arrays.forEach((type, code) => {
  codec.register({
    type: code,
    encode: (value) =>
      value instanceof type ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : null,
    // A copy: what is received lies at any byte, and a typed array must not. Not `slice`, which Node's buffers share.
    decode: (bytes) => new type(new Uint8Array(bytes).buffer),
  })
})

/** A message as bytes, for channels that cannot clone; typed arrays stay typed arrays. */
export const toBytes = (message: unknown): Uint8Array =>
  encode(message, { extensionCodec: codec, ignoreUndefined: true })

/** Throws where the bytes are no message. */
export const fromBytes = (bytes: Uint8Array): unknown => decode(bytes, { extensionCodec: codec })
