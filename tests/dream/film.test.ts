import assert from 'node:assert/strict'
import { test } from 'node:test'
import { closeLoop } from '../../core/dream/closed-loop.ts'
import { baseline } from '../../core/dream/controller.ts'
import type { Film } from '../../core/dream/film.ts'
import { type Dreamer, withDreamer } from '../../core/dream/rollout.ts'
import type { Line } from '../../core/line/line.ts'
import { compilePlant } from '../../core/line/plant.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { faultyScenario } from '../../core/scenario/sample.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { bundledLine } from '../line/stepper.ts'
import { oneTank } from './one-tank.ts'

const days = (line: Line, count: number) => {
  const { layout } = compilePlant(line)
  const random = randomSource(4)
  return Array.from({ length: count }, () => faultyScenario(line, layout, random))
}

async function filmed(line: Line, scenario: Scenario): Promise<Film> {
  const loop = closeLoop(compilePlant(line), baseline)
  const { films } = await withDreamer(loop, { lanes: 1, filming: 'everything' }, (dreamer) =>
    dreamer.dream([scenario], { seed: 2, film: [0] }),
  )
  return films[0] as Film
}

const column = ({ tracks, scans }: Film, track: keyof Film['tracks'], row: number) =>
  Array.from({ length: scans }, (_, scan) => tracks[track].values[scan * tracks[track].rows + row] as number)

test('a film of everything holds each quantity that the line has, and signals measure among them', async () => {
  for (const name of ['three-tank', 'pasteuriser', 'bottling', 'tclab', 'quadruple-tank']) {
    const line = bundledLine(name)
    const film = await filmed(line, days(line, 1)[0] as Scenario)
    const places = film.places.map(({ component, quantity }) => `${component}.${quantity}`)
    assert.equal(new Set(places).size, places.length)
    assert.equal(film.start.length, places.length)
    for (const { tag, kind } of line.components) {
      for (const [quantity, { dimension }] of Object.entries(kind.quantities)) {
        // A line on which nothing is warmed has no temperatures but those of its supplies.
        if (dimension !== 'temperature') assert.ok(places.includes(`${tag}.${quantity}`), `${name} ${tag}.${quantity}`)
      }
    }
    line.signals.forEach(({ of }, row) => {
      const place = places.indexOf(`${of.component}.${of.quantity}`)
      assert.ok(place >= 0)
      assert.deepEqual(column(film, 'quantity', place), column(film, 'truth', row))
    })
  }
})

test('the costs of the scans add up to what the dream came to', async () => {
  const scenario = days(oneTank, 1)[0] as Scenario
  const loop = closeLoop(compilePlant(oneTank), baseline)
  const { films, outcomes } = await withDreamer(loop, { lanes: 1, filming: 'signals' }, (dreamer) =>
    dreamer.dream([scenario], { seed: 2, film: [0] }),
  )
  const costs = column(films[0] as Film, 'cost', 0)
  const cost = outcomes.cost[0] as number
  assert.ok(cost > 0)
  assert.ok(Math.abs(costs.reduce((sum, one) => sum + one) - cost) < 1e-5 * cost)
})

test('quantities begin where the line has settled', async () => {
  const film = await filmed(oneTank, { name: '', faults: [], changes: [], factors: [1, 1, 1], likelihood: 0 })
  film.places.forEach(({ component, quantity }, row) => {
    const [start, first] = [film.start[row] as number, film.tracks.quantity.values[row] as number]
    // One scan of noise moves the pump by half a per cent.
    assert.ok(Math.abs(first - start) <= 0.02 * Math.abs(start), `${component}.${quantity} ${start} ${first}`)
  })
})

test('a film shows from when on a trip has stopped the line', async () => {
  const limits = oneTank.limits.map((limit) => (limit.trip ? { ...limit, above: 0.301 } : limit))
  const film = await filmed({ ...oneTank, limits }, days(oneTank, 1)[0] as Scenario)
  const tripped = column(film, 'tripped', 0)
  const first = column(film, 'truth', 0).findIndex((value) => value > Math.fround(0.301))
  assert.ok(first >= 0)
  assert.deepEqual(
    tripped,
    tripped.map((_, scan) => (scan >= first ? 1 : 0)),
  )
})

test('a dream among many is dreamt again on the noise it met there', async () => {
  const line = bundledLine('bottling')
  const scenarios = days(line, 40)
  const loop = closeLoop(compilePlant(line), baseline)
  const lanes = 16
  const { outcomes } = await withDreamer(loop, { lanes }, (dreamer) => dreamer.dream(scenarios, { seed: 7 }))
  const indices = [3, 20, 39]
  const again = await withDreamer(loop, { lanes: 2 }, (dreamer) =>
    dreamer.dream(
      indices.map((index) => scenarios[index] as Scenario),
      { seed: 7, noiseOf: indices.map((index) => ({ index, lanes })) },
    ),
  )
  indices.forEach((index, place) => {
    const [first, second] = [outcomes.cost[index] as number, again.outcomes.cost[place] as number]
    assert.ok(Math.abs(first - second) < 1e-4 * first, `${index}: ${first}, again ${second}`)
  })
})

test('others get a word in while a dream goes on, and its session is released when it is stopped', async () => {
  const line = bundledLine('three-tank')
  const scenarios = days(line, 64)
  const stop = new AbortController()
  let words = 0
  const pulse = setInterval(() => words++, 1)
  let kept: Dreamer | undefined
  const dreaming = withDreamer(closeLoop(compilePlant(line), baseline), { lanes: 64 }, (dreamer) => {
    kept = dreamer
    words = 0
    let scans = 0
    const onScans = (more: number) => {
      scans += more
      if (scans >= 64 * 200) stop.abort()
    }
    return dreamer.dream(scenarios, { seed: 1, signal: stop.signal, onScans })
  })
  await assert.rejects(dreaming, { name: 'AbortError' })
  clearInterval(pulse)
  assert.ok(words >= 5, `${words} words in 17 calls`)
  await assert.rejects(async () => kept?.dream(scenarios, { seed: 1 }))
})
