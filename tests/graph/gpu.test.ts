import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { input } from '../../core/graph/leaf.ts'
import { compile } from '../../core/graph/session.ts'
import { fitSine } from './regression.ts'

/** SwiftShader, Vulkan on the CPU, as Debian's chromium package ships it: slow, but it runs what a GPU runs. */
const driver = '/usr/lib/chromium/vk_swiftshader_icd.json'
const steps = 40

const skip = existsSync(driver) ? false : `${driver} is not there: install chromium`

function onGpu<Result>(script: string, ...options: string[]): Result {
  const env = { ...process.env, VK_ICD_FILENAMES: driver, LD_LIBRARY_PATH: dirname(driver) }
  const path = fileURLToPath(new URL(script, import.meta.url))
  return JSON.parse(execFileSync(process.execPath, [path, ...options], { env, encoding: 'utf8', stdio: 'pipe' }))
}

test('training with parameters on the GPU agrees with the CPU', { skip }, async () => {
  const gpu = onGpu<Awaited<ReturnType<typeof fitSine>>>('./fit-on-gpu.ts', `${steps}`)
  const cpu = await fitSine({ device: 'cpu' }, steps)
  assert.deepEqual([gpu.device, gpu.resident], ['gpu', true])
  assert.ok(gpu.losses.at(-1)! < 0.5 * gpu.losses[0]!, `${gpu.losses[0]} fell to ${gpu.losses.at(-1)}`)
  gpu.parameters.forEach((value, index) => {
    assert.ok(Math.abs(value - cpu.parameters[index]!) < 1e-2, `parameter ${index}: ${value}, ${cpu.parameters[index]}`)
  })
})

test('every operation gives on the GPU what it gives on the CPU', { skip }, () => {
  const differences = onGpu<Record<string, number>>('./operations-on-gpu.ts')
  assert.ok(Object.keys(differences).length > 30)
  // WGSL grants sine and cosine an error of 2^-11.
  for (const [name, difference] of Object.entries(differences)) assert.ok(difference < 5e-4, `${name}: ${difference}`)
})

test('auto runs somewhere and says why when that is the CPU; a GPU that is not there is an error', async () => {
  const outputs = { y: input('x', 1, 1) }
  const program = await compile(outputs, { device: 'auto' })
  await program.release()
  if (program.device === 'gpu') return
  assert.match(program.fallback!, /^Running on the CPU: no usable GPU was found\. ./)
  await assert.rejects(compile(outputs, { device: 'gpu' }), /No usable GPU.*choose the CPU/)
})
