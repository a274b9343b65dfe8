import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deviceForTraining } from '../../core/engine/device.ts'

test('where either would do, a training of few dreams side by side runs on the processor, and says why', async () => {
  const { device, fallback } = await deviceForTraining('auto', 128)
  assert.equal(device, 'cpu')
  assert.match(fallback ?? '', /^Running on the CPU: 128 dreams/)
})

test('who asks for the processor gets it without a word', async () => {
  assert.deepEqual(await deviceForTraining('cpu', 100_000), { device: 'cpu' })
})
