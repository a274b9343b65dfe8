import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { usualCurriculum } from '../../core/curriculum/settings.ts'
import { type Task, taskOf } from '../../core/curriculum/task.ts'
import { carryOut } from '../../core/engine/carry-out.ts'
import type { Trust } from '../../core/engine/contract/trust.ts'
import { EngineError } from '../../core/engine/contract.ts'
import { createEngine } from '../../core/engine/engine.ts'
import { policySubject } from '../../core/engine/policy-store.ts'
import { startRun } from '../../core/engine/study-run.ts'
import { trustSentence } from '../../core/engine/trust.ts'
import { dreamReportIn, policiesIn } from '../../core/engine/window/history.ts'
import type { TrainingOrder, WorkerNews } from '../../core/engine/worker-messages.ts'
import { seconds } from '../../core/line/dimension.ts'
import { openStudy } from '../../core/study/study.ts'
import type { Checkpoint } from '../../core/train/training.ts'
import { oneTank, oneTankText } from '../dream/one-tank.ts'
import { workplace } from './workplace.ts'

const text = oneTankText.replace('horizon: 2 min', 'horizon: 12 min')
const quarter = seconds(180)

type Place = ReturnType<typeof workplace>

/** Leaves in the study of a line that a log was compared with it. */
function compared({ study: directory }: Place, horizon: number, first?: string): Trust {
  const known = { horizon, whole: 720, logs: ['march.csv'], ...(first && { first }) }
  const trust = { ...known, sentence: trustSentence(known) }
  const study = openStudy(directory, { create: true })
  const run = startRun(study, 'replay', study.saveLine('one-tank', text), 0, {})
  study.saveReport(run, { trust })
  study.finishRun(run, 'done')
  study.close()
  return trust
}

/** What training processes are told in a study; the training itself is refused. */
async function ordersIn(place: Place, others: { readonly whole?: boolean } = {}): Promise<TrainingOrder[]> {
  const orders: TrainingOrder[] = []
  const engine = createEngine({
    spawn: () => {
      let end = (_: string) => {}
      return {
        post: (message) => {
          if (!('proposals' in message)) orders.push(message)
          setImmediate(() => end('a double trains nothing'))
        },
        onMessage() {},
        onClose: (listener) => {
          end = listener
        },
        kill() {},
      }
    },
  })
  const training = engine.train({ line: place.line, study: place.study, seed: 5, budget: 'small', ...others })
  await assert.rejects(training, /a double trains nothing/)
  return orders
}

test('training dreams are cut where a log shows that the model cannot be trusted, and only there', async (context) => {
  const [bare, trusted, quartered] = [workplace(context, text), workplace(context, text), workplace(context, text)]
  const whole = await ordersIn(bare)
  compared(trusted, 720)
  assert.deepEqual(await ordersIn(trusted), whole)
  assert.ok(whole.every((order) => !('horizon' in order)))
  compared(quartered, 191, 'LT-1')
  const cut = await ordersIn(quartered)
  assert.deepEqual(
    cut.map(({ horizon }) => horizon),
    cut.map(() => quarter),
  )
  assert.deepEqual(await ordersIn(quartered, { whole: true }), whole)
  // The log was not long enough to tell, which is nothing against the model.
  compared(quartered, 191)
  assert.deepEqual(await ordersIn(quartered), whole)
})

test('a horizon too short to learn from is refused, with what to do', async (context) => {
  const place = workplace(context, text)
  compared(place, 175, 'LT-1')
  await assert.rejects(createEngine().train({ line: place.line, study: place.study }), (error) => {
    assert.ok(error instanceof EngineError && error.refused)
    assert.match(
      error.message,
      /at least 180 s\. .*trusted for 2\.9 min of 12 min, by march\.csv; LT-1 is the first.*wider tolerance.*--whole/,
    )
    return true
  })
})

const order: TrainingOrder = {
  text,
  gains: [],
  horizon: quarter,
  trainer: 'gradient',
  seed: 1,
  validationSeed: 1,
  iterations: 20,
  lanes: 16,
  learningRate: 0.01,
  device: 'cpu',
  curriculum: usualCurriculum,
}

/** Carries out an order in this process: its checkpoints, the last one at last, and the scans of its iterations. */
async function trained(given: TrainingOrder, proposals: readonly Task[] = []) {
  const news: WorkerNews[] = []
  let waiting = proposals
  await carryOut(
    given,
    (each) => news.push(each),
    () => {
      const taken = waiting
      waiting = []
      return taken
    },
  )
  const failure = news.find(({ kind }) => kind === 'failed')
  assert.equal(failure, undefined)
  return {
    checkpoints: news.flatMap((each) => (each.kind === 'checkpoint' ? [each.checkpoint] : [])),
    scans: new Set(news.flatMap((each) => (each.kind === 'progress' ? [each.progress.scans] : []))),
  }
}

