import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

const folder = mkdtempSync(join(tmpdir(), 'dreamline-cli-'))
after(() => rmSync(folder, { recursive: true }))

const threeTank = 'assets/lines/three-tank.line.yaml'

function dreamline(...argv: string[]) {
  return spawnSync(process.execPath, ['core/cli/main.ts', ...argv], { encoding: 'utf8' })
}

test('a bundled line is right', () => {
  const { status, stdout, stderr } = dreamline('check', threeTank)
  assert.equal(stderr, '')
  assert.equal(status, 0)
  for (const tag of ['P-101', 'LT-103', 'SC-102', 'LC-101', 'overflow-1']) assert.ok(stdout.includes(tag), tag)
})

test('--json gives the same as one document', () => {
  const { status, stdout } = dreamline('check', threeTank, '--json')
  assert.equal(status, 0)
  assert.equal(JSON.parse(stdout).name, 'three-tank')
})

test('a file that is missing is refused with 2', () => {
  const { status, stdout, stderr } = dreamline('check', 'missing.yaml')
  assert.equal(status, 2)
  assert.equal(stdout, '')
  assert.match(stderr, /missing\.yaml/)
  assert.doesNotMatch(stderr, /unexpectedly/)
})

test('a file with a mistake is refused with 2, and its place is named', () => {
  const file = join(folder, 'wrong.line.yaml')
  writeFileSync(file, 'line: wrong\nstepp: 1 s\n')
  const { status, stdout } = dreamline('check', file, '--json')
  assert.equal(status, 2)
  const { problems } = JSON.parse(stdout).error as { problems: { message: string; where?: string }[] }
  assert.ok(problems.some(({ message, where }) => /stepp/.test(message) && where?.includes(':2')))
})

test('a command that does not exist is refused with 2', () => {
  const { status, stderr } = dreamline('chek', threeTank)
  assert.equal(status, 2)
  assert.match(stderr, /check/)
})
