import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { holderOf, lockStudy } from '../../core/study/lock.ts'
import { folder } from './folder.ts'
import { cannotForbid, whileReadOnly } from './read-only.ts'

test('who locks a study holds it until another takes it or it is released', (context) => {
  const directory = folder(context)
  assert.equal(holderOf(directory), undefined)
  const first = lockStudy(directory)
  assert.equal(holderOf(directory)?.id, process.pid)
  assert.equal(first.isHeld(), true)
  const second = lockStudy(directory)
  assert.deepEqual([first.isHeld(), second.isHeld()], [false, true])
  first.release()
  assert.equal(holderOf(directory)?.id, process.pid)
  second.release()
  assert.equal(holderOf(directory), undefined)
  assert.deepEqual(readdirSync(directory), [])
})

test('a lock left behind by a process that is gone holds nothing, one of another machine does', (context) => {
  const directory = folder(context)
  const lock = `import { lockStudy } from './core/study/lock.ts'; lockStudy(${JSON.stringify(directory)}); console.log(process.pid)`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', lock], { encoding: 'utf8' })
  assert.ok(Number(stdout) > 0 && readdirSync(directory).includes('study.lock'))
  assert.equal(holderOf(directory), undefined)
  const elsewhere = { id: Number(stdout), started: Date.now(), host: `not-${hostname()}`, token: 'a' }
  writeFileSync(join(directory, 'study.lock'), JSON.stringify(elsewhere))
  assert.deepEqual(holderOf(directory), elsewhere)
})

test('what is no lock holds nothing', (context) => {
  const directory = folder(context)
  for (const text of ['', 'null', '[]', '{"id": "x"}', '{"id": 1']) {
    writeFileSync(join(directory, 'study.lock'), text)
    assert.equal(holderOf(directory), undefined, text)
  }
})

test('a folder that may not be written cannot be locked, and nothing is left in it', {
  skip: cannotForbid,
}, async (context) => {
  const directory = folder(context)
  await whileReadOnly(directory, () => assert.throws(() => lockStudy(directory), { code: 'EACCES' }))
  assert.deepEqual(readdirSync(directory), [])
})
