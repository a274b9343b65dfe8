import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { programModel } from '../../../core/export/program-model.ts'
import { twincatWriter } from '../../../core/export/writers/twincat.ts'
import type { WrittenFile } from '../../../core/export/writers/writer.ts'
import { everything } from './everything.ts'
import { lines, writtenPolicy } from './policies.ts'
import { runInPlc } from './run-in-plc.ts'
import { withoutPositions } from './without-positions.ts'
import { plainComparisons, readValid } from './xml-files.ts'

/** Structured Text again, from the objects in their order, without the function that the virtual PLC cannot read. */
const textOf = (files: readonly WrittenFile[]): string =>
  plainComparisons(
    files
      .filter(({ name }) => name !== 'DREAMLINE_IS_NUMBER.TcPOU')
      .map(({ content }) =>
        readValid(content, 'twincat.xsd', (root) => {
          const [declaration, body] = ['Declaration', 'ST'].map((name) => root.get(`.//${name}`)?.content)
          const kind = /^(FUNCTION_BLOCK|FUNCTION|PROGRAM) /m.exec(declaration!)?.[1]
          return kind === undefined ? declaration : `${declaration}\n${body}\nEND_${kind}`
        }),
      )
      .join('\n'),
  )

const idsOf = (files: readonly WrittenFile[]) =>
  files.map(({ content }) => readValid(content, 'twincat.xsd', (root) => root.get('*/@Id')!.content))

test('what is written has the structure and computes what the blocks compute', async () => {
  for (const name of lines) {
    const { blocks, program, context, senseScans, applyScans } = await writtenPolicy(name)
    const { sense, apply } = blocks.names
    const files = twincatWriter.write(program, context)
    assert.deepEqual(
      files.map((file) => file.name),
      ['DREAMLINE_IS_NUMBER.TcPOU', `${sense}.TcPOU`, `${apply}.TcPOU`],
    )
    assert.deepEqual(twincatWriter.write(programModel(blocks.text), context), files)
    const text = textOf(files)
    assert.deepEqual(withoutPositions(programModel(text)), withoutPositions(program))
    assert.deepEqual(runInPlc(text, sense, senseScans), runInPlc(blocks.text, sense, senseScans))
    assert.deepEqual(runInPlc(text, apply, applyScans), runInPlc(blocks.text, apply, applyScans))
  }
})

test('types, functions, instances and every statement read back', async () => {
  const { context } = await writtenPolicy('three-tank', 'trim', 0)
  const files = twincatWriter.write(programModel(everything), context)
  assert.deepEqual(
    files.map(({ name }) => name),
    ['Pair.TcDUT', 'State.TcDUT', 'DREAMLINE_IS_NUMBER.TcPOU', 'Half.TcPOU', 'Store.TcPOU', 'Tested.TcPOU'],
  )
  const known = programModel(everything.replace('a ** (-1.0E-5)', 'EXPT(a, -1.0E-5)'))
  assert.deepEqual(withoutPositions(programModel(textOf(files))), withoutPositions(known))
})

test('an identifier changes with the name and with the contents alone', async () => {
  const { blocks, program, context } = await writtenPolicy('three-tank', 'trim', 0)
  const ids = idsOf(twincatWriter.write(program, context))
  assert.equal(new Set(ids).size, 3)
  assert.deepEqual(idsOf(twincatWriter.write(program, { ...context, title: 'another' })), ids)
  const other = idsOf(twincatWriter.write(programModel(blocks.text.replace('SC_102 := 0.0', 'SC_102 := 1.0')), context))
  assert.deepEqual(other.slice(0, 2), ids.slice(0, 2))
  assert.notEqual(other[2], ids[2])
})

test('no comparison meets NaN: numbers are told by their bits', async () => {
  const { program, context } = await writtenPolicy('three-tank', 'trim', 0)
  const [helper, ...files] = twincatWriter.write(program, context) as [WrittenFile, ...WrittenFile[]]
  for (const { content } of files) assert.doesNotMatch(content.toString(), /([\w[\]]+) = \1\b/)
  const [mask, limit] = [...helper.content.toString().matchAll(/16#([0-9A-F]+)/g)].map(([, digits]) =>
    parseInt(digits!, 16),
  )
  const bits = new Uint32Array(1)
  const real = new Float32Array(bits.buffer)
  fc.assert(
    fc.property(
      fc.oneof(fc.integer({ min: 0, max: 0xffffffff }), fc.constantFrom(0x7f800000, 0xff800000)),
      (pattern) => {
        bits[0] = pattern
        assert.equal((pattern & mask!) >>> 0 <= limit!, !Number.isNaN(real[0]))
      },
    ),
    { numRuns: 5000, examples: [[0x7f800001], [0xffc00000], [0x7f7fffff], [0x80000000]] },
  )
})
