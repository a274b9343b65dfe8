import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { layOut } from '../../core/line/groups.ts'
import type { Line } from '../../core/line/line.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { faultFreeScenario, faultyScenario, pinnedScenario, scenarioOf } from '../../core/scenario/sample.ts'
import { bundledLine } from '../line/stepper.ts'
import { assertDeclared } from './declared.ts'

const lines = ['three-tank', 'pasteuriser', 'bottling'].map(bundledLine)
const [threeTank] = lines as [Line]
const layout = layOut(threeTank)
const secondsPerYear = 365 * 24 * 3600

test('drawn days keep to what the line declares, and repeat for a seed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0 }), fc.constantFrom(...lines), (seed, line) => {
      const draw = (sample: typeof faultyScenario) => sample(line, layOut(line), randomSource(seed))
      const faulty = draw(faultyScenario)
      assertDeclared(line, faulty)
      assert.ok(faulty.faults.length === 1 || faulty.faults.length === 2)
      assert.equal(new Set(faulty.faults.map(({ failure }) => failure)).size, faulty.faults.length)
      assert.deepEqual(draw(faultyScenario), faulty)
      const free = draw(faultFreeScenario)
      assertDeclared(line, free)
      assert.deepEqual(free.faults, [])
    }),
    { numRuns: 300 },
  )
})

test('one fault is as likely as its rate says, two as a coincidence within the dream', () => {
  const [first, second] = threeTank.failures as [Line['failures'][number], Line['failures'][number]]
  const random = randomSource(1)
  assert.equal(scenarioOf(threeTank, layout, [first], random).likelihood, first.rate)
  const both = scenarioOf(threeTank, layout, [first, second], random).likelihood
  const expected = first.rate * second.rate * (threeTank.horizon / secondsPerYear)
  assert.ok(Math.abs(both / expected - 1) < 1e-9, `${both} instead of ${expected}`)
})

test('every failure is met in some thousand days, the frequent ones more often than the rare', () => {
  const random = randomSource(2)
  const often = { ...threeTank.failures[0]!, rate: 100 }
  const line = { ...threeTank, failures: [often, ...threeTank.failures.slice(1)] }
  const counts = new Map<string, number>()
  for (let day = 0; day < 3000; day++) {
    for (const { failure } of faultyScenario(line, layout, random).faults)
      counts.set(failure, (counts.get(failure) ?? 0) + 1)
  }
  for (const { name } of line.failures) assert.ok(counts.get(name)! > 50, `${name} ${counts.get(name)}`)
  const rare = Math.max(...line.failures.slice(1).map(({ name }) => counts.get(name)!))
  assert.ok(counts.get(often.name)! > 3 * rare)
})

test('a line without failures has no faulty day', () => {
  assert.throws(() => faultyScenario({ ...threeTank, failures: [] }, layout, randomSource(1)), RangeError)
})

test('a pinned scenario is what the line file says, on a nominal day', () => {
  const { faults, changes, factors } = pinnedScenario(threeTank, layout, 'the bad night')
  const [leak, bias] = faults
  assert.deepEqual(
    faults.map(({ failure, onset, duration }) => ({ failure, onset, duration })),
    [
      { failure: 'T-101 leak', onset: 300, duration: 300 },
      { failure: 'LT-101 bias', onset: 600, duration: null },
    ],
  )
  assert.ok(Math.abs(leak!.severity - 0.4e-4) < 1e-9)
  assert.ok(bias!.severity >= 0.02 && bias!.severity <= 0.08)
  assert.deepEqual(changes, [])
  assert.deepEqual(new Set(factors), new Set([1]))
  assert.throws(() => pinnedScenario(threeTank, layout, 'the good night'), RangeError)
})

test('a scenario comes back from JSON as it went in', () => {
  const random = randomSource(3)
  for (let day = 0; day < 200; day++) {
    const scenario = faultyScenario(threeTank, layout, random)
    assert.deepEqual(JSON.parse(JSON.stringify(scenario)), scenario)
  }
})
