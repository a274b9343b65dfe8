import { setImmediate } from 'node:timers/promises'
import { type Gaussian, historyAfter, type LogNetwork, windowOf } from '../dream/learned/log-network.ts'
import { feedsOf, type LogPlace } from '../dream/learned/log-series.ts'
import { adam } from '../graph/adam.ts'
import { add, exponential, multiply, negate, square, subtract } from '../graph/elementwise.ts'
import { gradient } from '../graph/gradient.ts'
import { input, stopGradient } from '../graph/leaf.ts'
import { meanAll, sumAll } from '../graph/matrix.ts'
import { compile, type Device, type Program } from '../graph/session.ts'
import { sliceRows } from '../graph/shape.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { RandomSource } from '../scenario/random.ts'

/** How a member is trained. */
export interface LogTraining {
  /** Scans of the free runs that the loss looks at. */
  readonly horizon: number
  /** Free runs in a batch. */
  readonly lanes: number
  readonly updates: number
  readonly learningRate: number
  readonly device: Device
  readonly threads: number
}

const varianceWeight = 0.05
/** On the squares of the hidden layers' weights, and of how far the paths move from where they start. */
const decay = 1e-4
const pathDecay = 1e-6
const clipNorm = 1

/** Trains members of one shape, one after the other, in one session. */
export interface MemberTrainer {
  readonly device: 'cpu' | 'gpu'
  /**
   * From `start`, on free runs that begin at some of the places: Adam with a cosine schedule. `weight` is what the squared
   * error of each signal counts for at each scan of a run, [horizon · signals].
   */
  train(
    start: Float32Array,
    places: readonly LogPlace[],
    weight: Float32Array,
    random: RandomSource,
    hooks?: { readonly onUpdate?: (update: number) => void; readonly signal?: AbortSignal | undefined },
  ): Promise<Float32Array>
  release(): Promise<void>
}

export async function createMemberTrainer(network: LogNetwork, training: LogTraining): Promise<MemberTrainer> {
  const program = await trainingProgram(network, training)
  const { updates, learningRate, lanes, horizon } = training
  return {
    device: program.device,
    async train(start, places, weight, random, { onUpdate, signal } = {}) {
      const atRest = new Float32Array(network.parameters)
      const path = start.slice(0, network.path)
      let state = { parameters: start, firstMoment: atRest, secondMoment: atRest }
      for (let update = 1; update <= updates; update++) {
        signal?.throwIfAborted()
        const batch = Array.from({ length: lanes }, () => places[random.integer(places.length)] as LogPlace)
        const next = await program.run({
          ...state,
          ...feedsOf(batch, network.shape, horizon),
          path,
          weight,
          step: Float32Array.of(update),
          learningRate: Float32Array.of((learningRate / 2) * (1 + Math.cos((Math.PI * (update - 1)) / updates))),
        })
        state = {
          parameters: next.nextParameters as Float32Array<ArrayBuffer>,
          firstMoment: next.nextFirstMoment as Float32Array<ArrayBuffer>,
          secondMoment: next.nextSecondMoment as Float32Array<ArrayBuffer>,
        }
        onUpdate?.(update)
        await setImmediate()
      }
      return state.parameters
    },
    release: () => program.release(),
  }
}

/** One update: a free run of the member, its loss, the gradient through all of it, and Adam. */
export function trainingProgram(
  network: LogNetwork,
  { horizon, lanes, device, threads }: Pick<LogTraining, 'horizon' | 'lanes' | 'device' | 'threads'>,
): Promise<Program> {
  const { signals } = network.shape
  const vector = (name: string) => input(name, network.parameters, 1)
  const trained = {
    parameters: vector('parameters'),
    firstMoment: vector('firstMoment'),
    secondMoment: vector('secondMoment'),
  }
  const runs = freeRun(network, trained.parameters, lanes, horizon)
  const [readings, weights] = [input('reading', horizon * signals, lanes), input('weight', horizon * signals, 1)]
  const at = (rows: Tensor, scan: number) => sliceRows(rows, scan * signals, (scan + 1) * signals)
  const errors = runs.map(({ mean }, scan) => subtract(mean, at(readings, scan)))
  const squares = errors.map((error, scan) => meanAll(multiply(square(error), at(weights, scan))))
  const free = multiply(
    squares.reduce((sum, each) => add(sum, each)),
    1 / horizon,
  )
  const [{ logVariance }] = runs as [Gaussian]
  const [first] = errors as [Tensor]
  const parts = [free, multiply(likelihood(first, logVariance), varianceWeight), penalty(network, trained.parameters)]
  const [slope] = gradient(
    parts.reduce((sum, part) => add(sum, part)),
    [trained.parameters],
  )
  const next = adam(trained, slope as Tensor, input('step', 1, 1), input('learningRate', 1, 1), { clipNorm })
  return compile(
    { nextParameters: next.parameters, nextFirstMoment: next.firstMoment, nextSecondMoment: next.secondMoment },
    { device, threads },
  )
}

/** What a member says of each scan while it sees its own readings. */
function freeRun(network: LogNetwork, parameters: Tensor, lanes: number, scans: number): readonly Gaussian[] {
  const { shape, inputs } = network
  const control = input('control', scans * shape.controls, lanes)
  let history: Tensor = input('history', inputs - shape.controls, lanes)
  return Array.from({ length: scans }, (_, scan) => {
    const window = windowOf(shape, history, sliceRows(control, scan * shape.controls, (scan + 1) * shape.controls))
    const { mean: change, logVariance } = network.speak(parameters, window)
    const mean = add(sliceRows(history, 0, shape.signals), change)
    history = historyAfter(shape, window, mean)
    return { mean, logVariance }
  })
}

/**
 * Twice the negative logarithm of the likelihood, by which the variance alone is fitted: errors that it explains away would
 * not be learned from (Stirn et al., Faithful heteroscedastic regression, 2023).
 */
const likelihood = (error: Tensor, logVariance: Tensor) =>
  meanAll(add(logVariance, multiply(stopGradient(square(error)), exponential(negate(logVariance)))))

function penalty({ path, measured, parameters: count }: LogNetwork, parameters: Tensor): Tensor {
  const size = (x: Tensor) => sumAll(square(x))
  const moved = subtract(sliceRows(parameters, 0, path), input('path', path, 1))
  const paths = add(size(moved), size(sliceRows(parameters, path, path + measured)))
  return add(multiply(paths, pathDecay), multiply(size(sliceRows(parameters, path + measured, count)), decay))
}
