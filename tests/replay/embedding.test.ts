import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { embeddingSize, featuresOf } from '../../core/replay/embedding.ts'
import type { Situation } from '../../core/replay/experience.ts'
import { failureOf, oneTank, tankWith } from '../dream/one-tank.ts'

const many = Array.from({ length: 100 }, (_, index) => failureOf('T-1', `leak ${index}`))
const lines = [oneTank, tankWith({ failures: many })]
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, row) => sum + value * (b[row] as number), 0)

const number = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Infinity, 0, 0.3))
const situationOf = (line: (typeof lines)[number]) => {
  const values = (count: number) =>
    fc.array(number, { minLength: count, maxLength: count }).map((list) => Float32Array.from(list))
  return fc.record({
    state: values(line.signals.length),
    control: values(line.controls.length),
    fault: values(line.failures.length),
  })
}

test('a vector has length 1 and at most 32 values, whatever is known of the situation', () => {
  for (const line of lines) {
    const vectorOf = featuresOf(line)
    fc.assert(
      fc.property(situationOf(line), (situation) => {
        const vector = vectorOf(situation)
        assert.ok(vector.length <= embeddingSize)
        assert.ok(Math.abs(dot(vector, vector) - 1) < 1e-4)
        assert.deepEqual(featuresOf(line)(situation), vector)
      }),
    )
  }
})

test('the further apart two levels, or the more of a fault, the less alike the situations', () => {
  for (const line of lines) {
    const vectorOf = featuresOf(line)
    const at = (level: number, severity = 0): Situation => ({
      state: Float32Array.of(level),
      control: Float32Array.of(0.5),
      fault: Float32Array.from(line.failures, (_, row) => (row === 0 ? severity : 0)),
    })
    const alike = (one: Situation, other: Situation) => dot(vectorOf(one), vectorOf(other))
    const worst = line.failures[0]!.severity[1]
    assert.ok(alike(at(0.3), at(0.31)) > alike(at(0.3), at(0.35)))
    assert.ok(alike(at(0.3), at(0.35)) > alike(at(0.3), at(0.5)))
    assert.ok(alike(at(0.3), at(0.3, worst / 4)) > alike(at(0.3), at(0.3, worst)))
  }
})

test('directions survive the projection of more features than fit', () => {
  const vectorOf = featuresOf(lines[1]!)
  const faultAlone = (row: number) =>
    vectorOf({
      state: Float32Array.of(0.3),
      control: Float32Array.of(0.5),
      fault: Float32Array.from(many, (_, index) => Number(index === row)),
    })
  const cosines = many.slice(1).map((_, row) => dot(faultAlone(0), faultAlone(row + 1)))
  // Two features of which they share one make a cosine of 1/2, give or take 1/√32.
  const mean = cosines.reduce((sum, value) => sum + value) / cosines.length
  assert.ok(Math.abs(mean - 0.5) < 0.1, String(mean))
})
