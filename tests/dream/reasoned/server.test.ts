import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type Question, ReasonerError } from '../../../core/dream/reasoned/reasoner.ts'
import { connectServer, type ServerSettings } from '../../../core/dream/reasoned/server.ts'
import { drops, fails, goesOn, keepsSilent, type Reply, says, scriptedServer, withoutSchemas } from './server-double.ts'

const question: Question = {
  messages: [{ role: 'user', content: 'What follows?' }],
  form: { name: 'answer', schema: { type: 'object' } },
  longest: 100,
}

async function connected(context: TestContext, script: readonly Reply[], settings: Partial<ServerSettings> = {}) {
  const { url, asked } = await scriptedServer(context, script)
  const server = connectServer({ url, model: 'double', timeout: 5, concurrency: 4, tokens: 10_000, ...settings })
  return { server, asked }
}

const problemOf = (call: Promise<unknown>): Promise<ReasonerError> =>
  call.then(
    () => assert.fail('it was answered'),
    (error) => (error instanceof ReasonerError ? error : assert.fail(String(error))),
  )

test('an answer comes in pieces and then whole, with the tokens that the server counted', async (context) => {
  const { server, asked } = await connected(context, [says('a long enough answer')])
  const pieces: string[] = []
  const answer = await server.reason(question, (text) => pieces.push(text))
  assert.deepEqual(answer, { text: 'a long enough answer', tokens: 9 })
  assert.deepEqual(pieces, ['a long ', 'enough ', 'answer'])
  assert.equal(asked[0]?.max_tokens, 100)
  assert.equal(server.keepsToSchema(), true)
  assert.deepEqual(await server.models(), ['double'])
})

test('a server that knows no schemas is asked without one, from then on', async (context) => {
  const { server, asked } = await connected(context, [withoutSchemas(says('{}'))])
  for (let time = 0; time < 2; time++) assert.equal((await server.reason(question)).text, '{}')
  assert.deepEqual(
    asked.map(({ response_format }) => response_format !== undefined),
    [true, false, false],
  )
  assert.equal(server.keepsToSchema(), false)
})

test('a server that is too busy is asked again when it says', async (context) => {
  const { server, asked } = await connected(context, [fails(429, { 'retry-after': '1' }), says('now')])
  const began = performance.now()
  assert.equal((await server.reason(question)).text, 'now')
  assert.equal(performance.now() - began >= 950, true)
  assert.equal(asked.length, 2)
})

for (const [what, reply, said] of [
  ['always too busy', fails(429, { 'retry-after': '0' }), /too busy/],
  ['broken', fails(500, { 'retry-after-ms': '1' }), /failed.*scripted/],
  ['without the model', fails(404), /model or the path/],
  ['not content with the key', fails(401), /DREAMLINE_REASONER_KEY/],
  ['silent', keepsSilent, /within 0\.2 s/],
  [
    'one that stops in the middle for good',
    (response) => void response.writeHead(200).write('data: '),
    /within 0\.2 s/,
  ],
] satisfies readonly [string, Reply, RegExp][]) {
  test(`a server that is ${what} ends the question with what to do about it`, async (context) => {
    const { server } = await connected(context, [reply], { timeout: 0.2 })
    const error = await problemOf(server.reason(question))
    assert.match(error.message, said)
    assert.ok(error.remedy.length > 10)
  })
}

test('nothing else is contacted: a redirection is not followed', async (context) => {
  const elsewhere = await scriptedServer(context, [says('caught')])
  const { server } = await connected(context, [fails(307, { location: `${elsewhere.url}/chat/completions` })])
  assert.match((await problemOf(server.reason(question))).message, /sends its callers elsewhere/)
  assert.equal(elsewhere.asked.length, 0)
})

test('the server is told the key it was given and nothing of the environment', async (context) => {
  const environment = { OPENAI_API_KEY: 'secret', OPENAI_ORG_ID: 'secret', OPENAI_CUSTOM_HEADERS: 'x-more: secret' }
  Object.assign(process.env, environment)
  context.after(() => {
    for (const name of Object.keys(environment)) delete process.env[name]
  })
  const { server, asked } = await connected(context, [says('x')], { key: 'ours' })
  await server.reason(question)
  assert.equal(asked[0]?.headers.authorization, 'Bearer ours')
  assert.doesNotMatch(JSON.stringify(asked), /secret/)
})

test('an address that is none is refused before anything is asked', () => {
  for (const url of ['', 'localhost:8080', 'file:///etc/passwd', 'http://user:word@localhost/v1'])
    assert.throws(() => connectServer({ url, model: 'm', timeout: 1, concurrency: 1, tokens: 1 }), ReasonerError)
})

test('nobody answers at an address without a server', async () => {
  const server = connectServer({ url: 'http://127.0.0.1:9/v1', model: 'm', timeout: 5, concurrency: 1, tokens: 1000 })
  assert.match((await problemOf(server.models())).message, /cannot be reached/)
})

test('an answer that breaks off or does not end is told from a whole one', async (context) => {
  const { server } = await connected(context, [drops, goesOn, says('almost', 'length'), says('almost', null)])
  const cuts = []
  for (let time = 0; time < 4; time++) cuts.push((await server.reason(question)).cut)
  assert.deepEqual(cuts, ['dropped', 'too long', 'too long', 'dropped'])
})

test('a run costs no more than its tokens', async (context) => {
  const { server, asked } = await connected(context, [says('x'.repeat(200))], { tokens: 400 })
  const answers = await Promise.allSettled(Array.from({ length: 8 }, () => server.reason(question)))
  const spent = answers.reduce((sum, answer) => sum + (answer.status === 'fulfilled' ? answer.value.tokens : 0), 0)
  assert.ok(spent > 300 && spent <= 400, String(spent))
  assert.equal(asked.length < 8, true)
  assert.match((await problemOf(server.reason(question))).message, /400 tokens of this run are spent/)
})

test('no more questions are under way than allowed', async (context) => {
  let most = 0
  let now = 0
  const slow: Reply = async (response, asked) => {
    most = Math.max(most, ++now)
    await new Promise((later) => setTimeout(later, 20))
    now -= 1
    await says('x')(response, asked)
  }
  const { server } = await connected(context, [slow], { concurrency: 3 })
  await Promise.all(Array.from({ length: 9 }, () => server.reason(question)))
  assert.equal(most, 3)
})

test('a stop is a stop, and no failure of the server', async (context) => {
  const { server } = await connected(context, [keepsSilent])
  const stop = new AbortController()
  setTimeout(() => stop.abort(), 50)
  await assert.rejects(server.reason({ ...question, signal: stop.signal }), { name: 'AbortError' })
})
