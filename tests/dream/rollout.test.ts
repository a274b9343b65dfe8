import assert from 'node:assert/strict'
import { test } from 'node:test'
import { closeLoop } from '../../core/dream/closed-loop.ts'
import { baseline, type Controller, doNothing } from '../../core/dream/controller.ts'
import type { Film, TrackName } from '../../core/dream/film.ts'
import { createDreamer, type Dreamer, type DreamRequest, type Outcomes } from '../../core/dream/rollout.ts'
import { constant } from '../../core/graph/leaf.ts'
import type { Line } from '../../core/line/line.ts'
import { compilePlant } from '../../core/line/plant.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { faultFreeScenario, faultyScenario, scenarioOf } from '../../core/scenario/sample.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { bundledLine } from '../line/stepper.ts'
import { failureOf, oneTank, tankWith } from './one-tank.ts'

const { layout } = compilePlant(oneTank)
const random = randomSource(1)
const days = Array.from({ length: 20 }, () => faultyScenario(oneTank, layout, random))

async function withDreamer<Result>(
  line: Line,
  controller: Controller,
  lanes: number,
  use: (dreamer: Dreamer) => Promise<Result>,
): Promise<Result> {
  const dreamer = await createDreamer(closeLoop(compilePlant(line), controller), {
    lanes,
    filming: 'signals',
    threads: 1,
  })
  try {
    return await use(dreamer)
  } finally {
    await dreamer.release()
  }
}

const dreamt = (controller: Controller, scenarios: readonly Scenario[], request: DreamRequest, lanes = 20) =>
  withDreamer(oneTank, controller, lanes, (dreamer) => dreamer.dream(scenarios, request))

const row = ({ tracks }: Film, name: TrackName, index = 0) =>
  Array.from(tracks[name].values).filter((_, at) => at % tracks[name].rows === index)

test('a seed repeats a dream to the bit, on the same dreamer and on another; another seed does not', async () => {
  const first = await dreamt(baseline, days, { seed: 7 })
  await withDreamer(oneTank, baseline, 20, async (dreamer) => {
    const other = await dreamer.dream(days, { seed: 8 })
    assert.notDeepEqual(other.outcomes.cost, first.outcomes.cost)
    assert.deepEqual((await dreamer.dream(days, { seed: 7 })).outcomes, first.outcomes)
  })
})

test('whoever controls the line meets the same noise', async () => {
  const film = [0, 1, 2]
  const some = days.slice(0, 3)
  const held = await dreamt(doNothing(oneTank), some, { seed: 3, film })
  const controlled = await dreamt(baseline, some, { seed: 3, film })
  for (const index of film) {
    const noise = (one: Film) =>
      row(one, 'reading').map((reading, scan) => reading - (row(one, 'truth')[scan - 1] ?? 0))
    assert.equal(row(held.films[index]!, 'reading')[0], row(controlled.films[index]!, 'reading')[0])
    noise(held.films[index]!)
      .slice(1)
      .forEach((value, scan) => {
        assert.ok(Math.abs(value - noise(controlled.films[index]!)[scan + 1]!) < 1e-6, `scan ${scan + 1}`)
      })
  }
})

test('scenarios beyond the lanes run in further rounds, each with an outcome and a film of its own', async () => {
  const film = days.map((_, index) => index)
  const { outcomes, films } = await dreamt(baseline, days, { seed: 1, film }, 8)
  assert.equal(outcomes.cost.length, 20)
  assert.ok(outcomes.cost.every((cost) => cost > 0))
  assert.deepEqual(
    films.map(({ scenario }) => scenario),
    days,
  )
  agrees(outcomes, films)
})

/** What outcomes say follows from what the films show. */
function agrees(outcomes: Outcomes, films: readonly Film[]) {
  films.forEach((film, index) => {
    const levels = row(film, 'truth')
    const errors = levels.map((level, scan) => Math.abs(level - row(film, 'setpoint')[scan]!))
    const mean = errors.reduce((sum, error) => sum + error, 0) / film.scans
    assert.ok(Math.abs(mean - outcomes.errors[0]![index]!) < 1e-5, `${mean}, ${outcomes.errors[0]![index]}`)
    const low = levels.map((level) => level < 0.2)
    assert.equal(low.filter((is, scan) => is && !low[scan - 1]).length, outcomes.crossings[1]![index])
    const outside = low.filter(Boolean).length * oneTank.scan
    assert.ok(Math.abs(outside - outcomes.outside[1]![index]!) < 1e-3)
  })
}

test('a film shows what was asked: set points, faults and controls scan by scan', async () => {
  const quiet = tankWith({ signal: { noise: 0 }, failures: [failureOf('LT-1', 'bias', { severity: [0.05, 0.05] })] })
  const scenario = { ...scenarioOf(quiet, layout, quiet.failures, randomSource(2)), changes: [] }
  const { films } = await withDreamer(quiet, doNothing(quiet), 1, (dreamer) =>
    dreamer.dream([scenario], { seed: 1, film: [0] }),
  )
  const [film] = films as [Film]
  const { onset } = scenario.faults[0]!
  row(film, 'fault').forEach((fault, scan) => {
    assert.ok(Math.abs(fault - (scan * quiet.scan > onset ? 0.05 : 0)) < 1e-6 || scan * quiet.scan - onset < quiet.step)
  })
  const truth = row(film, 'truth')
  row(film, 'reading')
    .slice(1)
    .forEach((reading, scan) => {
      assert.ok(Math.abs(reading - truth[scan]! - row(film, 'fault')[scan + 1]!) < 1e-6)
    })
  assert.ok(row(film, 'setpoint').every((value) => value === Math.fround(0.3)))
  assert.ok(row(film, 'control').every((value) => value === Math.fround(oneTank.controls[0]!.start)))
})

