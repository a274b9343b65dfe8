import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { createBirpc } from 'birpc'
import { EngineError, type Progress } from '../../../core/engine/contract.ts'
import type { EngineSide, WindowSide } from '../../../core/engine/window/wire.ts'
import type { Channel } from '../../../renderer/engine/channel.ts'
import { createClient } from '../../../renderer/engine/client.ts'

const channelOn = (port: MessagePort): Channel => ({
  post: (message) => port.postMessage(message),
  onMessage: (listener) => {
    port.on('message', listener)
    // A client connects again for ever; the test does not wait for that.
    port.unref()
  },
  onClose: (listener) => port.once('close', listener),
})

/** An engine's side of the wire that answers what a test wants; each connection ends with `drop`. */
function engineDouble(
  ask: (side: WindowSide, ...call: Parameters<EngineSide['ask']>) => ReturnType<EngineSide['ask']>,
) {
  const cancelled: number[] = []
  const ports: MessagePort[] = []
  const connect = async () => {
    const { port1, port2 } = new MessageChannel()
    ports.push(port2)
    const window: WindowSide = createBirpc<WindowSide, EngineSide>(
      {
        ask: (...call) => ask(window, ...call),
        cancel: async (job) => void cancelled.push(job),
      },
      {
        post: (message) => port2.postMessage(message),
        on: (listener) => void port2.on('message', listener).unref(),
        eventNames: ['progress', 'training', 'reasoning', 'notice'],
        timeout: -1,
      },
    ) as unknown as WindowSide
    return channelOn(port1)
  }
  return { connect, cancelled, drop: () => ports.pop()?.close(), connections: () => ports.length }
}

test('a call reads like the contract: progress comes, then the value', async () => {
  const double = engineDouble(async (window, method, request, job) => {
    window.progress(job as number, { task: 'Dreaming', done: 1, total: 2, unit: 'scans' })
    window.reasoning(job as number, 'The weld opens.')
    await wait(10)
    return { value: { method, request } }
  })
  const { engine } = await createClient(double.connect)
  const seen: unknown[] = []
  const job = { onProgress: ({ done }: Progress) => seen.push(done), onReasoning: (text: string) => seen.push(text) }
  const report = await engine.dream({ study: 'buffer' }, job)
  assert.deepEqual(report, { method: 'dream', request: { study: 'buffer' } })
  assert.deepEqual(seen, [1, 'The weld opens.'])
  double.drop()
})

test('what the engine refuses comes out as an error of the contract', async () => {
  const problems = [{ message: 'No.', remedy: 'Otherwise.' }]
  const double = engineDouble(async () => ({ problems, refused: true, cancelled: false }))
  const { engine } = await createClient(double.connect)
  await assert.rejects(engine.runs({ study: 'buffer' }), (error) => {
    assert.ok(error instanceof EngineError && error.refused)
    assert.deepEqual(error.problems, problems)
    return true
  })
  double.drop()
})

test('an aborted job is cancelled in the engine and ends as an abort', async () => {
  let answer = (_: Awaited<ReturnType<EngineSide['ask']>>) => {}
  const double = engineDouble(() => new Promise((resolve) => (answer = resolve)))
  const { engine } = await createClient(double.connect)
  const abort = new AbortController()
  const training = engine.train({ study: 'buffer' }, { signal: abort.signal })
  await wait(20)
  abort.abort()
  await wait(20)
  assert.equal(double.cancelled.length, 1)
  answer({ problems: [], refused: false, cancelled: true })
  await assert.rejects(training, { name: 'AbortError' })
  double.drop()
})

test('a connection that is lost is made again, and what was asked on it fails at once', async () => {
  const double = engineDouble((_, method) =>
    method === 'runs' ? new Promise(() => {}) : Promise.resolve({ value: method }),
  )
  const { engine, onConnection } = await createClient(double.connect)
  const connected: boolean[] = []
  const again = new Promise<void>((resolve) =>
    onConnection((now) => {
      connected.push(now)
      if (now) resolve()
    }),
  )
  const asked = engine.runs({ study: 'buffer' })
  await wait(20)
  double.drop()
  await assert.rejects(asked, EngineError)
  await again
  assert.deepEqual(connected, [false, true])
  assert.equal(await engine.settings({}), 'settings')
  double.drop()
})
