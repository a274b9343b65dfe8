import assert from 'node:assert/strict'
import { test } from 'node:test'
import { closeLoop } from '../../core/dream/closed-loop.ts'
import { createObserver } from '../../core/dream/observer.ts'
import { withDreamer } from '../../core/dream/rollout.ts'
import { searchWorst } from '../../core/judge/worst.ts'
import type { Line } from '../../core/line/line.ts'
import { compilePlant } from '../../core/line/plant.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { faultyScenario } from '../../core/scenario/sample.ts'
import { createPolicy } from '../../core/train/policy.ts'
import { bundledLine } from '../line/stepper.ts'
import { assertDeclared } from '../scenario/declared.ts'

const lanes = 128
const line = bundledLine('three-tank')

/** The search under a policy that does nothing yet. */
async function subject(line: Line) {
  const plant = compilePlant(line)
  const observer = await createObserver(line)
  const policy = createPolicy(line, observer, { network: 'recurrent', units: 4, hidden: 4 })
  const parameters = new Float32Array(policy.controller.parameters)
  return { plant, policy, parameters, seed: 1, lanes }
}

const request = await subject(line)
const generations: number[] = []
const found = await searchWorst({ ...request, onGeneration: (done) => generations.push(done) })

test('the search meets more trips and a worse day than as many days drawn by chance', async () => {
  const random = randomSource(2)
  const days = Array.from({ length: found.dreams }, () => faultyScenario(line, request.plant.layout, random))
  const { cost, tripped } = await withDreamer(
    closeLoop(request.plant, request.policy.controller),
    { lanes },
    async (dreamer) => {
      const { outcomes } = await dreamer.dream(days, { seed: 2, parameters: request.parameters })
      return outcomes
    },
  )
  const trips = tripped.reduce((sum, value) => sum + value, 0)
  assert.ok(found.trips > 1.5 * trips, `${found.trips} trips, ${trips} by chance`)
  const worst = Math.max(...found.findings.map(({ policy }) => policy.cost))
  assert.ok(worst >= Math.max(...cost), `${worst}, ${Math.max(...cost)} by chance`)
  assert.deepEqual(generations, [1, 2, 3, 4, 5, 6, 7, 8])
})

test('it finds several ways to fail, each once, the worst first, on days that the line declares', () => {
  const { findings } = found
  const names = findings.map(({ scenario }) =>
    scenario.faults
      .map(({ failure }) => failure)
      .sort()
      .join(),
  )
  assert.ok(findings.length > 5 && findings.length <= 10)
  assert.equal(new Set(names).size, findings.length)
  assert.ok(findings.some(({ policy }) => policy.trips === 0) && findings[0]!.policy.trips === 1)
  for (const [index, { scenario, policy, baseline }] of findings.entries()) {
    assertDeclared(line, scenario)
    assert.ok(policy.trips <= (findings[index - 1]?.policy.trips ?? 1))
    // A policy without weights is the baseline.
    assert.deepEqual(policy, baseline)
  }
})

test('the same seed finds the same', async () => {
  assert.deepEqual(await searchWorst(request), found)
})

test('a finding can be dreamt again on the first of its noises', async () => {
  const { scenario, place } = found.findings[0]!
  const { outcomes } = await withDreamer(closeLoop(request.plant, request.policy.controller), { lanes: 1 }, (dreamer) =>
    dreamer.dream([scenario], { seed: request.seed, parameters: request.parameters, noiseOf: [place] }),
  )
  assert.equal(outcomes.tripped[0], 1)
})

test('a line without failures has no findings, and one failure makes no pair', async () => {
  assert.deepEqual((await searchWorst(await subject({ ...line, failures: [] }))).findings, [])
  const only = { ...line, failures: line.failures.slice(0, 1), scenarios: [] }
  const { findings } = await searchWorst(await subject(only))
  assert.deepEqual(
    findings.map(({ scenario }) => scenario.name),
    [only.failures[0]!.name],
  )
})

test('the search stops with its signal', async () => {
  await assert.rejects(searchWorst({ ...request, signal: AbortSignal.abort() }), { name: 'AbortError' })
})
