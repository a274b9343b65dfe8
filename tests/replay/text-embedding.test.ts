import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { connectEmbedder } from '../../core/dream/reasoned/embedder.ts'
import { embeddingSize } from '../../core/replay/embedding.ts'
import { openReplay } from '../../core/replay/replay.ts'
import { textEmbedding } from '../../core/replay/text-embedding.ts'
import { oneTank } from '../dream/one-tank.ts'
import { embeds, fails, keepsSilent, type Reply, scriptedServer } from '../dream/reasoned/server-double.ts'
import { scattered, studyOfTank } from './sequences.ts'

/** Levels that are near each other give vectors that are, of more values than an index takes. */
const byLevel = (text: string) => {
  const level = Number(/LT-1 ([\d.]+) cm/.exec(text)?.[1])
  return Array.from({ length: 100 }, (_, row) => Math.exp(-(((level - row) / 8) ** 2)))
}

async function embedding(context: TestContext, reply: Reply) {
  const { url, embedded } = await scriptedServer(context, [], reply)
  const embed = connectEmbedder({ url, model: 'words', timeout: 2 })
  return { embedding: textEmbedding(oneTank, 'words', embed), embed, embedded }
}

test('situations in words become vectors of an embedding model, as long as an index takes', async (context) => {
  const { embedding: sentences, embedded } = await embedding(context, embeds(byLevel))
  const situation = { state: Float32Array.of(0.3), control: Float32Array.of(0.485), fault: Float32Array.of(0.06) }
  const [one, same, other] = await sentences.vectorsOf([
    situation,
    { ...situation, fault: Float32Array.of(0) },
    { ...situation, state: Float32Array.of(0.5) },
  ])
  assert.deepEqual(embedded[0]?.input, [
    'LT-1 30 cm, SC-1 48.5 %; failing: LT-1 bias of 6 cm',
    'LT-1 30 cm, SC-1 48.5 %',
    'LT-1 50 cm, SC-1 48.5 %; failing: LT-1 bias of 6 cm',
  ])
  assert.equal(one?.length, embeddingSize)
  assert.ok(Math.abs(Math.hypot(...one) - 1) < 1e-5)
  assert.deepEqual(same, one)
  assert.notDeepEqual(other, one)
})

test('many texts are asked for in batches, and come back in their order', async (context) => {
  const { embed, embedded } = await embedding(
    context,
    embeds((text) => [Number(text), 1]),
  )
  const texts = Array.from({ length: 150 }, (_, index) => String(index))
  const vectors = await embed(texts)
  assert.deepEqual(
    vectors.map(([first]) => String(first)),
    texts,
  )
  assert.deepEqual(
    embedded.map(({ input }) => input?.length),
    [64, 64, 22],
  )
})

for (const [what, reply, said] of [
  [
    'no vector for a text',
    (response, asked) => embeds(() => [1])(response, { ...asked, input: ['one'] }),
    /something else/,
  ],
  ['vectors of other lengths', embeds((text) => (text === 'a' ? [1] : [1, 2])), /something else/],
  ['what are no numbers', embeds(() => ['x'] as unknown as number[]), /something else/],
  ['nothing in time', keepsSilent, /did not answer within/],
  ['that it has no such model', fails(404), /does not know the model or the path/],
] as const satisfies readonly (readonly [string, Reply, RegExp])[]) {
  test(`an endpoint that gives ${what} is reported`, { timeout: 30_000 }, async (context) => {
    const { embed } = await embedding(context, reply)
    await assert.rejects(embed(['a', 'b']), { name: 'ReasonerError', message: said })
  })
}

test('whoever keeps experiences waits for no endpoint, and a search makes the vectors that are missing alone', async (context) => {
  const { study, hash } = studyOfTank(context)
  const { embedding: sentences, embedded } = await embedding(context, embeds(byLevel))
  const replay = await openReplay(oneTank, hash, study, { embedding: sentences })
  await replay.append([scattered(oneTank, 100, 1)])
  assert.deepEqual(embedded, [])
  const texts = () => embedded.reduce((sum, { input = [] }) => sum + input.length, 0)
  const probe = scattered(oneTank, 1, 2).experiences[0]!
  const similar = await replay.similar(probe, 5)
  const apart = similar.map(({ experience }) => Math.abs(experience.state[0]! - probe.state[0]!))
  assert.ok(apart.every((distance) => distance < 0.06))
  assert.equal(texts(), 101)
  // One that knows nothing of the endpoint leaves its vectors as they are.
  await (await openReplay(oneTank, hash, study)).append([scattered(oneTank, 10, 3)])
  const again = await openReplay(oneTank, hash, study, { embedding: sentences })
  assert.equal((await again.similar(probe, 200)).length, 110)
  assert.equal(texts(), 101 + 11)
})

test('vectors of two embeddings are never compared', async (context) => {
  const { study, hash } = studyOfTank(context)
  const { embedding: sentences } = await embedding(context, embeds(byLevel))
  const replay = await openReplay(oneTank, hash, study, { embedding: sentences })
  const sequence = scattered(oneTank, 60, 1)
  await replay.append([sequence])
  await replay.similar(sequence.experiences[0]!, 1)
  const byFeatures = await openReplay(oneTank, hash, study)
  const [itself] = await byFeatures.similar(sequence.experiences[9]!, 1)
  assert.equal(itself?.experience.scan, 9)
  assert.ok(itself.similarity > 0.9999)
})
