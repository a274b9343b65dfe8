import assert from 'node:assert/strict'
import { test } from 'node:test'
import { carryOut } from '../../core/engine/carry-out.ts'
import { createEngine } from '../../core/engine/engine.ts'
import { loadSource } from '../../core/engine/source.ts'
import type { TrainingOrder, WorkerNews } from '../../core/engine/worker-messages.ts'
import type { Sequence } from '../../core/replay/experience.ts'
import { openReplay } from '../../core/replay/replay.ts'
import { openStudy } from '../../core/study/study.ts'
import { checkpoint, processDouble } from './process-double.ts'
import { workplace } from './workplace.ts'

const text = '<b>A hose</b> drains T-1\n"; DROP TABLE run'

/** A level that falls by 1 cm in each scan, whatever the pump does. */
const draining: Sequence = {
  provenance: 'reasoned',
  policyRound: 0,
  value: 1,
  scenario: { name: text, faults: [], changes: [], factors: [], likelihood: 0 },
  chain: [],
  experiences: Array.from({ length: 10 }, (_, scan) => ({
    scan,
    state: Float32Array.of(0.3 - 0.01 * scan),
    control: Float32Array.of(0.485),
    fault: Float32Array.of(0),
    nextState: Float32Array.of(0.29 - 0.01 * scan),
    outcome: 0.01,
    reasoning: 'It drains.',
  })),
}

async function tell({ line, study: directory }: { line: string; study: string }, sequences: readonly Sequence[]) {
  const source = loadSource(line)
  const study = openStudy(directory, { create: true })
  study.saveLine(source.line.name, source.text)
  await (await openReplay(source.line, source.hash, study)).append(sequences)
  study.close()
}

async function trained(place: { line: string; study: string }, outcome: WorkerNews) {
  const orders: TrainingOrder[] = []
  const engine = createEngine({ spawn: () => processDouble(orders, outcome) })
  const report = await engine.train({ ...place, budget: 'small' }).catch(() => undefined)
  return { orders, report }
}

test('what a language model told is learned once for a run, trained in, and reported', async (context) => {
  const place = workplace(context)
  await tell(place, [draining])
  const failed = await trained(place, { kind: 'failed', message: 'no memory left' })
  await tell(place, [{ ...draining, scenario: { ...draining.scenario, name: 'told meanwhile' } }])
  const { orders, report } = await trained(place, { kind: 'done', checkpoint })
  const [{ learned, ...order }] = orders as [TrainingOrder]
  assert.equal(report?.run, 1)
  assert.deepEqual(learned, failed.orders[0]?.learned)

  const [happening] = report!.learned!.happenings
  const { error, errorWithout, ...facts } = happening!
  assert.equal(report!.learned!.happenings.length, 1)
  assert.deepEqual(facts, { text, sequences: 1, experiences: 10, heldOut: 0 })
  assert.ok(error < 0.3 * errorWithout && Math.abs(errorWithout - 0.01 / 0.6) < 0.005, `${error} of ${errorWithout}`)

  const { latest } = await createEngine().experiences(place)
  const { uses } = await createEngine().experience({ ...place, id: latest.at(-1)!.first })
  assert.ok(uses.length > 0 && uses.every(({ run, isUniform }) => run === 1 && isUniform))

  const news: WorkerNews[] = []
  const short = { ...order, iterations: 1, lanes: 64 }
  await carryOut(
    { ...short, learned: structuredClone(learned!) },
    (one) => news.push(one),
    () => [],
  )
  const last = news.at(-1) as WorkerNews & { kind: 'done' }
  assert.equal(last.kind, 'done')
  const dreamt = last.checkpoint.pool.trials.map(({ task }) => task.name)
  assert.ok(dreamt.includes('told: <b>A hose</b> drains T-1 "; DROP TABLE run'), dreamt.join())
})

test('where nothing was told, training is what it was', async (context) => {
  const place = workplace(context)
  const { orders, report } = await trained(place, { kind: 'done', checkpoint })
  assert.ok(orders.every((order) => !('learned' in order)))
  assert.ok(report !== undefined && !('learned' in report))
})
