import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readLineText } from '../../../core/engine/window/reading.ts'
import { addComponent, clip, paste } from '../../../renderer/document/components.ts'
import { connect, disconnect } from '../../../renderer/document/connections.ts'
import { edgesOf } from '../../../renderer/document/edges.ts'
import { addFailure, keepScenario, setFailureField } from '../../../renderer/document/fields.ts'
import { kindsByTag } from '../../../renderer/document/kinds.ts'
import { portsFit } from '../../../renderer/document/ports-fit.ts'
import { removeEntries } from '../../../renderer/document/removal.ts'
import { rename, type Tagged } from '../../../renderer/document/rename.ts'
import { viewLine } from '../../../renderer/document/view.ts'
import { changedLines, comments, kinds, lines, threeTank } from './lines.ts'

const anyLine = fc.constantFrom(...lines.values())

const shown = (text: string) =>
  edgesOf(viewLine(text), kinds).map(({ from, to }) => `${from.tag}.${from.port} > ${to.tag}.${to.port}`)

const problemsOf = (text: string) => readLineText({ text }).problems

test('the connections that are drawn are those the engine makes', () => {
  for (const text of lines.values()) {
    const made = readLineText({ text }).model!.connections.map(
      ({ from, to }) => `${from.component}.${from.port} > ${to.component}.${to.port}`,
    )
    assert.deepEqual(shown(text), made)
  }
})

const anyEdge = anyLine.chain((text) =>
  fc.record({ text: fc.constant(text), edge: fc.constantFrom(...edgesOf(viewLine(text), kinds)) }),
)

test('taking a connection out leaves all others, and making it again brings it back', () => {
  fc.assert(
    fc.property(anyEdge, fc.boolean(), ({ text, edge }, turned) => {
      const cut = disconnect(text, kinds, [edge])
      const name = `${edge.from.tag}.${edge.from.port} > ${edge.to.tag}.${edge.to.port}`
      assert.deepEqual(
        shown(cut).sort(),
        shown(text)
          .filter((other) => other !== name)
          .sort(),
      )
      const [from, to] = [edge.from, edge.to].map(({ tag, port }) => ({ tag, port: port! })) as [
        { tag: string; port: string },
        { tag: string; port: string },
      ]
      // Where a port flows both ways the direction is the engineer's.
      const byTag = kindsByTag(viewLine(text), kinds)
      const oneWay = [from, to].some(
        (end) => byTag.get(end.tag)?.ports.find(({ name }) => name === end.port)?.direction !== 'both',
      )
      const again = turned && oneWay ? connect(cut, kinds, to, from) : connect(cut, kinds, from, to)
      assert.deepEqual(shown(again).sort(), shown(text).sort())
      assert.deepEqual(comments(again), comments(text))
    }),
    { numRuns: 40 },
  )
})

test('chains go on through pumps and pipes, begin anew at tanks, and name a port only where they must', () => {
  let text = 'line: x\ncomponents: {}\n'
  for (const kind of ['feed', 'pump', 'tank', 'pipe', 'tank', 'heat-exchanger']) text = addComponent(text, kind).text
  assert.deepEqual(
    viewLine(text).components.map(({ name }) => name),
    ['F-101', 'P-101', 'T-101', 'L-101', 'T-102', 'E-101'],
  )
  const join = (a: string, portA: string, b: string, portB: string) => {
    text = connect(text, kinds, { tag: a, port: portA }, { tag: b, port: portB })
  }
  join('F-101', 'out', 'P-101', 'in')
  join('T-101', 'in', 'P-101', 'out')
  join('T-101', 'bottom', 'L-101', 'in')
  join('L-101', 'out', 'T-102', 'bottom')
  join('T-102', 'out', 'E-101', 'cold in')
  assert.deepEqual(viewLine(text).chains, [
    'F-101 > P-101 > T-101',
    'T-101.bottom > L-101 > T-102.bottom',
    'T-102 > E-101.cold in',
  ])
  text = disconnect(text, kinds, [{ chain: 0, link: 0 }])
  assert.deepEqual(viewLine(text).chains[0], 'P-101 > T-101')
  join('F-101', 'out', 'P-101', 'in')
  assert.deepEqual(viewLine(text).chains[0], 'F-101 > P-101 > T-101')
})

test('ports that do not fit say why, whichever is named first', () => {
  const document = viewLine(threeTank)
  const edges = edgesOf(document, kinds)
  const end = (tag: string, port: string, kind?: string) => ({
    tag,
    port,
    kind: kinds.get(kind ?? document.components.find(({ name }) => name === tag)?.fields.kind ?? ''),
  })
  const reason = (a: ReturnType<typeof end>, b: ReturnType<typeof end>) => {
    const [one, other] = [portsFit(a, b, edges)?.key, portsFit(b, a, edges)?.key]
    assert.equal(one, other)
    return one
  }
  assert.equal(reason(end('T-101', 'out'), end('T-101', 'in')), 'itself')
  assert.equal(reason(end('T-101', 'heat'), end('T-102', 'in')), 'medium')
  assert.equal(reason(end('T-101', 'in'), end('T-102', 'in')), 'bothIn')
  assert.equal(reason(end('T-101', 'out'), end('T-102', 'out')), 'bothOut')
  assert.equal(reason(end('P-101', 'out'), end('T-102', 'in')), 'taken')
  assert.equal(reason(end('P-101', 'out'), end('T-101', 'in')), 'together')
  assert.equal(reason(end('T-101', 'elsewhere'), end('T-102', 'in')), 'unknown')
  assert.equal(reason(end('T-101', 'out'), end('D-101', 'in')), undefined)
  assert.equal(reason(end('P-109', 'in', 'pump'), end('T-101', 'out')), undefined)
})

