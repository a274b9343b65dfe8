import assert from 'node:assert/strict'
import { test } from 'node:test'
import { xmlProblem } from '../../../core/export/verify/xml-problem.ts'

test('well-formed XML has no problem', () => {
  for (const text of [
    '<a/>',
    '<?xml version="1.0" encoding="UTF-8"?>\n<a b="1" c=\'2\'><!-- x - y --><b:c>&lt;&#10;&#xA;</b:c><![CDATA[ <&]] ]]></a>\n',
  ])
    assert.equal(xmlProblem(text), undefined, text)
})

test('what does not nest or is not escaped is a problem', () => {
  const problems: readonly (readonly [string, RegExp])[] = [
    ['', /0 roots/],
    ['<a/><b/>', /2 roots/],
    ['<a><b></a></b>', /closes <b>/],
    ['<a>', /never closed/],
    ['</a>', /closes nothing/],
    ['<a>x & y</a>', /bare/],
    ['<a b="&nbsp;"/>', /bare/],
    ['<a b="1" b="2"/>', /b twice/],
    ['<a b=1/>', /broken/],
    ['x<a/>', /outside/],
    ['<!DOCTYPE a [<!ENTITY b "c">]><a/>', /broken/],
    ['<a><!-- -- --></a>', /broken/],
  ]
  for (const [text, problem] of problems) assert.match(xmlProblem(text) ?? 'none', problem, text)
})
