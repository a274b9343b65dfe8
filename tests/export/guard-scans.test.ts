import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PolicyBlocks } from '../../core/export/block.ts'
import { erraticBlocks } from './erratic-policy.ts'
import { guardScans } from './guard-scans.ts'

const perLine = 11_200

for (const name of ['three-tank', 'pasteuriser', 'bottling']) {
  for (const [kind, fallback] of [
    ['trim', 'safe'],
    ['direct', 'safe'],
    ['direct', 'loops'],
  ] as const) {
    test(`no input brings a ${kind} block of ${name} with fallback ${fallback} out of its bounds`, async () => {
      const { line, blocks } = await erraticBlocks(name, kind, fallback)
      const tried = guardScans(line, blocks, perLine, 20_260_105)
      const never = Object.entries(tried).filter(([, count]) => count < 50)
      assert.deepEqual(never, [], 'every reason was in force, and none, and an interlock')
    })
  }
}

test('a slip in the guard is found', async () => {
  const { line, blocks } = await erraticBlocks('three-tank', 'trim')
  const slipped = (from: string, to: string): PolicyBlocks => {
    assert.ok(blocks.text.includes(from), from)
    return { ...blocks, text: blocks.text.replace(from, to) }
  }
  for (const [from, to] of [
    ['remain := 1.0;', 'remain := 0.0;'],
    ['remain := remain - part;', 'remain := remain - 2.0 * part;'],
    ['given[row] := LIMIT(reach_low[row],', 'given[row] := LIMIT(-1.0E+30,'],
    ['IF NOT LT_102_OK THEN', 'IF NOT LT_101_OK THEN'],
    ['IF LT_102 > 60.0 THEN', 'IF LT_102 > 61.0 THEN'],
    ['still := 0; wired', 'wired'],
    ['ELSIF far_scans > 0 THEN', 'ELSIF far_scans > 1 THEN'],
    ['SC_102 := LIMIT(0.0, SC_102, 100.0)', 'SC_102 := LIMIT(0.0, SC_102, 101.0)'],
    ['ALIVE := NOT ALIVE;', ''],
  ] as const) {
    assert.throws(() => guardScans(line, slipped(from, to), 4000, 7), assert.AssertionError, `${from} to ${to}`)
  }
})
