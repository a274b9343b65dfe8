import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { writeBlocks } from '../../../core/export/block.ts'
import { policyGraph } from '../../../core/export/policy.ts'
import { programModel } from '../../../core/export/program-model.ts'
import { wiringExample } from '../../../core/export/wiring.ts'
import { structuredText } from '../../../core/export/writers/st.ts'
import { testLoop, testParameters } from '../test-policy.ts'
import { everything } from './everything.ts'
import { withoutPositions } from './without-positions.ts'

const blocksOf = async (kind: 'trim' | 'direct') => {
  const loop = testLoop(kind)
  return writeBlocks(await policyGraph(loop, testParameters(loop.controller)))
}

test('what is written reads back to the same program, comments and all', async () => {
  for (const text of [everything, (await blocksOf('trim')).text, (await blocksOf('direct')).text]) {
    const model = programModel(text)
    const written = structuredText(model)
    assert.deepEqual(withoutPositions(programModel(written)), withoutPositions(model))
    assert.equal(structuredText(programModel(written)), written)
    assert.ok(written.split('\n').every(({ length }) => length <= 130))
  }
})

test('every comment is kept, and once', () => {
  const comments = (text: string) =>
    [...text.matchAll(/\(\*(.*?)\*\)/gs)].flatMap(([, inner]) => inner!.trim().split(/[\s;]+/))
  const kept = comments(structuredText(programModel(everything)))
  assert.deepEqual([...kept].sort(), [...comments(everything)].sort())
})

test('a comment stays with what it is about', async () => {
  const { text, names } = await blocksOf('trim')
  const { units } = programModel(`${text}\n${wiringExample(names).join('\n')}`)
  const [sense, apply] = units
  assert.match(sense!.comments.join('\n'), /three-tank system.*\n.*DREAMLINE_THREE_TANK_SENSE.*every 5 s/)
  assert.match(sense!.variables.get('LT_101')!.comment ?? '', /^LT-101, 0 to 62 cm$/)
  assert.match(
    sense!.variables.get('STATUS')!.comment ?? '',
    /^0: the policy acts, or else the sum of what follows; 1: off: ENABLE is FALSE/,
  )
  assert.deepEqual(
    apply!.body.flatMap((statement) => (statement.kind === 'remark' ? [statement.text] : [])),
    ['SC-101', 'LSH-101', 'SC-102', 'LSH-102'],
  )
})

test('comments at any place change nothing but the comments', () => {
  const words = everything
    .replace(/\(\*.*?\*\)/gs, ' ')
    .match(/\d+\.\d+(?:E[+-]?\d+)?|\.\.|:=|=>|\*\*|<>|<=|>=|\w+|[^\s\w]/g) as string[]
  const plain = programModel(words.join(' '))
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat({ max: words.length }), fc.boolean()), { maxLength: 12 }), (places) => {
      const text = [...words]
      for (const [at, onItsOwn] of places)
        text[at] = `${onItsOwn ? '\n' : ''}(* at ${at} *)${onItsOwn ? '\n' : ''} ${text[at] ?? ''}`
      const model = programModel(text.join(' '))
      const written = structuredText(model)
      assert.deepEqual(withoutPositions(programModel(written)), withoutPositions(model))
      assert.equal(structuredText(programModel(written.replace(/\(\*.*?\*\)/gs, ''))), structuredText(plain))
    }),
    { numRuns: 100 },
  )
})