const roles: readonly (readonly [Tagged, 'components' | 'signals' | 'controls' | 'loops'])[] = [
  ['component', 'components'],
  ['signal', 'signals'],
  ['control', 'controls'],
  ['loop', 'loops'],
]

const anyTag = anyLine.chain((text) => {
  const view = viewLine(text)
  const tags = roles.flatMap(([role, section]) => view[section].map(({ name }) => ({ role, name })))
  return fc.record({ text: fc.constant(text), tag: fc.constantFrom(...tags) })
})

test('a tag is renamed wherever it is used: the line stays as good as it was, and renaming back gives the very text', () => {
  fc.assert(
    fc.property(anyTag, ({ text, tag: { role, name } }) => {
      const after = rename(text, role, name, 'X-999')
      assert.deepEqual(problemsOf(after), [])
      assert.equal(changedLines(text, after).gone.length, changedLines(text, after).come.length)
      assert.equal(rename(after, role, 'X-999', name), text)
    }),
    { numRuns: 30 },
  )
})

test('what is removed leaves nothing behind that names it', () => {
  fc.assert(
    fc.property(anyTag, ({ text, tag: { role, name } }) => {
      const section = roles.find(([other]) => other === role)![1]
      const after = removeEntries(text, kinds, [[section, name]])
      const found = problemsOf(after).filter(({ message }) => !/is not connected/.test(message))
      assert.deepEqual(found, [])
      assert.deepEqual(comments(after), comments(text))
      // Its name is left in comments alone.
      const rest = after.split('\n').filter((line) => !/^\s*#/.test(line))
      const word = new RegExp(`(?<![\\w-])${name}(?![\\w-])`)
      assert.deepEqual(
        rest.filter((line) => word.test(line)),
        [],
      )
    }),
    { numRuns: 30 },
  )
})

test('a tank goes with its instruments, their loops, their goals, and the scenarios that are left empty', () => {
  const after = viewLine(removeEntries(threeTank, kinds, [['components', 'T-101']]))
  assert.deepEqual(after.chains, [
    'F-101 > P-101',
    'F-102 > P-102 > T-102',
    'V-113 > T-103.bottom',
    'T-103.bottom > V-132 > T-102.bottom',
    'T-102 > V-120 > D-101',
  ])
  assert.deepEqual(
    after.signals.map(({ name }) => name),
    ['LT-102', 'LT-103'],
  )
  assert.deepEqual(
    after.loops.map(({ name }) => name),
    ['LC-102', 'LSH-102'],
  )
  assert.deepEqual(
    after.goals.map(({ name }) => name),
    ['level-2'],
  )
  assert.deepEqual(
    after.limits.map(({ name }) => name),
    ['overflow-2', 'empty-3'],
  )
  assert.deepEqual(
    after.disturbances.map(({ name }) => name),
    ['demand-2', 'bore'],
  )
  assert.deepEqual(after.scenarios, [])
})

test('a copy has the same fields and the same connections inside, under tags of its own', () => {
  fc.assert(
    fc.property(anyLine, fc.infiniteStream(fc.boolean()), (text, coin) => {
      const view = viewLine(text)
      const tags = new Set(view.components.flatMap(({ name }) => (coin.next().value ? [name] : [])))
      const pasted = paste(text, kinds, clip(text, kinds, tags))
      const after = viewLine(pasted.text)
      assert.equal(after.components.length, view.components.length + tags.size)
      assert.equal(new Set(after.components.map(({ name }) => name)).size, after.components.length)
      for (const [old, tag] of pasted.tags) {
        const fields = (name: string) => after.components.find((component) => component.name === name)?.fields
        assert.deepEqual(fields(tag), fields(old))
      }
      const named = ({ tag, port }: { tag: string; port?: string }) => `${pasted.tags.get(tag)}.${port}`
      const inner = edgesOf(view, kinds)
        .filter(({ from, to }) => tags.has(from.tag) && tags.has(to.tag))
        .map(({ from, to }) => `${named(from)} > ${named(to)}`)
      assert.deepEqual(shown(pasted.text).sort(), [...shown(text), ...inner].sort())
    }),
    { numRuns: 40 },
  )
})

test('scenarios follow a failure whose name changes', () => {
  const index = viewLine(threeTank).failures.findIndex(({ on, mode }) => on === 'T-101' && mode === 'leak')
  const named = setFailureField(threeTank, index, 'name', 'hole in T-101')
  assert.equal(viewLine(named).scenarios[0]?.faults[0]?.failure, 'hole in T-101')
  assert.deepEqual(problemsOf(named), [])
  assert.equal(setFailureField(named, index, 'name', ''), threeTank)
})

test('a failure and a scenario that are added are read by the engine', () => {
  const failure = addFailure(threeTank, { on: 'LT-103', mode: 'bias', name: 'wet leg', severity: '1 to 2 cm' })
  const scenario = {
    name: 'both',
    faults: [
      { failure: 'wet leg', onset: '2 min' },
      { failure: 'T-101 leak', onset: '1 min' },
    ],
  }
  const after = keepScenario(failure, scenario)
  assert.deepEqual(problemsOf(after), [])
  assert.deepEqual(viewLine(after).scenarios.at(-1), scenario)
  assert.equal(keepScenario(after, scenario), after)
})
