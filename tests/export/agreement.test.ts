import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { closeLoop } from '../../core/dream/closed-loop.ts'
import { createObserver } from '../../core/dream/observer.ts'
import { compareOver } from '../../core/export/agreement.ts'
import { type PolicyBlocks, writeBlocks } from '../../core/export/block.ts'
import { verifyClosedLoop } from '../../core/export/closed-loop.ts'
import { policyVectors, verifyOpenLoop } from '../../core/export/open-loop.ts'
import { policyGraph } from '../../core/export/policy.ts'
import { compilePlant } from '../../core/line/plant.ts'
import { readLine } from '../../core/line/read.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { createPolicy, recurrentShape } from '../../core/train/policy.ts'
import { testLoop, testParameters, threeTank } from './test-policy.ts'

async function exported(kind: 'trim' | 'direct', line = threeTank) {
  const loop = testLoop(kind, line)
  const policy = await policyGraph(loop, testParameters(loop.controller))
  return { loop, policy, blocks: writeBlocks(policy) }
}

/** The same blocks with a slip in the text. */
const slipped = ({ names, text }: PolicyBlocks, from: string, to: string): PolicyBlocks => {
  assert.ok(text.includes(from), from)
  return { names, text: text.replace(from, to) }
}

for (const kind of ['trim', 'direct'] as const) {
  test(`a ${kind} policy computes in the virtual PLC what it computes in ONNX Runtime`, async () => {
    const { loop, policy, blocks } = await exported(kind)
    const openLoop = await verifyOpenLoop(policy, blocks, await policyVectors(policy, blocks.names, 1000))
    assert.ok(openLoop.holds && openLoop.largest > 0, JSON.stringify(openLoop))
    const { together, apart, guarded } = await verifyClosedLoop(loop, policy, blocks, undefined)
    assert.ok(together.holds && apart.holds, JSON.stringify({ together, apart }))
    assert.ok(together.scans === 1000 && apart.largest > 0)
    assert.ok(guarded.holds && guarded.silent > 500, JSON.stringify(guarded))
  })
}

test('temperatures in degrees Celsius agree as well', async () => {
  const line = readLine(readFileSync('assets/lines/tclab.line.yaml', 'utf8'), 'tclab.line.yaml')
  const { policy, blocks } = await exported('trim', line)
  const openLoop = await verifyOpenLoop(policy, blocks, await policyVectors(policy, blocks.names, 300))
  assert.ok(openLoop.holds, JSON.stringify(openLoop))
})

test('the policy that training makes agrees as well', async () => {
  const observer = await createObserver(threeTank)
  const { controller, draw } = createPolicy(threeTank, observer, recurrentShape)
  const random = randomSource(2)
  const parameters = draw(random).map((value) => value + 0.1 * random.normal())
  const policy = await policyGraph(closeLoop(compilePlant(threeTank), controller), parameters)
  const blocks = writeBlocks(policy)
  const openLoop = await verifyOpenLoop(policy, blocks, await policyVectors(policy, blocks.names, 400))
  assert.ok(openLoop.holds && openLoop.largest > 0, JSON.stringify(openLoop))
})

test('a slip in the block is found', async () => {
  const { loop, policy, blocks } = await exported('trim')
  const vectors = await policyVectors(policy, blocks.names, 200)
  for (const [from, to] of [
    ['* 0.05;', '* 0.051;'],
    ['setpoint[1] := LIMIT(0.0, LC_102_SP', 'setpoint[1] := LIMIT(0.0, LC_101_SP'],
    ['memory_hidden[row] := next_hidden[row];', ';'],
  ] as const) {
    const { largest, holds } = await verifyOpenLoop(policy, slipped(blocks, from, to), vectors)
    assert.ok(!holds, `${from} to ${to} makes ${largest}`)
  }
  const wrongTrim = slipped(blocks, 'SC_101 := SC_101_LOOP + SC_101_TRIM', 'SC_101 := SC_101_LOOP - SC_101_TRIM')
  const { together, apart } = await verifyClosedLoop(loop, policy, wrongTrim, undefined)
  assert.ok(!together.holds && !apart.holds)
})

test('a difference that is not a number does not count as none', () => {
  const differences = compareOver([{ name: 'x', unit: 'cm', range: 10 }])
  differences.add([1], [1])
  differences.add([Number.NaN], [1])
  assert.equal(differences.result(1e-5).holds, false)
})
