import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createJobs, type RunningJob, secondsLeft } from '../../../renderer/state/jobs.ts'

const progress = (done: number, task = 'Training') => ({ task, done, total: 100, unit: 'steps' })

test('what is left of a job is told from its present task, and from where that began', () => {
  const job: RunningJob = { id: 1, kind: 'train', cancel() {}, since: { task: 'Training', at: 10_000, done: 50 } }
  assert.equal(secondsLeft(job, 20_000), undefined)
  assert.equal(secondsLeft({ ...job, progress: progress(50) }, 20_000), undefined)
  assert.equal(secondsLeft({ ...job, progress: progress(60) }, 20_000), 40)
  assert.equal(secondsLeft({ ...job, progress: progress(100) }, 20_000), undefined)
})

test('a job is among those running until it ends, well or not, and a new task is a new beginning', async () => {
  const jobs = createJobs()
  const running = () => jobs.getState().running
  const tell = Promise.withResolvers<void>()
  const job = jobs.getState().run('train', async ({ onProgress, signal }) => {
    onProgress?.(progress(3, 'Tuning'))
    onProgress?.(progress(50))
    onProgress?.(progress(60))
    await tell.promise
    signal?.throwIfAborted()
  })
  assert.deepEqual(
    running().map(({ since, progress }) => [since?.task, since?.done, progress?.done]),
    [['Training', 50, 60]],
  )
  running()[0]?.cancel()
  tell.resolve()
  await assert.rejects(job, { name: 'AbortError' })
  assert.deepEqual(running(), [])
})
