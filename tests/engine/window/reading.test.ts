import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import type { LineReading } from '../../../core/engine/window/contract.ts'
import { readLineText } from '../../../core/engine/window/reading.ts'

const assets = new URL('../../../assets/', import.meta.url)
const bundled = globSync('lines/*.line.yaml', { cwd: assets }).map((file) =>
  readFileSync(new URL(file, assets), 'utf8'),
)
const threeTank = bundled.find((text) => text.includes('\nline: three-tank\n'))!

const changed = (from: string, to: string) => {
  assert.ok(threeTank.includes(from), from)
  return threeTank.replace(from, to)
}

test('a good line is read to its model, without problems', () => {
  assert.ok(bundled.length >= 6)
  for (const text of bundled) {
    const { problems, model } = readLineText({ text })
    assert.deepEqual(problems, [])
    assert.ok(model !== undefined && model.summary.components.length === model.components.length)
  }
})

test('a problem says where it stands and what would be right, as sentences', () => {
  const { problems, model } = readLineText({ text: changed('height: 62 cm, level: 31.89 cm', 'height: 62 kg') })
  assert.equal(model, undefined)
  const row = threeTank.split('\n').findIndex((line) => line.includes('T-101: {')) + 1
  assert.deepEqual(problems, [
    {
      path: 'components.T-101.height',
      line: row,
      column: threeTank.split('\n')[row - 1]!.indexOf('62 cm') + 1,
      message: "'kg' does not measure length.",
      remedy: 'Write a length such as 62 m, 62 cm, 62 mm.',
    },
  ])
})

/** What is changed, and the paths of the problems that follow, as the contract states them. */
const paths: readonly (readonly [from: string, to: string, ...paths: readonly string[]])[] = [
  ['step: 1 s\n', '', 'step'],
  ['scan: 5 s', 'scan: 5.5 s', 'scan'],
  ['horizon: 20 min', 'horizon: 20 min\nmedium: {density: heavy}', 'medium.density'],
  ['horizon: 20 min', 'horizon: 20 min\ncolour: red', 'colour'],
  ['D-101: {kind: product}', 'D-101: {kind: produce}', 'components.D-101.kind'],
  ['D-101: {kind: product}', 'D-101: {}', 'components.D-101.kind'],
  [
    'area: 154 cm2, height: 62 cm, level: 31.89 cm',
    'height: 62 cm, levle: 2 cm',
    ...['area', 'levle'].map((key) => `components.T-101.${key}`),
  ],
  ['  D-101: {kind: product}', '  D-101: {kind: product}\n  D-102: {kind: product}', 'components.D-102'],
  ['T-103.bottom > V-132 >', 'T-103.bottom > V-123 >', 'connections[3]'],
  ['range: 0 to 62 cm, noise', 'range: 62 cm, noise', 'signals.LT-101.range'],
  ['start: 20 %', 'start: 200 %', 'controls.SC-101.start'],
  ['gain: 5 %/cm', 'gain: 5 %', 'loops.LC-101.gain'],
  ['level-1: {track: LC-101, scale: 1 cm}', 'level-1: {track: LC-101}', 'goals.level-1.scale'],
  ['level-1: {track: LC-101, scale: 1 cm}', 'level-1: {scale: 1 cm}', 'goals.level-1'],
  ['empty-3: {of: LT-103, below: 1 cm}', 'empty-3: {of: LT-103, below: 1 bar}', 'limits.empty-3.below'],
  ['empty-3: {of: LT-103, below: 1 cm}', 'empty-3: {of: LT-103}', 'limits.empty-3'],
  ['{on: T-102, mode: leak, rate: 0.1 /year', '{on: T-102, mode: leak, rate: often', 'failures[1].rate'],
  ['{on: T-102, mode: leak', '{on: T-101, mode: leak', 'failures[1]'],
  ['step: 25 to 38 cm', 'step: 25 to 38', 'disturbances.demand-1.step'],
  ['  - name: the bad night\n    faults', '  - faults', 'scenarios[0].name'],
  ['onset: 10 min', 'onset: ten', 'scenarios[0].faults[1].onset'],
  ['onset: 10 min', 'onset: 10 h', 'scenarios[0].faults[1]'],
  ['trim: 30 %', 'trim: 130 %', 'policy.trim'],
  ['- T-102 > V-120 > D-101', '- T-102 > V-120 > D-101\n  - T-101 > V-120', 'connections[5]'],
  ['  D-101: {kind: product}', '  D-101: {kind: product}\n\tD-102: {kind: product}', ''],
]

