import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import SQLite from 'better-sqlite3'
import { checkpointTable } from '../../core/study/checkpoints.ts'
import { openDatabase } from '../../core/study/database.ts'
import { StudyError } from '../../core/study/error.ts'
import { applicationId, migrations } from '../../core/study/schema.ts'
import { openStudy } from '../../core/study/study.ts'
import { folder } from './folder.ts'
import { cannotForbid, whileReadOnly } from './read-only.ts'

/** The folder of a closed study with a checkpoint in it. */
function closedStudy(context: TestContext) {
  const directory = folder(context)
  const study = openStudy(directory, { create: true })
  const lineHash = study.saveLine('Line', 'text')
  const runId = study.startRun({ kind: 'train', lineHash, configuration: {}, seed: 1, versions: {} })
  const checkpoint = { runId, workerSeed: 1, iteration: 1, parameters: new Float32Array(50_000), state: {} }
  study.saveCheckpoint(checkpoint)
  study.close()
  return { directory, path: join(directory, 'study.db'), checkpoint }
}

/** What opening says; the message ends with the path, and the file stays as it is. */
function refusal(directory: string, create = false): string {
  const path = join(directory, 'study.db')
  const before = readFileSync(path)
  let message = ''
  assert.throws(
    () => openStudy(directory, { create }),
    (error) => {
      assert.ok(error instanceof StudyError)
      assert.ok(error.message.endsWith(`${error.remedy}: ${path}`))
      message = error.message
      return true
    },
  )
  assert.ok(before.equals(readFileSync(path)))
  return message
}

test('a folder without a study is not made into one unasked', (context) => {
  const directory = folder(context)
  assert.throws(() => openStudy(directory), { name: 'StudyError', message: /^There is no study here/ })
})

test('a damaged database is reported and never overwritten', (context) => {
  const { directory, path } = closedStudy(context)
  const whole = readFileSync(path)
  const damages: [string, Buffer][] = [
    ['a page in the middle', Buffer.concat([whole.subarray(0, 8192), Buffer.alloc(4096, 0xa5), whole.subarray(12288)])],
    ['cut off', whole.subarray(0, whole.length / 2)],
    ['the header', Buffer.concat([Buffer.alloc(100, 0x20), whole.subarray(100)])],
    ['no database at all', Buffer.from('name: Three tanks\n'.repeat(100))],
  ]
  for (const [damage, bytes] of damages) {
    writeFileSync(path, bytes)
    assert.match(refusal(directory), /^The study's database is damaged .*Nothing was changed/, damage)
    refusal(directory, true)
  }
})

test('the study of a newer version and the database of another program are refused', (context) => {
  const { directory, path } = closedStudy(context)
  const sqlite = new SQLite(path)
  sqlite.pragma('user_version = 99')
  sqlite.close()
  assert.match(refusal(directory), /newer Dreamline \(format 99/)
  const foreign = new SQLite(path)
  foreign.pragma('application_id = 1')
  foreign.close()
  assert.match(refusal(directory), /no Dreamline study/)
})

test('a study of an earlier version is brought to the present one with all that it holds', (context) => {
  const directory = folder(context)
  const sqlite = new SQLite(join(directory, 'study.db'))
  for (const migration of migrations.slice(0, 2)) sqlite.exec(migration)
  sqlite.pragma(`application_id = ${applicationId}`)
  sqlite.pragma('user_version = 2')
  sqlite.exec("INSERT INTO line VALUES ('hash', 'Line', 'text', '2026-01-01')")
  sqlite.close()
  const study = openStudy(directory)
  context.after(() => study.close())
  assert.equal(study.line('hash')?.text, 'text')
  assert.deepEqual(study.sequences('hash'), [])
})

test('an empty database, left by a kill during creation, becomes a study', (context) => {
  const directory = folder(context)
  writeFileSync(join(directory, 'study.db'), '')
  const study = openStudy(directory)
  assert.deepEqual(study.runs(), [])
  study.close()
})

test('a full disk is reported, and what was saved before stays', (context) => {
  const { path, checkpoint } = closedStudy(context)
  const database = openDatabase(path)
  context.after(() => database.close())
  const pages = database.one<{ page_count: number }>('PRAGMA page_count')!.page_count
  database.one(`PRAGMA max_page_count = ${pages + 2}`)
  const checkpoints = checkpointTable(database)
  assert.throws(() => checkpoints.saveCheckpoint({ ...checkpoint, iteration: 2 }), {
    name: 'StudyError',
    message: /^There is no room left .*free some space/,
  })
  assert.equal(checkpoints.latestCheckpoint(checkpoint.runId, 1)?.iteration, 1)
})

test('a study that may not be written says so', (context) => {
  const { path, checkpoint } = closedStudy(context)
  const database = openDatabase(path)
  context.after(() => database.close())
  database.run('PRAGMA query_only = ON')
  const save = () => checkpointTable(database).saveCheckpoint({ ...checkpoint, iteration: 2 })
  assert.throws(save, { name: 'StudyError', message: /cannot be written/ })
})

test('a place where no study can be made is refused', (context) => {
  const directory = folder(context)
  writeFileSync(join(directory, 'file'), '')
  const inFile = join(directory, 'file', 'study')
  assert.throws(() => openStudy(inFile, { create: true }), { name: 'StudyError', message: /cannot be made/ })
})

test('a read-only folder is refused', { skip: cannotForbid }, async (context) => {
  const directory = folder(context)
  await whileReadOnly(directory, () => {
    const opening = () => openStudy(directory, { create: true })
    assert.throws(opening, { name: 'StudyError', message: /cannot be written/ })
  })
})