test('a dream without faults, noise or spread stays where it starts', async () => {
  for (const name of ['three-tank', 'quadruple-tank', 'tclab', 'pasteuriser']) {
    const described = bundledLine(name)
    const signals = described.signals.map((signal) => ({ ...signal, noise: 0 }))
    const line = { ...described, signals, disturbances: [] }
    const factors = compilePlant(line).layout.spreads.map(() => 1)
    const nominal = { name: '', faults: [], changes: [], factors, likelihood: 0 }
    const { films } = await withDreamer(line, baseline, 1, (dreamer) =>
      dreamer.dream([nominal], { seed: 1, film: [0] }),
    )
    line.signals.forEach(({ tag, low, high }, index) => {
      const readings = row(films[0]!, 'reading', index)
      const departure = Math.max(...readings.map((reading) => Math.abs(reading - readings[0]!))) / (high - low)
      assert.ok(departure < 0.01, `${name}: ${tag} leaves its start by ${(100 * departure).toFixed(2)} % of its range`)
    })
  }
})

const day = { ...faultFreeScenario(oneTank, layout, randomSource(5)), changes: [], factors: [1, 1, 1] }
const pushed: Controller = {
  ...baseline,
  decide: () => ({ trim: constant([5], 1, 1), memory: {} }),
}

test("an interlock beats the policy's trim", async () => {
  const { outcomes, films } = await dreamt(pushed, [day], { seed: 1, film: [0] }, 1)
  const readings = row(films[0]!, 'reading')
  const controls = row(films[0]!, 'control')
  assert.ok(readings.some((reading) => reading > 0.5))
  controls.forEach((control, scan) => {
    assert.equal(control, readings[scan]! > 0.5 ? 0 : 1)
  })
  assert.equal(outcomes.tripped[0], 0)
})

test('a trip drives every control to its safe value for the rest of the dream', async () => {
  const [overflow, low] = oneTank.limits as [Line['limits'][number], Line['limits'][number]]
  const line = { ...oneTank, limits: [{ ...overflow, above: 0.45 }, low] }
  const { outcomes, films } = await withDreamer(line, pushed, 1, (dreamer) =>
    dreamer.dream([day], { seed: 1, film: [0] }),
  )
  assert.equal(outcomes.tripped[0], 1)
  const tripped = row(films[0]!, 'truth').findIndex((level) => level > 0.45)
  const controls = row(films[0]!, 'control')
  assert.ok(controls.slice(0, tripped + 1).every((control) => control === 1))
  assert.ok(controls.slice(tripped + 1).every((control) => control === 0))
})

test('a scenario that was kept as JSON dreams the same', async () => {
  const kept = JSON.parse(JSON.stringify(days)) as Scenario[]
  const first = await dreamt(baseline, days, { seed: 9 })
  assert.deepEqual((await dreamt(baseline, kept, { seed: 9 })).outcomes, first.outcomes)
})

test('factors on the gains dream as loops with those gains', async () => {
  const [pid, ...others] = oneTank.loops as [Extract<Line['loops'][number], { kind: 'pid' }>]
  const gentle = { ...oneTank, loops: [{ ...pid, gain: pid.gain * 0.25 }, ...others] }
  const loop = closeLoop(compilePlant(oneTank), baseline)
  const dreamer = await createDreamer(loop, { lanes: 4, tuning: true })
  const some = days.slice(0, 4)
  const tuning = some.map(() => Float32Array.of(0.25, 1))
  const tuned = await dreamer.dream(some, { seed: 2, tuning })
  await dreamer.release()
  const untuned = await dreamt(baseline, some, { seed: 2 }, 4)
  const written = await withDreamer(gentle, baseline, 4, (other) => other.dream(some, { seed: 2 }))
  tuned.outcomes.cost.forEach((cost, index) => {
    const expected = written.outcomes.cost[index]!
    const difference = Math.abs(cost - expected)
    // Both begin where their own loops have settled, which is not quite the same place.
    assert.ok(difference < 0.1 * Math.abs(untuned.outcomes.cost[index]! - expected), `${cost} instead of ${expected}`)
  })
})

test('an aborted dream stops, also when the signal comes from outside', async () => {
  const line = bundledLine('three-tank')
  const scenarios = Array.from({ length: 4096 }, () => faultFreeScenario(line, compilePlant(line).layout, random))
  const stop = new AbortController()
  let scans = 0
  await withDreamer(line, baseline, 64, async (dreamer) => {
    const dreaming = dreamer.dream(scenarios, { seed: 1, signal: stop.signal, onScans: (more) => (scans += more) })
    setTimeout(() => stop.abort(), 50)
    await assert.rejects(dreaming, { name: 'AbortError' })
  })
  assert.ok(scans < 0.9 * 4096 * 240, `${scans} scans`)
})

test('memory does not grow with the number of scenarios', async () => {
  const line = bundledLine('three-tank')
  const plant = compilePlant(line)
  const scenarios = Array.from({ length: 4096 }, () => faultyScenario(line, plant.layout, random))
  const dreamer = await createDreamer(closeLoop(plant, baseline), { lanes: 512 })
  await dreamer.dream(scenarios.slice(0, 512), { seed: 1 })
  const before = process.memoryUsage().rss
  const { outcomes } = await dreamer.dream(scenarios, { seed: 1 })
  const grown = (process.memoryUsage().rss - before) / 2 ** 20
  await dreamer.release()
  assert.equal(outcomes.cost.length, 4096)
  assert.ok(grown < 100, `${grown.toFixed(0)} MB`)
})
