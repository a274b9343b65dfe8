import { type RandomSource, randomSource } from '../../../core/scenario/random.ts'

/** What the model would rather write: a logit for single ASCII characters; others are near 0. */
export type Leanings = Readonly<Record<string, number>>

const sizes = { embedding: 64, feedForward: 128, layers: 2, heads: 4 }
const alignment = 32

/**
 * A language model of two layers with random weights, as a GGUF file, version 3, of 32-bit floats in the architecture
 * `llama`. It writes one byte a token and knows nothing. Format: ggml-org/ggml, docs/gguf.md.
 */
export function tinyGguf({
  leanings = {},
  context = 32_768,
  seed = 1,
}: {
  leanings?: Leanings
  context?: number
  seed?: number
}): Buffer {
  const tensors = tensorsOf(leanings, randomSource(seed))
  const settings = settingsOf(context)
  let offset = 0
  const descriptions = tensors.map(({ name, dimensions, values }) => {
    const at = offset
    offset += padded(values.byteLength)
    return [text(name), u32(dimensions.length), ...dimensions.map(u64), u32(types.float32Tensor), u64(at)]
  })
  const head = Buffer.concat([
    Buffer.from('GGUF'),
    u32(3),
    u64(tensors.length),
    u64(settings.length),
    ...settings.flat(),
    ...descriptions.flat(),
  ])
  const data = tensors.map(({ values }) => filled(Buffer.from(values.buffer)))
  return Buffer.concat([filled(head), ...data])
}

const types = { uint32: 4, int32: 5, float32: 6, text: 8, list: 9, float32Tensor: 0 }

const u32 = (value: number) => Buffer.from(Uint32Array.of(value).buffer)
const u64 = (value: number) => Buffer.from(BigUint64Array.of(BigInt(value)).buffer)
const f32 = (value: number) => Buffer.from(Float32Array.of(value).buffer)
const text = (value: string) => Buffer.concat([u64(Buffer.byteLength(value)), Buffer.from(value)])

const padded = (bytes: number) => Math.ceil(bytes / alignment) * alignment
const filled = (bytes: Buffer) => Buffer.concat([bytes], padded(bytes.length))

/** As SentencePiece has them: a token's text, and whether it is unknown (2), control (3), a byte (6) or plain (1). */
const vocabulary: readonly (readonly [string, number])[] = [
  ['<unk>', 2],
  ['<s>', 3],
  ['</s>', 3],
  ...Array.from({ length: 256 }, (_, byte) => [`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`, 6] as const),
  ['\u2581', 1],
]
const firstByte = 3

function settingsOf(context: number): readonly (readonly Buffer[])[] {
  const number = (name: string, value: number) => [text(name), u32(types.uint32), u32(value)]
  const words = (name: string, value: string) => [text(name), u32(types.text), text(value)]
  const list = (name: string, type: number, values: readonly Buffer[]) => {
    return [text(name), u32(types.list), u32(type), u64(values.length), ...values]
  }
  return [
    words('general.architecture', 'llama'),
    words('general.name', 'tiny'),
    number('llama.context_length', context),
    number('llama.embedding_length', sizes.embedding),
    number('llama.feed_forward_length', sizes.feedForward),
    number('llama.block_count', sizes.layers),
    number('llama.attention.head_count', sizes.heads),
    [text('llama.attention.layer_norm_rms_epsilon'), u32(types.float32), f32(1e-5)],
    words('tokenizer.ggml.model', 'llama'),
    list(
      'tokenizer.ggml.tokens',
      types.text,
      vocabulary.map(([token]) => text(token)),
    ),
    list(
      'tokenizer.ggml.scores',
      types.float32,
      vocabulary.map(() => f32(0)),
    ),
    list(
      'tokenizer.ggml.token_type',
      types.int32,
      vocabulary.map(([, type]) => u32(type)),
    ),
    number('tokenizer.ggml.unknown_token_id', 0),
    number('tokenizer.ggml.bos_token_id', 1),
    number('tokenizer.ggml.eos_token_id', 2),
  ]
}

interface Tensor {
  readonly name: string
  /** Lengths, the fastest first. */
  readonly dimensions: readonly number[]
  readonly values: Float32Array
}

/** How far the first channel outweighs the others: it says nothing of the text, so that leanings hold whatever was read. */
const steady = 8

function tensorsOf(leanings: Leanings, random: RandomSource): readonly Tensor[] {
  const { embedding, feedForward, layers } = sizes
  const normed = (name: string): Tensor => {
    return { name, dimensions: [embedding], values: new Float32Array(embedding).fill(1) }
  }
  /** Random rows, the first entry of each as given. */
  const matrix = (name: string, columns: number, rows: number, first?: (row: number) => number): Tensor => {
    const values = Float32Array.from({ length: rows * columns }, (_, index) => {
      const isFirst = first !== undefined && index % columns === 0
      return isFirst ? first(index / columns) : random.normal() / Math.sqrt(columns)
    })
    return { name, dimensions: [columns, rows], values }
  }
  /** What a layer adds to the text's channels, and not to the steady one. */
  const added = (name: string, columns: number): Tensor => {
    const whole = matrix(name, columns, embedding)
    whole.values.fill(0, 0, columns)
    return whole
  }
  const layer = (at: number): readonly Tensor[] => [
    normed(`blk.${at}.attn_norm.weight`),
    matrix(`blk.${at}.attn_q.weight`, embedding, embedding),
    matrix(`blk.${at}.attn_k.weight`, embedding, embedding),
    matrix(`blk.${at}.attn_v.weight`, embedding, embedding),
    added(`blk.${at}.attn_output.weight`, embedding),
    normed(`blk.${at}.ffn_norm.weight`),
    matrix(`blk.${at}.ffn_gate.weight`, embedding, feedForward),
    matrix(`blk.${at}.ffn_up.weight`, embedding, feedForward),
    added(`blk.${at}.ffn_down.weight`, feedForward),
  ]
  const leaning = (row: number) => leanings[String.fromCharCode(row - firstByte)] ?? 0
  return [
    matrix('token_embd.weight', embedding, vocabulary.length, () => steady),
    ...Array.from({ length: layers }, (_, at) => layer(at)).flat(),
    normed('output_norm.weight'),
    matrix('output.weight', embedding, vocabulary.length, leaning),
  ]
}
