import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Diagram } from '../../../core/engine/window/contract.ts'
import { halfExtent } from '../../../renderer/scene/place/anchor.ts'
import { closest, layOut } from '../../../renderer/scene/place/layout.ts'
import { planOf } from '../../../renderer/scene/place/plan.ts'
import { corners, type Point } from '../../../renderer/scene/place/route.ts'
import { bundledModel } from './bundled-model.ts'
import { component, connection, modelWith, syntheticLine } from './synthetic-line.ts'

const bundled = ['three-tank', 'pasteuriser', 'bottling', 'tclab']

const threeInARow = modelWith(
  [component('F-1', 'feed'), component('P-1', 'pump'), component('T-1', 'tank', { area: 1, height: 1 })],
  [connection('F-1.out > P-1.in'), connection('P-1.out > T-1.in')],
)

test('a line without a diagram is laid out from left to right', () => {
  const spots = layOut(threeInARow, {})
  const [feed, pump, tank] = ['F-1', 'P-1', 'T-1'].map((tag) => spots.get(tag)!.x)
  assert.ok(feed! < pump! && pump! < tank!)
})

test('components stand as in the diagram, far enough apart and around the middle of the floor', () => {
  const diagram: Diagram = { 'F-1': [100, 300], 'P-1': [160, 300], 'T-1': [220, 100] }
  const spots = layOut(threeInARow, diagram)
  const [feed, pump, tank] = ['F-1', 'P-1', 'T-1'].map((tag) => spots.get(tag)!)
  assert.equal(feed!.z, pump!.z)
  assert.ok(feed!.x < pump!.x && pump!.x < tank!.x && tank!.z < pump!.z)
  assert.ok(closest([feed!, pump!, tank!]) > 3)
  assert.ok(Math.abs(feed!.x + tank!.x) < 0.5)
})

test('what the diagram does not have stands in front of what it has', () => {
  const spots = layOut(threeInARow, { 'F-1': [0, 0], 'P-1': [100, 0] })
  assert.ok(spots.get('T-1')!.z > spots.get('P-1')!.z + 2)
})

test('every pipe runs along the axes from one component to the other', () => {
  for (const model of [...bundled.map(bundledModel), syntheticLine(3)]) {
    const { standings, routes } = planOf(model, {})
    routes.forEach(({ points }, index) => {
      points.slice(1).forEach((point, at) => {
        const moved = point.filter((value, axis) => Math.abs(value - points[at]![axis]!) > 1e-6)
        assert.equal(moved.length, 1, `leg ${at} of connection ${index} is slanted`)
      })
      const { from, to } = model.connections[index]!
      for (const [end, tag] of [
        [points[0]!, from.component],
        [points.at(-1)!, to.component],
      ] as const) {
        const standing = standings.find((one) => one.tag === tag)!
        const half = halfExtent(standing)
        assert.ok(Math.abs(end[0] - standing.x) <= half.x + 1e-6 && Math.abs(end[2] - standing.z) <= half.z + 1e-6)
      }
    })
  }
})

test('pipes go around the equipment that they do not belong to', () => {
  for (const model of [...bundled.map(bundledModel), syntheticLine(3)]) {
    const { standings, routes } = planOf(model, {})
    routes.forEach(({ points }, index) => {
      const { from, to } = model.connections[index]!
      for (const standing of standings) {
        if (standing.tag === from.component || standing.tag === to.component) continue
        const { x, z } = halfExtent(standing)
        const through = points
          .slice(1)
          .find((point, at) => crosses(points[at]!, point, standing, { x: x - 0.05, z: z - 0.05 }))
        assert.equal(through, undefined, `${from.component} > ${to.component} runs through ${standing.tag}`)
      }
    })
  }
})

type Spot = { readonly x: number; readonly z: number }

/** Whether a leg along an axis passes over a rectangle of the floor. */
function crosses([ax, , az]: Point, [bx, , bz]: Point, middle: Spot, half: Spot): boolean {
  const overlaps = (a: number, b: number, centre: number, reach: number) =>
    Math.min(a, b) < centre + reach && Math.max(a, b) > centre - reach
  return overlaps(ax, bx, middle.x, half.x) && overlaps(az, bz, middle.z, half.z)
}

test('wherever components stand, the line can be laid out and piped', () => {
  const place = fc.tuple(fc.integer({ min: -600, max: 600 }), fc.integer({ min: -400, max: 400 }))
  const model = syntheticLine(1)
  fc.assert(
    fc.property(fc.array(place, { minLength: 15, maxLength: 15 }), (places) => {
      const diagram = Object.fromEntries(model.components.map(({ tag }, index) => [tag, places[index]!] as const))
      const { routes, standings } = planOf(model, diagram)
      assert.equal(routes.length, model.connections.length)
      for (const { points } of routes) assert.ok(points.length >= 1 && points.flat().every(Number.isFinite))
      for (const { x, z } of standings) assert.ok(Number.isFinite(x) && Number.isFinite(z))
    }),
    { numRuns: 10 },
  )
})

test('corners keep the ends and every bend and nothing between', () => {
  const line: readonly Point[] = [
    [0, 0, 0],
    [1, 0, 0],
    [1, 0, 0],
    [2, 0, 0],
    [2, 0, 1],
    [2, 0, 3],
  ]
  assert.deepEqual(corners(line), [
    [0, 0, 0],
    [2, 0, 0],
    [2, 0, 3],
  ])
})
