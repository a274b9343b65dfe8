import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { JudgeReport } from '../../../core/engine/contract.ts'
import type { PolicyCard } from '../../../core/engine/window/contract.ts'
import { wordFor } from '../../../renderer/parts/verdict-word.ts'
import { matrixOf } from '../../../renderer/screens/what-if/matrix.ts'

const verdict = { verdict: 'better', relative: -0.2, interval: [-0.3, -0.1], sentence: '' } as const
const cell = (name: string, baseline: number): JudgeReport['failures'][number] => ({
  name,
  scenarios: 64,
  baseline,
  rival: 1,
  policy: 1,
  oracle: 1,
  headRoom: 0.5,
  hasHeadRoom: true,
  verdict,
})
/** A double: of a verdict the matrix reads the failures alone. */
const card = (id: number, failures?: JudgeReport['failures']): PolicyCard => ({
  id,
  run: id,
  outdated: false,
  ...(failures && { judge: { failures } as JudgeReport }),
})

test('every judged policy has a column, every failure that any judge met a row, the dearest first', () => {
  const { policies, rows } = matrixOf([
    card(3, [cell('leak', 2), cell('bias', 5)]),
    card(2),
    card(1, [cell('leak', 2), cell('stuck', 9)]),
  ])
  assert.deepEqual(
    policies.map(({ id }) => id),
    [3, 1],
  )
  assert.deepEqual(
    rows.map(({ failure, cells }) => [failure, ...cells.map((one) => one?.baseline)]),
    [
      ['stuck', undefined, 9],
      ['bias', 5, undefined],
      ['leak', 2, 2],
    ],
  )
})

test('what cannot be ruled out is unclear, and worse only what is shown to be', () => {
  assert.equal(wordFor({ verdict: 'worse', interval: [0.1, 0.3] }), 'worse')
  assert.equal(wordFor({ verdict: 'worse', interval: [-0.1, 0.3] }), 'unclear')
  assert.equal(wordFor({ verdict: 'better', interval: [-0.3, -0.1] }), 'better')
})
