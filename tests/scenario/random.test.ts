import assert from 'node:assert/strict'
import { test } from 'node:test'
import { randomSource } from '../../core/scenario/random.ts'

const draw = (count: number, next: () => number) => Array.from({ length: count }, next)
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const product = (a: number[], b: number[]) => a.map((value, index) => value * b[index]!)

test('a seed repeats to the bit', () => {
  const { next, normal, integer } = randomSource(42)
  assert.deepEqual([next(), normal(), integer(1000)], [0.06503585930023903, -0.8718983817036469, 267])
})

test('seeds that differ only above 32 bits, or in sign, differ', () => {
  const firsts = [1, -1, 1 + 2 ** 32, 1 + 2 ** 40].map((seed) => randomSource(seed).next())
  assert.equal(new Set(firsts).size, 4)
  assert.throws(() => randomSource(0.5), RangeError)
})

test('uniform numbers have the mean, variance and bin counts of a uniform', () => {
  const values = draw(100_000, randomSource(1).next)
  assert.ok(values.every((value) => value >= 0 && value < 1))
  assert.ok(Math.abs(mean(values) - 1 / 2) < 0.004)
  assert.ok(Math.abs(mean(product(values, values)) - 1 / 3) < 0.004)
  const bins = new Array<number>(100).fill(0)
  for (const value of values) bins[Math.floor(100 * value)]! += 1
  const chiSquare = bins.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)
  assert.ok(chiSquare > 55 && chiSquare < 158, `chi-square ${chiSquare} with 99 degrees of freedom`)
})

test('normal numbers have the moments of a standard normal', () => {
  const values = draw(100_000, randomSource(2).normal)
  const squares = product(values, values)
  assert.ok(Math.abs(mean(values)) < 0.013)
  assert.ok(Math.abs(mean(squares) - 1) < 0.018)
  assert.ok(Math.abs(mean(product(squares, values))) < 0.05)
  assert.ok(Math.abs(mean(product(squares, squares)) - 3) < 0.13)
})

test('integers cover their range evenly and refuse an empty one', () => {
  const random = randomSource(3)
  const counts = [0, 0, 0, 0, 0, 0, 0]
  for (let index = 0; index < 70_000; index++) counts[random.integer(7)]! += 1
  assert.ok(counts.every((count) => Math.abs(count - 10_000) < 400))
  assert.equal(random.integer(1), 0)
  assert.throws(() => random.integer(0), RangeError)
})

test('a fork depends on seed and label, not on draws made before', () => {
  const fresh = randomSource(4)
  const drawn = randomSource(4)
  draw(1000, drawn.normal)
  assert.deepEqual(draw(10, fresh.fork('noise').next), draw(10, drawn.fork('noise').next))
})

test('forks are uncorrelated with their source and with each other', () => {
  const random = randomSource(5)
  const sources = [random, ...['', 'a', 'b', 'ab', 'ba', 'pump 1', 'pump 2'].map((label) => random.fork(label))]
  const series = [...sources, randomSource(6), randomSource(6).fork('a')].map((source) => draw(20_000, source.normal))
  for (const [index, one] of series.entries()) {
    for (const other of series.slice(index + 1)) assert.ok(Math.abs(mean(product(one, other))) < 0.035)
  }
})
