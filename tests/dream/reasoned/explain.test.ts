import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { allowances, explain } from '../../../core/dream/reasoned/explain.ts'
import { createForesight, type Foresight } from '../../../core/dream/reasoned/foresight.ts'
import { type Freed, freed } from '../../../core/dream/reasoned/freed.ts'
import { seconds } from '../../../core/line/dimension.ts'
import { readLine } from '../../../core/line/read.ts'
import { randomSource } from '../../../core/scenario/random.ts'

const line = readLine(readFileSync('assets/lines/three-tank.line.yaml', 'utf8'), 'three-tank')
const scans = 6
const interval = scans * line.scan
const failing = ['T-101', 'V-113', 'P-102', 'LT-101']

const looks = new Map<string, { free: Freed; foresight: Foresight }>()
for (const tag of failing) {
  const free = freed(line, [tag])
  looks.set(tag, { free, foresight: await createForesight(free.line, scans, 128) })
}
after(() => Promise.all([...looks.values()].map(({ foresight }) => foresight.release())))

/** The readings to which one failure of the equipment leads, and how they are explained once changed. */
async function departure(
  { tag, pick, degree, onset, seed }: { tag: string; pick: number; degree: number; onset: number; seed: number },
  change: (readings: Float32Array) => Float32Array,
) {
  const { free, foresight } = looks.get(tag)!
  const failure = free.line.failures[free.free[pick % free.free.length]!]!
  const [low, high] = failure.severity
  const fault = {
    failure: failure.name,
    onset: seconds(onset * interval),
    severity: low + degree * (high - low),
    ramp: seconds(0),
    duration: null,
  }
  const courseOf = await foresight.courses(foresight.start, 0, [[fault]])
  const readings = courseOf(0).readings.at(-1)!
  const situation = { state: foresight.start, at: 0, interval }
  return (await explain(foresight, free, situation, change(readings), randomSource(seed))).departure
}

const failures = fc.record({
  tag: fc.constantFrom(...failing),
  pick: fc.nat(10),
  degree: fc.double({ min: 0, max: 1, noNaN: true }),
  onset: fc.double({ min: 0, max: 0.9, noNaN: true }),
  seed: fc.nat(1000),
})

test('whatever the failing equipment does by the balances is explained', async () => {
  await fc.assert(
    fc.asyncProperty(failures, async (failure) => {
      assert.ok((await departure(failure, (readings) => readings)) <= 1)
    }),
    { numRuns: 25 },
  )
})

test('what moves a sound tank by more than is allowed and more than can flow is not', async () => {
  const allowed = allowances(line, interval)
  await fc.assert(
    fc.asyncProperty(failures, fc.constantFrom(-1, 1), async (failure, sign) => {
      // T-102 and its instrument are sound, and P-102 alone fills it: by 30 s · 150 cm³/s over 154 cm² at the most.
      const tooFar = allowed[1]! * 1.5 + (failure.tag === 'P-102' ? 0.3 : 0.02)
      const moved = (readings: Float32Array) =>
        readings.map((value, row) => (row === 1 ? value + sign * tooFar : value))
      assert.ok((await departure(failure, moved)) > 1)
    }),
    { numRuns: 25 },
  )
})
