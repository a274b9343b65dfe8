import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readInstruments } from '../../core/dream/instruments.ts'
import { constant } from '../../core/graph/leaf.ts'
import { type Seconds, seconds } from '../../core/line/dimension.ts'
import type { Line, Signal } from '../../core/line/line.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { evaluate } from '../graph/evaluate.ts'
import { failureOf, tankWith } from './one-tank.ts'

const modes = ['bias', 'drift', 'stuck', 'dropout'] as const
const perfect = { noise: 0, resolution: 0, lag: seconds(0), low: 0.1, high: 0.6 }

const instrument = (signal: Partial<Signal> = {}): Line =>
  tankWith({ signal: { ...perfect, ...signal }, failures: modes.map((mode) => failureOf('LT-1', mode)) })

/** What LT-1 shows of true levels, one a lane. */
async function shown(
  line: Line,
  truth: readonly number[],
  { before = 0.2, fault = {}, noise }: { before?: number; fault?: Record<string, number>; noise?: number[] } = {},
): Promise<number[]> {
  const lanes = truth.length
  const row = (values: readonly number[]) => constant(values, 1, lanes)
  const { reading } = readInstruments(
    line,
    row(truth),
    { lagged: row([before]), reading: row([before]) },
    noise && row(noise),
    constant(
      modes.flatMap((mode) => Array<number>(lanes).fill(fault[mode] ?? 0)),
      modes.length,
      lanes,
    ),
  )
  return (await evaluate({ reading })).reading
}

function close(actual: readonly number[], expected: readonly number[], tolerance = 1e-6) {
  assert.equal(actual.length, expected.length)
  actual.forEach((value, index) => {
    assert.ok(Math.abs(value - expected[index]!) <= tolerance, `${value} instead of ${expected[index]} at ${index}`)
  })
}

test('a perfect instrument shows the truth', async () => {
  close(await shown(instrument(), [0.15, 0.3, 0.55]), [0.15, 0.3, 0.55])
})

test('bias and drift add to the reading, within the range', async () => {
  close(await shown(instrument(), [0.3, 0.58], { fault: { bias: 0.05 } }), [0.35, 0.6])
  close(await shown(instrument(), [0.3], { fault: { bias: 0.05, drift: -0.02 } }), [0.33])
})

test('a stuck instrument shows its last reading, a lost one the low end of its range', async () => {
  close(await shown(instrument(), [0.3, 0.5], { before: 0.22, fault: { stuck: 1 } }), [0.22, 0.22])
  close(await shown(instrument(), [0.3, 0.5], { fault: { dropout: 1 } }), [0.1, 0.1])
})

test('what lies outside of the range is shown at its end', async () => {
  close(await shown(instrument(), [0, 0.1, 0.6, 3]), [0.1, 0.1, 0.6, 0.6])
})

test('noise has the standard deviation of the signal', async () => {
  const random = randomSource(1)
  const noise = Array.from({ length: 20_000 }, () => random.normal())
  const readings = await shown(
    instrument({ noise: 0.004 }),
    noise.map(() => 0.3),
    { noise },
  )
  const deviation = Math.sqrt(readings.reduce((sum, value) => sum + (value - 0.3) ** 2, 0) / readings.length)
  assert.ok(Math.abs(deviation / 0.004 - 1) < 0.03, `${deviation}`)
})

test('a reading moves by the resolution, to the nearest', async () => {
  close(await shown(instrument({ resolution: 0.01 }), [0.303, 0.3049, 0.3051, 0.317]), [0.3, 0.3, 0.31, 0.32])
})

test('lag is the exact response of a first-order filter, however long the scan', async () => {
  for (const lag of [2, 5, 40]) {
    const line = instrument({ lag: lag as Seconds })
    let [before] = [0.2]
    for (let scan = 1; scan <= 4; scan++) {
      before = (await shown(line, [0.5], { before }))[0]!
      close([before], [0.5 - 0.3 * Math.exp((-scan * line.scan) / lag)])
    }
  }
})
