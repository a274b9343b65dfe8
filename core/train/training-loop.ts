import { createDreamer } from '../dream/rollout.ts'
import { type RandomSource, randomSource } from '../scenario/random.ts'
import { objective } from './objective.ts'
import { successByFailure } from './success.ts'
import {
  type Checkpoint,
  faultFreeCount,
  mean,
  type Subject,
  type TrainingHooks,
  type TrainingSettings,
  trainingScenarios,
} from './training.ts'

/** Iterations between two looks at the validation scenarios, and how many scenarios these are. */
const validationInterval = 10
const validationScenarios = 256
/** Training has diverged when validation is this many times worse than the best; it goes back to the best, more slowly. */
const divergence = 1.5
/** The learning rate falls to this share of itself along a half cosine. */
const finalShare = 0.05

/** What changes in an iteration, and the mean cost of its dreams. */
export type Improvement = Pick<Checkpoint, 'parameters' | 'firstMoment' | 'secondMoment'> & { readonly cost: number }

/** One way of training. */
export interface Method {
  /** All that is trained in one flat vector: the policy's parameters first, then what only the method needs. */
  draw(random: RandomSource): Float32Array
  /** One iteration; `luck` is its own, `ordinary` what a day without faults costs today. */
  improve(state: Checkpoint, luck: RandomSource, learningRate: number, ordinary: number): Promise<Improvement>
  release(): Promise<void>
}

/**
 * Improves a policy iteration by iteration, keeps the best by validation and goes back to it when training diverges.
 * Each iteration draws its luck from the seed and its own number, so that a resumed training goes on as if never stopped.
 */
export async function trainBy(
  method: Method,
  subject: Subject,
  settings: TrainingSettings,
  hooks: TrainingHooks,
  resume?: Checkpoint,
): Promise<Checkpoint> {
  const { loop, policy } = subject
  const { device, iterations, lanes } = settings
  const validator = await createDreamer(loop, { lanes: validationScenarios, threads: 1, device })
  const scenarios = trainingScenarios(subject, validationScenarios, randomSource(settings.validationSeed))
  const policyOf = (parameters: Float32Array) => parameters.slice(0, policy.controller.parameters)
  const dream = async (parameters: Float32Array) => {
    const { outcomes } = await validator.dream(scenarios, { seed: settings.validationSeed, parameters })
    return outcomes.cost
  }
  // At zero a policy does nothing: today's control.
  const today = await dream(new Float32Array(policy.controller.parameters))
  const faultFree = faultFreeCount(subject, validationScenarios)
  const ordinary = mean(today.subarray(0, faultFree))
  const validate = async (parameters: Float32Array) => {
    const costs = await dream(parameters)
    return {
      cost: mean(costs),
      validation: objective(costs, { faultFree, ordinary }),
      success: successByFailure(scenarios, costs, today),
    }
  }
  const random = randomSource(settings.seed)
  const scans = Math.round(loop.line.horizon / loop.line.scan) * lanes

  let state = resume
  if (state === undefined) {
    const parameters = method.draw(random.fork('parameters'))
    const found = await validate(policyOf(parameters))
    const best = { parameters: policyOf(parameters), validation: found.validation }
    state = { iteration: 0, ...atRest(parameters), best, caution: 1 }
    hooks.onProgress({ iteration: 0, ...found, scans: 0 })
  }
  while (state.iteration < iterations) {
    hooks.signal?.throwIfAborted()
    const rate = settings.learningRate * state.caution * annealed(state.iteration / iterations)
    const { cost, ...improved } = await method.improve(
      state,
      random.fork(`iteration ${state.iteration}`),
      rate,
      ordinary,
    )
    const iteration: number = state.iteration + 1
    state = { ...state, ...improved, iteration }
    if (iteration % validationInterval !== 0 && iteration !== iterations) {
      hooks.onProgress({ iteration, cost, scans })
      continue
    }
    const parameters = policyOf(state.parameters)
    const { validation, success } = await validate(parameters)
    if (validation < state.best.validation) {
      state = { ...state, best: { parameters, validation } }
    } else if (!(validation < divergence * state.best.validation)) {
      const restarted = method.draw(random.fork('parameters'))
      restarted.set(state.best.parameters)
      state = { ...state, ...atRest(restarted), caution: state.caution / 2 }
    }
    hooks.onProgress({ iteration, cost, validation, success, scans })
    hooks.onCheckpoint(state)
  }
  await Promise.all([validator.release(), method.release()])
  return state
}

const atRest = (parameters: Float32Array) => ({
  parameters,
  firstMoment: new Float32Array(parameters.length),
  secondMoment: new Float32Array(parameters.length),
})

const annealed = (share: number) => finalShare + ((1 - finalShare) * (1 + Math.cos(Math.PI * share))) / 2
