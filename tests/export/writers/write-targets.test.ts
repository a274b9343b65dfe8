import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { exportTargets } from '../../../core/engine/contract/export.ts'
import { ExportError } from '../../../core/export/policy.ts'
import { programModel } from '../../../core/export/program-model.ts'
import { ownWriter } from '../../../core/export/writers/own-writer.ts'
import { writers, writersFor } from '../../../core/export/writers/registry.ts'
import { renamed } from '../../../core/export/writers/rename.ts'
import { structuredText, stWriter } from '../../../core/export/writers/st.ts'
import { writeTargets } from '../../../core/export/writers/write-targets.ts'
import type { Writer } from '../../../core/export/writers/writer.ts'
import { everything } from './everything.ts'
import { lines, writtenPolicy } from './policies.ts'
import { runInPlc } from './run-in-plc.ts'

const folder = mkdtempSync(join(tmpdir(), 'dreamline-writers-'))
after(() => rmSync(folder, { recursive: true }))

const context = { name: 'x', title: 'X', scan: 1, blocks: ['Tested'], sha256: {}, version: '0' }
const writing = (rules: Partial<Writer>): Writer => ({ target: 'tested', text: 'Tested.', write: () => [], ...rules })

test('the contract and the registry know the same targets', () => {
  assert.deepEqual(
    writers.map(({ target }) => target),
    exportTargets,
  )
})

for (const kind of ['trim', 'tree'] as const) {
  test(`every target is written for every kind of line, and the same bytes again: ${kind}`, async () => {
    for (const name of lines) {
      const [first, second] = [await writtenPolicy(name, kind, 0), await writtenPolicy(name, kind, 0)]
      const { files, targets } = writeTargets(first.program, first.context, writers)
      assert.deepEqual(
        targets.map(({ target, files }) => [target, files.length]),
        [
          ['st', 1],
          ['plcopen', 1],
          ['plcopen-codesys', 1],
          ['scl', 1],
          ['l5x', 2],
          ['twincat', 3],
          ['c', 2],
          ['onnx', 0],
        ],
      )
      assert.ok(files.every(({ content }) => content.length > 500))
      assert.deepEqual(writeTargets(second.program, second.context, writers).files, files)
    }
  })
}

test('targets are named once or more, in any order; one that there is not is refused with those that there are', () => {
  const names = (targets: string) => writersFor(targets).map(({ target }) => target)
  assert.deepEqual(names('scl, st,c,st'), ['st', 'scl', 'c'])
  for (const wrong of ['ladder', 'st,ladder', '', 'st,']) {
    assert.throws(
      () => writersFor(wrong),
      (error) => error instanceof ExportError && /no target/.test(error.message) && /plcopen.*onnx/.test(error.remedy),
    )
  }
})

test('names that a target does not take become others that nothing else has, and the program stays the same', () => {
  const rules = { longest: 8, taken: new Set(['A', 'LEVEL', 'TAG_A']) }
  const text = everything.replace('i : INT;', 'i : INT; abcdefgh_1, abcdefgh_2 : REAL;')
  const { program, names } = renamed(programModel(text), rules)
  assert.deepEqual(names, [
    { from: 'level', to: 'TAG_leve' },
    { from: 'a', to: 'TAG_a_2' },
    { from: 'abcdefgh_1', to: 'abcdefgh' },
    { from: 'abcdefgh_2', to: 'abcdef_2' },
  ])
  const written = structuredText(program)
  const scans = Array.from({ length: 20 }, (_, at) => ({ a: at / 3 - 2, TAG_a_2: at / 3 - 2, k: at % 7 }))
  assert.deepEqual(runInPlc(written, 'Tested', scans), runInPlc(text, 'Tested', scans))
  const word = programModel(
    'FUNCTION_BLOCK Tested VAR REAL_TO_INT_X : REAL; END_VAR REAL_TO_INT_X := 0.0; END_FUNCTION_BLOCK',
  )
  assert.deepEqual(renamed(word, { longest: 11 }).names, [{ from: 'REAL_TO_INT_X', to: 'REAL_TO_I_2' }])
  const untouched = programModel(everything)
  assert.equal(renamed(untouched, { longest: 32 }).program, untouched)
})

