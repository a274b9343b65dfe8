import assert from 'node:assert/strict'
import { test } from 'node:test'
import { add, multiply } from '../../core/graph/elementwise.ts'
import { input } from '../../core/graph/leaf.ts'
import { compile, type Value } from '../../core/graph/session.ts'
import { fitSine } from './regression.ts'

const x = input('x', 2, 3)
const y = input('y', 1, 3)
const outputs = { sum: add(x, y), product: multiply(x, y) }

test('a program tells its inputs and computes its outputs', async () => {
  const program = await compile(outputs, { device: 'cpu' })
  assert.deepEqual(program.inputs, { x: { rows: 2, lanes: 3 }, y: { rows: 1, lanes: 3 } })
  assert.equal(program.device, 'cpu')
  const { sum, product } = await program.run({ x: Float32Array.of(1, 2, 3, 4, 5, 6), y: Float32Array.of(1, 0, -1) })
  assert.deepEqual(sum, Float32Array.of(2, 2, 2, 5, 5, 5))
  assert.deepEqual(product, Float32Array.of(1, 0, -3, 4, 0, -6))
  await program.release()
})

test('missing, unknown and wrongly sized arrays are refused by name', async () => {
  const program = await compile(outputs, { device: 'cpu' })
  const feeds = { x: new Float32Array(6), y: new Float32Array(3) }
  await assert.rejects(program.run({ x: feeds.x }), /feed y is missing/)
  await assert.rejects(program.run({ ...feeds, z: feeds.y }), /no input z/)
  await assert.rejects(program.run({ ...feeds, y: new Float32Array(4) }), /feed y holds 4 values.*needs 3/)
  await assert.rejects(program.run(feeds, { total: feeds.x }), /no output total/)
  await assert.rejects(program.run(feeds, { sum: feeds.y }), /output sum holds 3 values.*needs 6/)
  await program.release()
  await assert.rejects(compile(outputs, { device: 'cpu', resident: ['total'] }), /no output total/)
})

test('parts of arrays are read and written in place', async () => {
  const program = await compile(outputs, { device: 'cpu' })
  const whole = Float32Array.of(9, 9, 1, 2, 3, 4, 5, 6)
  const target = new Float32Array(8)
  await program.run({ x: whole.subarray(2), y: new Float32Array(3) }, { sum: target.subarray(1, 7) })
  assert.deepEqual(target, Float32Array.of(0, 1, 2, 3, 4, 5, 6, 0))
  await program.release()
})

test('later runs leave earlier outputs alone', async () => {
  const program = await compile(outputs, { device: 'cpu' })
  const first = await program.run({ x: new Float32Array(6), y: new Float32Array(3) })
  await program.run({ x: new Float32Array(6).fill(1), y: new Float32Array(3) })
  assert.deepEqual(first.sum, new Float32Array(6))
  await program.release()
})

test('outputs fed back for many runs and many programs do not leak', async () => {
  const [rows, lanes] = [64, 4096]
  const round = async (runs: number) => {
    const program = await compile({ next: multiply(input('state', rows, lanes), 0.999) }, { device: 'cpu' })
    let state: Value = new Float32Array(rows * lanes).fill(1)
    for (let run = 0; run < runs; run++) state = (await program.run({ state })).next!
    await program.release()
  }
  const memory = () => process.memoryUsage().rss / 2 ** 20
  for (let index = 0; index < 5; index++) await round(60)
  const before = memory()
  for (let index = 0; index < 20; index++) await round(60)
  // 1,200 outputs of 1 MiB and 20 sessions were made in between.
  assert.ok(memory() - before < 250, `memory grew by ${memory() - before} MiB`)
})

test('a network trains with Adam, the same to the bit each time', async () => {
  const [first, second] = [await fitSine({ device: 'cpu' }, 300), await fitSine({ device: 'cpu' }, 300)]
  assert.ok(first.losses.at(-1)! < 0.02 * first.losses[0]!, `${first.losses[0]} fell to ${first.losses.at(-1)}`)
  assert.deepEqual(second, first)
})
