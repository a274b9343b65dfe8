import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPace } from '../../core/engine/pace.ts'

test('a pace follows the last seconds, of all processes together', () => {
  let time = 0
  const pace = createPace(() => time)
  assert.deepEqual(pace.perSecond(), { scans: 0, iterations: 0 })
  pace.add(0)
  assert.deepEqual(pace.perSecond(), { scans: 0, iterations: 0 })
  for (time = 0.5; time <= 20; time += 0.5) pace.add(100)
  assert.deepEqual(pace.perSecond(), { scans: 200, iterations: 2 })
  for (time = 21; time <= 40; time += 1) pace.add(100)
  const later = pace.perSecond()
  assert.ok(Math.abs(later.iterations - 1) < 0.1, `${later.iterations}`)
})

test('iterations that take longer than it remembers still have a pace', () => {
  let time = 0
  const pace = createPace(() => time)
  for (time = 0; time <= 90; time += 30) pace.add(3000)
  assert.deepEqual(pace.perSecond(), { scans: 100, iterations: 1 / 30 })
})
