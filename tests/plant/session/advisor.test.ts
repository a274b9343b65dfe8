import assert from 'node:assert/strict'
import { test } from 'node:test'
import { closeLoop } from '../../../core/dream/closed-loop.ts'
import type { Controller } from '../../../core/dream/controller.ts'
import { blockOf } from '../../../core/dream/layout.ts'
import { createObserver, type Observer, type ObserverMemory } from '../../../core/dream/observer.ts'
import { unroll } from '../../../core/dream/segment.ts'
import { settledStart } from '../../../core/dream/start.ts'
import { multiply } from '../../../core/graph/elementwise.ts'
import { constant } from '../../../core/graph/leaf.ts'
import { compile } from '../../../core/graph/session.ts'
import { concatRows } from '../../../core/graph/shape.ts'
import { compilePlant } from '../../../core/line/plant.ts'
import { createAdvisor } from '../../../core/plant/session/advisor.ts'
import { writeCourses } from '../../../core/scenario/course.ts'
import { randomSource } from '../../../core/scenario/random.ts'
import { faultyScenario } from '../../../core/scenario/sample.ts'
import { oneTank } from '../../dream/one-tank.ts'
import { recurrent, subjectOf } from '../../train/subject.ts'

const scans = 12

test('replaying what a dream saw, the advisor wants what the policy did in the dream', async () => {
  const { policy, loop } = await subjectOf(recurrent)
  const { line, plant } = loop
  const random = randomSource(3)
  const parameters = policy.draw(random).map((value) => value + 0.3 * random.normal())
  const recorder: Controller = {
    ...policy.controller,
    decide(view) {
      const decision = policy.controller.decide(view)
      return { ...decision, record: { correction: decision.correction!, trim: decision.trim!, before: view.control } }
    },
  }
  const recorded = closeLoop(plant, recorder)
  const segment = unroll(recorded, scans, 1, { noise: true })
  const track = (of: (record: (typeof segment.records)[number]) => Parameters<typeof concatRows>[0][number]) =>
    concatRows(segment.records.map(of))
  const program = await compile(
    {
      reading: track(({ reading }) => reading),
      setpoint: track(({ setpoint }) => setpoint!),
      control: track(({ decision }) => decision.before!),
      correction: track(({ decision }) => decision.correction!),
      trim: track(({ decision }) => decision.trim!),
    },
    { device: 'cpu' },
  )
  const courses = writeCourses(line, loop.course, [faultyScenario(line, plant.layout, random)], 1)
  const noise = Float32Array.from({ length: scans * loop.noiseRows }, () => random.normal())
  const feeds = { state: await settledStart(loop), courses, time: Float32Array.of(0), noise, parameters }
  const dream = (await program.run(feeds)) as Record<string, Float32Array>
  await program.release()

  const advisor = await createAdvisor(loop, parameters)
  const at = (name: string, scan: number) => {
    const rows = dream[name]!.length / scans
    return dream[name]!.slice(scan * rows, (scan + 1) * rows)
  }
  let largest = 0
  for (let scan = 0; scan < scans; scan++) {
    const seen = { reading: at('reading', scan), setpoint: at('setpoint', scan), control: at('control', scan) }
    const wanted = await advisor.advise(seen)
    const dreamt = [...at('correction', scan), ...at('trim', scan)]
    assert.equal(wanted.length, dreamt.length)
    wanted.forEach((value, index) => {
      assert.ok(Math.abs(value - dreamt[index]!) < 1e-5, `scan ${scan}: ${value} for ${dreamt[index]}`)
      largest = Math.max(largest, Math.abs(value))
    })
  }
  await advisor.release()
  assert.ok(largest > 1e-3, 'the policy does something')
})

/** A double of a policy: it takes every jump that the observer sees for the instrument's. */
function believer(observer: Observer): Controller {
  const deviation = constant(observer.deviation, observer.deviation.length, 1)
  return {
    name: 'believer',
    memory: observer.memory,
    parameters: 0,
    noise: 0,
    decide({ memory, control, reading }) {
      const seen = observer.observe(memory as unknown as ObserverMemory, control, reading)
      return { correction: multiply(multiply(seen.jumps, deviation), -1), memory: { ...seen } }
    },
  }
}

test('while it looks on, an advisor takes a plant that runs elsewhere for the plant as it is', async () => {
  const loop = closeLoop(compilePlant(oneTank), believer(await createObserver(oneTank)))
  const start = await settledStart(loop)
  const seen = {
    reading: blockOf(loop.layout, start, 'reading').map((level) => level + 0.03),
    setpoint: Float32Array.from(loop.course.setpoints, ({ setpoint }) => setpoint),
    control: blockOf(loop.layout, start, 'control'),
  }
  const correctionAfter = async (looks: number) => {
    const advisor = await createAdvisor(loop, new Float32Array(0))
    for (let scan = 0; scan < looks; scan++) await advisor.lookOn(seen)
    const [correction] = await advisor.advise(seen)
    await advisor.release()
    return correction as number
  }
  assert.ok((await correctionAfter(0)) < -0.02, 'at once it would believe in a jump of three centimetres')
  assert.equal(Math.abs(await correctionAfter(5)), 0)
})
