import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { closeLoop } from '../../../core/dream/closed-loop.ts'
import { baseline } from '../../../core/dream/controller.ts'
import { lanesOf } from '../../../core/dream/lanes.ts'
import { unpack } from '../../../core/dream/layout.ts'
import { learnedPlant } from '../../../core/dream/learned/learned-plant.ts'
import {
  createEnsemble,
  type LearnedHappening,
  type LearnedModel,
  residual,
} from '../../../core/dream/learned/residual.ts'
import { happeningsOf } from '../../../core/dream/learned/told-failure.ts'
import { toldScenario } from '../../../core/dream/learned/told-scenario.ts'
import { measuredStates } from '../../../core/dream/measured-states.ts'
import { createDreamer } from '../../../core/dream/rollout.ts'
import { unroll } from '../../../core/dream/segment.ts'
import { only, settledStart } from '../../../core/dream/start.ts'
import { gradient } from '../../../core/graph/gradient.ts'
import { input } from '../../../core/graph/leaf.ts'
import { meanAll } from '../../../core/graph/matrix.ts'
import { compile } from '../../../core/graph/session.ts'
import type { Tensor } from '../../../core/graph/tensor.ts'
import { seconds } from '../../../core/line/dimension.ts'
import { compilePlant } from '../../../core/line/plant.ts'
import { writeCourses } from '../../../core/scenario/course.ts'
import { randomSource } from '../../../core/scenario/random.ts'
import { faultyScenario } from '../../../core/scenario/sample.ts'
import type { Fault } from '../../../core/scenario/scenario.ts'
import { line } from './seeping.ts'

const plant = compilePlant(line)
const measured = measuredStates(line, plant.layout)
const leak: Fault = { failure: 'T-101 leak', onset: seconds(20), severity: 2e-5, ramp: seconds(0), duration: null }
const telling = { duration: seconds(120), faults: [leak] }
const happenings = happeningsOf(
  line,
  new Map([
    ['It seeps.', [telling]],
    ['It foams.', [telling]],
  ]),
)
const largest = [
  [0.004, 0.002, 0],
  [0.001, 0.003, 0.002],
]

/** A model whose networks say anything; they disagree less than the gaps are large where `usual` is large. */
function anyModel(seed: number, { usual = 1, scale = 1 } = {}): LearnedModel {
  const random = randomSource(seed)
  const known = { failures: ['T-101 leak'] }
  const learned = happenings.map((happening, index): LearnedHappening => {
    const gaps = largest[index]!.map((gap) => scale * gap)
    return { ...happening, largest: gaps, usual: gaps.map((gap) => usual * gap) }
  })
  const { parameters } = createEnsemble(line, measured, { ...known, happenings: learned })
  const values = Float32Array.from({ length: parameters }, () => 0.3 * random.normal())
  return { ...known, happenings: learned, parameters: values }
}

test('on days of which nothing was told, the learned plant is the causal one to the bit', async () => {
  const lanes = 8
  const options = { lanes, filming: 'signals' } as const
  const [learned, causal] = await Promise.all([
    createDreamer(closeLoop(learnedPlant(line, anyModel(1)), baseline), options),
    createDreamer(closeLoop(plant, baseline), options),
  ])
  await fc.assert(
    fc.asyncProperty(fc.nat(), async (seed) => {
      const random = randomSource(seed)
      const days = Array.from({ length: lanes }, () => faultyScenario(line, plant.layout, random))
      const request = { seed, film: days.map((_, index) => index) }
      const films = (await learned.dream(days, request)).films
      for (const [day, { tracks }] of (await causal.dream(days, request)).films.entries()) {
        for (const track of ['truth', 'reading', 'control', 'cost'] as const)
          assert.deepEqual(films[day]!.tracks[track], tracks[track])
      }
    }),
    { numRuns: 10 },
  )
  await Promise.all([learned.release(), causal.release()])
})

/** The gaps that a model makes of many situations at once, [measured states, lanes], SI. */
async function gapsBy(model: LearnedModel, lanes: number) {
  const rows = { measured: measured.length, control: line.controls.length, fault: line.failures.length + 2 }
  const seen = {
    measured: input('measured', rows.measured, lanes),
    control: input('control', rows.control, lanes),
    fault: input('fault', rows.fault, lanes),
  }
  return compile({ gap: residual(line, measured, model, seen) }, { device: 'cpu' })
}

test('far from all that was told, a gap is no larger than was told, and none where nothing happens', async () => {
  const lanes = 64
  const program = await gapsBy(anyModel(2), lanes)
  const anything = fc.record({ seed: fc.nat(), size: fc.double({ min: 0, max: 1e4, noNaN: true }) })
  await fc.assert(
    fc.asyncProperty(anything, async ({ seed, size }) => {
      const random = randomSource(seed)
      const scattered = (rows: number) => Float32Array.from({ length: rows * lanes }, () => size * random.normal())
      const fault = scattered(line.failures.length + 2)
      for (let at = line.failures.length * lanes; at < fault.length; at++)
        fault[at] = Math.max(0, 2 * random.next() - 1)
      const feeds = { measured: scattered(measured.length), control: scattered(line.controls.length), fault }
      const gap = (await program.run(feeds)).gap as Float32Array
      for (let lane = 0; lane < lanes; lane++) {
        const activity = [0, 1].map((happening) => fault[(line.failures.length + happening) * lanes + lane]!)
        const underWay = Math.min(1, activity[0]! + activity[1]!)
        for (let state = 0; state < measured.length; state++) {
          const told = Math.max(...largest.map((each, index) => (activity[index]! > 0 ? each[state]! : 0)))
          assert.ok(Math.abs(gap[state * lanes + lane]!) <= underWay * told * (1 + 1e-5))
        }
      }
    }),
    { numRuns: 30 },
  )
  await program.release()
})

