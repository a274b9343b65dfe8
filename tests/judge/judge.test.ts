import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createObserver } from '../../core/dream/observer.ts'
import { judge } from '../../core/judge/judge.ts'
import { seconds } from '../../core/line/dimension.ts'
import type { Line } from '../../core/line/line.ts'
import { compilePlant } from '../../core/line/plant.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { createPolicy } from '../../core/train/policy.ts'
import { bundledLine } from '../line/stepper.ts'

const threeTank = bundledLine('three-tank')
const line: Line = {
  ...threeTank,
  horizon: seconds(600),
  failures: threeTank.failures.filter(({ name }) => name === 'LT-101 bias' || name === 'T-101 leak'),
}
const plant = compilePlant(line)
const observer = await createObserver(line)
const policy = createPolicy(line, observer, { network: 'recurrent', units: 4, hidden: 4 })
const drawn = policy.draw(randomSource(1))

const judged = (parameters: Float32Array, signal?: AbortSignal) =>
  judge({ plant, observer, policy, parameters, seed: 1, scenarios: 64, signal })

const idle = await judged(drawn)

test('a policy as training begins is the baseline to the bit, and no worse', () => {
  for (const { outcomes, standing } of [idle.faulty, idle.faultFree]) {
    assert.deepEqual(outcomes.policy, outcomes.baseline)
    assert.equal(standing.baseline.relative, 0)
  }
  assert.equal(idle.verdict, 'no worse')
})

test('a policy with wild weights is worse', async () => {
  const random = randomSource(2)
  const { verdict, faultFree } = await judged(drawn.map(() => 3 * random.normal()))
  assert.equal(verdict, 'worse')
  assert.equal(faultFree.standing.baseline.verdict, 'worse')
})

test('knowing the truth is worth much where a sensor fails, and the rival recovers a part of it', () => {
  const [leak, bias] = ['T-101 leak', 'LT-101 bias'].map(
    (name) => idle.failures.find(({ failure }) => failure === name)!,
  )
  assert.ok(bias!.cost.oracle < 0.8 * bias!.cost.baseline, `${bias!.cost.oracle} of ${bias!.cost.baseline}`)
  assert.ok(bias!.cost.rival < 0.9 * bias!.cost.baseline, `${bias!.cost.rival} of ${bias!.cost.baseline}`)
  assert.ok(bias!.hasHeadRoom)
  assert.ok(leak!.headRoom < bias!.headRoom)
})

test('the line needs its control: doing nothing costs more', () => {
  const mean = (costs: Float32Array) => costs.reduce((sum, cost) => sum + cost, 0) / costs.length
  const { outcomes } = idle.faultFree
  assert.ok(mean(outcomes['do nothing'].cost) > 1.5 * mean(outcomes.baseline.cost))
})

test('judging stops with its signal', async () => {
  await assert.rejects(judged(drawn, AbortSignal.abort()), { name: 'AbortError' })
})
