import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Notice } from '../../core/engine/window/contract.ts'
import { valueIn } from '../../core/engine/window/wire.ts'
import { forkEngine } from '../../electron/engine-process/fork.ts'
import { type Supervision, superviseEngine } from '../../electron/supervisor.ts'

const standIn = fileURLToPath(new URL('./stand-in-engine.ts', import.meta.url))

function supervise(context: TestContext, options: Partial<Supervision> = {}) {
  let starts = 0
  const supervisor = superviseEngine({
    start: () => {
      starts++
      return forkEngine(standIn)
    },
    ...options,
  })
  context.after(() => supervisor.stop())
  const restarted = Promise.withResolvers<Notice>()
  const window = supervisor.connect({ progress() {}, training() {}, reasoning() {}, notice: restarted.resolve })
  return {
    supervisor,
    starts: () => starts,
    read: (text: string) => window.ask('readLine', { text }),
    restarted: restarted.promise,
  }
}

const problemOf = async (answer: Promise<unknown>) => {
  const { problems } = (await answer) as { problems: { message: string; remedy: string; where: string }[] }
  return problems[0]
}

test('an engine that ends is started again: what was asked is answered, the window is told, the next call works', async (context) => {
  const { read, restarted, starts } = supervise(context)
  assert.deepEqual(valueIn(await read('line')), { problems: [] })
  const asked = [read('end'), read('another')]
  for (const answer of asked) {
    const problem = await problemOf(answer)
    assert.equal(problem?.message, 'The engine stopped and has been started again.')
    assert.match(problem?.remedy ?? '', /resumes from its last checkpoint/)
    assert.equal(problem?.where, 'the engine ended with exit code 3')
  }
  assert.deepEqual(valueIn(await read('line')), { problems: [] })
  assert.deepEqual(await restarted, { kind: 'engine restarted', reason: 'ended with exit code 3' })
  assert.equal(starts(), 2)
})

test('an engine that hangs is ended and started again', async (context) => {
  const { read, restarted } = supervise(context, { patience: 2000 })
  const problem = await problemOf(read('hang'))
  assert.equal(problem?.where, 'the engine did not answer for 2 s')
  assert.deepEqual(await restarted, { kind: 'engine restarted', reason: 'did not answer for 2 s' })
  assert.deepEqual(valueIn(await read('line')), { problems: [] })
})

test('an engine that keeps ending is given up with its reason', async (context) => {
  const givenUp: string[] = []
  const { read, starts } = supervise(context, { pauses: [0, 0], onGivenUp: (reason) => givenUp.push(reason) })
  for (let time = 0; time < 3; time++) await read('end')
  const problem = await problemOf(read('line'))
  assert.equal(problem?.message, 'The engine keeps stopping and is not started again.')
  assert.deepEqual(givenUp, ['ended with exit code 3'])
  assert.equal(starts(), 3)
})

test('an answer that no channel carries is a problem of that call alone', async (context) => {
  const { read, starts } = supervise(context)
  const problem = await problemOf(read('say what no wire carries'))
  assert.equal(problem?.message, 'The engine gave an answer that cannot be read.')
  assert.match(problem?.where ?? '', /could not be cloned/)
  assert.deepEqual(valueIn(await read('line')), { problems: [] })
  assert.equal(starts(), 1)
})

test('an engine that cannot be started says why', async (context) => {
  const { read } = supervise(context, { start: () => forkEngine('/no/such/engine.ts'), pauses: [] })
  assert.match((await problemOf(read('line')))?.where ?? '', /ended with exit code 1/)
})

test('a supervisor that stops ends the process, even one that hangs, and starts no other', async (context) => {
  const { supervisor, read, starts } = supervise(context)
  await read('line')
  void read('hang')
  await supervisor.stop()
  assert.equal(starts(), 1)
})
