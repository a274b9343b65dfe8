import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import type { Notice } from '../../../core/engine/window/contract.ts'
import { createWindowEngine } from '../../../core/engine/window/window-engine.ts'
import type { Drafts } from '../../../renderer/state/drafts.ts'
import { createMessages } from '../../../renderer/state/messages.ts'
import { createStudyStore } from '../../../renderer/state/study.ts'

const first = `line: buffer
title: A buffer
step: 1 s
scan: 5 s
horizon: 1 min

components:
  T-101: {kind: tank, area: 1 m2, height: 1 m} # as built
`

/** The window's storage, which Node does not have. */
function draftsDouble(): Drafts {
  const kept = new Map<string, string>()
  return {
    keep: (study, text) => kept.set(study, text),
    find: (study) => kept.get(study),
    drop: (study) => kept.delete(study),
  }
}

/** A store on a study on disk, with the real engine behind it. */
async function opened(run: (scene: Awaited<ReturnType<typeof setUp>>) => Promise<void>) {
  const scene = await setUp()
  try {
    await run(scene)
  } finally {
    await scene.engine.close()
    rmSync(scene.place, { recursive: true, force: true })
  }
}

async function setUp() {
  const place = mkdtempSync(join(tmpdir(), 'dreamline-study-'))
  const notices: Notice[] = []
  const engine = createWindowEngine({
    studies: join(place, 'studies'),
    settings: join(place, 'settings.json'),
  }).forWindow((notice) => notices.push(notice))
  const messages = createMessages()
  const drafts = draftsDouble()
  const study = createStudyStore(engine, messages, drafts)
  study.getState().show(await engine.createStudy({ study: 'buffer', text: first }))
  const file = join(place, 'studies', 'buffer', 'buffer.line.yaml')
  return { place, engine, messages, drafts, study, file, notices }
}

const edited = first.replace('1 m2', '2 m2')

test('an edit is saved by itself and read by the engine', () =>
  opened(async ({ study, file }) => {
    study.getState().edit({ text: edited })
    await wait(1200)
    assert.equal(study.getState().saved, 'saved')
    assert.equal(readFileSync(file, 'utf8'), edited)
    assert.equal(study.getState().model?.components[0]?.parameters.area, 2)
  }))

test('undo goes back to the very text, redo forth again, and an edit forgets what was undone', () =>
  opened(async ({ study }) => {
    study.getState().edit({ text: edited })
    study.getState().edit({ diagram: { 'T-101': [10, 20] } })
    study.getState().undo()
    assert.deepEqual(study.getState().diagram, {})
    study.getState().undo()
    assert.equal(study.getState().text, first)
    study.getState().redo()
    assert.equal(study.getState().text, edited)
    study.getState().edit({ text: `${edited}# more\n` })
    assert.deepEqual(study.getState().future, [])
  }))

test('typing that goes on is one step of undo', () =>
  opened(async ({ study }) => {
    for (const text of [`${first}#`, `${first}# a`, `${first}# a b`]) study.getState().edit({ text }, 'typing')
    study.getState().undo()
    assert.equal(study.getState().text, first)
  }))

test('a file that was changed by another program is not written over, and either version can be kept', () =>
  opened(async ({ study, file }) => {
    const theirs = first.replace('A buffer', 'Their buffer')
    study.getState().edit({ text: edited })
    writeFileSync(file, theirs)
    await study.getState().save()
    assert.equal(study.getState().saved, 'conflict')
    assert.equal(readFileSync(file, 'utf8'), theirs)
    study.getState().resolve('theirs')
    assert.equal(study.getState().text, theirs)
    study.getState().undo()
    assert.equal(study.getState().text, edited)
    await study.getState().save()
    assert.equal(study.getState().saved, 'saved')
    assert.equal(readFileSync(file, 'utf8'), edited)
  }))

test('the window is told of a change on disk', () =>
  opened(async ({ study, file, notices }) => {
    const theirs = first.replace('A buffer', 'Their buffer')
    writeFileSync(file, theirs)
    for (let tries = 0; notices.length === 0 && tries < 50; tries++) await wait(100)
    const [notice] = notices
    assert.ok(notice?.kind === 'line changed')
    study.getState().changedOnDisk(notice.text, notice.revision)
    assert.equal(study.getState().saved, 'conflict')
    assert.equal(study.getState().theirs?.text, theirs)
  }))

test('what could not be saved stays in the window and is kept as a draft', () =>
  opened(async ({ place, study, messages, drafts, engine, file }) => {
    const original = readFileSync(file, 'utf8')
    rmSync(join(place, 'studies', 'buffer'), { recursive: true, force: true })
    study.getState().edit({ text: edited })
    await study.getState().save()
    assert.notEqual(study.getState().saved, 'saved')
    assert.equal(study.getState().text, edited)
    assert.equal(drafts.find('buffer'), edited)
    assert.ok(messages.getState().shown.length > 0 || study.getState().saved === 'conflict')
    // The window dies, the folder comes back, and the study is opened anew.
    await engine.closeStudy({ study: 'buffer' }).catch(() => {})
    const again = await engine.createStudy({ study: 'buffer', text: original })
    study.getState().show(again)
    const offer = messages.getState().shown.find(({ text }) => text === 'draft')?.offer
    offer?.run()
    assert.equal(study.getState().text, edited)
  }))
