import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noisePool } from '../../core/dream/noise.ts'
import type { Line } from '../../core/line/line.ts'
import { readLine } from '../../core/line/read.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { createStepper, placeOf } from './stepper.ts'

/** A line of two machines with a buffer between: the parameters of each, and the parts the buffer holds. */
interface TwoMachines {
  readonly machines: readonly [string, string]
  readonly capacity: number
  /** Parts per time unit. */
  readonly throughput: number
}

/** The pairs side by side in one plant, so that one run measures them all. A machine passes on one part a second. */
function sideBySide(pairs: readonly TwoMachines[], step: string): Line {
  const components = pairs.flatMap(({ machines: [first, second], capacity }, index) => [
    `  A-${index}: {kind: machine, rate: 1 parts/s, ${first}}`,
    `  B-${index}: {kind: buffer, capacity: ${capacity} parts}`,
    `  C-${index}: {kind: machine, rate: 1 parts/s, ${second}}`,
  ])
  const connections = pairs.map((_, index) => `  - A-${index} > B-${index} > C-${index}`)
  const head = ['line: pairs', 'title: two-machine lines', `step: ${step}`, `scan: ${step}`, 'horizon: 1 h']
  return readLine([...head, 'components:', ...components, 'connections:', ...connections].join('\n'), 'pairs')
}

interface Sampling {
  readonly lanes: number
  readonly steps: number
  readonly warmUp: number
}

/** Mean rate of each pair's second machine over all lanes and all steps after the warm-up, parts/s. */
async function throughputs(line: Line, pairs: number, { lanes, steps, warmUp }: Sampling) {
  const perCall = 20
  const places = Array.from({ length: pairs }, (_, index) => placeOf(line, `C-${index}.rate`))
  const stepper = await createStepper(line, places, { lanes, steps: perCall })
  const pool = noisePool('uniform')
  const random = randomSource(1)
  const sums = new Float64Array(pairs)
  let state = stepper.start
  for (let step = 0; step < steps; step += perCall) {
    const chance = pool.take(perCall * stepper.plant.layout.chances * lanes, random)
    const next = await stepper.step(state, { chance })
    state = next.state
    if (step < warmUp) continue
    next.quantities.forEach((rate, index) => {
      sums[Math.floor(index / lanes) % pairs]! += rate
    })
  }
  await stepper.release()
  return [...sums].map((sum) => sum / ((steps - warmUp) * lanes))
}

async function meets(pairs: readonly TwoMachines[], step: string, sampling: Sampling) {
  const rates = await throughputs(sideBySide(pairs, step), pairs.length, sampling)
  pairs.forEach(({ machines, capacity, throughput }, index) => {
    const rate = rates[index] as number
    const says = `${machines.join(' | ')} and ${capacity} parts: ${rate}, expected ${throughput}`
    assert.ok(Math.abs(rate / throughput - 1) < 0.01, says)
  })
}

test('Bernoulli lines, blocked before service, meet their throughput (Li and Meerkov 2009, ch. 4)', async () => {
  const bernoulli = (first: number, second: number, capacity: number, throughput: number): TwoMachines => ({
    machines: [`reliability: ${first}`, `reliability: ${second}`],
    capacity,
    throughput,
  })
  const pairs = [
    bernoulli(0.9, 0.9, 1, 0.818182),
    bernoulli(0.9, 0.9, 5, 0.882353),
    bernoulli(0.9, 0.8, 2, 0.778702),
    bernoulli(0.95, 0.7, 3, 0.699658),
  ]
  await meets(pairs, '1 s', { lanes: 512, steps: 2000, warmUp: 200 })
})

test('continuous lines with exponential stops meet their throughput (Gershwin 1994, ch. 3)', async () => {
  const exponential = (
    [failure1, repair1, failure2, repair2]: readonly [number, number, number, number],
    capacity: number,
    failures: 'time' | 'operation',
    throughput: number,
  ): TwoMachines => ({
    machines: [
      `mtbf: ${1 / failure1} s, mttr: ${1 / repair1} s, failures: ${failures}`,
      `mtbf: ${1 / failure2} s, mttr: ${1 / repair2} s, failures: ${failures}`,
    ],
    capacity,
    throughput,
  })
  const pairs = [
    exponential([0.05, 0.5, 0.05, 0.5], 10, 'time', 0.88705),
    exponential([0.1, 0.5, 0.05, 0.5], 5, 'time', 0.81536),
    exponential([0.01, 0.1, 0.02, 0.1], 20, 'time', 0.81041),
    exponential([0.05, 0.5, 0.05, 0.5], 10, 'operation', 0.88757),
    exponential([0.1, 0.5, 0.05, 0.5], 5, 'operation', 0.81718),
    exponential([0.01, 0.1, 0.02, 0.1], 20, 'operation', 0.81284),
  ]
  await meets(pairs, '0.1 s', { lanes: 512, steps: 20_000, warmUp: 4000 })
})
