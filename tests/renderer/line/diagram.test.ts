import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readLineText } from '../../../core/engine/window/reading.ts'
import { aligned, alignments } from '../../../renderer/screens/line/diagram/align.ts'
import { edgeId, edgesOn, kept, nodesOf } from '../../../renderer/screens/line/diagram/elements.ts'
import { grid, placed } from '../../../renderer/screens/line/diagram/layout.ts'
import type { Situation } from '../../../renderer/screens/line/editor/situation.ts'
import { lines, threeTank } from '../document/lines.ts'
import { situationOf } from './situation.ts'

function overlaps({ symbols }: Situation, places: Situation['places']): string[] {
  const boxes = Object.entries(places).map(([tag, [x, y]]) => ({ tag, x, y, ...symbols.get(tag)! }))
  return boxes.flatMap((a, index) =>
    boxes
      .slice(index + 1)
      .filter((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height)
      .map((b) => `${a.tag} ${b.tag}`),
  )
}

test('what nobody has placed stands on the grid, apart, and mostly in the direction of flow', () => {
  for (const text of lines.values()) {
    const situation = situationOf(text)
    const { document, edges, places } = situation
    assert.deepEqual(Object.keys(places).sort(), document.components.map(({ name }) => name).sort())
    assert.ok(Object.values(places).every((place) => place.every((length) => length % grid === 0)))
    assert.deepEqual(overlaps(situation, places), [])
    const forward = edges.filter(({ from, to }) => places[from.tag]![0] < places[to.tag]![0])
    assert.ok(forward.length > edges.length / 2)
  }
})

test('what the engineer has placed stays, and what is new finds room beside it', () => {
  fc.assert(
    fc.property(fc.constantFrom(...lines.values()), fc.infiniteStream(fc.boolean()), (text, coin) => {
      const situation = situationOf(text)
      const some = Object.fromEntries(Object.entries(situation.places).filter(() => coin.next().value))
      const places = placed(situation.symbols, situation.edges, some)
      for (const [tag, place] of Object.entries(some)) {
        if (Object.keys(some).length > 0) assert.deepEqual(places[tag], place)
      }
      assert.equal(Object.keys(places).length, situation.document.components.length)
      assert.deepEqual(overlaps(situation, places), [])
    }),
    { numRuns: 40 },
  )
})

test('aligning moves in one direction only, and puts edges or gaps in line', () => {
  const { symbols, places } = situationOf(threeTank)
  const tags = ['F-101', 'T-103', 'P-102', 'D-101']
  for (const how of alignments) {
    const moved = aligned(how, tags, symbols, places)
    const sideways = ['left', 'centre', 'across'].includes(how)
    const xs = tags.map((tag) => moved[tag]![0])
    const ys = tags.map((tag) => moved[tag]![1])
    assert.deepEqual(
      sideways ? ys : xs,
      tags.map((tag) => places[tag]![sideways ? 1 : 0]),
    )
    if (how === 'left' || how === 'centre') assert.equal(new Set(xs).size, 1)
    if (how === 'top' || how === 'middle') assert.equal(new Set(ys).size, 1)
    if (how === 'across') {
      const inOrder = xs.toSorted((a, b) => a - b)
      const gaps = inOrder.slice(1).map((x, index) => x - inOrder[index]!)
      assert.ok(Math.max(...gaps) - Math.min(...gaps) <= grid)
    }
  }
  assert.deepEqual(aligned('left', ['T-101'], symbols, places), {})
})

test('instruments stand at what they measure or drive, and loops lead from one to the other', () => {
  const situation = situationOf(threeTank)
  const nodes = new Map(nodesOf(situation, []).map((node) => [node.id, node.data]))
  assert.deepEqual(nodes.get('T-101')?.signals, ['LT-101'])
  assert.deepEqual(nodes.get('P-101')?.controls, ['SC-101'])
  const loops = edgesOn(situation).filter(({ type }) => type === 'loop')
  assert.deepEqual(
    loops.map(({ source, target, data }) => [source, target, data]),
    [
      [
        'T-101',
        'P-101',
        {
          loops: [
            { tag: 'LC-101', kind: 'pid' },
            { tag: 'LSH-101', kind: 'interlock' },
          ],
        },
      ],
      [
        'T-102',
        'P-102',
        {
          loops: [
            { tag: 'LC-102', kind: 'pid' },
            { tag: 'LSH-102', kind: 'interlock' },
          ],
        },
      ],
    ],
  )
})

test('problems are counted at the component they speak of', () => {
  const text = threeTank.replace('area: 154 cm2, height: 62 cm, level: 31.89 cm', 'area: 154 kg, level: 31.89 kg')
  const { problems } = readLineText({ text })
  assert.equal(problems.length, 3)
  const marked = nodesOf(situationOf(text), problems).filter(({ data }) => data.problems > 0)
  assert.deepEqual(
    marked.map(({ id, data }) => [id, data.problems]),
    [['T-101', 3]],
  )
})

test('a text that is half written is drawn as far as it can be', () => {
  fc.assert(
    fc.property(fc.constantFrom(...lines.values()), fc.nat(), (text, cut) => {
      const situation = situationOf(text.slice(0, cut % text.length))
      const known = new Set(nodesOf(situation, []).map(({ id }) => id))
      for (const { source, target } of edgesOn(situation)) assert.ok(known.has(source) && known.has(target))
      const ids = situation.edges.map(edgeId)
      assert.equal(new Set(ids).size, ids.length)
    }),
    { numRuns: 100 },
  )
})

test('what has not changed is not drawn anew', () => {
  const before = [
    { id: 'a', data: 1 },
    { id: 'b', data: 2 },
  ]
  const same = (x: { data: number }, y: { data: number }) => x.data === y.data
  const after = kept(
    before,
    [
      { id: 'a', data: 1 },
      { id: 'b', data: 3 },
      { id: 'c', data: 4 },
    ],
    same,
  )
  assert.equal(after[0], before[0])
  assert.deepEqual(after.slice(1), [
    { id: 'b', data: 3 },
    { id: 'c', data: 4 },
  ])
  assert.equal(kept(before, structuredClone(before), same), before)
})
