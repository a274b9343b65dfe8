import { z } from 'zod'
import type { WindowEngine } from '../../core/engine/window/contract.ts'

type RequestOf<Method extends keyof WindowEngine> = Parameters<WindowEngine[Method]>[0]

/** The shape is asked for besides the type: a schema that lacks an optional field would fit the type and refuse the field. */
type Requests = {
  readonly [Method in keyof WindowEngine]: z.ZodType<RequestOf<Method>> & {
    readonly shape: { readonly [Field in keyof RequestOf<Method>]-?: z.ZodType }
  }
}

/** Characters; a line of 150 components has some 30,000. */
const longestText = 4_000_000

const name = z.string().max(300)
const written = z.string().max(300)
const text = z.string().max(longestText)
const whole = z.int()
const count = z.int().min(0)
const share = z.number().min(0).max(1)

const nothing = z.strictObject({})
const ofStudy = z.strictObject({ study: name })

const diagram = z
  .record(name, z.tuple([z.number(), z.number()]))
  .refine((places) => Object.keys(places).length <= 10_000, 'more than 10,000 places')

const scenario = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ranked'), run: count, id: name }),
  z.strictObject({ kind: z.literal('kept'), name }),
  z.strictObject({
    kind: z.literal('chosen'),
    faults: z
      .array(
        z.strictObject({
          failure: name,
          onset: written,
          severity: written.exactOptional(),
          duration: written.exactOptional(),
        }),
      )
      .max(100),
  }),
])

/** Of a list of the line file: the line's own reader says what of it is right. */
const entries = z.array(z.record(name, z.json())).max(100)

const device = z.enum(['auto', 'cpu', 'gpu'])
const budget = z.enum(['small', 'normal', 'large'])

/** What each call of a window must look like: no key too many, no text without end, every number finite. */
export const requests: Requests = {
  catalogue: nothing,
  readLine: z.strictObject({ text }),
  settings: nothing,
  saveSettings: z.strictObject({
    theme: z.enum(['light', 'dark', 'system']).exactOptional(),
    language: z.enum(['en', 'de', 'system']).exactOptional(),
    device: device.exactOptional(),
    budget: budget.exactOptional(),
    recent: z.array(name).max(100).exactOptional(),
    reasonerUrl: written.exactOptional(),
    reasonerModel: written.exactOptional(),
  }),
  devices: nothing,
  samples: nothing,
  studies: nothing,
  createStudy: z.strictObject({ study: name, text }),
  openStudy: z.strictObject({ study: name, takeOver: z.boolean().exactOptional() }),
  closeStudy: ofStudy,
  saveLine: z.strictObject({ study: name, text, revision: name }),
  saveDiagram: z.strictObject({ study: name, diagram }),
  runs: ofStudy,
  curves: z.strictObject({ study: name, run: count }),
  policies: ofStudy,
  dreamReport: z.strictObject({ study: name, run: count.exactOptional() }),
  exports: ofStudy,
  exportFile: z.strictObject({ study: name, run: count, file: name }),
  dream: z.strictObject({ study: name, seed: whole.exactOptional(), scenarios: count.exactOptional() }),
  train: z.strictObject({
    study: name,
    seed: whole.exactOptional(),
    budget: budget.exactOptional(),
    trainer: z.enum(['gradient', 'window', 'ppo', 'grpo']).exactOptional(),
    device: device.exactOptional(),
    curriculum: z
      .strictObject({ group: count.exactOptional(), again: share.exactOptional(), synthetic: share.exactOptional() })
      .exactOptional(),
    anchor: z.number().min(0).exactOptional(),
    from: count.exactOptional(),
    whole: z.boolean().exactOptional(),
  }),
  judge: z.strictObject({
    study: name,
    seed: whole.exactOptional(),
    scenarios: count.exactOptional(),
    policy: count.exactOptional(),
  }),
  export: z.strictObject({
    study: name,
    target: name,
    policy: count.exactOptional(),
    guard: z.strictObject({ authority: share }).exactOptional(),
  }),
  reason: z.strictObject({
    study: name,
    sentence: z.string().max(4000).exactOptional(),
    ofPolicy: z.boolean().exactOptional(),
  }),
  adopt: z.strictObject({
    study: name,
    hash: name,
    additions: z.strictObject({ failures: entries, scenarios: entries }),
  }),
  film: z.strictObject({
    study: name,
    scenario,
    seed: whole.exactOptional(),
    policy: count.exactOptional(),
    block: count.exactOptional(),
  }),
}
