import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { chart, intervals } from '../../../core/export/evidence/chart.ts'
import { objectionTo } from '../../../core/export/evidence/evidence.ts'
import { element, page, table } from '../../../core/export/evidence/html.ts'
import { cardInMarkdown, modelCard } from '../../../core/export/evidence/model-card.ts'
import { xmlProblem } from '../../../core/export/verify/xml-problem.ts'
import { testEvidence, unjudgedEvidence, worseEvidence } from '../test-evidence.ts'
import { threeTank } from '../test-policy.ts'

test('whatever a text holds, it stays text and the mark-up stays well-formed', () => {
  const anyText = fc.string({ unit: 'binary' })
  fc.assert(
    fc.property(anyText, anyText, (one, other) => {
      const { markup } = element('p', { title: one }, [other, table([one], [[other]])])
      assert.equal(xmlProblem(markup), undefined, markup)
    }),
  )
  const { markup } = element('p', {}, '<script>alert(1)</script>')
  assert.equal(markup, '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>')
})

test('a page loads nothing and runs nothing', () => {
  const text = page('<b>', [element('p', {}, 'x')])
  assert.match(text, /<title>&lt;b&gt;<\/title>/)
  assert.match(text, /default-src 'none'/)
  assert.doesNotMatch(text, /<script|<link|<img|https?:|@import|url\(/i)
})

test('a chart draws what is finite, also where there is nothing to draw', () => {
  const curve = { name: 'a <b>', at: [0, 1, 2], values: [1, Number.NaN, 3] }
  const { markup } = chart({ title: 'Cost', unit: 'kg', along: 'minutes', curves: [curve] })
  assert.equal(xmlProblem(markup), undefined)
  assert.equal(/points="([^"]*)"/.exec(markup)?.[1]?.split(' ').length, 2)
  for (const values of [[], [Number.NaN], [7]]) {
    const drawn = chart({
      title: '',
      unit: '',
      along: '',
      curves: [{ name: '', at: values.map((_, at) => at), values }],
    })
    assert.doesNotMatch(drawn.markup, /NaN|Infinity|undefined/)
  }
  const bars = intervals('', [
    { name: 'x', value: 0.1, interval: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] },
  ])
  assert.doesNotMatch(bars.markup, /NaN|Infinity|undefined/)
})

test('a model card says where the policy is worse, and what it must not be used for', () => {
  const text = cardInMarkdown('Card', modelCard(threeTank, false, testEvidence))
  assert.match(text, /## Where it is worse\n\n- On days without faults, by \+0\.1 %.*\n- T-102 leak: cost \+7\.0 %/)
  assert.match(text, /## What it must not be used for\n\n- It is no safety function/)
  assert.match(text, /judged 2026-01-02/)
  assert.doesNotMatch(text, /LT-101 bias: cost/)
})

test('a policy that was never judged, or judged worse, objects to its export', () => {
  assert.equal(objectionTo(testEvidence), undefined)
  assert.match(objectionTo(unjudgedEvidence) ?? '', /never judged/)
  assert.match(objectionTo(worseEvidence) ?? '', /against the verdict: worse/)
  const card = cardInMarkdown('Card', modelCard(threeTank, false, unjudgedEvidence))
  assert.match(card, /EXPORTED WITHOUT A VERDICT: NEVER JUDGED/)
  assert.match(card, /Nobody knows: it was never judged/)
})

test('a text of the line is no mark-up in a model card', () => {
  const line = { ...threeTank, title: '<img src=x onerror=alert(1)> [link](javascript:x)\n# heading' }
  const text = cardInMarkdown(line.title, modelCard(line, false, testEvidence))
  assert.doesNotMatch(text, /<img|\n# heading|[^\\]\[link/)
})
