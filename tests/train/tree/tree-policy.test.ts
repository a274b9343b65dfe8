import assert from 'node:assert/strict'
import { test } from 'node:test'
import { closeLoop } from '../../../core/dream/closed-loop.ts'
import { baseline } from '../../../core/dream/controller.ts'
import { createObserver } from '../../../core/dream/observer.ts'
import { withDreamer } from '../../../core/dream/rollout.ts'
import { input } from '../../../core/graph/leaf.ts'
import { compilePlant } from '../../../core/line/plant.ts'
import { randomSource } from '../../../core/scenario/random.ts'
import { faultyScenario } from '../../../core/scenario/sample.ts'
import { createQuantities } from '../../../core/train/tree/quantities.ts'
import { leafAt, leavesOf } from '../../../core/train/tree/tree.ts'
import { createTreePolicy, followed } from '../../../core/train/tree/tree-policy.ts'
import { oneTank } from '../../dream/one-tank.ts'
import { evaluate } from '../../graph/evaluate.ts'
import { randomTrees } from './random-trees.ts'

const observer = await createObserver(oneTank)
const pipeline = createQuantities(oneTank, observer)
const { list } = pipeline
const plant = compilePlant(oneTank)

test('trees in the graph go where trees in plain code go, and give what their leaves say', async () => {
  const random = randomSource(3)
  const { trees, numbers } = randomTrees(list, [0, 2], 5, random)
  const lanes = 400
  const features = Float32Array.from({ length: list.length * lanes }, () => random.normal())
  const quantities = features.map((value, at) => {
    const { factor, offset } = list[Math.floor(at / lanes)]!
    return value * factor + offset
  })
  const { steps, acting } = followed(
    trees,
    3,
    input('features', list.length, lanes),
    input('quantities', list.length, lanes),
    input('numbers', numbers.length, 1),
  )
  const seen = await evaluate({ steps, acting }, { features, quantities, numbers })
  const leaves = leavesOf(trees)
  const reached = new Set<number>()
  for (let lane = 0; lane < lanes; lane++) {
    const expected = [0, 0, 0]
    trees.forEach((tree, index) => {
      const first = leaves.findIndex((leaf) => leaf.tree === index)
      const at = first + leafAt(tree, (row) => quantities[row * lanes + lane] as number)
      const placed = leaves[at]!
      reached.add(at)
      expected[tree.output] = placed.leaf.terms.reduce(
        (sum, row, term) => sum + (numbers[placed.at + 1 + term] as number) * (features[row * lanes + lane] as number),
        numbers[placed.at] as number,
      )
      leaves.forEach((leaf, other) => {
        if (leaf.tree === index) assert.equal(seen.acting[other * lanes + lane], other === at ? 1 : 0)
      })
    })
    expected.forEach((value, output) => {
      assert.ok(Math.abs((seen.steps[output * lanes + lane] as number) - value) < 1e-5)
    })
  }
  assert.ok(reached.size > leaves.length / 2, `${reached.size} of ${leaves.length} leaves`)
})

test('rules speak of readings, set points and controls in the units of the line file', async () => {
  const rows = (name: string, count: number) => input(name, count, 1)
  const memory = Object.fromEntries(
    pipeline.memory.map(({ name, rows: count }) => [name, rows(`memory ${name}`, count)]),
  )
  const { quantities } = pipeline.compute({
    reading: rows('reading', 1),
    setpoint: rows('setpoint', 1),
    control: rows('control', 1),
    memory,
    parameters: undefined,
    noise: undefined,
    truth: rows('truth', 1),
  })
  const start = Object.fromEntries(
    pipeline.memory.map(({ name, rows: count, start }) => [
      `memory ${name}`,
      start === 'settled' ? Float32Array.of(0.25) : start === 'zero' ? new Float32Array(count) : start,
    ]),
  )
  const { seen } = await evaluate(
    { seen: quantities },
    { reading: Float32Array.of(0.3), setpoint: Float32Array.of(0.31), control: Float32Array.of(0.4), ...start },
  )
  const value = (name: string) => seen[list.findIndex((quantity) => quantity.name === name)] as number
  const near = (name: string, expected: number) =>
    assert.ok(Math.abs(value(name) - expected) < 1e-3, `${name} is ${value(name)}`)
  assert.equal(seen.length, list.length)
  near('LT-1 reading', 30)
  near('SC-1 position', 40)
  near('LC-1 error', 1)
  near('LC-1 set point change', 1)
  // The fast average, over five scans, was 25 cm and has gone a fifth of the way.
  near('LT-1 change', 4)
})

test('outputs without rules do nothing: a policy without any is today’s control', async () => {
  const random = randomSource(1)
  const days = Array.from({ length: 8 }, () => faultyScenario(oneTank, plant.layout, random))
  const costs = async (trees: Parameters<typeof createTreePolicy>[2]['trees'], numbers: Float32Array) => {
    const { controller } = createTreePolicy(oneTank, observer, { trees, activity: [] })
    return withDreamer(closeLoop(plant, controller), { lanes: 8 }, async (dreamer) => {
      const { outcomes } = await dreamer.dream(days, { seed: 1, parameters: numbers })
      return Array.from(outcomes.cost)
    })
  }
  const silent = await costs([{ output: 1, root: { terms: [] } }], Float32Array.of(0))
  const today = await withDreamer(closeLoop(plant, baseline), { lanes: 8 }, async (dreamer) => {
    const { outcomes } = await dreamer.dream(days, { seed: 1 })
    return Array.from(outcomes.cost)
  })
  silent.forEach((cost, day) => {
    assert.ok(Math.abs(cost - (today[day] as number)) < 1e-5)
  })
  const loud = await costs([{ output: 1, root: { terms: [] } }], Float32Array.of(2))
  assert.ok(loud.some((cost, day) => Math.abs(cost - (today[day] as number)) > 0.1))
})
