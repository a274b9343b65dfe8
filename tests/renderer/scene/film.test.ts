import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Film, FilmEvent, LineModel, Series } from '../../../core/engine/window/contract.ts'
import { FilmReading } from '../../../renderer/scene/film/reading.ts'
import { shareOf, valueAt } from '../../../renderer/scene/film/series.ts'
import { Showing } from '../../../renderer/scene/film/showing.ts'
import { shapeOf } from '../../../renderer/scene/film/trouble.ts'
import { bundledModel } from './bundled-model.ts'
import { component, connection, modelWith } from './synthetic-line.ts'

type Kind = Series['kind']

/** A series `T-1.level` of values in a range. */
function series(kind: Kind, of: string, values: readonly number[], low = 0, high = 100): Series {
  const [tag, quantity = ''] = of.split('.')
  return { kind, tag: tag!, component: tag!, quantity, unit: '%', low, high, values: Float32Array.from(values) }
}

const filmOf = (all: readonly Series[], events: readonly FilmEvent[] = []): Film => ({
  controller: 'baseline',
  series: all,
  events,
  consequence: { cost: 0, goals: [], limits: [], tripped: false },
})

function readingOf(model: LineModel, film: Film, scan: number): FilmReading {
  const reading = new FilmReading(model, film)
  reading.read(scan)
  return reading
}

