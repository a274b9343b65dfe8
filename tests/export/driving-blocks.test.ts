import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withDreamer } from '../../core/dream/rollout.ts'
import { writeBlocks } from '../../core/export/block.ts'
import { driveByBlocks } from '../../core/export/driving-blocks.ts'
import { policyGraph } from '../../core/export/policy.ts'
import { nominalDay } from '../../core/scenario/sample.ts'
import { testLoop, testParameters, threeTank } from './test-policy.ts'

const loop = testLoop()
const parameters = testParameters(loop.controller)
const day = nominalDay(threeTank, loop.plant.layout, 'no fault', [])
const request = { seed: 7, film: [0] }

test('blocks that drive a line meet the noise that the policy meets, and act on it', { timeout: 60_000 }, async () => {
  const blocks = writeBlocks(await policyGraph(loop, parameters))
  const driven = await driveByBlocks(loop.plant, blocks, 1)
  const options = { lanes: 1, filming: 'signals', threads: 1 } as const
  try {
    const [byBlocks, byPolicy] = [
      await withDreamer(driven.loop, { ...options, drive: driven.drive }, (dreamer) => dreamer.dream([day], request)),
      await withDreamer(loop, options, (dreamer) => dreamer.dream([day], { ...request, parameters })),
    ].map(({ films }) => films[0]!)
    const first = (film: typeof byBlocks) => [...film!.tracks.reading.values.subarray(0, 3)]
    assert.deepEqual(first(byBlocks), first(byPolicy))
    const { reading, shown } = byBlocks!.tracks
    const corrected = shown.values.filter((value, at) => Math.abs(value - reading.values[at]!) > 1e-3)
    assert.ok(corrected.length > 0)
  } finally {
    await driven.release()
  }
})

test('what is driven dreams in a single lane', async () => {
  const drive = async () => ({})
  await assert.rejects(
    withDreamer(loop, { lanes: 2, drive }, async () => {}),
    /one lane/,
  )
})
