import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { type AuditEntry, checkAudit, openAudit } from '../../../core/plant/session/audit.ts'

const folder = mkdtempSync(join(tmpdir(), 'dreamline-audit-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const write: AuditEntry = {
  kind: 'write',
  node: 's=SC-1.trim',
  value: 1.5,
  previous: 0,
  unit: '%',
  by: 'Ada',
  reason: 'advice',
}

function written(name: string): string {
  const file = join(folder, name)
  const audit = openAudit(file)
  audit.append([{ kind: 'mode', mode: 'in control', reason: 'armed', by: 'Ada' }])
  const [number] = audit.append([write], true)
  audit.append([{ kind: 'result', write: number!, status: 'Good' }])
  audit.close()
  return file
}

test('an audit log goes on over sessions, and is whole', async () => {
  const file = written('whole')
  const audit = openAudit(file)
  assert.deepEqual(audit.append([write, write]), [4, 5])
  audit.close()
  const check = await checkAudit(file)
  assert.deepEqual([check.lines, check.writes, check.broken], [5, 3, undefined])
})

test('a changed, a missing and an added line are seen', async () => {
  const file = written('changed')
  const lines = readFileSync(file, 'utf8').split('\n')
  const broken = async (...text: string[]) => {
    writeFileSync(file, text.join('\n'))
    return (await checkAudit(file)).broken?.line
  }
  assert.equal(await broken(...lines), undefined)
  assert.equal(await broken(lines[0]!, lines[1]!.replace('1.5', '0.5'), lines[2]!, ''), 3)
  assert.equal(await broken(lines[0]!, lines[2]!, ''), 2)
  assert.equal(await broken(lines[0]!, lines[0]!, ...lines.slice(1)), 2)
  assert.equal(await broken(lines[0]!, 'no JSON', ...lines.slice(2)), 2)
})

test('what a crash left unfinished is cut off at the next start, and that is told', async () => {
  const file = written('torn')
  appendFileSync(file, '{"number":4,"at":"20')
  assert.equal((await checkAudit(file)).broken?.line, 4)
  openAudit(file).close()
  const check = await checkAudit(file)
  assert.deepEqual([check.lines, check.broken], [4, undefined])
  assert.match(readFileSync(file, 'utf8'), /"kind":"mended","removed":20/)
})

test('lines after the end of a checked log change its last hash', async () => {
  const file = written('cut')
  const { last } = await checkAudit(file)
  writeFileSync(file, readFileSync(file, 'utf8').split('\n').slice(0, 2).join('\n').concat('\n'))
  const cut = await checkAudit(file)
  assert.equal(cut.broken, undefined)
  assert.notEqual(cut.last, last)
})

test('a log whose writer is killed in the middle is whole', async () => {
  const file = join(folder, 'killed')
  const audit = new URL('../../../core/plant/session/audit.ts', import.meta.url).href
  const program = `
    const { openAudit } = await import(${JSON.stringify(audit)})
    const audit = openAudit(${JSON.stringify(file)})
    for (;;) audit.append([${JSON.stringify(write)}, ${JSON.stringify(write)}], true)
  `
  const writer = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'ignore' })
  while (!existsSync(file) || statSync(file).size < 20_000) await pause(20)
  writer.kill('SIGKILL')
  await once(writer, 'exit')
  openAudit(file).close()
  const check = await checkAudit(file)
  assert.equal(check.broken, undefined)
  assert.ok(check.writes >= 60)
})
