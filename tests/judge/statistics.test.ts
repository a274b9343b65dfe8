import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compare, explain } from '../../core/judge/statistics.ts'
import { randomSource } from '../../core/scenario/random.ts'

/** Costs `[pairs]`: a share of scenarios go wrong and cost much, as rare faults do; the policy costs `shift` more. */
function costs(pairs: number, shift: number, seed: number) {
  const random = randomSource(seed)
  const reference = Array.from({ length: pairs }, () => 10 + (random.next() < 0.2 ? 20 * random.next() : random.next()))
  const policy = reference.map((cost) => cost + shift + random.normal())
  return { reference, policy }
}

test('the interval holds the true difference about 95 times in a hundred', () => {
  const experiments = 400
  let held = 0
  for (let seed = 0; seed < experiments; seed++) {
    const { policy, reference } = costs(60, 0.5, seed)
    const { interval } = compare(policy, reference, { margin: 0, seed })
    if (interval[0] <= 0.5 && 0.5 <= interval[1]) held++
  }
  const coverage = held / experiments
  assert.ok(coverage > 0.91 && coverage < 0.98, `coverage ${coverage}`)
})

test('the interval of the relative difference holds the true share', () => {
  let held = 0
  for (let seed = 0; seed < 200; seed++) {
    const random = randomSource(seed)
    const reference = Array.from({ length: 80 }, () => 5 + 10 * random.next())
    const policy = reference.map((cost) => 1.1 * cost + random.normal())
    const { relativeInterval } = compare(policy, reference, { margin: 0, seed })
    if (relativeInterval[0] <= 0.1 && 0.1 <= relativeInterval[1]) held++
  }
  assert.ok(held > 180 && held < 199, `held ${held} of 200`)
})

test('swapping policy and reference mirrors the difference and its interval', () => {
  const { policy, reference } = costs(50, 0.3, 1)
  const there = compare(policy, reference, { margin: 0 })
  const back = compare(reference, policy, { margin: 0 })
  assert.equal(back.difference, -there.difference)
  assert.deepEqual(back.interval, [-there.interval[1], -there.interval[0]])
})

test('a seed repeats, another seed resamples anew', () => {
  const { policy, reference } = costs(50, 0.3, 1)
  const first = compare(policy, reference, { margin: 0, seed: 7 })
  assert.deepEqual(compare(policy, reference, { margin: 0, seed: 7 }), first)
  assert.notDeepEqual(compare(policy, reference, { margin: 0, seed: 8 }).interval, first.interval)
})

test('better, no worse and worse are told apart, and doubt counts as worse', () => {
  const verdict = (shift: number, margin: number) => {
    const { policy, reference } = costs(400, shift, 3)
    const comparison = compare(policy, reference, { margin })
    return { verdict: comparison.verdict, sentence: explain(comparison, 'Overflow') }
  }
  assert.equal(verdict(-1, 0.05).verdict, 'better')
  assert.equal(verdict(0, 0.05).verdict, 'no worse')
  assert.equal(verdict(2, 0.05).verdict, 'worse')
  assert.match(verdict(2, 0.05).sentence, /^Worse: Overflow changes by \+1\d\.\d %/)
  const doubtful = verdict(0, 0)
  assert.equal(doubtful.verdict, 'worse')
  assert.match(doubtful.sentence, /^Not shown to be no worse/)
})

test('equal costs are no worse, even with no margin and at no cost', () => {
  for (const cost of [0, 3]) {
    const equal = compare(Array(20).fill(cost), Array(20).fill(cost), { margin: 0 })
    assert.deepEqual([equal.difference, equal.relative, equal.verdict], [0, 0, 'no worse'])
    assert.deepEqual(equal.interval, [0, 0])
  }
})

test('any cost over a reference without cost is infinitely worse', () => {
  const { relative, verdict } = compare(Array(20).fill(1), Array(20).fill(0), { margin: 0.1 })
  assert.equal(relative, Infinity)
  assert.equal(verdict, 'worse')
})

test('a handful of pairs shows nothing, however good they look', () => {
  const one = compare([1], [100], { margin: 0.1 })
  assert.deepEqual(one.interval, [-Infinity, Infinity])
  assert.equal(one.verdict, 'worse')
  assert.match(explain(one, 'Overflow'), /too few/)
})

test('costs that are none, unpaired or not finite are refused', () => {
  assert.throws(() => compare([], [], { margin: 0 }), RangeError)
  assert.throws(() => compare([1, 2], [1], { margin: 0 }), /in pairs/)
  assert.throws(() => compare([1, Number.NaN], [1, 2], { margin: 0 }), /cost 1 of the policy is NaN/)
  assert.throws(() => compare([1], [1], { margin: -0.1 }), /margin/)
})

test('5,000 scenarios take under half a second', () => {
  const { policy, reference } = costs(5_000, 0, 4)
  const started = performance.now()
  compare(policy, reference, { margin: 0.02 })
  assert.ok(performance.now() - started < 500, `${performance.now() - started} ms`)
})
