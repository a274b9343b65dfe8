import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lead } from '../../../core/dream/learned/lead.ts'
import { measuredStates } from '../../../core/dream/measured-states.ts'
import { seconds } from '../../../core/line/dimension.ts'
import type { Line } from '../../../core/line/line.ts'
import { compilePlant } from '../../../core/line/plant.ts'
import { sequenceOfFilm } from '../../../core/replay/from-dreams.ts'
import { filmed, line, seepingDays, toldSequences } from './seeping.ts'

/** Experiences of a day on which some failures of the line occur from its first minute on. */
async function dayWith(line: Line, failures: readonly string[]) {
  const plant = compilePlant(line)
  const faults = failures.map((name) => {
    const [, severity] = line.failures.find((failure) => failure.name === name)!.severity
    return { failure: name, onset: seconds(30), severity, ramp: seconds(0), duration: null }
  })
  const day = { name: '', faults, changes: [], factors: plant.layout.spreads.map(() => 1), likelihood: 0 }
  const [film] = await filmed(plant, [day])
  return sequenceOfFilm(line, film!, film!, { provenance: 'causal', policyRound: 0, value: 1 }).experiences
}

const worst = (gaps: readonly Float32Array[]) => Math.max(...gaps.flatMap((gap) => [...gap.map(Math.abs)]))

test('led along its own dreams, the causal model lacks nothing', async () => {
  const days = [await dayWith(line, ['T-101 leak', 'P-102 low output']), (await dayWith(line, [])).slice(0, 9)]
  const led = await lead(compilePlant(line), days)
  assert.deepEqual(
    led.map(({ length }) => length),
    days.map(({ length }) => length),
  )
  assert.ok(worst(led.flatMap((scans) => scans.map(({ gap }) => gap))) < 1e-6)
})

test('led along what it does not know, it lacks what the truth takes, and only there', async () => {
  const [{ experiences }] = (await toldSequences(seepingDays(1, 4))) as [
    Awaited<ReturnType<typeof toldSequences>>[number],
  ]
  const [led] = await lead(compilePlant(line), [experiences])
  for (const { measured, gap } of led!) {
    const lost = 6e-4 * (measured[0]! / 0.3) ** 2 * line.scan
    assert.ok(Math.abs(gap[0]! + lost) < 0.03 * lost, `${gap[0]} for ${-lost}`)
    assert.ok(Math.abs(gap[1]!) + Math.abs(gap[2]!) < 0.01 * lost)
  }
})

test('an instrument that is known to fail tells nothing, and a second one on the same tank does', async () => {
  const [first] = line.signals
  const twice = { ...line, signals: [...line.signals, { ...first!, tag: 'LT-109' }] }
  for (const [on, isTold] of [
    [line, false],
    [twice, true],
  ] as const) {
    const [led] = await lead(compilePlant(on), [await dayWith(on, ['LT-101 bias'])])
    assert.equal(measuredStates(on, compilePlant(on).layout).length, 3)
    for (const { gap } of led!) {
      assert.equal(Number.isNaN(gap[0]), !isTold)
      if (isTold) assert.ok(Math.abs(gap[0]!) < 1e-6)
      assert.ok(Math.abs(gap[1]!) < 1e-6)
    }
  }
})
