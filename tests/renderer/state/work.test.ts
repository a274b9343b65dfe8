import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EngineError } from '../../../core/engine/contract.ts'
import type { RunCard, StudyState, WindowEngine } from '../../../core/engine/window/contract.ts'
import type { App } from '../../../renderer/state/app.ts'
import { createFindings } from '../../../renderer/state/findings.ts'
import { createJobs } from '../../../renderer/state/jobs.ts'
import { createMessages } from '../../../renderer/state/messages.ts'
import { createStudyStore } from '../../../renderer/state/study.ts'
import { carryOut } from '../../../renderer/state/work.ts'

const opened = (name: string): StudyState => ({
  name,
  directory: name,
  text: 'line: one',
  revision: '1',
  diagram: {},
  interrupted: [],
})

const run = (id: number): RunCard => ({
  id,
  kind: 'dream',
  status: 'done',
  seed: 1,
  configuration: {},
  versions: {},
  started: 0,
  outdated: false,
})

/** A double of the engine: it saves what it is given and knows the runs that it is told of. */
function fixture() {
  const runs: RunCard[] = []
  const disk = { text: 'line: one', revision: '1' }
  const engine = {
    readLine: async () => ({ problems: [] }),
    saveLine: async ({ text, revision }: { text: string; revision: string }) => {
      if (revision !== disk.revision) return { saved: false, ...disk }
      Object.assign(disk, { text, revision: `${Number(revision) + 1}` })
      return { saved: true, revision: disk.revision }
    },
    saveDiagram: async () => {},
    closeStudy: async () => {},
    runs: async () => [...runs],
    policies: async () => [],
    exports: async () => [],
    dreamReport: async () => null,
  } as unknown as WindowEngine
  const messages = createMessages()
  const study = createStudyStore(engine, messages, { keep() {}, find: () => undefined, drop() {} })
  const findings = createFindings(engine, study, messages)
  const app = { engine, study, jobs: createJobs(), messages, findings } as unknown as App
  return { app, runs, disk }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5))

test('a long call meets the line as it was written, and what it found is read afterwards', async () => {
  const { app, runs, disk } = fixture()
  app.study.getState().show(opened('tank'))
  await settled()
  assert.equal(app.findings.getState().study, 'tank')
  app.study.getState().edit({ text: 'line: two' })
  const result = await carryOut(app, 'dream', async (study) => {
    runs.push(run(1))
    return `${study} ${disk.text}`
  })
  await settled()
  assert.equal(result, 'tank line: two')
  assert.deepEqual(
    app.findings.getState().runs.map(({ id }) => id),
    [1],
  )
})

test('what fails is told once, what is cancelled is not told, and neither gives a result', async () => {
  const { app } = fixture()
  app.study.getState().show(opened('tank'))
  const refuse = () => Promise.reject(new EngineError([{ message: 'No.', remedy: 'Do something else.' }]))
  assert.equal(await carryOut(app, 'judge', refuse), undefined)
  assert.deepEqual(
    app.messages.getState().shown.map(({ text }) => text),
    ['No.'],
  )
  const cancelled = carryOut(app, 'train', async (_, { signal }) => {
    await settled()
    signal?.throwIfAborted()
  })
  await settled()
  app.jobs.getState().running[0]?.cancel()
  assert.equal(await cancelled, undefined)
  assert.equal(app.messages.getState().shown.length, 1)
})

test('of a line that another program has changed nothing is computed', async () => {
  const { app, disk } = fixture()
  app.study.getState().show(opened('tank'))
  Object.assign(disk, { text: 'line: theirs', revision: '7' })
  app.study.getState().edit({ text: 'line: mine' })
  let called = false
  await carryOut(app, 'dream', async () => {
    called = true
  })
  assert.equal(called, false)
  assert.equal(app.study.getState().saved, 'conflict')
})

test('another study begins with nothing found', async () => {
  const { app, runs } = fixture()
  runs.push(run(3))
  app.study.getState().show(opened('tank'))
  await settled()
  assert.equal(app.findings.getState().runs.length, 1)
  app.study.getState().show(opened('mixer'))
  assert.deepEqual(app.findings.getState().runs, [])
  await settled()
  assert.equal(app.findings.getState().study, 'mixer')
})