const values = fc.array(fc.float({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 20 })

test('between two scans a value lies between theirs, and outside the film it stays', () => {
  fc.assert(
    fc.property(values, fc.double({ min: -5, max: 25, noNaN: true }), (all, scan) => {
      const one = series('truth', 'T-1.level', all)
      const [before, after] = [Math.floor(scan), Math.ceil(scan)].map(
        (at) => one.values[Math.min(Math.max(at, 0), all.length - 1)]!,
      )
      const value = valueAt(one, scan)
      const slack = 1e-6 * (Math.abs(before!) + Math.abs(after!))
      assert.ok(value >= Math.min(before!, after!) - slack && value <= Math.max(before!, after!) + slack)
    }),
  )
})

test('a share never leaves 0 to 1', () => {
  fc.assert(
    fc.property(values, fc.double({ min: -5, max: 25, noNaN: true }), (all, scan) => {
      const share = shareOf(series('truth', 'T-1.level', all, -10, 10))(scan)
      assert.ok(share >= 0 && share <= 1)
    }),
  )
})

test('what the film does not tell is not a number', () => {
  const model = modelWith([component('T-1', 'tank', { area: 1, height: 1 })], [])
  assert.ok(Number.isNaN(readingOf(model, filmOf([]), 0).moments[0]!.fill))
})

test('flow is the same before and behind what is built into a pipe, and turns with its sign', () => {
  const model = modelWith(
    [
      component('T-1', 'tank', { area: 1, height: 1 }),
      component('V-1', 'pipe'),
      component('V-2', 'valve'),
      component('T-2', 'tank', { area: 1, height: 1 }),
    ],
    [connection('T-1.bottom > V-1.in'), connection('V-1.out > V-2.in'), connection('V-2.out > T-2.bottom')],
  )
  const film = filmOf([series('truth', 'V-1.flow', [50, -25])])
  assert.deepEqual([...readingOf(model, film, 0).flows], [0.5, 0.5, 0.5])
  assert.deepEqual([...readingOf(model, film, 1).flows], [-0.25, -0.25, -0.25])
})

test('a divert valve shares out what comes in', () => {
  const model = modelWith(
    [
      component('P-1', 'pump'),
      component('DV-1', 'divert-valve'),
      component('D-1', 'product'),
      component('D-2', 'product'),
    ],
    [connection('P-1.out > DV-1.in'), connection('DV-1.a > D-1.in'), connection('DV-1.b > D-2.in')],
  )
  const film = filmOf([series('truth', 'P-1.flow', [80]), series('truth', 'DV-1.share', [75])])
  assert.deepEqual(
    [...readingOf(model, film, 0).flows].map((flow) => Number(flow.toFixed(6))),
    [0.8, 0.6, 0.2],
  )
})

test('heat goes from the warmer body through a link', () => {
  const model = modelWith(
    [component('TM-1', 'thermal-mass'), component('TL-1', 'thermal-link'), component('TM-2', 'thermal-mass')],
    [connection('TM-1.heat > TL-1.a', 'heat'), connection('TL-1.b > TM-2.heat', 'heat')],
  )
  const film = filmOf([series('truth', 'TM-1.temperature', [60, 20]), series('truth', 'TM-2.temperature', [40, 50])])
  for (const [scan, sign] of [
    [0, 1],
    [1, -1],
  ] as const) {
    assert.deepEqual([...readingOf(model, film, scan).flows].map(Math.sign), [sign, sign])
  }
})

test('a machine says why it stands', () => {
  const model = modelWith(
    [component('C-1', 'conveyor'), component('M-1', 'machine'), component('C-2', 'conveyor')],
    [connection('C-1.out > M-1.in', 'parts'), connection('M-1.out > C-2.in', 'parts')],
  )
  const state = (rate: number, told: number, waiting: number, ahead: number, up: number) =>
    readingOf(
      model,
      filmOf([
        series('truth', 'M-1.rate', [rate]),
        series('control', 'M-1.speed', [told]),
        series('truth', 'M-1.up', [up]),
        series('truth', 'C-1.content', [waiting]),
        series('truth', 'C-2.content', [ahead]),
      ]),
      0,
    ).moments[1]!.machine
  assert.equal(state(80, 90, 50, 50, 100), 'running')
  assert.equal(state(0, 90, 0, 50, 100), 'starved')
  assert.equal(state(0, 90, 50, 100, 100), 'blocked')
  assert.equal(state(0, 90, 0, 100, 0), 'down')
  assert.equal(state(0, 0, 50, 50, 100), 'stopped')
})

test('a pump that stops by itself stands, whatever it is told', () => {
  const { components, connections, failures, ...rest } = bundledModel('three-tank')
  const model = { ...rest, components, connections, failures }
  const film = filmOf([
    series('control', 'P-101.speed', [60, 60]),
    { ...series('fault', 'P-101', [0, 1], 0, 1), tag: 'P-101 spurious stop' },
  ])
  const pump = components.findIndex(({ tag }) => tag === 'P-101')
  assert.equal(readingOf(model, film, 0).moments[pump]!.speed, 0.6)
  assert.equal(readingOf(model, film, 1).moments[pump]!.speed, 0)
})

const begins = (at: number, name: string, priority: FilmEvent['priority']): FilmEvent => ({
  at,
  kind: 'fault begins',
  name,
  priority,
})

test('a fault marks its component while it lasts, and an instrument marks what it measures', () => {
  const model = bundledModel('three-tank')
  const film = filmOf(
    [],
    [
      begins(10, 'V-113 plugged', 3),
      begins(20, 'LT-101 bias', 2),
      { at: 30, kind: 'fault ends', name: 'V-113 plugged', priority: 4 },
    ],
  )
  const marked = (scan: number) => readingOf(model, film, scan).active.map((one) => [one.component, one.signal])
  assert.deepEqual(marked(1), [])
  assert.deepEqual(marked(2), [['V-113', undefined]])
  assert.deepEqual(marked(4), [
    ['T-101', 'LT-101'],
    ['V-113', undefined],
  ])
  assert.deepEqual(marked(7), [['T-101', 'LT-101']])
})

test('a trip stays, and its event is what the banner says', () => {
  const model = bundledModel('three-tank')
  const trip: FilmEvent = { at: 50, kind: 'trip', name: 'overflow-1', priority: 1, component: 'T-101' }
  assert.equal(readingOf(model, filmOf([], [trip]), 9).tripped, undefined)
  assert.equal(readingOf(model, filmOf([], [trip]), 200).tripped, trip)
})

test('each priority has a shape of its own', () => {
  assert.equal(new Set(([1, 2, 3, 4] as const).map(shapeOf)).size, 4)
})

test('drives turn on while a film plays, back where it goes back, and stand where it stands or is another', () => {
  const model = modelWith([component('P-1', 'pump')], [])
  const [film, other] = [1, 2].map(() => filmOf([series('truth', 'P-1.speed', [100, 100, 100])]))
  const showing = new Showing(model)
  assert.equal(showing.show(film!, 0, 1000), 'other film')
  assert.equal(showing.turns[0], 0)
  assert.equal(showing.show(film!, 1, 1050), 'moved')
  const turned = showing.turns[0]!
  assert.ok(turned > 0)
  assert.equal(showing.show(film!, 1, 1100), 'same')
  assert.equal(showing.show(other!, 1, 1150), 'other film')
  assert.equal(showing.turns[0], turned)
  showing.show(film!, 1, 1200)
  showing.show(film!, 0, 1250)
  assert.ok(showing.turns[0]! < turned)
})
