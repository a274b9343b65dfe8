import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Mapping, readMapping, writeMapping } from '../../../core/plant/historian/mapping.ts'
import { lineTags } from '../../../core/plant/historian/tags.ts'
import { threeTank } from './exports.ts'

const read = (text: string) => readMapping(text, 'a.mapping.yaml', 'three-tank', lineTags(threeTank))

const good = `line: three-tank
form: wide
time: {column: Time, format: iso, zone: Europe/Berlin}
good: [192]
tags:
  LT-101: {column: A, unit: mm, quality: A.q}
  SC-101: {column: B, words: {OPEN: 100, CLOSED: 0}}
  SC-102: {column: C}
ignored: [D]
`

test('what is written is read again', () => {
  const mapping = read(good)
  assert.deepEqual(read(writeMapping(mapping)), mapping)
  assert.deepEqual(mapping.good, ['192'])
  assert.equal(mapping.decimal, 'point')
})

test('names of a log cannot break out of the file that they are written in', () => {
  const column = '}\n#: *a &b !!js "\u0007 \u2028 __proto__: '
  const mapping: Mapping = { ...read(good), ignored: ['__proto__', 'y', '007', column] }
  assert.deepEqual(read(writeMapping(mapping)), mapping)
})

for (const [what, from, to, place, says] of [
  ['a key that is none', 'good: [192]', 'goood: [192]', '4:1', /'goood' is no key of a mapping/],
  ['a key of a tag that is none', 'unit: mm', 'units: mm', '6:23', /'units' is no key/],
  ['a form that is none', 'form: wide', 'form: tall', '2:7', /form: /],
  ['a time format that is none', 'format: iso', 'format: roman', '3:30', /time\.format: /],
  ['a zone that is none', 'Europe/Berlin', 'Europe/Atlantis', '3:41', /'Europe\/Atlantis' is not a time zone/],
  ['a tag that the line lacks', 'LT-101:', 'LT-1O1:', '6:11', /'LT-1O1' is no signal.*Did you mean LT-101/],
  ['a unit of something else', 'unit: mm', 'unit: bar', '6:29', /'bar' does not measure what cm does/],
  ['a column that is two tags', 'column: C', 'column: B', '8:20', /'B' is SC-101 already/],
  ['a column that is ignored as well', 'ignored: [D]', 'ignored: [C]', '8:20', /'C' is ignored as well/],
  ['qualities without good ones', 'good: [192]\n', '', '5:42', /nothing says which qualities are good/],
  ['another line', 'line: three-tank', 'line: tclab', '1:7', /this maps the line 'tclab'/],
  ['a control that is left out', '  SC-102: {column: C}\n', '', '6:3', /no column is SC-102/],
  ['the long form without its columns', 'form: wide', 'form: long', '2:7', /lacks `tag:` or `value:`/],
  ['YAML that is none', 'tags:', 'tags: [', undefined, /./],
  ['an alias', 'unit: mm', 'unit: *x', undefined, /./],
] as const) {
  test(`${what} is refused where it stands`, () => {
    const text = good.replace(from, to)
    assert.notEqual(text, good)
    assert.throws(
      () => read(text),
      (error: Error) => {
        assert.equal(error.name, 'LogError')
        assert.match(error.message, says)
        if (place !== undefined) assert.ok(error.message.startsWith(`a.mapping.yaml:${place} `), error.message)
        return true
      },
    )
  })
}