for (const [from, to, ...expected] of paths) {
  test(`${JSON.stringify(to.slice(0, 50))} is a problem at ${expected.join(' and ') || 'the file'}`, () => {
    const { problems } = readLineText({ text: changed(from, to) })
    assert.deepEqual([...new Set(problems.map(({ path }) => path))], expected)
  })
}

test('connections that make no plant together are a problem at a component', () => {
  const chains = 'connections:\n  - F > P > Q > D\n'
  const pumps = ['P', 'Q'].map((tag) => `  ${tag}: {kind: metering-pump, capacity: 1 l/s}\n`).join('')
  const text = `line: a\ntitle: b\nstep: 1 s\nscan: 1 s\nhorizon: 1 min\ncomponents:\n  F: {kind: feed}\n  D: {kind: product}\n${pumps}${chains}`
  const message = 'Two metering pumps in one stream set its flow twice.'
  assert.deepEqual(readLineText({ text }).problems, [
    { path: 'components.Q', line: 10, column: 3, message, remedy: 'Remove one.' },
  ])
})

test('what is no line file at all is a problem of the file', () => {
  for (const text of [
    '',
    '# nothing yet\n',
    '\0',
    'line: [',
    'x'.repeat(2_000_000),
    'a: b\n'.repeat(300_000),
    '- '.repeat(900),
  ]) {
    const { problems, model } = readLineText({ text })
    assert.equal(model, undefined)
    assert.ok(problems.length > 0)
    for (const { line, column } of problems) assert.ok(line >= 1 && column >= 1)
  }
})

/** A line file as it is being written: lines and whole sections missing, doubled or in another place, or cut off. */
const unfinished = fc.constantFrom(...bundled).chain((text) => {
  const lines = text.split('\n')
  const at = fc.nat(lines.length - 1)
  const span = fc.tuple(at, fc.nat(20))
  const edit = fc.oneof(
    span.map(
      ([from, count]) =>
        (now: string[]) =>
          now.toSpliced(from, count),
    ),
    span.map(
      ([from, count]) =>
        (now: string[]) =>
          now.toSpliced(from, 0, ...now.slice(from, from + count)),
    ),
    fc.tuple(at, at).map(
      ([from, to]) =>
        (now: string[]) =>
          now.toSpliced(to, 0, ...now.slice(from, from + 1)),
    ),
    at.map((from) => (now: string[]) => now.slice(0, from)),
    fc.tuple(at, fc.nat(60)).map(
      ([from, end]) =>
        (now: string[]) =>
          now.toSpliced(from, 1, (now[from] ?? '').slice(0, end)),
    ),
  )
  return fc
    .array(edit, { minLength: 1, maxLength: 4 })
    .map((edits) => edits.reduce((now, edit) => edit(now), lines).join('\n'))
})

function assertWhole(text: string, { problems, model }: LineReading): void {
  assert.equal(model === undefined, problems.length > 0)
  const rows = text.split('\n').length
  for (const { path, line, column, message, remedy } of problems) {
    assert.ok(line >= 1 && line <= rows && column >= 1, `${line}:${column}`)
    assert.ok(path.length <= 120)
    assert.ok(message.length > 10 && remedy.length > 5)
  }
  assert.deepEqual(JSON.parse(JSON.stringify(model ?? null)), model ?? null)
}

function timed(text: string): { readonly reading: LineReading; readonly spent: number } {
  const begun = performance.now()
  const reading = readLineText({ text })
  return { reading, spent: performance.now() - begun }
}

test('a line that is being written gives problems or a model, at once and whatever is missing', () => {
  let models = 0
  fc.assert(
    fc.property(unfinished, (text) => {
      const { reading, spent } = timed(text)
      assertWhole(text, reading)
      // Once more where it was slow: the machine may have been busy with something else.
      assert.ok(spent < 200 || timed(text).spent < 200, `${spent} ms`)
      if (reading.model !== undefined) models++
    }),
    { numRuns: 300 },
  )
  assert.ok(models > 5, `only ${models} of the lines were whole`)
})
