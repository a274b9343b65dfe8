import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { ServedNow } from '../../core/engine/contract/serve-plant.ts'
import { EngineError } from '../../core/engine/contract.ts'
import { createEngine } from '../../core/engine/engine.ts'
import { workplace } from './workplace.ts'

const engine = createEngine()

test('a plant is served until its time is over, and says where, and who may log in', async (context) => {
  const { folder, line } = workplace(context)
  const pki = join(folder, 'pki')
  const served: ServedNow[] = []
  const statuses: string[] = []
  const report = await engine.servePlant(
    { line, port: 0, pki, speed: 50, duration: 1 },
    { onServed: (now) => served.push(now), onStatus: ({ status }) => statuses.push(status) },
  )
  assert.equal(served.length, 1)
  assert.match(served[0]?.endpoint as string, /^opc\.tcp:\/\/127\.0\.0\.1:\d+$/)
  assert.match(served[0]?.thumbprint as string, /^[0-9a-f]{40}$/)
  assert.ok((served[0]?.password as string).length >= 12)
  assert.ok(existsSync(join(pki, 'own', 'certs')))
  assert.deepEqual(statuses, ['disabled'])
  assert.ok(report.scans > 0 && report.inForce === 0)
})

test('a plant is served until it is stopped', async (context) => {
  const { folder, line } = workplace(context)
  const stop = new AbortController()
  const job = { signal: stop.signal, onServed: () => stop.abort() }
  await engine.servePlant({ line, port: 0, pki: join(folder, 'pki'), gap: null }, job)
})

test('a fault that the line does not have, and a port that is taken, are told as such', async (context) => {
  const { folder, line } = workplace(context)
  const request = { line, port: 0, pki: join(folder, 'pki'), gap: null, duration: 1 }
  const told = (pattern: RegExp) => (error: unknown) => error instanceof EngineError && pattern.test(error.message)
  await assert.rejects(engine.servePlant({ ...request, faults: ['LT-909 bias at 10 s'] }), told(/LT-909 bias/))
  await assert.rejects(engine.servePlant({ ...request, faults: ['LT-1 bias at noon'] }), told(/noon/))
  const stop = new AbortController()
  let second: Promise<void> | undefined
  const onServed = ({ endpoint }: ServedNow) => {
    const port = Number(endpoint.split(':').at(-1))
    second = assert.rejects(engine.servePlant({ ...request, port }), told(/is taken/)).finally(() => stop.abort())
  }
  await engine.servePlant({ ...request, duration: 30 }, { signal: stop.signal, onServed })
  await second
})
