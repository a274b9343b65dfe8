import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { carryOut } from '../../core/engine/carry-out.ts'
import { createEngine } from '../../core/engine/engine.ts'
import { modelText, readModel } from '../../core/engine/log-model-file.ts'
import type { TrainingOrder, WorkerNews } from '../../core/engine/worker-messages.ts'
import { filmingInterval } from '../../core/train/training-loop.ts'
import { checkpoint, processDouble } from './process-double.ts'
import { richPumpLog } from './rich-pump.ts'
import { workplace } from './workplace.ts'

test('what was learned of a line from its logs is in the dreams that a policy trains in', async (context) => {
  const { folder, line, study } = workplace(context)
  const [log, experience] = [join(folder, 'log.csv'), join(folder, 'model.json')] as const
  writeFileSync(log, richPumpLog())
  const orders: TrainingOrder[] = []
  const engine = createEngine({ spawn: () => processDouble(orders, { kind: 'done', checkpoint }) })
  const { hash } = await engine.learn({ line, logs: [log], out: experience, budget: 'small' })
  const kept = readModel(readFileSync(experience, 'utf8'))
  assert.ok(kept.basis === 'balances and logs')

  const request = { line, study, budget: 'small' } as const
  const report = await engine.train({ ...request, experience })
  const [order] = orders as [TrainingOrder]
  assert.equal(report.experience, hash)
  assert.deepEqual(order.gaps, kept.model)

  await context.test('and in what is kept of them', async () => {
    const carriedOut = async (order: TrainingOrder) => {
      const news: WorkerNews[] = []
      await carryOut(
        structuredClone({ ...order, lanes: 16 }),
        (one) => news.push(one),
        () => [],
      )
      const last = news.at(-1)
      assert.ok(last?.kind === 'done', JSON.stringify(last))
      const sequences = news.flatMap((one) => (one.kind === 'experience' ? one.sequences : []))
      return { checkpoint: last.checkpoint, provenances: new Set(sequences.map(({ provenance }) => provenance)) }
    }
    const { gaps: _, ...plain } = { ...order, iterations: 1 }
    const [learned, causal] = [await carriedOut({ ...order, iterations: 1 }), await carriedOut(plain)]
    assert.notDeepEqual(learned.checkpoint.parameters, causal.checkpoint.parameters)
    const { pool } = learned.checkpoint
    const trials = pool.trials.map((trial) => ({ ...trial, standing: 'open' as const }))
    const resume = { ...learned.checkpoint, iteration: filmingInterval - 1, pool: { ...pool, trials } }
    const { provenances } = await carriedOut({ ...order, iterations: filmingInterval, resume })
    assert.deepEqual([...provenances], ['learned'])
  })

  await context.test('and without it, training is what it was', async () => {
    orders.length = 0
    const report = await engine.train({ ...request, seed: 2 })
    assert.ok(!('experience' in report) && orders.every((order) => !('gaps' in order)))
  })

  await context.test('but not what was learned of another line, or of none', async () => {
    const refused = (text: string, why: RegExp) => {
      writeFileSync(experience, text)
      return assert.rejects(engine.train({ ...request, experience }), why)
    }
    await refused(modelText({ ...kept, lineHash: 'other' }).text, /another version of the line/)
    const model = kept.model.ensemble
    await refused(modelText({ basis: 'logs alone', plant: 'mill', scan: 5, model }).text, /a plant without a line/)
    const signals = model.signals.map((signal) => ({ ...signal, name: 'LT-9' }))
    const other = { ...kept.model, ensemble: { ...model, signals } }
    await refused(modelText({ ...kept, model: other }).text, /does not fit the line/)
    await refused('{}', /no learned model/)
    const missing = join(folder, 'nowhere.json')
    await assert.rejects(engine.train({ ...request, experience: missing }), /cannot be read/)
  })
})
