import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { type PolicyBlocks, writeBlocks } from '../../../core/export/block.ts'
import { testBenchOf } from '../../../core/export/evidence/of-blocks.ts'
import { recordScans } from '../../../core/export/evidence/recording.ts'
import { runTestBench } from '../../../core/export/evidence/run-test-bench.ts'
import { writeTestBench } from '../../../core/export/evidence/test-bench.ts'
import { policyVectors, type Vector } from '../../../core/export/open-loop.ts'
import { policyGraph } from '../../../core/export/policy.ts'
import { check } from '../../../core/export/virtual-plc/check.ts'
import { parse } from '../../../core/export/virtual-plc/parse.ts'
import { sizeOf } from '../../../core/export/virtual-plc/types.ts'
import { testLoop, testParameters, threeTank } from '../test-policy.ts'

let blocks: PolicyBlocks
let vectors: readonly Vector[]
before(async () => {
  const loop = testLoop()
  const policy = await policyGraph(loop, testParameters(loop.controller))
  blocks = writeBlocks(policy)
  vectors = await policyVectors(policy, blocks.names, 200)
})
const benchOf = (kept = blocks) => testBenchOf(threeTank, kept, vectors, undefined)

test('the blocks pass their test bench in the virtual PLC, states and controls included', () => {
  const bench = benchOf()
  assert.deepEqual(runTestBench(blocks.text, bench), { passed: true, scans: 101 })
  assert.deepEqual(
    bench.outputs.map((output) => output.split('.')[1]),
    [
      ...['LT_101_SHOWN', 'LT_102_SHOWN', 'LT_103_SHOWN', 'SC_101_TRIM', 'SC_102_TRIM', 'ALIVE', 'STATUS'],
      ...['SC_101', 'SC_102', 'STATUS'],
    ],
  )
})

test('every weight matters: with any one changed the bench fails, and says where first', () => {
  const bench = benchOf()
  // Weights have a decimal part of many digits; the numbers of scales and bounds are round.
  const weights = [...blocks.text.matchAll(/-?0\.\d{6,}/g)]
  assert.equal(weights.length, 614)
  const every = 13
  for (const { 0: weight, index } of weights.filter((_, at) => at % every === 0)) {
    const changed = `${blocks.text.slice(0, index)}${Number(weight) + 0.05}${blocks.text.slice(index + weight.length)}`
    const result = runTestBench(changed, bench)
    assert.ok(!result.passed, `${weight} at ${index} changes nothing`)
    assert.ok(bench.outputs.includes(result.output))
    assert.ok(Math.abs(result.actual - result.expected) > 1e-5)
  }
})

test('a wrong state is a difference, and so is a control that leaves its range', () => {
  const bench = benchOf()
  const failing = (from: string | RegExp, to: string) => {
    const changed = blocks.text.replace(from, to)
    assert.notEqual(changed, blocks.text)
    const result = runTestBench(changed, bench)
    return result.passed ? 'passed' : result.output
  }
  assert.match(failing('STATUS := STATUS + 8;', 'STATUS := STATUS + 4;'), /SENSE\.STATUS$/)
  assert.match(failing('STATUS := STATUS + 32;', 'STATUS := STATUS + 64;'), /SENSE\.STATUS$/)
  assert.match(failing('SC_101 := LIMIT(0.0, SC_101, 100.0)', 'SC_101 := LIMIT(0.0, SC_101, 90.0)'), /APPLY\.SC_101$/)
})

test('an input that the bench was not made for is given as it was when the bench was made', () => {
  const extended = blocks.text
    .replace('VAR_INPUT\n', 'VAR_INPUT\n  VALVE_OPEN : BOOL := TRUE;\n  RECIPE : INT := 3;\n')
    .replace('VAR_OUTPUT\n', 'VAR_OUTPUT\n  TOGGLE : BOOL;\n')
    .replace(
      'STATUS := 0;',
      'STATUS := 0;\nTOGGLE := NOT TOGGLE;\nIF NOT VALVE_OPEN OR (RECIPE <> 3) THEN STATUS := 1; END_IF;',
    )
  const bench = benchOf({ ...blocks, text: extended })
  assert.match(bench.text, /VALVE_OPEN := TRUE,\s+RECIPE := 3,/)
  assert.ok(bench.outputs.some((output) => output.endsWith('.TOGGLE')))
  assert.ok(runTestBench(extended, bench).passed)
  const stuck = runTestBench(extended.replace('NOT TOGGLE;', 'TRUE;'), bench)
  assert.ok(!stuck.passed && stuck.output.endsWith('.TOGGLE') && stuck.scan === 1)
})

test('the bench is small: every array is far below 64 KB', () => {
  const unit = check(parse(`${blocks.text}\n${benchOf().text}`)).units.get('DREAMLINE_THREE_TANK_TEST')
  const arrays = [...unit!.variables.values()].flatMap(({ type }) =>
    typeof type === 'object' && type.kind === 'array' ? [4 * sizeOf(type)] : [],
  )
  assert.ok(arrays.length > 10 && Math.max(...arrays) <= 404)
})

test('a bench over expectations that no block meets comes to a FAIL, not a PASS', () => {
  const recordings = recordScans(threeTank, blocks, vectors).map(({ outputs, ...rest }) => ({
    ...rest,
    outputs: outputs.map(({ variable, values }) => ({ variable, values: values.map((value) => value - 1) })),
  }))
  const bench = writeTestBench({ line: threeTank, recordings, rangeOf: () => undefined, heading: [] })
  const result = runTestBench(blocks.text, bench)
  assert.ok(!result.passed && result.scan === 0 && result.output === bench.outputs[0])
})
