import { setImmediate } from 'node:timers/promises'
import { noisePool } from '../../dream/noise.ts'
import { countOf, drawn, unflatten } from '../../dream/parameters.ts'
import type { Recording } from '../../dream/recording.ts'
import { only } from '../../dream/start.ts'
import { adam } from '../../graph/adam.ts'
import { absolute, add, clip, divide, maximum, minimum, multiply, square, subtract } from '../../graph/elementwise.ts'
import { gradient } from '../../graph/gradient.ts'
import { constant, input, scalar, stopGradient } from '../../graph/leaf.ts'
import { meanAll } from '../../graph/matrix.ts'
import { compile } from '../../graph/session.ts'
import { concatRows, sliceRows } from '../../graph/shape.ts'
import type { Tensor } from '../../graph/tensor.ts'
import type { Control, Line } from '../../line/line.ts'
import { type RandomSource, randomSource } from '../../scenario/random.ts'
import { feedForwardNetwork } from '../network.ts'
import type { Policy } from '../policy.ts'
import type { NetworkSubject } from '../training.ts'
import { departure, scaledMoves } from './clone-log.ts'
import { batchOf, momentsOf, type Scaling, scaled, scalingOf } from './sample.ts'
import { type TransitionOptions, type Transitions, transitionsOf } from './transitions.ts'

const batchSize = 256
const hidden = 64
const learningRate = 3e-4
const usualUpdates = 10_000
/** Weight of what comes a scan later. */
const discount = 0.98
/** Part of the way that the target networks go to the trained ones at each update of the policy. */
const following = 0.005
const policyInterval = 2
/** Updates after which somebody else gets a word in. */
const breath = 50
/** Noise on what the target policy does, and its bound, in units of the log's own spread of actions. */
const smoothing = 0.2
const largestNoise = 0.5
/** Weight of the critic against that of the clone, once the critic's values have a mean size of one. */
const usualAlpha = 2.5
/** Where a log costs nothing, or always the same, the critic has nothing to say, however much it is magnified. */
const leastValue = 0.01

export interface Td3BcSettings extends TransitionOptions {
  readonly seed: number
  readonly updates?: number
  readonly alpha?: number
}

export interface Td3BcPolicy {
  /** The policy's flat vector. */
  readonly parameters: Float32Array
  /** Root-mean-square error of the critics' last update, in standard deviations of a scan's cost. */
  readonly criticError: number
}

/**
 * A feed-forward policy from a log alone, by TD3+BC (Fujimoto and Gu 2021, arXiv 2106.06860): twin critics that say the
 * least of what is to come, and a policy that makes λ·Q large while it stays near what was done, λ = α / mean |Q|. The
 * reward is the cost of a scan with its sign turned, standardised over the log; a trip goes on costing what it cost.
 * @throws {RecordingError} where nothing can be learned from the recordings.
 */
export async function trainTd3Bc(
  subject: NetworkSubject,
  recordings: readonly Recording[],
  settings: Td3BcSettings,
): Promise<Td3BcPolicy> {
  return trainOnTransitions(subject, await transitionsOf(subject, recordings, settings), settings)
}

export async function trainOnTransitions(
  subject: NetworkSubject,
  transitions: Transitions,
  { seed, updates = usualUpdates, alpha = usualAlpha, signal }: Td3BcSettings,
): Promise<Td3BcPolicy> {
  const { policy } = subject
  const random = randomSource(seed).fork('TD3+BC')
  const scaling = scalingOf(transitions)
  const lists = samplesOf(transitions, scaling)
  const critics = createCritics(policy.features, scaling.actionMean.length)
  const update = (withPolicy: boolean) =>
    compile(updateOf(subject, critics, scaling, alpha, withPolicy), { device: 'cpu' })
  const [ofAll, ofCritics] = [await update(true), await update(false)]
  const normal = noisePool('normal')
  let state = firstState(policy, critics, random)
  let error = Number.NaN
  try {
    for (let step = 1; step <= updates; step++) {
      const program = step % policyInterval === 0 ? ofAll : ofCritics
      const feeds = {
        ...state,
        ...batchOf(lists, batchSize, random),
        smoothing: normal.take(scaling.actionMean.length * batchSize, random),
        step: Float32Array.of(step),
        policyStep: Float32Array.of(step / policyInterval),
      }
      const result = (await program.run(only(feeds, program.inputs))) as Record<string, Float32Array>
      state = Object.fromEntries(
        Object.entries(state).map(([name, before]) => [name, result[`next ${name}`] ?? before] as const),
      )
      error = (result.error as Float32Array)[0] as number
      if (step % breath === 0) {
        signal?.throwIfAborted()
        await setImmediate()
      }
    }
  } finally {
    await Promise.all([ofAll.release(), ofCritics.release()])
  }
  const parameters = policy.absorbScaling(state.policy as Float32Array, scaling.mean, scaling.scale)
  return { parameters, criticError: Math.sqrt(error / 2) }
}

/** Scaled columns of the log by the names of the update's inputs. */
function samplesOf({ features, next, actions, costs, ends }: Transitions, scaling: Scaling) {
  const { mean, deviation } = momentsOf(Array.from(costs, (cost) => Float32Array.of(cost)))
  const [usual, spread] = [mean[0] as number, Math.max(deviation[0] as number, 1e-6)]
  return {
    features: scaled(features, scaling.mean, scaling.scale),
    nextFeatures: scaled(next, scaling.mean, scaling.scale),
    action: scaled(actions, scaling.actionMean, scaling.actionScale),
    reward: Array.from(costs, (cost) => Float32Array.of((usual - cost) / spread)),
    end: Array.from(ends, (end) => Float32Array.of(end)),
  }
}

