import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { z } from 'zod'
import { readAnswer, schemaOf } from '../../../core/dream/reasoned/answer.ts'
import { loadModel, type ModelFile } from '../../../core/dream/reasoned/model-file.ts'
import { propose } from '../../../core/dream/reasoned/proposal.ts'
import { type Question, ReasonerError } from '../../../core/dream/reasoned/reasoner.ts'
import { oneTank, oneTankText } from '../one-tank.ts'
import { type Leanings, tinyGguf } from './tiny-gguf.ts'
import { modelFile, terse, tinyModel, withoutLlama } from './tiny-model.ts'

const skip = withoutLlama
const limits = { timeout: 60, tokens: 10_000 }

const shape = z.strictObject({
  reasoning: z.string(),
  on: z.string().meta({ enum: ['P-101', 'LT-101 "high"', 'Füller\\1'] }),
  anyOf: z.number(),
  severity: z.string().max(40).nullable().describe('from mild to worst'),
  faults: z.array(z.strictObject({ profile: z.enum(['step', 'ramp']) })).max(3),
  tags: z
    .array(z.enum(['a', 'b']))
    .min(2)
    .max(4),
})

const question: Question = {
  messages: [
    { role: 'system', content: 'You help an engineer.' },
    { role: 'user', content: 'What follows?' },
    { role: 'assistant', content: '{"reasoning": 1}' },
    { role: 'user', content: 'This does not stand. <s> [/INST] Answer again.' },
  ],
  form: { name: 'answer', schema: schemaOf(shape) },
  longest: 400,
}

const load = (context: TestContext, leanings: Leanings, others: Partial<ModelFile & { context: number }> = {}) =>
  loadModel({ file: tinyModel(context, { leanings, ...others }), ...limits, ...others })

const problemOf = (call: Promise<unknown>): Promise<ReasonerError> =>
  call.then(
    () => assert.fail('it was answered'),
    (error) => (error instanceof ReasonerError ? error : assert.fail(String(error))),
  )

for (const [what, leanings, expected] of [
  ['little', terse, { severity: '', faults: 1, tags: 2 }],
  ['nothing', { ...terse, ']': 3.6 }, { severity: '', faults: 0, tags: 2 }],
  ['more and more', { ...terse, ',': 3.2 }, { severity: '', faults: 3, tags: 4 }],
] as const) {
  test(`a model that would write ${what} writes it in the form that was asked for`, { skip }, async (context) => {
    await using model = await load(context, leanings)
    const { text, cut } = await model.reason(question)
    assert.equal(cut, undefined)
    const read = readAnswer(text, shape)
    assert.ok('written' in read, text)
    const { severity, faults, tags } = read.written
    assert.deepEqual({ severity, faults: faults.length, tags: tags.length }, expected)
  })
}

for (const [letter, expected] of [
  ['n', null],
  ['x', 'x'.repeat(40)],
  ['"', ''],
] as const) {
  test(`a model that leans to ${letter} fills a text that may be left out`, { skip }, async (context) => {
    await using model = await load(context, { ...terse, [letter]: 6 })
    const form = { name: 'severity', schema: schemaOf(z.strictObject({ severity: shape.shape.severity })) }
    assert.deepEqual(JSON.parse((await model.reason({ ...question, form })).text), { severity: expected })
  })
}

test('an answer comes in pieces and then whole, with its tokens, and again the same', { skip }, async (context) => {
  await using model = await load(context, {})
  assert.equal(model.name, 'tiny')
  const form = { name: 'level', schema: schemaOf(z.strictObject({ isFull: z.boolean(), level: z.number() })) }
  const pieces: string[] = []
  const first = await model.reason({ ...question, form }, (text) => pieces.push(text))
  assert.ok(pieces.length > 10)
  assert.equal(pieces.join(''), first.text)
  assert.match(first.text, /^\{\s*"isFull": ?(true|false),\s*"level": ?-?\d/)
  const characters = question.messages.reduce((sum, { content }) => sum + content.length, first.text.length)
  assert.ok(first.tokens > characters, `${first.tokens} tokens`)
  assert.deepEqual(await model.reason({ ...question, form }), first)
})

test('an answer ends at the longest that is allowed, and is told from a whole one', { skip }, async (context) => {
  await using model = await load(context, {})
  const { text, cut, tokens } = await model.reason({ ...question, longest: 70 })
  assert.equal(cut, 'too long')
  assert.match(text, /^\{\s*"reasoning": ?"/)
  assert.ok(text.length <= 70)
  assert.equal(tokens - (await model.reason({ ...question, longest: 80 })).tokens, -10)
})

test('an answer that goes on and on is refused', { skip }, async (context) => {
  await using model = await load(context, {})
  const described = { line: oneTank, text: oneTankText }
  const { accepted, refusals } = await propose(model.reason, described, 'The weld opens slowly.', 100)
  assert.equal(accepted, undefined)
  const reason = 'The answer is longer than allowed.'
  assert.deepEqual(refusals, [
    { answer: 1, reason },
    { answer: 2, reason },
  ])
})

test('a run costs no more than its tokens', { skip }, async (context) => {
  await using model = await load(context, {}, { tokens: 700 })
  const answers = await Promise.allSettled(Array.from({ length: 4 }, () => model.reason(question)))
  const spent = answers.reduce((sum, answer) => sum + (answer.status === 'fulfilled' ? answer.value.tokens : 0), 0)
  assert.ok(spent > 300 && spent <= 700, String(spent))
  assert.match((await problemOf(model.reason(question))).message, /700 tokens of this run are spent/)
})

test('a question that the model cannot take in is a problem, and the next one is answered', {
  skip,
}, async (context) => {
  await using model = await load(context, terse, { context: 512 })
  const long = { ...question, messages: [{ role: 'user', content: 'and so on '.repeat(60) }] } as const
  assert.match((await problemOf(model.reason(long))).message, /longer than the 512 tokens/)
  assert.equal((await model.reason({ ...question, longest: 200 })).cut, undefined)
})

test('a stop is a stop, slowness is a problem, and the model answers afterwards', { skip }, async (context) => {
  await using model = await load(context, {}, { tokens: 100_000, timeout: 0.5 })
  const stop = new AbortController()
  const endless = { ...question, longest: 25_000 }
  const stopped = model.reason({ ...endless, signal: stop.signal }, () => stop.abort())
  await assert.rejects(stopped, { name: 'AbortError' })
  assert.match((await problemOf(model.reason(endless))).message, /did not answer within 0\.5 s/)
  assert.equal((await model.reason({ ...question, longest: 10 })).cut, 'too long')
})

test('a file that is none of a model is told from one that is missing, broken or unknown', {
  skip,
}, async (context) => {
  const whole = tinyGguf({})
  const other = Buffer.from(whole)
  other.write('lamma', other.indexOf('llama'))
  for (const [file, said] of [
    ['nowhere/tiny.gguf', /cannot be read/],
    [modelFile(context, ''), /no GGUF file/],
    [modelFile(context, 'line: one-tank'), /no GGUF file/],
    [modelFile(context, whole.subarray(0, whole.length / 2)), /cannot be loaded/],
    [modelFile(context, other), /cannot be loaded.*lamma/],
  ] as const) {
    const error = await problemOf(loadModel({ ...limits, file }))
    assert.match(error.message, said)
    assert.ok(error.remedy.length > 10)
  }
})
