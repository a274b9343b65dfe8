import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { catalogue } from '../../../core/engine/window/catalogue.ts'
import { readLineText } from '../../../core/engine/window/reading.ts'
import { kindsOf } from '../../../renderer/document/kinds.ts'
import { viewLine } from '../../../renderer/document/view.ts'
import { readCsv, writeCsv } from '../../../renderer/screens/failures/csv.ts'
import { applied, type Merge, mergesOf, refusedBy, tableOf } from '../../../renderer/screens/failures/merge.ts'
import {
  cellText,
  type FailureRow,
  holds,
  keptRows,
  worksheetOf,
} from '../../../renderer/screens/failures/worksheet.ts'

const all = catalogue()
const kinds = kindsOf(all)
const threeTank = readFileSync('assets/lines/three-tank.line.yaml', 'utf8')

const rowsOf = (text: string) => worksheetOf(viewLine(text), all, readLineText({ text }).model)
const find = (rows: readonly FailureRow[], key: string) => rows.find((row) => row.key === key) as FailureRow
const exported = (text: string) =>
  readCsv(
    writeCsv(
      tableOf(rowsOf(text), () => ''),
      ';',
    ),
  )
const merged = (table: string[][], text = threeTank) => mergesOf(table, rowsOf(text)) as readonly Merge[]

/** The exported worksheet with one cell changed. */
function changed(key: string, column: string, value: string): string[][] {
  const table = exported(threeTank)
  const place = (table[0] as string[]).indexOf(column)
  return table.map((row) => (`${row[0]} ${row[1]}` === key ? row.with(place, value) : row))
}

test('a row stands for every mode that the line declares or could declare', () => {
  const rows = rowsOf(threeTank)
  assert.equal(rows.filter(({ place }) => place !== undefined).length, 18)
  assert.equal(new Set(rows.map(({ key }) => key)).size, rows.length)
  assert.equal(find(rows, 'LT-103 bias').place, undefined)
  assert.equal(cellText(find(rows, 'T-101 leak'), 'severity'), '0.1 to 0.5 cm2')
  assert.equal(cellText(find(rows, 'T-101 leak'), 'cause'), find(rows, 'T-101 leak').usual.cause)
  assert.equal(find(rows, 'LT-101 stuck').measures, '', 'stuck has no degrees')
})

test('what a line declares and no kind knows keeps its row', () => {
  const rows = rowsOf(threeTank.replace('{on: T-101, mode: leak,', '{on: T-101, mode: melted,'))
  assert.equal(find(rows, 'T-101 melted').place, 0)
  assert.equal(find(rows, 'T-101 leak').place, undefined)
})

test('an exported worksheet changes nothing when it is taken back', () => {
  for (const name of ['three-tank', 'pasteuriser', 'bottling', 'tclab']) {
    const text = readFileSync(`assets/lines/${name}.line.yaml`, 'utf8')
    const merges = merged(exported(text), text)
    assert.ok(merges.length > 5)
    assert.deepEqual(new Set(merges.map(({ status }) => status)), new Set(['same']))
    assert.equal(applied(text, kinds, merges), text)
  }
})

test('a changed cell changes that cell alone', () => {
  const [merge, ...others] = merged(changed('T-101 leak', 'cause', 'A weld; again')).filter(
    ({ status }) => status !== 'same',
  )
  assert.deepEqual(others, [])
  const line = exported(threeTank).findIndex(([on, mode]) => on === 'T-101' && mode === 'leak') + 1
  assert.deepEqual([merge?.status, merge?.line, merge?.place], ['changed', line, 0])
  const text = applied(threeTank, kinds, [merge as Merge])
  assert.equal(viewLine(text).failures[0]?.cause, 'A weld; again')
  const differing = text.split('\n').filter((line, index) => line !== threeTank.split('\n')[index])
  assert.equal(differing.length, 1)
})

