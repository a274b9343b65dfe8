import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { openStudy, readStudy } from '../../core/study/study.ts'
import { folder } from './folder.ts'
import { cannotForbid, whileReadOnly } from './read-only.ts'

const lineText = 'name: Three tanks\n# Füllstand\n'

/** A new study with one line and one training run in it. */
function startedStudy(context: TestContext) {
  const study = openStudy(join(folder(context), 'new', 'study'), { create: true })
  context.after(() => study.close())
  const lineHash = study.saveLine('Three tanks', lineText)
  const start = {
    kind: 'train',
    lineHash,
    configuration: { lanes: 64 },
    seed: 7,
    versions: { node: '24.21.0' },
  } as const
  return { study, lineHash, start, runId: study.startRun(start) }
}

test('a line is kept once, under the hash of its text', (context) => {
  const { study, lineHash } = startedStudy(context)
  assert.match(lineHash, /^[0-9a-f]{64}$/)
  const kept = study.line(lineHash)
  assert.equal(study.saveLine('Renamed', lineText), lineHash)
  assert.deepEqual(study.line(lineHash), kept)
  assert.equal(kept?.text, lineText)
  assert.equal(study.line('unknown'), undefined)
})

test('a run comes back as it was started, then as it ended, also after closing', (context) => {
  const { study, start, runId } = startedStudy(context)
  assert.deepEqual(
    { ...study.run(runId), started: '' },
    { ...start, id: runId, state: 'running', started: '', ended: undefined, message: undefined },
  )
  study.finishRun(runId, 'failed', 'diverged at step 12')
  study.close()
  const again = openStudy(study.directory)
  const [run] = again.runs()
  again.close()
  assert.equal(run?.state, 'failed')
  assert.equal(run?.message, 'diverged at step 12')
  assert.ok(run.ended !== undefined && run.ended >= run.started)
})

test("a run's report comes back as it was told, the last word where it was told twice", (context) => {
  const { study, runId } = startedStudy(context)
  assert.equal(study.report(runId), undefined)
  study.saveReport(runId, { before: 2, after: 1 })
  const report = { before: Number.NaN, after: 0.5, interval: [-Infinity, Infinity], seeds: [7001] }
  study.saveReport(runId, report)
  assert.deepEqual(study.report(runId), report)
})

test('metrics keep every number a trainer can produce, and repeated steps the last word', (context) => {
  const { study, runId } = startedStudy(context)
  study.appendMetrics(runId, [
    { step: 1, name: 'loss', value: 0.1 },
    { step: 2, name: 'loss', value: Number.NaN },
    { step: 3, name: 'loss', value: Infinity },
  ])
  study.appendMetrics(runId, [{ step: 1, name: 'loss', value: 0.2 }])
  const values = study.metrics(runId).map(({ value }) => value)
  assert.deepEqual(values, [0.2, Number.NaN, Infinity])
})

test('a batch is kept as a whole or not at all', (context) => {
  const { study, runId } = startedStudy(context)
  const good = { step: 1, name: 'loss', value: 1 }
  assert.throws(() => study.appendMetrics(runId, [good, { ...good, step: 1.5 }]))
  assert.deepEqual(study.metrics(runId), [])
})

test('scenarios come back ranked by risk, each with its run and line', (context) => {
  const { study, lineHash, runId } = startedStudy(context)
  assert.equal(study.latestScenarioRun(lineHash), undefined)
  const scenario = (id: string, risk: number) => ({
    id,
    scenario: { faults: [{ mode: 'stuck', onset: 12.5 }] },
    likelihood: 0.02,
    consequence: { overflow: risk / 0.02 },
    risk,
    seed: 3,
  })
  study.saveScenarios(runId, [scenario('a', 1), scenario('b', 5), scenario('c', 3)])
  assert.deepEqual(study.scenarios(runId), [
    { ...scenario('b', 5), runId, lineHash },
    { ...scenario('c', 3), runId, lineHash },
    { ...scenario('a', 1), runId, lineHash },
  ])
  assert.equal(study.latestScenarioRun(lineHash), runId)
})

