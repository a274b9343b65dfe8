import assert from 'node:assert/strict'
import { test } from 'node:test'
import { programModel } from '../../../core/export/program-model.ts'
import { sclWriter } from '../../../core/export/writers/scl.ts'
import { everything } from './everything.ts'
import { lines, writtenPolicy } from './policies.ts'
import { runInPlc } from './run-in-plc.ts'

/** SCL as the virtual PLC reads it: without what Siemens adds to IEC 61131-3. */
const readBack = (scl: string) =>
  scl
    .replace(/ *\/\/.*$/gm, '')
    .replace(/^\{ S7_Optimized_Access := 'TRUE' \}$/gm, '')
    .replace(/^VERSION : 0\.1$/gm, '')
    .replace(/^BEGIN$/gm, '')
    .replace(/[#"]/g, '')
    .replace(/\b(?:MN|IN|MX|G|K|IN\d+) := /g, '')

test('SCL reads back to blocks that compute the same to the bit', async () => {
  for (const [name, kind] of [...lines.map((line) => [line, 'trim'] as const), ['three-tank', 'direct'] as const]) {
    const { blocks, program, context, senseScans, applyScans } = await writtenPolicy(name, kind, 40)
    const [file] = sclWriter.write(program, context)
    assert.equal(file!.name, `${name}.scl`)
    const text = readBack(String(file!.content))
    for (const [block, scans] of [
      [blocks.names.sense, senseScans],
      [blocks.names.apply, applyScans],
    ] as const) {
      assert.deepEqual(runInPlc(text, block, scans), runInPlc(blocks.text, block, scans))
    }
  }
})

test('SCL is in the form that TIA Portal generates blocks from', async () => {
  const { program, context } = await writtenPolicy('three-tank', 'trim', 0)
  const text = String(sclWriter.write(program, context)[0]!.content)
  const [first] = text.split('END_FUNCTION_BLOCK')
  assert.match(
    first!,
    /^FUNCTION_BLOCK "DREAMLINE_THREE_TANK_SENSE"\n\{ S7_Optimized_Access := 'TRUE' \}\nVERSION : 0\.1\n\/\/ /,
  )
  assert.deepEqual(first!.match(/^(?:VAR\w*.*|BEGIN)$/gm), ['VAR_INPUT', 'VAR_OUTPUT', 'VAR', 'BEGIN'])
  assert.match(first!, /^ {2}LT_101 : REAL; \/\/ LT-101, 0 to 62 cm$/m)
  assert.match(first!, /^ {2}weights_0 : ARRAY \[0\.\.59\] OF REAL :=\n {4}\[/m)
  assert.match(first!, /#reading\[0\] := LIMIT\(MN := 0\.0, IN := #LT_101, MX := 62\.0\) \* 0\.01;/)
  assert.match(first!, /FOR #row := 0 TO 11 DO\n/)
  const body = text.slice(text.indexOf('BEGIN'), text.indexOf('END_FUNCTION_BLOCK')).replace(/\(\*.*?\*\)/gs, '')
  const locals = program.units[0]!.variables
  for (const [, before, word] of body.matchAll(/([#\w]?)\b([A-Za-z_]\w*)/g)) {
    if (before !== '#') assert.ok(!locals.has(word!.toUpperCase()), `${word} lacks its #`)
  }
})

test('SCL refuses what Siemens has no place for', () => {
  const context = { name: 'x', title: 'X', scan: 1, blocks: [], sha256: {}, version: '0' }
  const write = (text: string) => () => sclWriter.write(programModel(text), context)
  assert.throws(write('PROGRAM Main VAR a : INT; END_VAR a := 1; END_PROGRAM'), /no PROGRAM/)
  assert.throws(write('FUNCTION_BLOCK X VAR_TEMP a : INT := 1; END_VAR a := 1; END_FUNCTION_BLOCK'), /no initial value/)
  const [file] = sclWriter.write(programModel(everything), context)
  assert.match(String(file!.content), /TYPE "State"\nVERSION : 0\.1\n.*\n? *STRUCT/)
  assert.match(String(file!.content), /#y := #y \+ "Half"\(x := #x\);/)
})