test('where the networks disagree by more than the gaps are large, nothing is said', async () => {
  const lanes = 16
  const random = randomSource(5)
  const fault = new Float32Array((line.failures.length + 2) * lanes).fill(
    1,
    line.failures.length * lanes,
    (line.failures.length + 1) * lanes,
  )
  const feeds = {
    measured: Float32Array.from({ length: measured.length * lanes }, () => 0.6 * random.next()),
    control: Float32Array.from({ length: line.controls.length * lanes }, () => random.next()),
    fault,
  }
  const gapsWhere = async (usual: number) => {
    const program = await gapsBy(anyModel(3, { usual }), lanes)
    return ((await program.run(feeds).finally(() => program.release())).gap as Float32Array).map(Math.abs)
  }
  assert.ok(Math.max(...(await gapsWhere(10))) > 1e-3)
  assert.equal(Math.max(...(await gapsWhere(1e-3))), 0)
})

test('the gradient through a dream of what was told agrees with central differences', async () => {
  const lanes = 4
  const random = randomSource(7)
  // Gaps so large that the slope would be another without theirs.
  const loop = closeLoop(learnedPlant(line, anyModel(4, { usual: 10, scale: 20 })), baseline)
  const segment = unroll(loop, 6, lanes, { noise: false })
  const cost = meanAll(unpack(loop.layout, segment.end)['tally cost'] as Tensor)
  const [slope] = gradient(cost, [segment.start])
  const program = await compile({ cost, slope: slope as Tensor }, { device: 'cpu' })
  const days = Array.from({ length: lanes }, (_, lane) =>
    toldScenario(line, plant.layout, happenings[lane % 2]!, random),
  ).map((day) => ({ ...day, changes: [], faults: day.faults.map((fault) => ({ ...fault, onset: seconds(-20) })) }))
  const courses = writeCourses(loop.line, loop.course, days, lanes)
  // Away from the set points, at which the cost has a kink.
  const start = lanesOf([await settledStart(loop)], lanes)
  for (let at = 0; at < plant.layout.states * lanes; at++) start[at]! -= 0.02 + 0.02 * random.next()
  const at = async (state: Float32Array) =>
    program.run(only({ state, courses, time: Float32Array.of(0) }, program.inputs))
  const derivative = (await at(start)).slope as Float32Array
  const size = plant.layout.states * lanes
  for (let trial = 0; trial < 3; trial++) {
    const direction = derivative.map((value, index) =>
      index < size ? Math.sign(value) * Math.abs(random.normal()) : 0,
    )
    const costAt = async (distance: number) =>
      ((await at(start.map((value, index) => value + distance * direction[index]!))).cost as Float32Array)[0]!
    const distance = 1e-4
    const measured = ((await costAt(distance)) - (await costAt(-distance))) / (2 * distance)
    const derived = derivative.reduce((sum, value, index) => sum + value * direction[index]!, 0)
    assert.ok(Math.abs(measured - derived) < 1e-3 * Math.abs(derived), `${measured} measured, ${derived} derived`)
  }
  await program.release()
})

test('what was told occurs once on a day, with its failures at the same distance, and is over before its end', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const day = toldScenario(line, plant.layout, happenings[0]!, randomSource(seed))
      const [told, declared] = day.faults
      assert.equal(told!.failure, 'told: It seeps.')
      assert.equal(told!.severity, 1)
      assert.equal(told!.duration, 120)
      assert.ok(told!.onset >= 0 && told!.onset + 120 <= line.horizon)
      assert.ok(Math.abs(declared!.onset - told!.onset - 20) < 1e-9)
      assert.deepEqual({ ...declared, onset: 20 }, leak)
    }),
  )
})

test('what is told under the name of another failure, in any writing, is a failure of its own', () => {
  const failures = [...line.failures, { ...line.failures[0]!, name: 'told: it leaks' }]
  const told = ['it leaks', 'it\nleaks', 'it leaks (2)', '<img src=x>\u202e"; DROP TABLE run; --', '__proto__']
  const some = happeningsOf({ ...line, failures }, new Map(told.map((text) => [text, [telling]])))
  assert.deepEqual(
    some.map(({ text }) => text),
    told,
  )
  const names = some.map(({ failure }) => failure.name)
  assert.equal(new Set([...failures.map(({ name }) => name), ...names]).size, failures.length + told.length)
  for (const name of names) assert.match(name, /^told: [^\p{Cc}\p{Cf}]*$/u)
})
