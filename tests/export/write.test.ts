import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { Manifest } from '../../core/export/manifest.ts'
import { ExportError } from '../../core/export/policy.ts'
import { instantiate } from '../../core/export/virtual-plc/machine.ts'
import { parse } from '../../core/export/virtual-plc/parse.ts'
import { exportPolicy } from '../../core/export/write.ts'
import { writers } from '../../core/export/writers/registry.ts'
import { lineText, testLoop, testParameters } from './test-policy.ts'

const parent = mkdtempSync(join(tmpdir(), 'dreamline-export-'))
after(() => rmSync(parent, { recursive: true }))

const loop = testLoop()
const request = {
  loop,
  lineText,
  parameters: testParameters(loop.controller),
  tuning: Float32Array.of(1.5, 1, 0.5, 1),
  verdict: { overall: 'better' },
  writers,
}
const filesOf = (directory: string) =>
  Object.fromEntries(
    readdirSync(directory)
      .sort()
      .map((name) => [name, readFileSync(join(directory, name))]),
  )

test('an exported folder holds the blocks in every form and their evidence, and the same request gives the same bytes', async () => {
  const directory = join(parent, 'deep', 'first')
  const manifest = await exportPolicy({ ...request, directory })
  const files = filesOf(directory)
  assert.deepEqual(Object.keys(files), [
    'DREAMLINE_IS_NUMBER.TcPOU',
    'DREAMLINE_THREE_TANK_APPLY.L5X',
    'DREAMLINE_THREE_TANK_APPLY.TcPOU',
    'DREAMLINE_THREE_TANK_SENSE.L5X',
    'DREAMLINE_THREE_TANK_SENSE.TcPOU',
    'README.txt',
    'manifest.json',
    'policy.onnx',
    'test-vectors.csv',
    'three-tank.c',
    'three-tank.codesys.xml',
    'three-tank.h',
    'three-tank.plcopen.xml',
    'three-tank.scl',
    'three-tank.st',
  ])
  assert.deepEqual(readdirSync(join(parent, 'deep')), ['first'])
  assert.deepEqual(JSON.parse(String(files['manifest.json'])), manifest)
  const { openLoop, closedLoop, holds } = manifest.verification
  assert.deepEqual([holds, openLoop.scans, closedLoop.together.scans], [true, 10_000, 1000])
  const hash = (name: string) =>
    createHash('sha256')
      .update(files[name] as Buffer)
      .digest('hex')
  assert.equal(manifest.sha256.onnx, hash('policy.onnx'))
  assert.equal(manifest.sha256.structuredText, hash('three-tank.st'))
  assert.equal(manifest.sha256.line, createHash('sha256').update(lineText).digest('hex'))
  assert.deepEqual(manifest.loops[0], { tag: 'LC-101', gain: 7.5, integral: 240, derivative: 0 })
  assert.match(String(files['README.txt']), /LC-101: gain 7.5, integral 240 s/)

  await exportPolicy({ ...request, directory: join(parent, 'second') })
  assert.deepEqual(filesOf(join(parent, 'second')), files)
})

test('the engineer reads what was written, what of it was checked, and what names became of tags', async () => {
  const manifest = JSON.parse(readFileSync(join(parent, 'second', 'manifest.json'), 'utf8')) as Manifest
  const readme = readFileSync(join(parent, 'second', 'README.txt'), 'utf8')
  assert.deepEqual(
    manifest.targets.map(({ target }) => target),
    writers.map(({ target }) => target),
  )
  for (const { target, files, text } of manifest.targets) {
    assert.ok(readme.includes(`  ${target}: ${files.join(', ') || 'policy.onnx'}`), target)
    assert.ok(readme.replace(/\s+/g, ' ').includes(text), text)
  }
  assert.match(readme, /None of them has been imported in a vendor's tool yet/)
  assert.ok(manifest.names.some(({ tag, name }) => tag === 'LT-101' && name === 'LT_101'))
  assert.match(readme, /^ {2}LT-101 is LT_101$/m)
})

test('a writer that fails leaves nothing behind', async () => {
  const failing = {
    target: 'failing',
    text: 'A writer that fails, for this test.',
    write() {
      throw new RangeError('no room')
    },
  }
  const attempt = exportPolicy({ ...request, writers: [...writers, failing], directory: join(parent, 'failed') })
  await assert.rejects(attempt, /The writer of failing failed: no room/)
  assert.ok(!readdirSync(parent).some((name) => name.includes('failed') || name.startsWith('.')))
})

test('the test vectors are what the written block gives', async () => {
  const [csv, text] = ['test-vectors.csv', 'three-tank.st'].map((name) =>
    readFileSync(join(parent, 'second', name), 'utf8'),
  )
  const [header, ...rows] = (csv as string)
    .trim()
    .split('\n')
    .map((row) => row.split(','))
  const block = instantiate(parse(text as string), 'DREAMLINE_THREE_TANK_SENSE')
  assert.equal(rows.length, 200)
  let episode = ''
  for (const row of rows) {
    if (row[0] !== episode) {
      block.set('ENABLE', false)
      block.scan()
    }
    episode = row[0] as string
    block.set('ENABLE', true)
    const inputs = 1 + 3 + 2 + 2
    for (let column = 1; column < inputs; column++) block.set(header?.[column] as string, Number(row[column]))
    block.scan()
    for (let column = inputs; column < row.length; column++) {
      const difference = Math.abs(Number(block.get(header?.[column] as string)) - Number(row[column]))
      assert.ok(difference < 1e-3, `${header?.[column]} is off by ${difference}`)
    }
  }
})

test('an existing folder is left as it is', async () => {
  const directory = join(parent, 'mine')
  mkdirSync(directory)
  writeFileSync(join(directory, 'notes.txt'), 'mine')
  await assert.rejects(
    exportPolicy({ ...request, directory }),
    (error) => error instanceof ExportError && /exists already/.test(error.message),
  )
  assert.deepEqual(Object.keys(filesOf(directory)), ['notes.txt'])
})

test('a policy that is refused leaves nothing behind', async () => {
  const parameters = request.parameters.map(() => Number.NaN)
  await assert.rejects(exportPolicy({ ...request, parameters, directory: join(parent, 'refused') }), /not finite/)
  assert.ok(!readdirSync(parent).some((name) => name.includes('refused') || name.startsWith('.')))
})
