import assert from 'node:assert/strict'
import { test } from 'node:test'
import { closeLoop } from '../../core/dream/closed-loop.ts'
import { baseline } from '../../core/dream/controller.ts'
import { withDreamer } from '../../core/dream/rollout.ts'
import { compilePlant } from '../../core/line/plant.ts'
import { experienceOfDreams, sequenceOfFilm } from '../../core/replay/from-dreams.ts'
import { reasoningOf } from '../../core/replay/reasoning.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { faultyScenario } from '../../core/scenario/sample.ts'
import type { Scenario } from '../../core/scenario/scenario.ts'
import { oneTank } from '../dream/one-tank.ts'

const plant = compilePlant(oneTank)
const random = randomSource(3)
const scenarios = Array.from({ length: 3 }, () => faultyScenario(oneTank, plant.layout, random))
const background = { provenance: 'causal', policyRound: 4, value: 2 } as const
const { sequences, costs } = await withDreamer(
  closeLoop(plant, baseline),
  { lanes: 2, filming: 'signals' },
  async (dreamer) => ({
    sequences: await experienceOfDreams(dreamer, scenarios, { seed: 1 }, () => background),
    costs: (await dreamer.dream(scenarios, { seed: 1 })).outcomes.cost,
  }),
)

test('each experience leads to the next one, and they cost what the dream cost up to its last scan', () => {
  assert.equal(sequences.length, scenarios.length)
  sequences.forEach(({ experiences, scenario, policyRound }, index) => {
    assert.equal(scenario, scenarios[index])
    assert.equal(policyRound, 4)
    assert.equal(experiences.length, oneTank.horizon / oneTank.scan - 1)
    experiences.slice(1).forEach(({ state, scan }, before) => {
      assert.deepEqual(state, experiences[before]!.nextState)
      assert.equal(scan, before + 1)
    })
    const cost = experiences.reduce((sum, { outcome }) => sum + outcome!, 0)
    const all = costs[index] as number
    assert.ok(cost <= all && cost > 0.8 * all, `${cost} of ${all}`)
  })
})

test('a part of a long film is that from shortly before its fault', async () => {
  const onset = scenarios[1]!.faults[0]!.onset / oneTank.scan
  const film = (some: readonly Scenario[]) =>
    withDreamer(closeLoop(plant, baseline), { lanes: 1, filming: 'signals' }, async (dreamer) => {
      return (await dreamer.dream(some, { seed: 1, film: [0] })).films[0]!
    })
  const day = scenarios[1]!
  const [faulty, ordinary] = [await film([day]), await film([{ ...day, faults: [] }])]
  for (const most of [5, 10, 23, 100]) {
    const { experiences } = sequenceOfFilm(oneTank, faulty, ordinary, background, most)
    assert.equal(experiences.length, Math.min(most, 23))
    assert.ok(experiences[0]!.scan <= onset && experiences.at(-1)!.scan >= onset)
  }
})

test('a fault is seen in the experiences after its onset, and the chain says what followed', () => {
  sequences.forEach(({ experiences, chain, scenario }) => {
    const [fault] = scenario.faults
    experiences.forEach((experience) => {
      assert.equal(experience.fault[0]! > 0, experience.scan * oneTank.scan > fault!.onset)
    })
    assert.equal(chain[0]!.kind, 'fault')
    assert.ok(chain.length > 1)
    const reasoning = reasoningOf(oneTank, chain, experiences.slice(-1))
    assert.match(reasoning, /LT-1 bias begins \([\d.]+ cm\)/)
    assert.match(reasoning, /LT-1 reads [\d.]+ cm instead of [\d.]+ cm/)
    assert.match(reasoning, /LT-1 \(T-1 level\) (rises|falls|holds)/)
  })
})
