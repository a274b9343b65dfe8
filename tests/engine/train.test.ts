import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { beginPool } from '../../core/curriculum/pool.ts'
import { usualCurriculum } from '../../core/curriculum/settings.ts'
import { EngineError, type TrainRequest } from '../../core/engine/contract.ts'
import { createEngine } from '../../core/engine/engine.ts'
import { firstValidation } from '../../core/engine/training-metrics.ts'
import type { Proposals, TrainingOrder, WorkerNews } from '../../core/engine/worker-messages.ts'
import { type SpawnTraining, trainInProcess } from '../../core/engine/workers.ts'
import { openStudy, type Study } from '../../core/study/study.ts'
import { oneTankText } from '../dream/one-tank.ts'
import { workplace } from './workplace.ts'

const engine = createEngine()
const training = { seed: 5, budget: 'small' } as const
const workerSeeds = [5000, 5001]
/** Where the trainings of these tests are stopped, in iterations: the small budget has many more. */
const target = 30

interface Place {
  readonly line: string
  readonly study: string
}

function reading<Result>({ study: directory }: Place, read: (study: Study) => Result): Result {
  const study = openStudy(directory)
  try {
    return read(study)
  } finally {
    study.close()
  }
}

const checkpointIn = (place: Place, run: number, workerSeed = workerSeeds[0]!) =>
  reading(place, (study) => study.latestCheckpoint(run, workerSeed))

/** Trains until the first seed has left a checkpoint of this iteration, then stops as Ctrl-C would; gives the run. */
async function trainUntil(
  place: Place,
  iteration: number,
  seed: number = training.seed,
  others: Pick<TrainRequest, 'from'> = {},
): Promise<number> {
  const stop = new AbortController()
  const latest = () => reading(place, (study) => study.runs()[0]!.id)
  const onProgress = ({ task }: { task: string }) => {
    if (!task.startsWith('Training')) return
    const reached = checkpointIn(place, latest(), 1000 * seed)?.iteration ?? 0
    if (reached >= iteration) stop.abort()
  }
  const call = engine.train(
    { line: place.line, study: place.study, ...training, seed, ...others },
    { signal: stop.signal, onProgress },
  )
  await assert.rejects(call, { name: 'AbortError' })
  return latest()
}

/** Trains in a process of its own and kills it once it has left a checkpoint; gives the checkpoint's iteration. */
async function trainUntilKilled(context: TestContext, place: Place): Promise<number> {
  const argv = ['train', place.line, '--study', place.study, '--seed', '5', '--budget', 'small']
  const child = spawn(process.execPath, ['core/cli/main.ts', ...argv], { stdio: 'ignore' })
  context.after(() => child.kill('SIGKILL'))
  for (;;) {
    await delay(20)
    assert.equal(child.exitCode, null, 'the training ended by itself')
    // The study appears a moment after its folder.
    const found =
      readdirSync(join(place.study, '..')).includes('study') && readdirSync(place.study).includes('study.db')
    const checkpoint = found && attempt(() => checkpointIn(place, 1))
    if (!checkpoint) continue
    child.kill('SIGKILL')
    await once(child, 'exit')
    return checkpoint.iteration
  }
}

/** Undefined while the study is still being made. */
function attempt<Result>(action: () => Result): Result | undefined {
  try {
    return action()
  } catch {
    return undefined
  }
}

