import assert from 'node:assert/strict'
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type Manifest, sha256 } from '../../../core/export/manifest.ts'
import { ExportError } from '../../../core/export/policy.ts'
import { compileWith } from '../../../core/export/verify/compiler.ts'
import { verifyExport } from '../../../core/export/verify/verify.ts'
import { exportPolicy } from '../../../core/export/write.ts'
import { worseEvidence } from '../test-evidence.ts'
import { lineText, testLoop, testParameters } from '../test-policy.ts'

const parent = mkdtempSync(join(tmpdir(), 'dreamline-verify-'))
after(() => rmSync(parent, { recursive: true }))
const exported = join(parent, 'exported')
before(async () => {
  const loop = testLoop()
  const parameters = testParameters(loop.controller)
  await exportPolicy({ loop, lineText, parameters, tuning: undefined, evidence: worseEvidence, directory: exported })
})

const read = (name: string) => readFileSync(join(exported, name), 'utf8')

let copies = 0
/** A copy of the export with one file changed; where `covered`, all hashes are made to fit again. */
function changed(name: string, change: (text: string) => string, covered = false): string {
  const copy = join(parent, `copy-${copies++}`)
  cpSync(exported, copy, { recursive: true })
  const text = change(read(name))
  assert.notEqual(text, read(name))
  writeFileSync(join(copy, name), text)
  if (!covered) return copy
  const manifest = JSON.parse(readFileSync(join(copy, 'manifest.json'), 'utf8')) as Manifest
  const files = { ...manifest.files, ...(name === 'manifest.json' ? {} : { [name]: sha256(text) }) }
  const written = JSON.stringify({ ...manifest, files })
  writeFileSync(join(copy, 'manifest.json'), written)
  const sums = Object.entries({ ...files, 'manifest.json': sha256(written) }).map(([file, hash]) => `${hash}  ${file}`)
  writeFileSync(join(copy, 'SHA256SUMS'), sums.join('\n'))
  return copy
}

const failures = async (directory: string) =>
  (await verifyExport(directory)).checks
    .filter(({ state }) => state === 'fails')
    .map(({ name, text }) => `${name}: ${text}`)

test('an export as it was written holds in every check', async () => {
  const { checks } = await verifyExport(exported)
  assert.deepEqual(
    checks.filter(({ state }) => state !== 'holds'),
    [],
  )
  assert.equal(checks.length, 7)
})

test('what goes against the verdict heads every file', () => {
  const objection = /exported against the verdict: worse/i
  for (const name of ['three-tank.st', 'three-tank-test.st', 'test-vectors.csv', 'README.txt']) {
    assert.match(read(name).split('\n')[0] as string, objection, name)
  }
  for (const name of ['policy.onnx', 'model-card.md', 'report.html', 'manifest.json'])
    assert.match(read(name), objection)
})

test('a changed file fails by its hash, also one that nothing computes with', async () => {
  const [failure, ...others] = await failures(changed('README.txt', (text) => `${text} `))
  assert.match(failure ?? '', /Hashes of the files: README\.txt has changed/)
  assert.deepEqual(others, [])
})

test('a changed weight fails in the virtual PLC even where every hash was made to fit', async () => {
  const weight = /-?0\.\d{6,}/
  const copy = changed('three-tank.st', (text) => text.replace(weight, (value) => `${Number(value) + 0.05}`), true)
  const found = await failures(copy)
  assert.equal(found.length, 2)
  assert.match(found[0] ?? '', /The block gives the test vectors in the virtual PLC: .* differs most/)
  assert.match(found[1] ?? '', /The test bench passes in the virtual PLC: FAIL: in scan \d+ DREAMLINE_THREE_TANK_SENSE/)
})

test('a model and vectors of another policy fail in ONNX Runtime', async () => {
  const last = (text: string) => text.trimEnd().replace(/[^,]+$/, '7.5')
  const found = await failures(changed('test-vectors.csv', last, true))
  assert.deepEqual(
    found.map((text) => text.split(':')[0]),
    ['policy.onnx gives the test vectors in ONNX Runtime', 'The block gives the test vectors in the virtual PLC'],
  )
})

test('a text that is no block, one that never ends and one that asks for too much are refused, not run', async () => {
  const broken = await failures(changed('three-tank.st', (text) => text.replace('END_IF;', 'END_IF'), true))
  assert.match(broken[0] ?? '', /The block parses and checks: line \d+, column \d+/)
  const endless = changed(
    'three-tank.st',
    (text) => text.replace('STATUS := 0;', 'WHILE TRUE DO STATUS := 0; END_WHILE;'),
    true,
  )
  assert.match((await failures(endless))[0] ?? '', /WHILE/)
  const huge = 'FOR row := 0 TO 30000 DO FOR column := 0 TO 30000 DO STATUS := 0; END_FOR; END_FOR;'
  const large = changed('three-tank.st', (text) => text.replace('STATUS := 0;', huge), true)
  assert.match((await failures(large))[0] ?? '', /larger than any block/)
})

test('a file that is missing or leads elsewhere is not there', async () => {
  const copy = changed('README.txt', (text) => `${text} `)
  rmSync(join(copy, 'policy.onnx'))
  rmSync(join(copy, 'README.txt'))
  symlinkSync('/etc/hostname', join(copy, 'README.txt'))
  const found = await failures(copy)
  assert.match(found.join('\n'), /policy\.onnx is not there/)
  assert.match(
    (
      await failures(
        changed('manifest.json', (text) => text.replace('"line": "three-tank"', '"line": "no-tank"'), true),
      )
    )[0] ?? '',
    /no-tank\.st is not there/,
  )
})

test('what is no export is no answer', async () => {
  const isRefused = (pattern: RegExp) => (error: unknown) => error instanceof ExportError && pattern.test(error.message)
  await assert.rejects(verifyExport(join(parent, 'nowhere')), isRefused(/is no folder/))
  await assert.rejects(verifyExport(parent), isRefused(/holds no manifest\.json/))
  const outside = changed('manifest.json', (text) => text.replace('"line": "three-tank"', '"line": "../three-tank"'))
  await assert.rejects(verifyExport(outside), isRefused(/not as Dreamline writes it: line/))
  await assert.rejects(verifyExport(changed('manifest.json', () => '{')), isRefused(/no JSON/))
})

test('a compiler is called without a shell, and its answer is told without what a terminal obeys', {
  skip: process.platform === 'win32' && 'the compiler double is a shell script',
}, async () => {
  const folder = mkdtempSync(join(parent, 'compiler $(touch x) '))
  const double = (script: string) => {
    const path = join(folder, 'iec2c')
    writeFileSync(path, `#!/bin/sh\n${script}\n`)
    chmodSync(path, 0o755)
    return path
  }
  const text = read('three-tank.st')
  assert.match(
    await compileWith(double('grep -c FUNCTION_BLOCK "$3"'), text),
    /takes the blocks and the test bench\.\n\d+$/,
  )
  await assert.rejects(compileWith(double('printf "bad \\033[2J line"; exit 3'), text), {
    message: 'it ended with 3:\nbad \\x1b[2J line',
  })
  await assert.rejects(compileWith(join(folder, 'nowhere', 'iec2c'), text), /there is none at/)
  await assert.rejects(compileWith('/bin/sh', text), /how to call sh is not known/)
})