test('a writer is told the names that its blocks have, and the engineer which changed', () => {
  let seen: readonly string[] = []
  const writer = writing({
    names: { taken: new Set(['TESTED']) },
    write(program, { blocks }) {
      seen = [...blocks, program.units.at(-1)!.spelling]
      return []
    },
  })
  const { targets } = writeTargets(programModel(everything), context, [writer])
  assert.deepEqual(seen, ['TAG_Tested', 'TAG_Tested'])
  assert.deepEqual(targets[0]!.renamed, [{ from: 'Tested', to: 'TAG_Tested' }])
})

test('an array that a target cannot hold is refused, whatever else is written', () => {
  const size = 16_385
  const large = (count: number) =>
    programModel(`FUNCTION_BLOCK Tested VAR w : ARRAY [1..${count}] OF REAL; END_VAR w[1] := 0.0; END_FUNCTION_BLOCK`)
  assert.throws(
    () => writeTargets(large(size), context, [writing({}), stWriter]),
    (error) => error instanceof ExportError && /w of Tested takes 65540 bytes.*65536/.test(error.message),
  )
  assert.equal(writeTargets(large(size - 1), context, [stWriter]).files.length, 1)
  assert.equal(writeTargets(large(size), context, [writing({})]).files.length, 0)
})

test('no writer leaves its folder or takes the name of another file', () => {
  const program = programModel(everything)
  for (const name of ['../x.st', 'a/b', '', '.hidden', 'C:x', 'a\nb']) {
    const writer = writing({ write: () => [{ name, content: '' }] })
    assert.throws(() => writeTargets(program, context, [writer]), /no name of a file/, name)
  }
  const rival = writing({ write: () => [{ name: 'X.ST', content: '' }] })
  assert.throws(() => writeTargets(program, context, [stWriter, rival]), /Two targets write the file/)
})

test("the example of a writer of one's own, as the README has it, lists inputs and outputs", async () => {
  const readme = readFileSync('core/export/writers/README.md', 'utf8')
  const [, code] = /```js\n(.*?)```/s.exec(readme) as unknown as [string, string]
  assert.ok(code.trim().split('\n').length <= 25)
  const file = join(folder, 'io-list.mjs')
  writeFileSync(file, code)
  const { program, context } = await writtenPolicy('three-tank', 'trim', 0)
  const { files, targets } = writeTargets(program, context, [await ownWriter(file)])
  assert.deepEqual([files[0]!.name, targets[0]!.target], ['three-tank-io.csv', 'io-list'])
  const rows = String(files[0]!.content).split('\n')
  assert.equal(rows[0], 'block,direction,name,type,comment')
  assert.ok(rows.includes('DREAMLINE_THREE_TANK_SENSE,in,LT_101,REAL,"LT-101, 0 to 62 cm"'))
  assert.ok(rows.some((row) => row.startsWith('DREAMLINE_THREE_TANK_APPLY,out,SC_101,REAL')))
})

test('a module that is no writer is refused and says why', async () => {
  const module = (name: string, code: string) => {
    writeFileSync(join(folder, name), code)
    return ownWriter(join(folder, name))
  }
  const refused = (attempt: Promise<unknown>, message: RegExp) =>
    assert.rejects(attempt, (error) => error instanceof ExportError && message.test(error.message))
  await refused(ownWriter(join(folder, 'missing.mjs')), /cannot be loaded/)
  await refused(module('broken.mjs', 'export default {'), /cannot be loaded/)
  await refused(module('none.mjs', 'export const x = 1'), /exports no writer/)
  await refused(module('named.mjs', "export default { target: '../x', text: 'x', write() {} }"), /target/)
  await refused(module('same.mjs', "export default { target: 'st', text: 'x', write() { return [] } }"), /already/)
})

test('names that a vendor keeps are given others, in the files too, and listed', () => {
  const keeping = { l5x: 'Deg', twincat: 'SizeOf', 'plcopen-codesys': 'Pou' }
  for (const [target, name] of Object.entries(keeping)) {
    const text = `FUNCTION_BLOCK Tested VAR_INPUT ${name} : REAL; END_VAR VAR_OUTPUT r : REAL; END_VAR r := ${name}; END_FUNCTION_BLOCK`
    const { files, targets } = writeTargets(programModel(text), context, writersFor(target))
    assert.deepEqual(targets[0]!.renamed, [{ from: name, to: `TAG_${name}` }])
    assert.match(files.at(-1)!.content.toString(), new RegExp(`r := TAG_${name};`))
  }
})