test('training in a study', { timeout: 180_000 }, async (context) => {
  const place = workplace(context)
  const run = await trainUntil(place, target)

  await context.test('killed and stopped, it goes on to the same numbers, to the bit', async () => {
    const killed = workplace(context)
    const reached = await trainUntilKilled(context, killed)
    assert.ok(reached < target, `killed at iteration ${reached}`)
    assert.deepEqual(
      reading(killed, (study) => study.interruptedRuns().map(({ id }) => id)),
      [1],
    )
    assert.equal(await trainUntil(killed, target), 1)
    const [resumed, whole] = [checkpointIn(killed, 1)!, checkpointIn(place, run)!]
    assert.equal(resumed.iteration, target)
    assert.deepEqual(resumed, whole)
  })

  await context.test('stopped, it is interrupted, and another seed begins a run of its own', async () => {
    assert.equal(
      reading(place, (study) => study.run(run)!.state),
      'interrupted',
    )
    assert.notEqual(await trainUntil(place, 0, 6), run)
    assert.equal(checkpointIn(place, run)!.iteration, target)
  })

  await context.test('failed after its last checkpoint, it still ends with the best policy', async () => {
    const { iterations } = reading(place, (study) => study.run(run)!.configuration as { iterations: number })
    const checkpoint = checkpointIn(place, run)!
    reading(place, (study) => {
      for (const workerSeed of workerSeeds) study.saveCheckpoint({ ...checkpoint, workerSeed, iteration: iterations })
      study.finishRun(run, 'failed', 'a training process ended by itself (SIGKILL)')
    })
    const report = await engine.train({ ...place, ...training })
    const { count, validation } = checkpoint.state as { count: number; validation: number }
    assert.equal(report.run, run)
    assert.equal(
      reading(place, (study) => study.run(run)!.state),
      'done',
    )
    assert.deepEqual(
      report.seeds,
      workerSeeds.map((seed) => ({ seed, validation })),
    )
    assert.equal(report.after, validation)
    assert.ok(report.after < report.before, `${report.before} before, ${report.after} after`)
    assert.equal(report.tuning[0]!.loop, 'LC-1')
    const { parameters } = reading(place, (study) => study.policy(report.policy)!)
    assert.deepEqual(parameters, checkpoint.parameters.slice(3 * count))
  })

  await context.test('a training goes on from a policy where that one stood, over the same loops', async () => {
    const { id, validationScore, description } = reading(place, (study) => study.latestPolicy()!)
    const next = await trainUntil(place, 0, training.seed, { from: id })
    assert.notEqual(next, run)
    assert.equal(
      reading(place, (study) => firstValidation(study.metrics(next))),
      validationScore,
    )
    assert.ok((description as { gains: unknown[] }).gains.length > 0)
    await assert.rejects(engine.train({ ...place, ...training, from: 99 }), /holds no policy 99/)
    await assert.rejects(engine.train({ ...place, ...training, trainer: 'ppo', from: id }), /trained by gradient/)
  })

  await context.test('its policy is judged, the same for a seed, and exported where it is no worse', async () => {
    const out = join(place.folder, 'SPS Ausgabe')
    await assert.rejects(engine.export({ study: place.study, target: 'st', out }), EngineError)
    const judged = await engine.judge({ study: place.study, scenarios: 128 })
    assert.deepEqual(
      judged.controllers.map(({ name }) => name),
      ['do nothing', 'baseline', 'rival', 'policy', 'oracle'],
    )
    assert.notEqual(judged.verdict, 'worse', judged.sentence)
    const again = await engine.judge({ study: place.study, scenarios: 128 })
    assert.deepEqual({ ...again, run: 0 }, { ...judged, run: 0 })
    const writer = join(place.folder, 'own.mjs')
    writeFileSync(
      writer,
      "export default { target: 'own', text: 'Own.', write: () => [{ name: 'own.txt', content: 'mine' }] }",
    )
    const exported = await engine.export({ study: place.study, target: 'scl,c', out }, { writerFiles: [writer] })
    for (const end of ['.st', '.scl', '.c', '.h', '.onnx', 'own.txt']) {
      assert.ok(
        exported.files.some((file) => file.endsWith(end)),
        end,
      )
    }
    assert.deepEqual(exported.files, readdirSync(out).sort())
    assert.ok(exported.openLoopDifference < 1e-3 && exported.closedLoopDifference < 1e-2)
    assert.equal(exported.override, undefined)
    const verified = await engine.verify({ directory: out, compiler: join(place.folder, 'iec2c') })
    assert.deepEqual(
      verified.checks.filter(({ state }) => state !== 'holds').map(({ text }) => text),
      [`there is none at ${join(place.folder, 'iec2c')}.`],
    )
    assert.ok(!verified.holds)
    const report = readFileSync(join(out, 'report.html'), 'utf8')
    for (const { name } of judged.failures) assert.ok(report.includes(name))
    assert.match(report, /Training: cost of the validation days/)
    assert.match(report, /The day of/)
  })

  await context.test('a policy judged worse is not exported', async () => {
    const { runId, description, parameters } = reading(place, (study) => study.latestPolicy()!)
    const wild = parameters.map((_, index) => 3 * Math.sin(index * index))
    reading(place, (study) => study.savePolicy({ runId, description, parameters: wild, validationScore: undefined }))
    const judged = await engine.judge({ study: place.study, scenarios: 64 })
    assert.equal(judged.verdict, 'worse', judged.sentence)
    const exporting = engine.export({ study: place.study, target: 'st', out: join(place.folder, 'plc') })
    await assert.rejects(exporting, /judged worse/)
    assert.ok(!readdirSync(place.folder).includes('plc'))
  })

  await context.test('with an override it is, and says so', async () => {
    const out = join(place.folder, 'plc')
    const forced = await engine.export({ study: place.study, target: 'st', out, override: true })
    assert.equal(forced.override, 'exported against the verdict: worse')
    assert.equal((await engine.verify({ directory: out })).override, forced.override)
  })
})

