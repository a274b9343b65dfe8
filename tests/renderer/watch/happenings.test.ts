import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { FilmEvent, Priority } from '../../../core/engine/window/contract.ts'
import {
  happeningsOf,
  isPresent,
  lanesOf,
  marksOf,
  marksOnBar,
  mostTelling,
} from '../../../renderer/screens/watch/happenings.ts'
import { film, setOf } from './synthetic-set.ts'

const event = (kind: FilmEvent['kind'], at: number, name = 'leak', priority: Priority = 3): FilmEvent => ({
  at,
  kind,
  priority,
  name,
})

const leak = [event('fault begins', 5), event('fault ends', 8)]
const crossed = [event('limit crossed', 6, 'overflow', 1), event('trip', 6, 'overflow', 1)]

test('what happens alike under both controllers is one row, what differs are two, and endings are none', () => {
  const found = happeningsOf(setOf([film('baseline', [...leak, ...crossed]), film('policy', leak)]))
  assert.deepEqual(
    found.map(({ event, until, films }) => [event.kind, until, films]),
    [
      ['fault begins', 8, [0, 1]],
      ['limit crossed', Infinity, [0]],
      ['trip', Infinity, [0]],
    ],
  )
})

test('the same limit crossed twice is two rows that each last until their own end', () => {
  const twice = [
    event('limit crossed', 1),
    event('limit cleared', 2),
    event('limit crossed', 4),
    event('limit cleared', 5),
  ]
  const found = happeningsOf(setOf([film('baseline', twice)]))
  assert.deepEqual(
    found.map(({ event, until }) => [event.at, until]),
    [
      [1, 2],
      [4, 5],
    ],
  )
  assert.deepEqual(
    [0.5, 1, 2, 4.5].map((at) => found.map((one) => isPresent(one, at))),
    [
      [false, false],
      [true, false],
      [false, false],
      [false, true],
    ],
  )
})

test('marks are the scans of all beginnings and endings, once and in order', () => {
  const set = setOf([film('baseline', [...leak, ...crossed]), film('policy', leak)])
  assert.deepEqual(marksOf(set), [1, 1.2, 1.6])
})

test('a bar never has more marks than room, counts all, and keeps the most urgent of a place', () => {
  const events = fc.array(
    fc.record({ at: fc.integer({ min: 0, max: 1000 }), priority: fc.constantFrom<Priority>(1, 2, 3, 4) }),
    { maxLength: 300 },
  )
  fc.assert(
    fc.property(events, fc.integer({ min: 1, max: 100 }), (some, room) => {
      const all = some.map(({ at, priority }, index) => event('trip', at, `${index}`, priority))
      const happenings = happeningsOf(setOf([film('baseline', all)]))
      const marks = marksOnBar(happenings, 1000, room)
      assert.ok(marks.length <= room + 1)
      assert.equal(
        marks.reduce((sum, { others }) => sum + 1 + others, 0),
        some.length,
      )
      const urgent = Math.min(...some.map(({ priority }) => priority))
      assert.equal(Math.min(...marks.map(({ happening }) => happening.event.priority)), urgent)
    }),
  )
})

test('the first fault that has a place on the line is looked at first, else what is measured', () => {
  const components = [{ tag: 'T-1', kind: 'tank', parameters: {} }]
  const signals = [{ tag: 'LT-1', component: 'T-1', quantity: 'level', unit: 'cm', low: 0, high: 62 }]
  const { model } = setOf([], { components, signals })
  const at = (component: string) =>
    happeningsOf(setOf([film('baseline', [{ ...event('fault begins', 1), component }])]))
  assert.equal(mostTelling(model, at('T-1')), 'T-1')
  assert.equal(mostTelling({ ...model, signals: [] }, at('elsewhere')), undefined)
  assert.equal(mostTelling(model, []), 'T-1')
})

test('no two faults of a lane overlap, and no lane is taken without need', () => {
  const spans = fc.array(fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 1, max: 30 })), { maxLength: 30 })
  fc.assert(
    fc.property(spans, (some) => {
      const events = some.flatMap(([at, long], index) => [
        event('fault begins', at, `fault ${index}`),
        event('fault ends', at + long, `fault ${index}`),
      ])
      const faults = happeningsOf(
        setOf([
          film(
            'baseline',
            events.sort((a, b) => a.at - b.at),
          ),
        ]),
      )
      const lanes = lanesOf(faults)
      faults.forEach((fault, index) => {
        const others = faults.slice(0, index).filter((other) => isPresent(other, fault.event.at))
        const taken = new Set(others.map((other) => lanes[faults.indexOf(other)]))
        assert.ok(!taken.has(lanes[index] as number))
        assert.ok((lanes[index] as number) <= taken.size)
      })
    }),
  )
})
