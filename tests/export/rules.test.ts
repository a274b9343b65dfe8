import assert from 'node:assert/strict'
import { test } from 'node:test'
import { closeLoop } from '../../core/dream/closed-loop.ts'
import { createObserver } from '../../core/dream/observer.ts'
import { writeBlocks } from '../../core/export/block.ts'
import { policyVectors, verifyOpenLoop } from '../../core/export/open-loop.ts'
import { policyGraph } from '../../core/export/policy.ts'
import { rulesText } from '../../core/export/rules-text.ts'
import type { Line } from '../../core/line/line.ts'
import { compilePlant } from '../../core/line/plant.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { outputsOf } from '../../core/train/tree/outputs.ts'
import { createQuantities } from '../../core/train/tree/quantities.ts'
import { leavesOf, type NumberedTrees } from '../../core/train/tree/tree.ts'
import { createTreePolicy } from '../../core/train/tree/tree-policy.ts'
import { inThreeDigits } from '../../core/train/tree/written.ts'
import { oneTank } from '../dream/one-tank.ts'
import { randomTrees } from '../train/tree/random-trees.ts'
import { threeTank } from './test-policy.ts'

/** Rules of random cuts and numbers for every output, as they are exported. */
async function exported(line: Line, depth: number, written?: NumberedTrees) {
  const observer = await createObserver(line)
  const { list } = createQuantities(line, observer)
  const outputs = outputsOf(line)
  const { trees, numbers: drawn } = written ?? randomTrees(list, [...outputs.keys()], depth, randomSource(depth), 3)
  const numbers = inThreeDigits(trees, outputs, list, drawn)
  const activity = leavesOf(trees).map(() => ({ failing: 0.041, ordinary: 0, mean: -3.21 }))
  const policy = createTreePolicy(line, observer, { trees, activity })
  const graph = await policyGraph(closeLoop(compilePlant(line), policy.controller), numbers)
  return { graph, blocks: writeBlocks(graph) }
}

for (const [name, line, depth] of [
  ['three tanks', threeTank, 4],
  ['one tank', oneTank, 8],
  ['controls driven directly', { ...oneTank, policy: { ...oneTank.policy, kind: 'direct' } } as Line, 3],
] as const) {
  test(`the block of rules computes what the graph does: ${name}`, async () => {
    const { graph, blocks } = await exported(line, depth)
    const vectors = await policyVectors(graph, blocks.names, 2000)
    const { largest, holds } = await verifyOpenLoop(graph, blocks, vectors)
    assert.ok(holds, `the largest difference is ${largest}`)
  })
}

test('rules read as an engineer would say them, in the block and beside it', async () => {
  const observer = await createObserver(oneTank)
  const { list } = createQuantities(oneTank, observer)
  const row = (name: string) => list.findIndex((quantity) => quantity.name === name)
  const [jumps, innovation] = [row('LT-1 jumps'), row('LT-1 innovation')]
  const jumpStep = (list[jumps]!.factor * 1) / (outputsOf(oneTank)[0]?.writtenStep as number)
  const trees = [
    {
      output: 0,
      root: {
        quantity: innovation,
        threshold: 3.2,
        below: { terms: [] },
        above: { quantity: jumps, threshold: -1, below: { terms: [] }, above: { terms: [jumps] } },
      },
    },
  ]
  const numbers = Float32Array.of(0, 0.5, 0, -jumpStep)
  const { graph, blocks } = await exported(oneTank, 0, { trees, numbers })
  const text = rulesText(oneTank, graph.rules!)
  assert.match(text, /LT-1 reads more than 3\.2 cm above what the balances say/)
  assert.match(text, /the jumps of LT-1 add up to more than -1 cm/)
  assert.match(text, /believe the balances rather than the jumps of LT-1\.\n +Add to LT-1: 0 cm - 1 x \(LT-1 jumps\)/)
  assert.match(text, /believe LT-1 as it reads/)
  assert.match(text, /acts in 4\.1 % of scans with faults and in 0\.0 % of others, -3\.2 cm on the mean/)
  assert.match(text, /No rules: SC-1/)
  assert.match(
    blocks.text,
    /IF LT_1_innovation <= 3\.2 THEN\n +\(\* rule 1: [^*]*\*\)\n[^\n]*\n +ELSIF LT_1_jumps > -1\.0 THEN/,
  )
  assert.match(blocks.text, /LT_1_correction_rule := 0\.0 - 1\.0 \* LT_1_jumps;/)
})