test('in cut dreams faults are still met; a seed repeats and a stopped training goes on, to the bit', {
  timeout: 60_000,
}, async () => {
  const late = { failure: 'LT-1 bias', onset: seconds(480), severity: 0.05, ramp: seconds(0), duration: null }
  const tasks = [taskOf({ name: 'late', faults: [late], likelihood: 0 }, 'replayed')]
  const proposed = [taskOf({ name: 'later', faults: [{ ...late, onset: seconds(700) }], likelihood: 0 }, 'proposed')]
  const first = await trained({ ...order, tasks }, proposed)
  assert.deepEqual([...first.scans], [0, 36 * order.lanes])
  const [half, end] = first.checkpoints as [Checkpoint, Checkpoint]
  const met = end.pool.trials.flatMap(({ task }) => task.faults)
  assert.ok(met.length > 20)
  assert.ok(met.every(({ onset }) => onset <= 0.7 * quarter))
  const again = await trained({ ...order, tasks }, proposed)
  assert.deepEqual(again.checkpoints, first.checkpoints)
  const resumed = await trained({ ...order, tasks, resume: half })
  assert.deepEqual(resumed.checkpoints, [end])
})

/** A log in which the level rests while the pump gives more than the pipe takes: the model fills the tank. */
const stubborn = ['t_s,LT-1,SC-1', ...Array.from({ length: 300 }, (_, row) => `${5 * row},30,55`)].join('\n')

test('what a log says goes with every later result of that version of the line, and with no other', async (context) => {
  const engine = createEngine()
  const { line, study, folder } = workplace(context)
  const dreamt = () => engine.dream({ line, study, scenarios: 20 })
  assert.equal((await dreamt()).trust, undefined)
  const log = join(folder, 'march.csv')
  writeFileSync(log, stubborn)
  const { trust, logs } = await engine.replay({ line, logs: [log], study, from: 60, tolerances: { 'LT-1': '1 cm' } })
  assert.equal(trust.first, 'LT-1')
  // About 9.5 cm³/s too much into 154 cm² are 1 cm after 16 s, and there is a row every 5 s.
  assert.equal(trust.horizon, 20)
  assert.deepEqual([logs[0]!.from, logs[0]!.rows], [60, 288])
  assert.match(logs[0]!.sha256, /^[0-9a-f]{64}$/)

  assert.deepEqual((await dreamt()).trust, trust)
  assert.deepEqual(dreamReportIn(study, 1)!.trust, trust)
  const kept = openStudy(study)
  const { policy } = await policySubject(oneTank, 'gradient')
  const parameters = new Float32Array(policy.controller.parameters)
  const run = startRun(kept, 'train', kept.saveLine('one-tank', oneTankText), 0, {})
  kept.savePolicy({ runId: run, description: { trainer: 'gradient', gains: [] }, parameters, validationScore: 1 })
  kept.close()
  assert.deepEqual((await engine.judge({ study, scenarios: 32 })).trust, trust)
  assert.deepEqual(policiesIn(study, '')[0]!.judge!.trust, trust)
  const out = join(folder, 'plc')
  assert.deepEqual((await engine.export({ study, target: 'st', out })).trust, trust)
  assert.ok(readFileSync(join(out, 'README.txt'), 'utf8').includes(trust.sentence))
  assert.deepEqual(JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')).trust, trust)

  writeFileSync(line, oneTankText.replace('154 cm2', '155 cm2'))
  assert.equal((await dreamt()).trust, undefined)
})

test('a tolerance that is none, or of no signal, is refused with what would be right', async (context) => {
  const engine = createEngine()
  const { line, folder } = workplace(context, text)
  const log = join(folder, 'march.csv')
  writeFileSync(log, stubborn)
  const asked = (tolerances: Readonly<Record<string, string>>) => engine.replay({ line, logs: [log], tolerances })
  await assert.rejects(asked({ 'LT-9': '1 cm' }), /no signal LT-9\. Name one of LT-1/)
  await assert.rejects(asked({ 'LT-1': '1 K' }), /The tolerance of LT-1: .*does not measure length/)
  await assert.rejects(asked({ 'LT-1': '0 cm' }), /not positive/)
  await assert.rejects(engine.replay({ line, logs: [log], share: 0 }), /No log begins there/)
})
