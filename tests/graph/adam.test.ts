import assert from 'node:assert/strict'
import { test } from 'node:test'
import { adam } from '../../core/graph/adam.ts'
import { input, scalar } from '../../core/graph/leaf.ts'
import { evaluate } from './evaluate.ts'

const vector = (name: string) => input(name, 2, 1)
const state = { parameters: vector('parameters'), firstMoment: vector('first'), secondMoment: vector('second') }

function near(actual: readonly number[], expected: readonly number[]) {
  actual.forEach((value, index) => {
    assert.ok(Math.abs(value - expected[index]!) < 1e-5 * (1 + Math.abs(value)), `${actual} is not ${expected}`)
  })
}

test('the first step moves every parameter by the learning rate against its slope', async () => {
  const next = adam(state, vector('slope'), scalar(1), scalar(0.1))
  const zero = new Float32Array(2)
  const feeds = { parameters: Float32Array.of(1, 2), first: zero, second: zero, slope: Float32Array.of(1e-3, -50) }
  near((await evaluate({ next: next.parameters }, feeds)).next, [0.9, 2.1])
})

test('a later step follows the published equations', async () => {
  const next = adam(state, vector('slope'), input('step', 1, 1), scalar(0.01), { beta1: 0.8, beta2: 0.9, epsilon: 0.1 })
  const result = await evaluate(
    { moved: next.parameters, firstMoment: next.firstMoment, secondMoment: next.secondMoment },
    {
      parameters: Float32Array.of(1, 2),
      first: Float32Array.of(0.5, -0.2),
      second: Float32Array.of(0.3, 0.4),
      slope: Float32Array.of(2, -1),
      step: Float32Array.of(3),
    },
  )
  const first = [0.8 * 0.5 + 0.2 * 2, 0.8 * -0.2 + 0.2 * -1]
  const second = [0.9 * 0.3 + 0.1 * 4, 0.9 * 0.4 + 0.1 * 1]
  near(result.firstMoment, first)
  near(result.secondMoment, second)
  const move = (index: number) =>
    (0.01 * (first[index]! / (1 - 0.8 ** 3))) / (Math.sqrt(second[index]! / (1 - 0.9 ** 3)) + 0.1)
  near(result.moved, [1 - move(0), 2 - move(1)])
})

test('a gradient longer than the clip norm is scaled to it, a shorter one is kept', async () => {
  const next = adam(state, vector('slope'), scalar(1), scalar(0.1), { beta1: 0, clipNorm: 1 })
  const firstMoment = async (slope: Float32Array) => {
    const { clipped } = await evaluate({ clipped: next.firstMoment }, { slope })
    return clipped
  }
  near(await firstMoment(Float32Array.of(3, -4)), [0.6, -0.8])
  near(await firstMoment(Float32Array.of(0.3, -0.4)), [0.3, -0.4])
})
