import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Column, renderTable } from '../../core/cli/table.ts'
import { displayWidth, truncate } from '../../core/cli/width.ts'

const columns: Column[] = [
  { title: 'Scenario', align: 'left' },
  { title: 'Overflow', unit: 'm³', align: 'right' },
]

test('text stands left, numbers stand right, units in the header', () => {
  const table = renderTable(columns, [
    ['P-101 sticks', '12.5'],
    ['FT-102 drifts', '0.3'],
  ])
  assert.deepEqual(table.split('\n'), [
    'Scenario       Overflow (m³)',
    '─────────────  ─────────────',
    'P-101 sticks            12.5',
    'FT-102 drifts            0.3',
  ])
})

test('no rows leave the header', () => {
  assert.deepEqual(renderTable(columns, []).split('\n')[0], 'Scenario  Overflow (m³)')
})

test('columns line up under wide, combined and accented characters', () => {
  const rows = ['ポンプ', 'Füllstand', 'Fu\u0308llstand', '⚠️ Störung', 'x'].map((name) => [name, '1'])
  const lines = renderTable(columns, rows).split('\n')
  assert.equal(new Set(lines.map(displayWidth)).size, 1)
})

test('a narrow terminal cuts texts short, never numbers', () => {
  const rows = [['The pump sticks while the flow meter drifts', '123456.789']]
  const lines = renderTable(columns, rows, 40).split('\n')
  assert.ok(lines.every((line) => displayWidth(line) <= 40))
  assert.match(lines[2]!, /^The pump sticks[^…]*…\s+123456\.789$/)
  assert.ok(
    renderTable(columns, rows, 10)
      .split('\n')
      .every((line) => displayWidth(line) <= 10),
  )
})

test('a cell cannot break its line or steer the terminal', () => {
  const table = renderTable(columns, [['two\nlines\x1b[2J', '1']])
  assert.equal(table.split('\n').length, 3)
  assert.ok(!table.includes('\x1b'))
})

test('a row with a cell too many is refused', () => {
  assert.throws(() => renderTable(columns, [['a', '1', '2']]), RangeError)
})

test('cutting never splits a character', () => {
  assert.equal(truncate('ポンプ101', 4), 'ポ…')
  assert.equal(truncate('e\u0301e\u0301e\u0301', 2), 'e\u0301…')
  assert.equal(truncate('abc', 3), 'abc')
})
