import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { dreamReasoned, type ReasonedDreamRequest } from '../../../core/dream/reasoned/reasoned-dream.ts'
import { connectServer } from '../../../core/dream/reasoned/server.ts'
import { oneTank } from '../one-tank.ts'
import { type Reply, says, scriptedServer } from './server-double.ts'

/** The pump stops: from 30 cm the tank empties through the pipe, by 12 cm in half a minute at the most. */
const stops = { text: 'The bearing of P-1 seizes and it stops.', tags: ['P-1'] }
const request: ReasonedDreamRequest = {
  happening: stops,
  transitions: 3,
  scans: 6,
  window: 3,
  seed: 1,
  longest: 500,
}

const foretells = (level: number) =>
  says({ reasoning: `P-1 stops, so T-1 empties to ${level} cm.`, next: { 'LT-1': level } })

async function dreamt(
  context: TestContext,
  script: readonly Reply[],
  others: Partial<ReasonedDreamRequest> = {},
  tokens = 50_000,
) {
  const { url, asked } = await scriptedServer(context, script)
  const { reason } = connectServer({ url, model: 'double', timeout: 5, concurrency: 1, tokens })
  return { dream: await dreamReasoned(reason, oneTank, { ...request, ...others }), asked }
}

const shown = (values: ArrayLike<number>) => Array.from(values, (value) => Number((value * 100).toFixed(1)))

test('what the balances allow of a failing pump becomes experience, scan by scan, with its reasoning', async (context) => {
  const { dream, asked } = await dreamt(context, [foretells(22), foretells(15), foretells(10)])
  assert.deepEqual(dream.refusals, [])
  assert.equal(dream.transitions.length, 3)
  assert.equal(dream.provenance, 'reasoned')
  const [first, second] = dream.transitions
  assert.equal(first!.reasoning, 'P-1 stops, so T-1 empties to 22 cm.')
  assert.equal(first!.scans.length, 6)
  assert.deepEqual(shown(first!.scans[0]!.state), [30])
  assert.deepEqual(shown(first!.scans.at(-1)!.nextState), [22])
  assert.deepEqual(second!.scans[0]!.scan, 6)
  for (const { scans } of dream.transitions) {
    for (const [index, { nextState }] of scans.slice(0, -1).entries())
      assert.deepEqual(nextState, scans[index + 1]!.state)
  }
  // The loop acts: it asks for more and more of a pump that gives nothing.
  assert.ok(dream.transitions.at(-1)!.scans.at(-1)!.control[0]! > first!.scans[0]!.control[0]!)
  assert.match(
    asked[2]!.messages[1]!.content,
    /History:\n0 s: LT-1 30 cm.*\n30 s: LT-1 22 cm.*\n\nNow:\n60 s: LT-1 15 cm/,
  )
  assert.match(asked[0]!.messages[1]!.content, /P-1\.out > T-1\.in/)
})

test('a tank that two instruments measure goes on from where both were foretold', async (context) => {
  const [signal] = oneTank.signals
  const twice = { ...oneTank, signals: [signal!, { ...signal!, tag: 'LT-2' }] }
  const foretellsBoth = (level: number) => says({ reasoning: 'P-1 stops.', next: { 'LT-1': level, 'LT-2': level } })
  const { url } = await scriptedServer(context, [foretellsBoth(16), foretellsBoth(11)])
  const { reason } = connectServer({ url, model: 'double', timeout: 5, concurrency: 1, tokens: 50_000 })
  const { transitions } = await dreamReasoned(reason, twice, { ...request, transitions: 2 })
  // A little off the balances, so that the state is moved to where it was foretold.
  assert.ok(transitions[0]!.departure > 0.3)
  const levels = transitions[1]!.scans.map(({ state }) => state[0]!)
  assert.deepEqual(shown(transitions[1]!.scans[0]!.state), [16, 16])
  for (const [scan, level] of levels.slice(1).entries())
    assert.ok(level < levels[scan]! && level > levels[scan]! - 0.03)
})

