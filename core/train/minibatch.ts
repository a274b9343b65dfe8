import { type Layout, unpack } from '../dream/layout.ts'
import { adam } from '../graph/adam.ts'
import { add, multiply, square, subtract } from '../graph/elementwise.ts'
import { gradient } from '../graph/gradient.ts'
import { input } from '../graph/leaf.ts'
import { meanAll, sumRows } from '../graph/matrix.ts'
import { compile } from '../graph/session.ts'
import { concatLanes, sliceRows } from '../graph/shape.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { RandomSource } from '../scenario/random.ts'
import type { Critic } from './critic.ts'
import { divergenceFrom, type Explorer, logProbability } from './explorer.ts'
import { clippedSurrogate } from './surrogate.ts'
import { firstParameters, type TrainingSettings } from './training.ts'

/** Samples in a minibatch: smaller ones waste the processor's matrix units, larger ones its caches. */
const batchSize = 4096
const fewestMinibatches = 4
const epochs = 4
/** Minibatches end for this iteration once the policy has moved this far from the one that collected. */
const largestDivergence = 0.03
const entropyWeight = 1e-4
const clipNorm = 0.5

type Trained = Readonly<Record<'parameters' | 'firstMoment' | 'secondMoment', Float32Array>>

/** Improves the flat vector of explorer and critic by minibatches of experience. */
export interface Improver {
  /** `steps` counts the updates ever made; gives the next state and count. The arrays given are left alone. */
  improve(
    before: Trained,
    experience: readonly Float32Array[],
    steps: number,
    learningRate: number,
    random: RandomSource,
  ): Promise<Trained & { readonly steps: number }>
  release(): Promise<void>
}

/**
 * Loss, gradients and Adam in one session call a minibatch. A minibatch is some scans of all lanes, side by side: no
 * sample is copied, and scans of any time of the dream lie next to each other.
 */
export async function createImprover(
  explorer: Explorer,
  critic: Critic | undefined,
  layout: Layout,
  scans: number,
  settings: TrainingSettings,
): Promise<Improver> {
  const { lanes, device, anchor = 0 } = settings
  const policyCount = explorer.controller.parameters
  const count = policyCount + (critic?.parameters ?? 0)
  const width = Math.max(1, Math.min(Math.round(batchSize / lanes), Math.floor(scans / fewestMinibatches)))
  const parts = Array.from({ length: width }, (_, part) => input(`part ${part}`, layout.rows, lanes))
  const sample = unpack(layout, concatLanes(parts))
  const trained = {
    parameters: input('parameters', count, 1),
    firstMoment: input('firstMoment', count, 1),
    secondMoment: input('secondMoment', count, 1),
  }
  const block = (name: string) => sample[name] as Tensor
  const insight = block('insight')
  const policyParameters = sliceRows(trained.parameters, 0, policyCount)
  const features = sliceRows(insight, 0, explorer.policy.features)
  const distribution = explorer.distribution(policyParameters, features)
  const now = logProbability(distribution, block('action'))
  const surrogate = clippedSurrogate(now, block('log-probability'), block('cost'))
  const free = subtract(surrogate.loss, multiply(sumRows(distribution.logDeviation), entropyWeight))
  const origin = explorer.distribution(input('origin', policyCount, 1), features)
  const policyLoss = anchor === 0 ? free : add(free, multiply(meanAll(divergenceFrom(origin, distribution)), anchor))
  const criticLoss =
    critic &&
    multiply(
      meanAll(
        square(subtract(critic.value(sliceRows(trained.parameters, policyCount, count), insight), block('value'))),
      ),
      0.5,
    )
  const [slope] = gradient(criticLoss ? add(policyLoss, criticLoss) : policyLoss, [trained.parameters])
  const next = adam(trained, slope as Tensor, input('step', 1, 1), input('learningRate', 1, 1), { clipNorm })
  const program = await compile(
    {
      nextParameters: next.parameters,
      nextFirstMoment: next.firstMoment,
      nextSecondMoment: next.secondMoment,
      divergence: surrogate.divergence,
    },
    { device, threads: 2 },
  )

  return {
    async improve(before, experience, steps, learningRate, random) {
      const fixed = {
        learningRate: Float32Array.of(learningRate),
        ...(anchor !== 0 && { origin: firstParameters(explorer.draw, settings) }),
      }
      const buffers = [before, before].map(() => ({
        parameters: new Float32Array(count),
        firstMoment: new Float32Array(count),
        secondMoment: new Float32Array(count),
      }))
      let state = before
      let step = steps
      for (let epoch = 0; epoch < epochs; epoch++) {
        const order = shuffled(experience, random)
        for (let from = 0; from + width <= order.length; from += width) {
          const batch = order.slice(from, from + width).map((scan, part) => [`part ${part}`, scan] as const)
          const buffer = buffers[step % 2] as (typeof buffers)[number]
          step++
          const feeds = { ...state, ...fixed, ...Object.fromEntries(batch), step: Float32Array.of(step) }
          const into = {
            nextParameters: buffer.parameters,
            nextFirstMoment: buffer.firstMoment,
            nextSecondMoment: buffer.secondMoment,
          }
          const { divergence } = await program.run(feeds, into)
          state = buffer
          if ((divergence as Float32Array)[0]! > largestDivergence) return { ...state, steps: step }
        }
      }
      return { ...state, steps: step }
    },
    release: () => program.release(),
  }
}

/** Fisher and Yates's shuffle. */
function shuffled<T>(list: readonly T[], random: RandomSource): readonly T[] {
  const result = [...list]
  for (let last = result.length - 1; last > 0; last--) {
    const other = random.integer(last + 1)
    const kept = result[last] as T
    result[last] = result[other] as T
    result[other] = kept
  }
  return result
}
