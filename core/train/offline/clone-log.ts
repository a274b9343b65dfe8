import { setImmediate } from 'node:timers/promises'
import { lanesOf } from '../../dream/lanes.ts'
import type { Recording } from '../../dream/recording.ts'
import { adam } from '../../graph/adam.ts'
import { add, multiply, square, subtract } from '../../graph/elementwise.ts'
import { gradient } from '../../graph/gradient.ts'
import { constant, input } from '../../graph/leaf.ts'
import { meanAll, sumRows } from '../../graph/matrix.ts'
import { compile, type Program } from '../../graph/session.ts'
import { sliceRows } from '../../graph/shape.ts'
import type { Tensor } from '../../graph/tensor.ts'
import { randomSource } from '../../scenario/random.ts'
import type { Clone } from '../clone.ts'
import type { Policy } from '../policy.ts'
import type { NetworkSubject } from '../training.ts'
import { batchOf, type Scaling, scaled, scalingOf } from './sample.ts'
import { type TransitionOptions, type Transitions, transitionsOf } from './transitions.ts'

const batchSize = 256
const learningRate = 3e-3
const usualUpdates = 8000
const heldOutShare = 0.1
/** Updates between two looks at what is held out. */
const checkInterval = 200

export interface CloneLogSettings extends TransitionOptions {
  readonly seed: number
  readonly updates?: number
}

/**
 * A feed-forward policy that does what was done in a log (behaviour cloning, Pomerleau 1989), by Adam on the squared
 * distance of actions in units of their spread. The last tenth of the log is held out: the best there is kept, and the error
 * is of that.
 * @throws {RecordingError} where nothing can be learned from the recordings.
 */
export async function cloneRecordings(
  subject: NetworkSubject,
  recordings: readonly Recording[],
  settings: CloneLogSettings,
): Promise<Clone> {
  return cloneTransitions(subject.policy, await transitionsOf(subject, recordings, settings), settings)
}

export async function cloneTransitions(
  policy: Policy,
  transitions: Transitions,
  { seed, updates = usualUpdates, signal }: CloneLogSettings,
): Promise<Clone> {
  const random = randomSource(seed).fork('clone of a log')
  const scaling = scalingOf(transitions)
  const features = scaled(transitions.features, scaling.mean, scaling.scale)
  const action = scaled(transitions.actions, scaling.actionMean, scaling.actionScale)
  const fitted = Math.max(1, Math.floor(features.length * (1 - heldOutShare)))
  const lists = { features: features.slice(0, fitted), action: action.slice(0, fitted) }
  const learn = await compile(cloneStep(policy, scaling), { device: 'cpu' })
  const check = await compile(heldOutErrors(policy, scaling), { device: 'cpu' })
  const from = Math.min(fitted, features.length - 1)
  const heldOut = { features: features.slice(from), moves: transitions.actions.slice(from) }
  let state = atRest(policy.draw(random))
  let best: Clone = { parameters: state.parameters, error: Infinity }
  try {
    for (let update = 1; update <= updates; update++) {
      const rate = learningRate * (1 - (update - 1) / updates)
      const next = await learn.run({
        ...state,
        ...batchOf(lists, batchSize, random),
        step: Float32Array.of(update),
        learningRate: Float32Array.of(rate),
      })
      state = {
        parameters: next.nextParameters as Float32Array<ArrayBuffer>,
        firstMoment: next.nextFirstMoment as Float32Array<ArrayBuffer>,
        secondMoment: next.nextSecondMoment as Float32Array<ArrayBuffer>,
      }
      if (update % checkInterval !== 0 && update !== updates) continue
      signal?.throwIfAborted()
      await setImmediate()
      const error = await errorOn(check, state.parameters, heldOut)
      if (error < best.error) best = { parameters: state.parameters, error }
    }
  } finally {
    await Promise.all([learn.release(), check.release()])
  }
  return { ...best, parameters: policy.absorbScaling(best.parameters, scaling.mean, scaling.scale) }
}

const atRest = (parameters: Float32Array<ArrayBufferLike>) => ({
  parameters: parameters as Float32Array<ArrayBuffer>,
  firstMoment: new Float32Array(parameters.length),
  secondMoment: new Float32Array(parameters.length),
})

function cloneStep(policy: Policy, scaling: Scaling) {
  const vector = (name: string) => input(name, policy.controller.parameters, 1)
  const trained = {
    parameters: vector('parameters'),
    firstMoment: vector('firstMoment'),
    secondMoment: vector('secondMoment'),
  }
  const raw = policy.respond(trained.parameters, input('features', policy.features, batchSize))
  const action = input('action', scaling.actionMean.length, batchSize)
  const [slope] = gradient(departure(policy, scaling, raw, action), [trained.parameters])
  const next = adam(trained, slope as Tensor, input('step', 1, 1), input('learningRate', 1, 1), { clipNorm: 1 })
  return {
    nextParameters: next.parameters,
    nextFirstMoment: next.firstMoment,
    nextSecondMoment: next.secondMoment,
  }
}

/** What raw outputs do, [controls, lanes], scaled as a log's actions are. */
export function scaledMoves(policy: Policy, { actionMean, actionScale }: Scaling, raw: Tensor): Tensor {
  const column = (values: Float32Array) => constant(values, values.length, 1)
  return multiply(subtract(policy.moves(raw), column(actionMean)), column(actionScale))
}

/**
 * Mean squared distance of what raw outputs do from scaled actions [controls, lanes]: [1, 1]. Nobody corrected the readings
 * that the log's loops saw: corrections are held at zero.
 */
export function departure(policy: Policy, scaling: Scaling, raw: Tensor, action: Tensor): Tensor {
  const distance = meanAll(square(subtract(scaledMoves(policy, scaling, raw), action)))
  const corrections = policy.outputs - action.rows
  return corrections === 0 ? distance : add(distance, meanAll(square(sliceRows(raw, 0, corrections))))
}

/** Squared distance of what a policy does from what was done, as shares of the controls' ranges: [1, batch]. */
function heldOutErrors(policy: Policy, { actionMean }: Scaling) {
  const features = input('features', policy.features, batchSize)
  const raw = policy.respond(input('parameters', policy.controller.parameters, 1), features)
  const done = input('moves', actionMean.length, batchSize)
  return { squared: multiply(sumRows(square(subtract(policy.moves(raw), done))), 1 / actionMean.length) }
}

/** The root of its mean over all of `lists`. */
async function errorOn(
  program: Program,
  parameters: Float32Array,
  lists: Readonly<Record<'features' | 'moves', readonly Float32Array[]>>,
): Promise<number> {
  const count = lists.features.length
  let sum = 0
  for (let from = 0; from < count; from += batchSize) {
    const some = (list: readonly Float32Array[]) => lanesOf(list.slice(from, from + batchSize), batchSize)
    const feeds = { parameters, features: some(lists.features), moves: some(lists.moves) }
    const squared = (await program.run(feeds)).squared as Float32Array
    for (const value of squared.subarray(0, count - from)) sum += value
  }
  return Math.sqrt(sum / count)
}
