import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { followReasoning } from '../../../core/dream/reasoned/reasoning-text.ts'

const followed = (pieces: readonly string[]) => {
  let text = ''
  const follow = followReasoning((more) => {
    text += more
  })
  for (const piece of pieces) follow(piece)
  return text
}

test('whatever the pieces, the reasoning is read as it was written', () => {
  const plain = fc.string({ unit: 'binary' }).map((text) => text.replace(/[\b\f\t\r]/g, ' '))
  fc.assert(
    fc.property(plain, fc.string(), fc.array(fc.nat(200), { maxLength: 30 }), (reasoning, other, cuts) => {
      const answer = `Thinking.\n${JSON.stringify({ reasoning, other })}`
      const places = [...cuts.map((cut) => Math.min(cut, answer.length)), 0, answer.length].sort((a, b) => a - b)
      const pieces = places.slice(1).map((place, index) => answer.slice(places[index], place))
      assert.equal(followed(pieces), reasoning)
    }),
  )
})

test('text without reasoning is passed over', () => {
  assert.equal(followed(['{"failures": [], ', '"reason": "no"}']), '')
  assert.equal(followed(['{"reasoning": "broken \\uZZZZ \\q', 'on']), 'broken  qon')
})
