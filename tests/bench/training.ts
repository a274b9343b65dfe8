import { usualCurriculum } from '../../core/curriculum/settings.ts'
import { unflatten, weights, zeros } from '../../core/dream/parameters.ts'
import { adam } from '../../core/graph/adam.ts'
import { square, subtract, tanh } from '../../core/graph/elementwise.ts'
import { gradient } from '../../core/graph/gradient.ts'
import { input } from '../../core/graph/leaf.ts'
import { linear, matmul, meanAll } from '../../core/graph/matrix.ts'
import { compile, type Program } from '../../core/graph/session.ts'
import type { Tensor } from '../../core/graph/tensor.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { trainByGradient } from '../../core/train/bptt.ts'
import { createCritic } from '../../core/train/critic.ts'
import { createCollector } from '../../core/train/experience.ts'
import { createExplorer } from '../../core/train/explorer.ts'
import { createImprover } from '../../core/train/minibatch.ts'
import { recurrentShape } from '../../core/train/policy.ts'
import { trainByProximalUpdates } from '../../core/train/ppo.ts'
import type { TrainingSettings } from '../../core/train/training.ts'
import { type Figure, shortest } from './figure.ts'
import { feedForward, scans, subjectOf } from './three-tank.ts'

const settings: TrainingSettings = {
  seed: 1,
  validationSeed: 2,
  iterations: 6,
  lanes: 1024,
  learningRate: 1e-3,
  device: 'cpu',
  curriculum: usualCurriculum,
}

/** Seconds of the fastest iteration of a trainer that was not followed by a validation. */
async function iterationTime(
  train: typeof trainByProximalUpdates,
  shape: typeof feedForward,
  lanes: number,
): Promise<number> {
  let from = 0
  let best = Infinity
  await train(
    subjectOf(shape),
    { ...settings, lanes },
    {
      onProgress({ validation }) {
        const now = performance.now()
        if (validation === undefined) best = Math.min(best, now - from)
        from = now
      },
      onCheckpoint() {},
    },
  )
  return best / 1000
}

export const zerosFor = ({ inputs }: Program) =>
  Object.fromEntries(Object.entries(inputs).map(([name, { rows, lanes }]) => [name, new Float32Array(rows * lanes)]))

/** Floating-point operations a second of one large matrix product on two threads. */
async function matrixProduct(): Promise<number> {
  const size = 2048
  const product = matmul(input('a', size, size), input('b', size, size))
  const program = await compile({ product }, { device: 'cpu', threads: 2 })
  const feeds = zerosFor(program)
  const into = { product: new Float32Array(size ** 2) }
  const time = await shortest(10, () => program.run(feeds, into))
  await program.release()
  return (2 * size ** 3) / time
}

/** The same of a training step of an MLP 48-256-256-32 with 4,096 samples: forward, backward and Adam as one graph. */
async function trainingStep(): Promise<number> {
  const sizes = [48, 256, 256, 32]
  const samples = 4096
  const layers = sizes.slice(1).map((size, index) => [`layer ${index}`, size, sizes[index] as number] as const)
  const matrices = layers.flatMap(([name, rows, inner]) => [weights(name, rows, inner), zeros(`${name} bias`, rows)])
  const products = layers.reduce((sum, [, rows, inner]) => sum + rows * inner, 0)
  const count = products + layers.reduce((sum, [, rows]) => sum + rows, 0)
  const state = {
    parameters: input('parameters', count, 1),
    firstMoment: input('firstMoment', count, 1),
    secondMoment: input('secondMoment', count, 1),
  }
  const named = unflatten(matrices, state.parameters)
  const output = layers.reduce(
    (x, [name], index) => {
      const sum = linear(named[name] as Tensor, x, named[`${name} bias`] as Tensor)
      return index + 1 < layers.length ? tanh(sum) : sum
    },
    input('x', 48, samples),
  )
  const [slope] = gradient(meanAll(square(subtract(output, input('y', 32, samples)))), [state.parameters])
  const next = adam(state, slope as Tensor, input('step', 1, 1), input('learningRate', 1, 1))
  const outputs = { a: next.parameters, b: next.firstMoment, c: next.secondMoment }
  const program = await compile(outputs, { device: 'cpu', threads: 2 })
  const feeds = { ...zerosFor(program), step: Float32Array.of(1) }
  const into = { a: new Float32Array(count), b: new Float32Array(count), c: new Float32Array(count) }
  const time = await shortest(10, () => program.run(feeds, into))
  await program.release()
  return floatingPointOperations(products, samples) / time
}

/** The same of PPO's updates, four epochs over one collection. */
async function policyUpdate(): Promise<number> {
  const subject = subjectOf(feedForward)
  const explorer = createExplorer(subject.policy)
  const critic = createCritic(subject.policy.insight)
  const collector = await createCollector(subject, settings, explorer, critic)
  const improver = await createImprover(explorer, critic, collector.layout, scans, settings)
  const random = randomSource(1)
  const parameters = Float32Array.of(...explorer.draw(random), ...critic.draw(random))
  const nothing = new Float32Array(parameters.length)
  const trained = { parameters, firstMoment: nothing, secondMoment: nothing }
  let steps = 0
  const time = await shortest(2, async () => {
    steps = (await improver.improve(trained, collector.experience, 0, 0, random)).steps
  })
  await Promise.all([collector.release(), improver.release()])
  const { features, insight, outputs } = subject.policy
  const { hidden } = feedForward
  const products = (features + hidden + outputs + insight + hidden + 1) * hidden
  return (floatingPointOperations(products, 4096) * steps) / time
}

/** Of forward and backward passes with `products` multiplications a sample each way. */
export const floatingPointOperations = (products: number, samples: number) => 3 * 2 * products * samples

export async function training(): Promise<Figure[]> {
  const product = await matrixProduct()
  const step = await trainingStep()
  const update = await policyUpdate()
  const proximal = await iterationTime(trainByProximalUpdates, feedForward, 1024)
  const gradients = await iterationTime(trainByGradient, recurrentShape, 128)
  const share = (value: number) => ({ value: (100 * value) / product, unit: '% of the matrix product' })
  return [
    { what: 'matrix product 2048', value: product / 1e9, unit: 'GFLOP/s' },
    { what: 'training step, MLP 48-256-256-32', ...share(step), target: { least: 50 } },
    { what: 'PPO update, networks 64-64', ...share(update) },
    {
      what: 'PPO, dreams and updates',
      value: (1024 * scans) / proximal / 1e3,
      unit: 'thousand scans/s',
      target: { least: 400 },
    },
    { what: 'gradients through 128 dreams', value: 1 / gradients, unit: 'iterations/s' },
  ]
}
