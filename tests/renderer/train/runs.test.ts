import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Curve, RunCard } from '../../../core/engine/window/contract.ts'
import { overlaid } from '../../../renderer/screens/train/compared-curves.ts'
import { goesOn, resumableOf } from '../../../renderer/screens/train/resumable.ts'
import { differencesOf } from '../../../renderer/screens/train/run-differences.ts'

const versions = { dreamline: '0.1.0', node: '24.0.0' }
const run = (id: number, some: Partial<RunCard> = {}): RunCard => ({
  id,
  kind: 'train',
  status: 'interrupted',
  seed: 1,
  configuration: { trainer: 'gradient', budget: 'small', device: 'cpu', iterations: 20 },
  versions,
  started: 0,
  outdated: false,
  ...some,
})

test('a training can go on where it was stopped or failed, on the same line and by the same program', () => {
  const runs = [
    run(6, { status: 'failed' }),
    run(5),
    run(4, { status: 'done' }),
    run(3, { outdated: true }),
    run(2, { versions: { ...versions, dreamline: '0.0.9' } }),
    run(1, { kind: 'dream' }),
    run(0, { configuration: { trainer: 'unheard of', budget: 'small', device: 'cpu' } }),
  ]
  assert.deepEqual(
    resumableOf(runs, versions).map(({ run }) => run),
    [6, 5],
  )
})

test('the next training goes on with one of the same settings, whichever device was taken for either', () => {
  const [stopped] = resumableOf([run(1)], versions)
  assert.ok(stopped)
  const next = { seed: 1, trainer: 'gradient', budget: 'small', device: 'auto' } as const
  assert.equal(goesOn(stopped, next), true)
  assert.equal(goesOn(stopped, { ...next, device: 'gpu' }), false)
  assert.equal(goesOn(stopped, { ...next, seed: 2 }), false)
  assert.equal(goesOn(stopped, { ...next, budget: 'large' }), false)
})

test('of several runs only what differs is told, of one run everything', () => {
  const runs = [run(1), run(2, { seed: 7, configuration: { ...run(2).configuration, iterations: 30, extra: true } })]
  assert.deepEqual(differencesOf(runs), [
    { name: 'seed', values: ['1', '7'] },
    { name: 'iterations', values: ['20', '30'] },
    { name: 'extra', values: ['', 'true'] },
  ])
  assert.deepEqual(
    differencesOf([run(1)]).map(({ name }) => name),
    ['seed', 'trainer', 'budget', 'device', 'iterations', 'dreamline', 'node'],
  )
})

test('curves of several runs lie over the same steps, with nothing where a run told nothing', () => {
  const curve = (seed: number, steps: number[], values: number[]): Curve => ({
    name: 'validation',
    seed,
    steps: Float64Array.from(steps),
    values: Float64Array.from(values),
  })
  const { steps, curves } = overlaid(
    [
      { title: 'one', curves: [curve(1, [0, 10], [4, 2]), curve(2, [0, 10], [6, 2])] },
      { title: 'two', curves: [curve(1, [0, 20], [5, 1])] },
    ],
    'validation',
  )
  assert.deepEqual(steps, [0, 10, 20])
  assert.deepEqual(
    curves.map(({ title, values }) => [title, [...(values as number[])]]),
    [
      ['', [6, 2, null]],
      ['', [4, 2, null]],
      ['one', [5, 2, null]],
      ['', [5, null, 1]],
      ['', [5, null, 1]],
      ['two', [5, null, 1]],
    ],
  )
})
