import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { ordinaryShare } from '../../core/curriculum/ordinary-share.ts'
import { beginPool, type Pool, standings } from '../../core/curriculum/pool.ts'
import { closeRound, planRound, type RoundRequest } from '../../core/curriculum/round.ts'
import type { CurriculumSettings } from '../../core/curriculum/settings.ts'
import { drawTask, isSynthetic, type Task, taskOf } from '../../core/curriculum/task.ts'
import { vary } from '../../core/curriculum/vary.ts'
import { compilePlant } from '../../core/line/plant.ts'
import { readLine } from '../../core/line/read.ts'
import { randomSource } from '../../core/scenario/random.ts'

const path = 'assets/lines/three-tank.line.yaml'
const line = readLine(readFileSync(path, 'utf8'), path)
const { layout } = compilePlant(line)
const lanes = 100
const settings: CurriculumSettings = { ordinary: [0.2, 0.2], group: 4, again: 0.3, synthetic: 0.2, byValue: true }
const request: RoundRequest = {
  line,
  layout,
  settings,
  lanes,
  ordinary: 20,
  sameDay: false,
}
const ordinaryCost = 0.2

/** A pool after some rounds in which every dream cost what `costOf` says. */
function playedPool(rounds: number, costOf: (lane: number, round: number) => number, start = beginPool([])): Pool {
  let pool = start
  for (let index = 0; index < rounds; index++) {
    const round = planRound(pool, request, randomSource(index))
    pool = closeRound(
      pool,
      round,
      Float32Array.from({ length: lanes }, (_, lane) => costOf(lane, index)),
      ordinaryCost,
    )
  }
  return pool
}

const busy = playedPool(6, (lane, round) => 1 + ((lane * 7 + round * 3) % 11))

describe('a round', () => {
  test('has a day for every lane: ordinary ones first, then groups that share their faults and not their day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const round = planRound(busy, request, randomSource(seed))
        assert.equal(round.scenarios.length, lanes)
        assert.ok(round.scenarios.slice(0, 20).every(({ faults }) => faults.length === 0))
        assert.equal(
          round.groups.reduce((sum, { size }) => sum + size, 20),
          lanes,
        )
        for (const { task, first, size } of round.groups) {
          const days = round.scenarios.slice(first, first + size)
          assert.ok(days.every(({ faults }) => faults === task.faults))
          assert.equal(new Set(days.map(({ changes }) => JSON.stringify(changes))).size, size)
        }
      }),
      { numRuns: 20 },
    )
  })

  test('has groups on one day for a trainer that compares their dreams', () => {
    const { scenarios, groups } = planRound(busy, { ...request, sameDay: true }, randomSource(1))
    for (const { first, size } of groups) {
      assert.equal(new Set(scenarios.slice(first, first + size).map((day) => JSON.stringify(day))).size, 1)
    }
  })

  test('is at most for a share λ synthetic, proposals before variations', () => {
    const waiting = Array.from({ length: 3 }, (_, seed) =>
      taskOf(drawTask(line, layout, randomSource(seed)), 'proposed'),
    )
    for (let seed = 0; seed < 20; seed++) {
      const { groups } = planRound({ ...busy, waiting }, request, randomSource(seed))
      const synthetic = groups.filter(({ task, before }) => before === undefined && isSynthetic(task))
      assert.equal(synthetic.length, Math.floor(settings.synthetic * groups.length))
      assert.deepEqual(
        synthetic.slice(0, 3).map(({ task }) => task),
        waiting,
      )
    }
  })

  test('is drawn afresh as a whole where nothing is to come back', () => {
    const { groups } = planRound(
      busy,
      { ...request, settings: { ...settings, group: 1, again: 0, synthetic: 0 } },
      randomSource(1),
    )
    assert.equal(groups.length, 80)
    assert.ok(groups.every(({ task }) => task.origin === 'drawn'))
  })

  test('begins with what the replay has kept', () => {
    const waiting = [taskOf(drawTask(line, layout, randomSource(3)), 'replayed')]
    const round = planRound(beginPool(waiting), request, randomSource(1))
    assert.equal(round.groups[0]?.task, waiting[0])
    const after = closeRound(beginPool(waiting), round, new Float32Array(lanes).fill(1), ordinaryCost)
    assert.deepEqual(after.waiting, [])
  })

  test('brings back the tasks of the greatest value most often', () => {
    const ranked = [...busy.trials].sort((a, b) => b.value - a.value)
    const seen = new Map<Task, number>()
    for (let seed = 0; seed < 200; seed++) {
      for (const { before } of planRound(busy, request, randomSource(seed)).groups) {
        if (before) seen.set(before.task, (seen.get(before.task) ?? 0) + 1)
      }
    }
    const visits = (from: number, to: number) =>
      ranked.slice(from, to).reduce((sum, { task }) => sum + (seen.get(task) ?? 0), 0)
    assert.ok(visits(0, 10) > 3 * visits(50, 60), `${visits(0, 10)} against ${visits(50, 60)}`)
  })

  test('is the same for the same luck, and leaves the pool as it was', () => {
    const before = structuredClone(busy)
    assert.deepEqual(planRound(busy, request, randomSource(5)), planRound(busy, request, randomSource(5)))
    assert.deepEqual(busy, before)
  })
})

