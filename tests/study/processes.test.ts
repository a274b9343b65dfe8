import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import SQLite from 'better-sqlite3'
import { openStudy } from '../../core/study/study.ts'
import { folder } from './folder.ts'

const writer = join(import.meta.dirname, 'writer.ts')

function work(context: TestContext, directory: string, task: 'checkpoints' | 'metrics'): ChildProcess {
  const child = spawn(process.execPath, [writer, directory, task], { stdio: ['ignore', 'pipe', 'inherit'] })
  context.after(() => child.kill('SIGKILL'))
  return child
}

test('a process killed while it writes checkpoints leaves a whole one, and a run to resume', {
  timeout: 30_000,
}, async (context) => {
  const directory = folder(context)
  for (const wait of [0, 7, 31]) {
    const child = work(context, directory, 'checkpoints')
    const [printed] = (await once(child.stdout!, 'data')) as [Buffer]
    const runId = Number(printed.toString())
    await delay(wait)
    child.kill('SIGKILL')
    await once(child, 'exit')

    const study = openStudy(directory)
    const checkpoint = study.latestCheckpoint(runId, 1)
    assert.ok(checkpoint !== undefined && checkpoint.iteration >= 3)
    assert.equal(checkpoint.parameters.length, 200_000)
    assert.ok(checkpoint.parameters.every((value) => value === checkpoint.iteration))
    assert.deepEqual(checkpoint.state, { iteration: checkpoint.iteration })
    assert.equal(study.interruptedRuns()[0]?.id, runId)
    assert.equal(study.resumeRun(runId), true)
    assert.equal(study.interruptedRuns().length, 0)
    study.finishRun(runId, 'done')
    study.close()
  }
})

test('processes that create and fill the same study at once all keep what they wrote', {
  timeout: 30_000,
}, async (context) => {
  const directory = join(folder(context), 'shared')
  const children = [
    work(context, directory, 'metrics'),
    work(context, directory, 'metrics'),
    work(context, directory, 'metrics'),
  ]
  const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0]))
  assert.deepEqual(codes, [0, 0, 0])
  const study = openStudy(directory)
  const counts = study.runs().map((run) => [run.state, study.metrics(run.id).length])
  study.close()
  assert.deepEqual(counts, Array(3).fill(['done', 200]))
})

test('who waits too long for another writer is told who it is', (context) => {
  const study = openStudy(folder(context), { create: true })
  context.after(() => study.close())
  const lineHash = study.saveLine('Line', 'text')
  const runId = study.startRun({ kind: 'train', lineHash, configuration: {}, seed: 1, versions: {} })
  const other = new SQLite(join(study.directory, 'study.db'))
  context.after(() => other.close())
  other.prepare('UPDATE run SET process_id = ?').run(process.ppid)
  other.exec('BEGIN IMMEDIATE')
  assert.throws(() => study.finishRun(runId, 'done'), {
    name: 'StudyError',
    message: new RegExp(`^A train run \\(process ${process.ppid}\\) holds`),
  })
  other.exec('ROLLBACK')
  study.finishRun(runId, 'done')
  assert.equal(study.run(runId)?.state, 'done')
})
