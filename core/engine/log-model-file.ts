import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { GapModel } from '../dream/learned/gap-model.ts'
import { type LogModel, shapeOf } from '../dream/learned/log-model.ts'
import { createLogNetwork } from '../dream/learned/log-network.ts'
import { EngineError } from './contract.ts'

/** A fitted model as it is kept: of a plant's logs alone, or of what the balances of one version of a line lack. */
export type KeptModel =
  | { readonly basis: 'logs alone'; readonly plant: string; readonly scan: number; readonly model: LogModel }
  | { readonly basis: 'balances and logs'; readonly lineHash: string; readonly model: GapModel }

const version = 2

const scale = z.strictObject({ name: z.string(), mean: z.number(), deviation: z.number().positive() })
const numbers = z.array(z.number())

const logModel = z.strictObject({
  signals: z.array(scale).min(1),
  controls: z.array(scale).min(1),
  window: z.int().positive().max(1000),
  hidden: z.int().positive().max(10_000),
  /** float32, little-endian, as base64 */
  members: z.array(z.base64()).min(1),
  trust: z.strictObject({
    horizon: z.int().positive(),
    level: z.number(),
    usual: numbers,
    surprise: numbers,
  }),
})

const content = z.discriminatedUnion('basis', [
  z.strictObject({ basis: z.literal('logs alone'), plant: z.string(), scan: z.number().positive(), model: logModel }),
  z.strictObject({
    basis: z.literal('balances and logs'),
    lineHash: z.string(),
    model: z.strictObject({
      ensemble: logModel,
      gaps: z.array(z.strictObject({ deviation: z.number().positive(), largest: z.number().nonnegative() })),
    }),
  }),
])

const file = z.strictObject({
  format: z.literal('dreamline learned model'),
  version: z.int(),
  hash: z.string(),
  content,
})

type Written = z.infer<typeof content>

/** The text of a model's file, and the SHA-256 of its content. */
export function modelText(kept: KeptModel): { readonly text: string; readonly hash: string } {
  // Parsed, its keys stand in the order in which they are read again.
  const written = content.parse(
    kept.basis === 'logs alone'
      ? { ...kept, model: packed(kept.model) }
      : { ...kept, model: { ...kept.model, ensemble: packed(kept.model.ensemble) } },
  )
  const hash = hashOf(written)
  return { text: `${JSON.stringify({ format: 'dreamline learned model', version, hash, content: written })}\n`, hash }
}

/** Throws `EngineError` for a text that is no model, is of another version or was changed. */
export function readModel(text: string): KeptModel {
  const read = file.safeParse(parsed(text))
  const refuse = (message: string): never => {
    throw new EngineError([{ message, remedy: 'Learn it again with this version of Dreamline.' }])
  }
  if (!read.success) return refuse('This is no learned model.')
  const { content } = read.data
  if (read.data.version !== version) return refuse(`The model is of version ${read.data.version}, not ${version}.`)
  if (read.data.hash !== hashOf(content)) return refuse('The model was changed after it was written.')
  return content.basis === 'logs alone'
    ? { ...content, model: unpacked(content.model) }
    : { ...content, model: { ...content.model, ensemble: unpacked(content.model.ensemble) } }
}

const hashOf = (written: Written) => createHash('sha256').update(JSON.stringify(written)).digest('hex')

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const packed = ({ members, trust, ...model }: LogModel): z.infer<typeof logModel> => ({
  signals: [...model.signals],
  controls: [...model.controls],
  window: model.window,
  hidden: model.hidden,
  members: members.map((member) => Buffer.from(Float32Array.from(member).buffer).toString('base64')),
  trust: { ...trust, usual: [...trust.usual], surprise: [...trust.surprise] },
})

function unpacked({ members, ...model }: z.infer<typeof logModel>): LogModel {
  const { parameters } = createLogNetwork(shapeOf(model))
  return {
    ...model,
    members: members.map((member) => {
      const bytes = Uint8Array.from(Buffer.from(member, 'base64'))
      if (bytes.length === 4 * parameters) return new Float32Array(bytes.buffer)
      throw new EngineError([
        {
          message: 'A member of the model has the wrong length.',
          remedy: 'Learn it again with this version of Dreamline.',
        },
      ])
    }),
  }
}