describe('a pool', () => {
  test('holds each group’s spread V = (1/n)Σ(cᵢ − c̄)² as its task’s value', () => {
    const round = planRound(beginPool([]), request, randomSource(1))
    const costs = Float32Array.from({ length: lanes }, (_, lane) => 1 + (lane % 4))
    const { trials } = closeRound(beginPool([]), round, costs, ordinaryCost)
    assert.ok(
      trials.length === round.groups.length && trials.every(({ value, cost }) => value === 1.25 && cost === 2.5),
    )
  })

  test('notices a mastered task that fails again', () => {
    const mastered = playedPool(1, () => ordinaryCost)
    assert.deepEqual(standings(mastered), { open: 0, mastered: 20, hopeless: 0, forgotten: 0 })
    const later = playedPool(30, (lane) => (lane % 4) + 1, mastered)
    assert.ok(later.forgotten >= 10, `${later.forgotten} forgotten`)
  })

  test('gives up what was visited often and has not come to cost less, and sees it again now and then', () => {
    const pool = playedPool(40, () => 20)
    const hopeless = pool.trials.filter(({ standing }) => standing === 'hopeless')
    assert.ok(hopeless.length > 0)
    const oldest = Math.min(...hopeless.map(({ round }) => round))
    const later = playedPool(hopeless.length + 5, () => 20, pool)
    assert.ok(later.trials.every(({ standing, round }) => standing !== 'hopeless' || round > oldest))
  })

  test('learns nothing from dreams that left the numbers, and stays within its size', () => {
    assert.deepEqual(playedPool(1, () => Number.NaN).trials, [])
    assert.equal(playedPool(40, (lane) => lane).trials.length, 256)
  })
})

test('ordinary days take as many dreams as their spread warrants, within bounds', () => {
  const spread = (deviation: number) => Float32Array.of(1 - deviation, 1 + deviation)
  assert.equal(ordinaryShare(spread(0.25), spread(0.75), [0, 1]), 0.25)
  assert.equal(ordinaryShare(spread(0), spread(9), [0.12, 0.3]), 0.12)
  assert.equal(ordinaryShare(spread(0.5), spread(0.5), [0.12, 0.3]), 0.3)
  assert.equal(ordinaryShare(spread(0), spread(0), [0.12, 0.3]), 0.12)
})

test('a variation stays within what the line declares', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
      const random = randomSource(seed)
      let task = drawTask(line, layout, random)
      for (let generation = 0; generation < 5; generation++) task = vary(line, layout, task, random)
      const names = task.faults.map(({ failure }) => failure)
      assert.ok(names.length >= 1 && names.length <= 2 && new Set(names).size === names.length)
      for (const { failure, onset, severity, ramp, duration } of task.faults) {
        const [low, high] = line.failures.find(({ name }) => name === failure)?.severity ?? [NaN, NaN]
        assert.ok(severity >= low && severity <= high, `${failure} ${severity}`)
        assert.ok(onset >= 0 && onset <= line.horizon && ramp >= 0 && (duration === null || duration > 0))
      }
      assert.ok(task.likelihood > 0 && task.origin === 'varied')
    }),
    { numRuns: 200 },
  )
})