const order: TrainingOrder = {
  text: oneTankText,
  gains: [],
  trainer: 'gradient',
  seed: 1,
  validationSeed: 1,
  iterations: 1,
  lanes: 8,
  learningRate: 0.01,
  device: 'cpu',
  curriculum: usualCurriculum,
}
const silent = { onProgress: () => {}, onCheckpoint: () => {}, onExperience: () => {} }

test('a training process that cannot work says why', async () => {
  const unfit = { ...order, text: oneTankText.replace('T-1.level', 'T-9.level') }
  await assert.rejects(trainInProcess(unfit, silent), /T-9/)
})

/** A double of a training process, whose news and end the test makes up. */
function processDouble() {
  const posted: (TrainingOrder | Proposals)[] = []
  let kills = 0
  let hear = (_: WorkerNews) => {}
  let end = (_: string) => {}
  const spawn: SpawnTraining = () => ({
    post: (given) => posted.push(given),
    onMessage: (listener) => {
      hear = listener
    },
    onClose: (listener) => {
      end = listener
    },
    kill: () => {
      kills++
      end('killed')
    },
  })
  return { spawn, posted, kills: () => kills, tell: (news: WorkerNews) => hear(news), end: (why: string) => end(why) }
}

test('a shell may start the training process in its own way', async () => {
  const double = processDouble()
  const training = trainInProcess(order, silent, double.spawn)
  assert.deepEqual(double.posted, [order])
  const vector = new Float32Array(1)
  const best = { parameters: vector, validation: 1 }
  const moments = { firstMoment: vector, secondMoment: vector }
  const checkpoint = { iteration: 1, parameters: vector, ...moments, best, caution: 1, pool: beginPool([]) }
  double.tell({ kind: 'done', checkpoint })
  double.end('exit code 0')
  assert.equal(await training, checkpoint)
  const lost = trainInProcess(order, silent, double.spawn)
  double.end('exit code 134')
  await assert.rejects(lost, /ended by itself \(exit code 134\)/)
})

test('a seed that fails stops the others, and its failure is told', { timeout: 60_000 }, async (context) => {
  const place = workplace(context)
  const doubles = [processDouble(), processDouble()]
  const waiting = [...doubles]
  const failing = createEngine({ spawn: () => waiting.shift()!.spawn() }).train({ ...place, ...training })
  const failed = assert.rejects(failing, /no memory left/)
  while (waiting.length > 0) await delay(20)
  doubles[1]!.tell({ kind: 'failed', message: 'no memory left' })
  doubles[1]!.end('exit code 0')
  await failed
  assert.equal(doubles[0]!.kills(), 1)
  assert.equal(
    reading(place, (study) => study.runs()[0]!.state),
    'failed',
  )
})

test('what cannot be kept ends the training, and so does a cancelled job', async () => {
  const full = processDouble()
  const onProgress = () => {
    throw new Error('the disk is full')
  }
  const training = trainInProcess(order, { ...silent, onProgress }, full.spawn)
  full.tell({ kind: 'progress', progress: { iteration: 1, cost: 1, scans: 1 } })
  await assert.rejects(training, /the disk is full/)
  assert.equal(full.kills(), 1)
  const stopped = processDouble()
  const stop = new AbortController()
  const stopping = trainInProcess(order, { ...silent, signal: stop.signal }, stopped.spawn)
  stop.abort()
  await assert.rejects(stopping, { name: 'AbortError' })
  assert.equal(stopped.kills(), 1)
})
