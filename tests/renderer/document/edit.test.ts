import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parse } from 'yaml'
import { add, write } from '../../../renderer/document/edit.ts'
import { setField } from '../../../renderer/document/fields.ts'
import { remove } from '../../../renderer/document/remove.ts'
import { viewLine } from '../../../renderer/document/view.ts'
import { changedLines, comments, lines, threeTank } from './lines.ts'

const anyLine = fc.constantFrom(...lines.values())

/** Words that an engineer, or somebody in a hurry, may write into a field. */
const value = fc
  .oneof(
    fc.constantFrom(
      '154 cm2',
      '0 to 62 cm',
      '-3 to 3 K',
      '5 %/cm',
      'yes',
      'a, b',
      'x: y',
      '# no',
      '[x',
      "it's",
      '"q"',
      '°C',
      '{',
    ),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
  )
  .filter((text) => /^[^\p{Cc}\u2028\u2029\ufeff]+$/u.test(text) && text.trim() === text && text !== '')

const sections = ['components', 'signals', 'controls', 'loops', 'goals', 'limits', 'disturbances'] as const

const anyField = anyLine.chain((text) => {
  const view = viewLine(text)
  const entries = sections.flatMap((section) =>
    view[section].flatMap(({ name, fields }) => Object.keys(fields).map((field) => [section, name, field])),
  )
  return fc.record({ text: fc.constant(text), path: fc.constantFrom(...entries) })
})

test('a field that is written changes its own line alone, and reads back as it was written', () => {
  fc.assert(
    fc.property(anyField, value, ({ text, path }, value) => {
      const after = write(text, path, value)
      const [section, name, field] = path as ['components', string, string]
      const found = viewLine(after)[section].find((entry) => entry.name === name)?.fields[field]
      assert.equal(found, value)
      const { gone, come } = changedLines(text, after)
      assert.ok(gone.length === come.length && come.length <= 1, come.join('\n'))
      assert.deepEqual(comments(after), comments(text))
    }),
    { numRuns: 150 },
  )
})

test('a new field, written and taken away again, leaves the very text', () => {
  fc.assert(
    fc.property(anyField, value, ({ text, path }, value) => {
      const added = [...path.slice(0, 2), 'something new']
      const after = write(text, added, value)
      assert.notEqual(after, text)
      assert.equal(setField(after, added, ''), text)
    }),
    { numRuns: 80 },
  )
})

test('a new entry is one line in the compact style, behind the others; removing it leaves the very text', () => {
  fc.assert(
    fc.property(anyLine, fc.constantFrom(...sections), value, (text, section, value) => {
      const after = add(text, [section], { 'X-901': { kind: 'tank', area: value } })
      assert.equal(viewLine(after)[section].at(-1)?.fields.area, value)
      assert.deepEqual(changedLines(text, after).gone, [])
      assert.equal(remove(after, [[section, 'X-901']]), text)
    }),
    { numRuns: 80 },
  )
  const after = add(threeTank, ['components'], { 'T-104': { kind: 'tank', area: '154 cm2' } })
  assert.deepEqual(changedLines(threeTank, after).come, ['  T-104: {kind: tank, area: 154 cm2}'])
})

test('a section that is not there yet is written where the bundled lines have it', () => {
  const empty = 'line: x\ntitle: New\nstep: 1 s\n\ncomponents: {}\n'
  const tank = add(empty, ['components'], { 'T-101': { kind: 'tank' } })
  assert.equal(tank, 'line: x\ntitle: New\nstep: 1 s\n\ncomponents:\n  T-101: {kind: tank}\n')
  const loops = add(tank, ['loops'], { 'LC-101': { kind: 'pid' } })
  const signals = add(loops, ['signals'], { 'LT-101': { of: 'T-101.level' } })
  assert.equal(signals, `${tank}\nsignals:\n  LT-101: {of: T-101.level}\n\nloops:\n  LC-101: {kind: pid}\n`)
  assert.equal(
    setField(write(tank, ['policy', 'trim'], '30 %'), ['medium', 'density'], '900 kg/m3'),
    tank.replace('step: 1 s\n', 'step: 1 s\nmedium: {density: 900 kg/m3}\n').concat('\npolicy: {trim: 30 %}\n'),
  )
  assert.equal(remove(tank, [['components', 'T-101']]), empty)
})

test('what has more in it than fits a line stands in lines of its own', () => {
  const prose = 'Corrosion, a cracked weld, or a drain valve that does not seal. '.repeat(3).trim()
  const failure = { on: 'T-101', mode: 'leak', cause: prose }
  const scenario = {
    name: 'two at once',
    faults: [{ failure: 'T-101 leak', onset: '1 min' }, { failure: 'LT-101 bias' }],
  }
  const after = add(add(threeTank, ['failures'], [failure]), ['scenarios'], [scenario])
  const read = parse(after, { schema: 'failsafe' }) as { failures: unknown[]; scenarios: unknown[] }
  assert.deepEqual(read.failures.at(-1), failure)
  assert.deepEqual(read.scenarios.at(-1), scenario)
  assert.ok(after.split('\n').every((line) => line.length <= 120))
  assert.deepEqual(changedLines(threeTank, after).come.slice(-4), [
    '  - name: two at once',
    '    faults:',
    '      - {failure: T-101 leak, onset: 1 min}',
    '      - {failure: LT-101 bias}',
  ])
})

test('any fields may be removed at once: the others stay, and so do comments', () => {
  fc.assert(
    fc.property(anyLine, fc.infiniteStream(fc.boolean()), (text, coin) => {
      const view = viewLine(text)
      const paths = sections.flatMap((section) =>
        view[section].flatMap(({ name, fields }) =>
          Object.keys(fields).map((field) => [section, name, field] as const),
        ),
      )
      const gone = paths.filter(() => coin.next().value)
      const after = viewLine(remove(text, gone))
      for (const section of sections) {
        for (const { name, fields } of view[section]) {
          const expected = Object.entries(fields).filter(
            ([field]) => !gone.some((path) => path[0] === section && path[1] === name && path[2] === field),
          )
          const found = after[section].find((entry) => entry.name === name)
          assert.deepEqual(found?.fields, Object.fromEntries(expected))
        }
      }
      assert.deepEqual(comments(remove(text, gone)), comments(text))
    }),
    { numRuns: 40 },
  )
})

test('lines that end the Windows way go on doing so', () => {
  const windows = threeTank.replaceAll('\n', '\r\n')
  const edits = (text: string) =>
    remove(
      add(add(write(text, ['scan'], '2 s'), ['medium'], { density: '900 kg/m3' }), ['loops'], { X: { kind: 'pid' } }),
      [
        ['signals', 'LT-101'],
        ['goals', 'level-1'],
        ['goals', 'level-2'],
      ],
    )
  assert.equal(edits(windows), edits(threeTank).replaceAll('\n', '\r\n'))
})

test('a text that is being written is looked at without complaint; while it is no YAML, no edit touches it', () => {
  fc.assert(
    fc.property(anyLine, fc.nat(), (text, cut) => {
      const half = text.slice(0, cut % text.length)
      const { whole } = viewLine(half)
      const after = add(setField(half, ['components', 'T-101', 'level'], '1 cm'), ['signals'], { X: { of: 'y' } })
      // Where a section holds a word so far, no entry can stand.
      if (whole && !/signals:\n +[\w-]+$/.test(half)) assert.equal(viewLine(after).signals.at(-1)?.name, 'X')
      if (!whole) assert.equal(after, half)
    }),
    { numRuns: 150 },
  )
})
