import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lanesOf } from '../../core/dream/lanes.ts'
import { offsetOf, unpack } from '../../core/dream/layout.ts'
import { unroll } from '../../core/dream/segment.ts'
import { only, settledStart } from '../../core/dream/start.ts'
import { gradient, vectorJacobianProduct } from '../../core/graph/gradient.ts'
import { input } from '../../core/graph/leaf.ts'
import { meanAll } from '../../core/graph/matrix.ts'
import { compile } from '../../core/graph/session.ts'
import type { Tensor } from '../../core/graph/tensor.ts'
import { writeCourses } from '../../core/scenario/course.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { trainingScenarios } from '../../core/train/training.ts'
import { recurrent, subjectOf } from './subject.ts'

const scans = 6
const lanes = 4
const subject = subjectOf(recurrent)
const { loop, policy } = subject
const { line, layout } = loop
const random = randomSource(11)
const start = lanesOf([await settledStart(loop)], lanes)
const courses = writeCourses(line, loop.course, trainingScenarios(subject, lanes, random), lanes)
const parameters = Float32Array.from({ length: policy.controller.parameters }, () => 0.2 * random.normal())
const noise = Float32Array.from({ length: scans * loop.noiseRows * lanes }, () => random.normal())

/** Feeds of some scans of the dream. The clock stands where faults are under way. */
function feedsOf(first: number, length: number, state: Float32Array) {
  const perScan = loop.noiseRows * lanes
  const time = Float32Array.of(line.horizon / 2 + first * line.scan)
  return { state, courses, parameters, time, noise: noise.slice(first * perScan, (first + length) * perScan) }
}

const whole = unroll(loop, scans, lanes, { noise: true })
const cost = meanAll(unpack(layout, whole.end)['tally cost'] as Tensor)
const [slope] = gradient(cost, [whole.parameters as Tensor])
const program = await compile({ cost, gradient: slope as Tensor }, { device: 'cpu' })
const inOneGraph = (await program.run(only(feedsOf(0, scans, start), program.inputs))).gradient as Float32Array

/** Largest difference between two vectors, as a share of the longest entry. */
function difference(a: Float32Array, b: Float32Array): number {
  const largest = Math.max(...a.map(Math.abs))
  return Math.max(...a.map((value, index) => Math.abs(value - (b[index] as number)))) / largest
}

test('the gradient of a dream by segments is that of the dream in one graph', async () => {
  const length = scans / 2
  const part = unroll(loop, length, lanes, { noise: true })
  const [pull, share] = vectorJacobianProduct(
    [part.end],
    [input('cotangent', layout.rows, lanes)],
    [part.start, part.parameters as Tensor],
  )
  const forward = await compile({ end: part.end }, { device: 'cpu' })
  const backward = await compile({ pull: pull as Tensor, share: share as Tensor }, { device: 'cpu' })
  const early = feedsOf(0, length, start)
  const late = feedsOf(length, length, (await forward.run(only(early, forward.inputs))).end as Float32Array)

  const row = offsetOf(layout, 'tally cost') * lanes
  const cotangent = new Float32Array(layout.rows * lanes).fill(1 / lanes, row, row + lanes)
  const second = await backward.run(only({ ...late, cotangent }, backward.inputs))
  const first = await backward.run(only({ ...early, cotangent: second.pull as Float32Array }, backward.inputs))
  const sum = (first.share as Float32Array).map(
    (value, index) => value + ((second.share as Float32Array)[index] as number),
  )
  assert.ok(difference(inOneGraph, sum) < 1e-4, `${difference(inOneGraph, sum)}`)
})

test('the gradient of a dream agrees with central differences along random directions', async () => {
  const costAt = async (direction: Float32Array, distance: number) => {
    const moved = parameters.map((value, index) => value + distance * (direction[index] as number))
    const feeds = { ...feedsOf(0, scans, start), parameters: moved }
    return ((await program.run(only(feeds, program.inputs))).cost as Float32Array)[0] as number
  }
  for (let trial = 0; trial < 3; trial++) {
    const direction = inOneGraph.map((value) => Math.sign(value) * Math.abs(random.normal()))
    const distance = 1e-4
    const measured = ((await costAt(direction, distance)) - (await costAt(direction, -distance))) / (2 * distance)
    const derived = inOneGraph.reduce((sum, value, index) => sum + value * (direction[index] as number), 0)
    assert.ok(Math.abs(measured - derived) < 0.005 * Math.abs(derived), `${measured} measured, ${derived} derived`)
  }
})
