import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { rewritten, writtenAt } from '../../core/line/file/rewrite.ts'
import { readLine } from '../../core/line/read.ts'

const file = fileURLToPath(new URL('../../assets/lines/tclab.line.yaml', import.meta.url))
const text = readFileSync(file, 'utf8')

const values = [
  { path: ['components', 'TM-101', 'mass'], text: '5.2 g' },
  { path: ['components', 'EH-101', 'power'], text: '0.97 W' },
  { path: ['signals', 'TT-101', 'lag'], text: '27 s' },
  { path: ['ambient'], text: '21.5 degC' },
]

test('values are replaced or added where they belong, and every other line stays to the letter', () => {
  const after = rewritten(text, values)
  const [old, now] = [text.split('\n'), after.split('\n')]
  assert.equal(now.length, old.length)
  assert.equal(now.filter((line, index) => line !== old[index]).length, 4)
  for (const { path, text: value } of values) assert.equal(writtenAt(after, path), value)
  const line = readLine(after, file)
  assert.equal(line.signals[0]?.lag, 27)
  assert.equal(line.ambient, 294.65)
})

test('what is missing from a mapping in lines gets a line of its own, with the line ends of the file', () => {
  const without = text.replace('    emissivity: 0.9\n', '').replace('ambient: 23 degC\n', '').replaceAll('\n', '\r\n')
  const after = rewritten(without, [
    { path: ['components', 'TM-101', 'emissivity'], text: '0.8' },
    { path: ['ambient'], text: '21.5 degC' },
  ])
  assert.ok(after.includes('    kind: thermal-mass\r\n    emissivity: 0.8\r\n    mass: 4 g\r\n'))
  assert.ok(after.includes('horizon: 30 min\r\nambient: 21.5 degC\r\n'))
  assert.equal(/[^\r]\n/.test(after), false)
  assert.equal(readLine(after, file).components.find(({ tag }) => tag === 'TM-101')?.parameters.emissivity, 0.8)
})

test('comments behind a value stay', () => {
  const commented = text.replace('mass: 4 g', 'mass: 4 g # weighed in May')
  assert.ok(rewritten(commented, values).includes('mass: 5.2 g # weighed in May\n'))
})