interface Critics {
  readonly parameters: number
  draw(random: RandomSource): Float32Array
  /** What both say of an action at features, [1, lanes] each: the mean reward to come, later scans counting less. */
  values(parameters: Tensor, features: Tensor, action: Tensor): readonly [Tensor, Tensor]
}

function createCritics(features: number, actions: number): Critics {
  const network = feedForwardNetwork(features + actions, hidden, 1)
  const count = countOf(network.matrices)
  return {
    parameters: 2 * count,
    draw: (random) => Float32Array.of(...drawn(network.matrices, random), ...drawn(network.matrices, random)),
    values: (parameters, seen, action) => {
      const told = concatRows([seen, action])
      const value = (from: number) =>
        network.run(unflatten(network.matrices, sliceRows(parameters, from, from + count)), told, undefined).outputs
      return [value(0), value(count)]
    },
  }
}

/** The trained vectors at the start, each with its moments, and the targets that follow them. */
function firstState(policy: Policy, critics: Critics, random: RandomSource): Record<string, Float32Array> {
  const atRest = (name: string, parameters: Float32Array) => ({
    [name]: parameters,
    [`${name} first moment`]: new Float32Array(parameters.length),
    [`${name} second moment`]: new Float32Array(parameters.length),
  })
  const [actor, critic] = [policy.draw(random), critics.draw(random)]
  return { ...atRest('policy', actor), ...atRest('critics', critic), 'target policy': actor, 'target critics': critic }
}

/** A vector that is trained: as it is, and what comes of it and its moments by a step of Adam against a loss. */
function trained(name: string, count: number) {
  const vector = (kind: string) => input(`${name}${kind}`, count, 1)
  const before = {
    parameters: vector(''),
    firstMoment: vector(' first moment'),
    secondMoment: vector(' second moment'),
  }
  const after = (loss: Tensor, step: Tensor) => {
    const [slope] = gradient(loss, [before.parameters])
    const next = adam(before, slope as Tensor, step, scalar(learningRate))
    const outputs = {
      [`next ${name}`]: next.parameters,
      [`next ${name} first moment`]: next.firstMoment,
      [`next ${name} second moment`]: next.secondMoment,
    }
    return { parameters: next.parameters, outputs }
  }
  return { parameters: before.parameters, after }
}

/** The graph of one update; every second one improves the policy as well and lets the targets follow. */
function updateOf(
  { policy, loop }: NetworkSubject,
  critics: Critics,
  scaling: Scaling,
  alpha: number,
  withPolicy: boolean,
): Record<string, Tensor> {
  const controls = scaling.actionMean.length
  const sample = (name: string, rows: number) => input(name, rows, batchSize)
  const features = sample('features', policy.features)
  const action = sample('action', controls)
  const reward = sample('reward', 1)
  const end = sample('end', 1)
  const nextFeatures = sample('nextFeatures', policy.features)
  const within = withinReach(loop.line, scaling)
  const actor = trained('policy', policy.controller.parameters)
  const critic = trained('critics', critics.parameters)
  const target = {
    policy: input('target policy', policy.controller.parameters, 1),
    critics: input('target critics', critics.parameters, 1),
  }

  const noise = clip(multiply(sample('smoothing', controls), smoothing), -largestNoise, largestNoise)
  const planned = scaledMoves(policy, scaling, policy.respond(target.policy, nextFeatures))
  const [one, other] = critics.values(target.critics, nextFeatures, within(add(planned, noise)))
  const later = add(minimum(one, other), multiply(end, subtract(reward, minimum(one, other))))
  const aim = add(multiply(reward, 1 - discount), multiply(later, discount))
  const said = critics.values(critic.parameters, features, action)
  const error = add(meanAll(square(subtract(said[0], aim))), meanAll(square(subtract(said[1], aim))))
  const judged = critic.after(error, input('step', 1, 1))
  if (!withPolicy) return { error, ...judged.outputs }

  const raw = policy.respond(actor.parameters, features)
  const [value] = critics.values(judged.parameters, features, within(scaledMoves(policy, scaling, raw)))
  const weight = divide(alpha, maximum(stopGradient(meanAll(absolute(value))), leastValue))
  const loss = subtract(departure(policy, scaling, raw, action), multiply(weight, meanAll(value)))
  const improved = actor.after(loss, input('policyStep', 1, 1))
  const follow = (behind: Tensor, ahead: Tensor) => add(behind, multiply(subtract(ahead, behind), following))
  return {
    error,
    ...judged.outputs,
    ...improved.outputs,
    'next target policy': follow(target.policy, improved.parameters),
    'next target critics': follow(target.critics, judged.parameters),
  }
}

/** Holds scaled actions [controls, lanes] where the controls, or a trim of them, can be. */
function withinReach({ controls, policy }: Line, { actionMean, actionScale }: Scaling): (action: Tensor) => Tensor {
  const bound = (of: (control: Control) => number) =>
    constant(
      controls.map((control, row) => (of(control) - (actionMean[row] as number)) * (actionScale[row] as number)),
      controls.length,
      1,
    )
  const isTrim = policy.kind === 'trim'
  const lowest = bound(({ low, high, start }) => (isTrim ? -policy.trim : (low - start) / (high - low)))
  const highest = bound(({ low, high, start }) => (isTrim ? policy.trim : (high - start) / (high - low)))
  return (action) => minimum(maximum(action, lowest), highest)
}
