import assert from 'node:assert/strict'
import { test } from 'node:test'
import { causeChain, type Event } from '../../core/dream/cause.ts'
import { closeLoop } from '../../core/dream/closed-loop.ts'
import { baseline } from '../../core/dream/controller.ts'
import type { Film } from '../../core/dream/film.ts'
import { createDreamer } from '../../core/dream/rollout.ts'
import { seconds } from '../../core/line/dimension.ts'
import { compilePlant } from '../../core/line/plant.ts'
import type { Fault, Scenario } from '../../core/scenario/scenario.ts'
import { failureOf, tankWith } from './one-tank.ts'

const line = tankWith({ failures: [failureOf('LT-1', 'bias'), failureOf('T-1', 'leak')] }, { horizon: seconds(600) })
const plant = compilePlant(line)
const onset = seconds(100)

/** What followed from a fault at 100 s, against the same day without it. */
async function followed(failure: string, severity: number): Promise<readonly Event[]> {
  const fault: Fault = { failure, onset, severity, ramp: seconds(0), duration: null }
  const day: Scenario = { name: '', faults: [fault], changes: [], factors: [1, 1, 1], likelihood: 1 }
  const dreamer = await createDreamer(closeLoop(plant, baseline), { lanes: 1, filming: 'signals' })
  const film = async (scenario: Scenario) => (await dreamer.dream([scenario], { seed: 1, film: [0] })).films[0] as Film
  const chain = causeChain(line, await film(day), await film({ ...day, faults: [] }))
  await dreamer.release()
  return chain
}

function inOrder(chain: readonly Event[], kinds: readonly Event['kind'][]) {
  assert.deepEqual(
    chain.map(({ kind }) => kind),
    kinds,
  )
  assert.equal(chain[0]!.at, onset)
  chain.slice(1).forEach(({ at }, index) => {
    assert.ok(at >= chain[index]!.at)
  })
}

test('a biased sensor misleads the control, and the level follows', async () => {
  const chain = await followed('LT-1 bias', 0.05)
  inOrder(chain, ['fault', 'reading', 'control', 'truth'])
  const [fault, reading, control, truth] = chain as [Event, Event, Event, Event]
  assert.equal(fault.value, 0.05)
  assert.ok(Math.abs(reading.value - reading.otherwise - 0.05) < 0.005)
  assert.ok(control.value < control.otherwise, 'the pump slows down')
  assert.ok(truth.value < truth.otherwise, 'the level sinks')
})

test('a leak lowers the level before the instrument shows it, and the control answers', async () => {
  const chain = await followed('T-1 leak', 0.5e-4)
  assert.equal(chain[0]!.kind, 'fault')
  inOrder(
    chain,
    chain.map(({ kind }) => kind),
  )
  const of = (kind: Event['kind']) => chain.find((event) => event.kind === kind)
  const [truth, control] = [of('truth'), of('control')]
  assert.ok(truth === undefined || truth.value < truth.otherwise, 'the level sinks')
  assert.ok(control!.value > control!.otherwise, 'the pump makes up for it')
})

test('nothing follows from a day without faults', async () => {
  const chain = await followed('LT-1 bias', 0)
  inOrder(chain, ['fault'])
})
