import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Matrix } from 'ml-matrix'
import { createLogNetwork, windowOf } from '../../core/dream/learned/log-network.ts'
import { feedsOf, type LogSeries, placesIn, seriesOf } from '../../core/dream/learned/log-series.ts'
import { constant, input } from '../../core/graph/leaf.ts'
import { compile } from '../../core/graph/session.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { scalesOf } from '../../core/train/fit-log-model.ts'
import { linearPath } from '../../core/train/linear-path.ts'
import { momentsOf, type TrainedMember, withMeasuredPaths } from '../../core/train/measured-path.ts'
import { ridge } from '../../core/train/ridge.ts'
import { madeUpLog, names } from './made-up-plant.ts'

const shape = { signals: 2, controls: 1, window: 4, hidden: 8 }
const network = createLogNetwork(shape)
const logs = [1, 2, 3, 4].map((seed) => madeUpLog(300, seed, { noise: 0.002 }))
const scales = {
  signals: scalesOf(names.signals, logs, 'readings'),
  controls: scalesOf(names.controls, logs, 'controls'),
}
const series = logs.map((log) => seriesOf(log, scales))
const placesOf = (some: readonly LogSeries[]) => some.flatMap((each) => placesIn(each, shape, 1))
const [drawn, left, fresh] = [placesOf(series.slice(0, 2)), placesOf(series.slice(2, 3)), placesOf(series.slice(3))]

/** Root-mean-square error of each signal a scan ahead, over what no member is fitted to. */
async function errorsOf(member: Float32Array): Promise<readonly number[]> {
  const lanes = fresh.length
  const history = input('history', network.inputs - shape.controls, lanes)
  const window = windowOf(shape, history, input('control', shape.controls, lanes))
  const { mean } = network.speak(constant(member, network.parameters, 1), window)
  const program = await compile({ mean }, { device: 'cpu' })
  const { reading, ...feeds } = feedsOf(fresh, shape, 1)
  const said = (await program.run(feeds).finally(() => program.release())).mean as Float32Array
  return [0, 1].map((signal) => {
    const squares = Array.from({ length: lanes }, (_, lane) => {
      const index = signal * lanes + lane
      return ((said[index] as number) + (feeds.history[index] as number) - (reading[index] as number)) ** 2
    })
    return Math.sqrt(squares.reduce((sum, each) => sum + each, 0) / lanes)
  })
}

/** A member whose hidden layers say of each signal what `mean` makes of them. */
async function memberWith(mean: (random: () => number) => number): Promise<Float32Array> {
  const random = randomSource(3)
  const member = network.draw(random, await linearPath(shape, drawn), new Float32Array(2))
  const said = member.length - 2 * (2 * shape.hidden + 2)
  for (let index = 0; index < 2 * shape.hidden; index++) member[said + index] = mean(() => random.normal())
  return member
}

const trained = async (parameters: Float32Array): Promise<TrainedMember> => ({
  parameters,
  drawn: await momentsOf(network, parameters, drawn),
  left: await momentsOf(network, parameters, left),
})

const closed = async (member: Float32Array) => withMeasuredPaths(network, [await trained(member)])[0]!

const mutedIn = (member: Float32Array) =>
  member.slice(network.path + network.measured - 2, network.path + network.measured)

test('hidden layers that say nothing true are muted, and then do no harm after a measured reading', async () => {
  const [silent, noisy] = [await memberWith(() => 0), await memberWith((normal) => 0.3 * normal())]
  const [alone, before, after] = [await closed(silent), noisy, await closed(noisy)]
  assert.ok(
    mutedIn(after).every((muted) => muted > 0.7 && muted <= 1),
    `${mutedIn(after)}`,
  )
  const [linear, harmed, mended] = [await errorsOf(alone), await errorsOf(before), await errorsOf(after)]
  for (const signal of [0, 1]) {
    assert.ok(harmed[signal]! > 1.5 * linear[signal]!, `${harmed[signal]} of ${linear[signal]}`)
    assert.ok(mended[signal]! < 1.05 * linear[signal]!, `${mended[signal]} of ${linear[signal]}`)
  }
})

test('squares foretell what a straight line cannot', async () => {
  const silent = await memberWith(() => 0)
  const [linear, squared] = [await errorsOf(silent), await errorsOf(await closed(silent))]
  assert.ok(squared[0]! < 0.8 * linear[0]!, `${squared} of ${linear}`)
})

test('sums over several places add up, and nothing left out mutes nothing', async () => {
  const member = await memberWith((normal) => 0.3 * normal())
  const [a, b] = [await momentsOf(network, member, drawn), await momentsOf(network, member, left)]
  const both = await momentsOf(network, member, [...drawn, ...left])
  assert.ok(Matrix.sub(Matrix.add(a, b), both).abs().max() < 1e-3 * both.max())
  const none = await momentsOf(network, member, [])
  const [alone] = withMeasuredPaths(network, [{ parameters: member, drawn: a, left: none }])
  assert.deepEqual([...mutedIn(alone!)], [0, 0])
})

test('members differ by what was drawn for them, and their mean has seen all of it', async () => {
  const silent = await memberWith(() => 0)
  const one = await trained(silent)
  const pair = [one, { ...one, drawn: one.left, left: one.drawn }]
  const [a, b] = withMeasuredPaths(network, pair)
  const [whole] = withMeasuredPaths(network, [
    { ...one, drawn: Matrix.add(one.drawn, one.left), left: one.left.clone().mul(0) },
  ])
  const path = [network.path, network.path + network.measured - 2] as const
  const [first, second, all] = [a!, b!, whole!].map((member) => member.slice(...path)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ]
  assert.ok(first.some((value, index) => Math.abs(value - second[index]!) > 1e-3))
  assert.ok(all.every((value, index) => Math.abs(value - (first[index]! + second[index]!) / 2) < 1e-4))
  const more = [one, one].map(({ left }) => Matrix.mul(left, 10))
  assert.notDeepEqual(withMeasuredPaths(network, pair, more), [a, b])
})

test('ridge regression finds a straight line, and no penalty moves it', () => {
  const x = new Matrix([
    [1, 0],
    [1, 1],
    [1, 3],
  ])
  const y = new Matrix([[2], [5], [11]])
  const squares = x.transpose().mmul(x)
  const found = ridge(squares, x.transpose().mmul(y), [0, 0])
  assert.ok(Math.abs(found.get(0, 0) - 2) < 1e-9 && Math.abs(found.get(0, 1) - 3) < 1e-9)
  assert.ok(ridge(squares, x.transpose().mmul(y), [0, 100]).get(0, 1) < 1)
})