for (const [what, level, said] of [
  ['water that comes from nowhere', 36, /LT-1: 36 cm breaks the balances of the line within 30 s; whatever P-1 does/],
  ['a tank that empties faster than its pipe lets it', 10, /LT-1: 10 cm breaks the balances/],
  ['a level beyond the instrument', 75, /LT-1: 75 cm is outside of what it can show, 0 cm to 60 cm/],
] as const) {
  test(`${what} is refused with its reason, and asked for once more`, async (context) => {
    const { dream, asked } = await dreamt(context, [foretells(level)])
    assert.equal(asked.length, 2)
    assert.deepEqual(dream.transitions, [])
    assert.deepEqual(
      dream.refusals.map(({ transition, answer }) => [transition, answer]),
      [
        [1, 1],
        [1, 2],
      ],
    )
    assert.match(dream.refusals[0]!.reason, said)
    const better = await dreamt(context, [foretells(level), foretells(28)], { transitions: 1 })
    assert.equal(better.dream.transitions.length, 1)
  })
}

test('what only another failure could bring about is refused, and stands where that is what fails', async (context) => {
  const empties = [foretells(10)]
  assert.deepEqual((await dreamt(context, empties, { transitions: 1 })).dream.transitions, [])
  const bursts = { text: 'T-1 bursts.', tags: ['T-1'] }
  const { dream } = await dreamt(context, empties, { transitions: 1, happening: bursts })
  assert.equal(dream.transitions.length, 1)
})

test('an instrument that fails shows what it likes, and the scenario names the failure that the line lists', async (context) => {
  const lies = { text: 'LT-1 jumps.', tags: ['LT-1'] }
  const { dream } = await dreamt(context, [foretells(36)], { transitions: 1, happening: lies })
  assert.equal(dream.transitions.length, 1)
  assert.deepEqual(
    dream.scenario.faults.map(({ failure }) => failure),
    ['LT-1 bias'],
  )
  assert.ok(dream.transitions[0]!.scans.some(({ fault }) => fault[0]! > 0.02))
})

for (const [what, next] of [
  ['leaves a signal out', {}],
  ['names a signal that is not on the line', { 'LT-1': 28, 'LT-9': 3 }],
  ['gives no number', { 'LT-1': '28 cm' }],
] as const) {
  test(`an answer that ${what} is refused`, async (context) => {
    const { dream } = await dreamt(context, [says({ reasoning: 'So it is.', next })])
    assert.deepEqual(dream.transitions, [])
    assert.match(dream.refusals[0]!.reason, /^next/)
  })
}

test('a dream ends with what stands when its tokens are spent', async (context) => {
  const { dream } = await dreamt(context, [foretells(22), foretells(15), foretells(10)], {}, 2400)
  assert.ok(dream.transitions.length >= 1 && dream.transitions.length < 3, String(dream.transitions.length))
  assert.match(dream.refusals.at(-1)!.reason, /tokens of this run are spent/)
})

test('experiences that were alike are shown, and the same seed gives the same dream', async (context) => {
  const similar = async () => [
    {
      text: 'P-1 stopped in May',
      scene: { at: 40, reading: Float32Array.of(0.4), control: Float32Array.of(0.5) },
      next: Float32Array.of(0.37),
      reasoning: 'Nothing flowed in.',
    },
  ]
  const { dream, asked } = await dreamt(context, [foretells(28)], { transitions: 1, similar })
  assert.match(
    asked[0]!.messages[1]!.content,
    /Similar experience 1 \(P-1 stopped in May\):\n40 s: LT-1 40 cm, SC-1 50 %\n\{"reasoning":"Nothing flowed in\.","next":\{"LT-1":37\}\}/,
  )
  const again = await dreamt(context, [foretells(28)], { transitions: 1, similar })
  assert.deepEqual(again.dream, dream)
})

test('a tag that is not on the line is refused before anything is asked', async (context) => {
  const elsewhere = { text: 'P-9 stops.', tags: ['P-9'] }
  await assert.rejects(
    dreamt(context, [foretells(28)], { happening: elsewhere }),
    /'P-9' is not a known component or signal/,
  )
})
