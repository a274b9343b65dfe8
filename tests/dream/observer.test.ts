import assert from 'node:assert/strict'
import { test } from 'node:test'
import { closeLoop } from '../../core/dream/closed-loop.ts'
import type { Controller } from '../../core/dream/controller.ts'
import { lanesOf } from '../../core/dream/lanes.ts'
import type { Blocks } from '../../core/dream/layout.ts'
import { createObserver, type ObserverMemory } from '../../core/dream/observer.ts'
import { unroll } from '../../core/dream/segment.ts'
import { only, settledStart } from '../../core/dream/start.ts'
import { compile } from '../../core/graph/session.ts'
import { concatRows } from '../../core/graph/shape.ts'
import { seconds } from '../../core/line/dimension.ts'
import type { Line } from '../../core/line/line.ts'
import { compilePlant } from '../../core/line/plant.ts'
import { writeCourses } from '../../core/scenario/course.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { faultFreeScenario } from '../../core/scenario/sample.ts'
import type { Fault, Scenario } from '../../core/scenario/scenario.ts'
import { bundledLine } from '../line/stepper.ts'

const scansPerCall = 12

/** What the observer makes of days under the line's own control: values by scan, signal and lane, in SI. */
async function watch(line: Line, scenarios: readonly Scenario[]) {
  const observer = await createObserver(line)
  const watcher: Controller = {
    name: 'watcher',
    memory: observer.memory,
    parameters: 0,
    noise: 0,
    decide: ({ reading, control, memory }) => {
      const seen = observer.observe(memory as Blocks & ObserverMemory, control, reading)
      const { estimate, jumps, alarm, innovation } = seen
      return { memory: { estimate, jumps, alarm }, record: { innovation, jumps } }
    },
  }
  const lanes = scenarios.length
  const loop = closeLoop(compilePlant(line), watcher)
  const segment = unroll(loop, scansPerCall, lanes, { noise: true })
  const rows = (name: string) => concatRows(segment.records.map(({ decision }) => decision[name]!))
  const outputs = { end: segment.end, innovation: rows('innovation'), jumps: rows('jumps') }
  const program = await compile(outputs, { device: 'cpu' })
  const random = randomSource(4)
  const courses = writeCourses(line, loop.course, scenarios, lanes)
  const innovation: number[] = []
  const jumps: number[] = []
  let state = lanesOf([await settledStart(loop)], lanes)
  for (let scan = 0; scan < line.horizon / line.scan; scan += scansPerCall) {
    const noise = new Float32Array(scansPerCall * loop.noiseRows * lanes).map(() => random.normal())
    const feeds = { state, courses, time: Float32Array.of(scan * line.scan), noise }
    const result = (await program.run(only(feeds, program.inputs))) as Record<keyof typeof outputs, Float32Array>
    state = result.end as Float32Array<ArrayBuffer>
    innovation.push(...result.innovation)
    jumps.push(...result.jumps)
  }
  await program.release()
  const signals = line.signals.length
  return {
    /** In standard deviations. */
    innovation: (scan: number, signal: number, lane = 0) => innovation[(scan * signals + signal) * lanes + lane]!,
    /** In SI. */
    jump: (scan: number, signal: number, lane = 0) =>
      jumps[(scan * signals + signal) * lanes + lane]! * observer.deviation[signal]!,
  }
}

const threeTank: Line = { ...bundledLine('three-tank'), horizon: seconds(600) }
const scans = 120
const factors = compilePlant(threeTank).layout.spreads.map(() => 1)

/** A nominal day with one fault from 200 s to 400 s. */
const dayWith = (failure: string, severity: number): Scenario => {
  const fault: Fault = { failure, onset: seconds(200), severity, ramp: seconds(0), duration: seconds(200) }
  return { name: failure, faults: [fault], changes: [], factors, likelihood: 1 }
}

test('on ordinary days innovations deviate by about as much as the observer expects', async () => {
  for (const name of ['three-tank', 'quadruple-tank', 'tclab']) {
    const line = bundledLine(name)
    const short = { ...line, horizon: seconds(Math.min(600, Math.floor(line.horizon / 120) * 120)) }
    const random = randomSource(1)
    const { layout } = compilePlant(short)
    const days = Array.from({ length: 24 }, () => faultFreeScenario(short, layout, random))
    const { innovation } = await watch(short, days)
    short.signals.forEach(({ tag }, signal) => {
      const values = days.flatMap((_, lane) =>
        Array.from({ length: 60 }, (_, scan) => innovation(scan + 10, signal, lane)),
      )
      const deviation = Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length)
      assert.ok(deviation > 0.5 && deviation < 2, `${name}: ${tag} ${deviation.toFixed(2)}`)
    })
  }
})

test('a bias shows as a jump of its size within two scans, and is gone when the fault is', async () => {
  const { jump } = await watch(threeTank, [dayWith('LT-101 bias', 0.05)])
  const onset = 200 / threeTank.scan
  const end = 400 / threeTank.scan
  assert.ok(Math.abs(jump(onset - 1, 0)) < 1e-6)
  for (const scan of [onset + 2, onset + 10, end - 1]) {
    assert.ok(Math.abs(jump(scan, 0) - 0.05) < 0.008, `${jump(scan, 0)} m at scan ${scan}`)
    assert.ok(Math.abs(jump(scan, 1)) < 0.005, `LT-102 jumps by ${jump(scan, 1)} m at scan ${scan}`)
  }
  for (const scan of [end + 2, scans - 1]) assert.ok(Math.abs(jump(scan, 0)) < 0.008, `${jump(scan, 0)} m left`)
})

test('a leak, which goes on, is taken for a jump once at most', async () => {
  const severities = [0.1e-4, 0.3e-4, 0.5e-4]
  const { jump } = await watch(
    threeTank,
    severities.map((severity) => dayWith('T-101 leak', severity)),
  )
  severities.forEach((severity, lane) => {
    const changes = Array.from({ length: scans - 1 }, (_, scan) => jump(scan + 1, 0, lane) - jump(scan, 0, lane))
    const jumps = changes.slice(0, 400 / threeTank.scan - 1).filter((change) => Math.abs(change) > 0.002)
    assert.ok(jumps.length <= 1, `${jumps.length} jumps at ${severity} m2`)
  })
})