test('the latest policy comes back bit for bit, with what was judged and exported', (context) => {
  const { study, lineHash, runId } = startedStudy(context)
  const policy = { runId, description: { kind: 'trim' }, validationScore: -9.1 }
  study.savePolicy({ ...policy, parameters: new Float32Array(3), validationScore: undefined })
  const id = study.savePolicy({ ...policy, parameters: new Float32Array([0.1, -0, 1e-42]) })
  const latest = study.latestPolicy()
  assert.deepEqual(latest, study.policy(id))
  assert.deepEqual(latest, study.latestPolicy(lineHash))
  assert.deepEqual(latest?.parameters, new Float32Array([0.1, -0, 1e-42]))
  assert.equal(latest?.validationScore, -9.1)
  assert.equal(latest?.lineHash, lineHash)
  assert.equal(study.latestPolicy('another line'), undefined)

  assert.equal(study.latestVerdict(id), undefined)
  study.saveVerdict(runId, id, { verdict: 'worse' })
  study.saveVerdict(runId, id, { verdict: 'better', interval: [-Infinity, -1] })
  assert.deepEqual(study.latestVerdict(id)?.verdict, { verdict: 'better', interval: [-Infinity, -1] })
  assert.deepEqual(
    study.policies().map((one) => one.id),
    [id, id - 1],
  )
  study.saveExport(runId, '/plc', { files: ['policy.st'] })
  assert.deepEqual(study.exports()[0]?.manifest, { files: ['policy.st'] })
  assert.equal(study.exports()[0]?.runId, runId)
})

test('settings belong to a line and are replaced', (context) => {
  const { study, lineHash } = startedStudy(context)
  assert.equal(study.setting(lineHash, 'gains'), undefined)
  study.saveSetting(lineHash, 'gains', { 'LIC-101': [2, 0.1] })
  study.saveSetting(lineHash, 'gains', null)
  assert.equal(study.setting(lineHash, 'gains'), null)
})

test('the latest two checkpoints of each worker stay', (context) => {
  const { study, runId } = startedStudy(context)
  for (const workerSeed of [1, 2]) {
    for (const iteration of [10, 20, 30]) {
      const parameters = Float32Array.of(workerSeed, iteration)
      study.saveCheckpoint({ runId, workerSeed, iteration, parameters, state: { iteration } })
    }
  }
  const latest = study.latestCheckpoint(runId, 2)
  assert.deepEqual([latest?.iteration, latest?.parameters], [30, Float32Array.of(2, 30)])
  assert.equal(study.latestCheckpoint(runId, 3), undefined)
})

test('a run of this living process is not interrupted and cannot be taken over; an unfinished one can', (context) => {
  const { study, runId } = startedStudy(context)
  assert.deepEqual(study.interruptedRuns(), [])
  assert.equal(study.resumeRun(runId), false)
  study.finishRun(runId, 'cancelled')
  assert.equal(study.resumeRun(runId), true)
  assert.equal(study.run(runId)?.state, 'running')
  study.finishRun(runId, 'done')
  assert.equal(study.resumeRun(runId), false)
})

test('what is not there yet is read as an empty study, and nothing is made', (context) => {
  const directory = join(folder(context), 'nothing')
  const read = readStudy(directory)
  assert.deepEqual([read.runs(), read.policies(), read.exports()], [[], [], []])
  read.close()
  assert.ok(!existsSync(directory))
})

test('a study that may not be written can be read all the same', { skip: cannotForbid }, async (context) => {
  const { study, start, runId } = startedStudy(context)
  study.saveReport(runId, { before: 2 })
  study.close()
  await whileReadOnly(study.directory, () => {
    assert.throws(() => openStudy(study.directory), { name: 'StudyError', unwritable: true })
    const read = readStudy(study.directory)
    assert.equal(read.run(runId)?.seed, start.seed)
    assert.deepEqual(read.report(runId), { before: 2 })
    read.close()
  })
  const again = readStudy(study.directory)
  again.finishRun(runId, 'done')
  again.close()
  const last = openStudy(study.directory)
  assert.equal(last.run(runId)?.state, 'done', 'where it may be written, what is read is no copy')
  last.close()
})