test('declaring and undeclaring in a file adds and removes, and the line stays whole', () => {
  const on = merged(changed('LT-103 bias', 'declared', 'ja')).find(({ status }) => status === 'new') as Merge
  const off = merged(changed('T-101 leak', 'declared', 'no')).find(({ status }) => status === 'removed') as Merge
  const text = applied(threeTank, kinds, [on, off])
  assert.deepEqual(readLineText({ text }).problems, [])
  const rows = rowsOf(text)
  assert.equal(find(rows, 'T-101 leak').place, undefined)
  assert.equal(find(rows, 'LT-103 bias').place, 17)
})

test('rows that fit nothing are refused with a reason, and the file goes on', () => {
  const table = [
    ['Mode', 'Component', 'declared'],
    ['leak', 'T-999', ''],
    ['melted', 'T-101', ''],
    ['leak', 'T-101', 'perhaps'],
    ['leak', 'T-102', 'x'],
    ['leak', 'T-102', 'x'],
  ]
  assert.deepEqual(
    merged(table).map(({ status, reason }) => reason ?? status),
    ['unknownComponent', 'unknownMode', 'neitherYesNorNo', 'same', 'twice'],
  )
  assert.equal(mergesOf([['a', 'b']], rowsOf(threeTank)), undefined)
})

test('what the engine finds wrong in the outcome is refused by its words', () => {
  const merges = merged(changed('T-101 leak', 'severity', '2 kg'))
  const text = applied(threeTank, kinds, merges)
  const wrong = refusedBy(merges, text, readLineText({ text }).problems).filter(({ status }) => status === 'refused')
  assert.equal(wrong.length, 1)
  assert.deepEqual([wrong[0]?.on, wrong[0]?.mode], ['T-101', 'leak'])
  assert.match(wrong[0]?.reason ?? '', /kg|range|to/)
})

test('whatever the engine says of a failure mode is there in German', () => {
  const german = JSON.parse(readFileSync('renderer/text/de/modes.json', 'utf8')) as Record<string, string>
  const modes = [...all.kinds.flatMap(({ modes }) => modes), ...all.instrumentModes]
  const said = modes.flatMap(({ text, worksheet, severity }) => [text, ...Object.values(worksheet), severity.text])
  const shares = all.instrumentModes.flatMap(({ severity }) => (severity.range === '' ? [] : [severity.range]))
  assert.ok(said.length > 100)
  assert.deepEqual(
    [...said, ...shares].filter((english) => german[english] === undefined),
    [],
  )
  assert.deepEqual(new Set(Object.keys(german)), new Set([...said, ...shares]), 'and nothing that it no longer says')
})

test('a worksheet that was saved in English changes nothing in a German window', () => {
  const german = JSON.parse(readFileSync('renderer/text/de/modes.json', 'utf8')) as Record<string, string>
  const rows = worksheetOf(
    viewLine(threeTank),
    all,
    readLineText({ text: threeTank }).model,
    (text) => german[text] ?? text,
  )
  assert.notEqual(find(rows, 'T-101 leak').usual.cause, find(rowsOf(threeTank), 'T-101 leak').usual.cause)
  const merges = mergesOf(exported(threeTank), rows) as readonly Merge[]
  assert.deepEqual(new Set(merges.map(({ status }) => status)), new Set(['same']))
})

test('a search finds rows that have all its words, in any cell', () => {
  const found = (search: string) => rowsOf(threeTank).filter((row) => holds(row, search)).length
  assert.equal(found(' t-101  LEAK '), 1)
  assert.equal(found('t-101 leak nowhere'), 0)
  assert.equal(found(''), rowsOf(threeTank).length)
})

test('after an edit only the rows that say something else are other rows', () => {
  const before = rowsOf(threeTank)
  const after = rowsOf(threeTank.replace('severity: 0.1 to 0.5 cm2', 'severity: 0.1 to 0.6 cm2'))
  const other = keptRows(before, after).filter((row) => !before.includes(row))
  assert.deepEqual(
    other.map(({ key }) => key),
    ['T-101 leak'],
  )
})
