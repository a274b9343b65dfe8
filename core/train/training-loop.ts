import { ordinaryShare } from '../curriculum/ordinary-share.ts'
import { beginPool, type Pool, standings } from '../curriculum/pool.ts'
import { closeRound, planRound, type Round } from '../curriculum/round.ts'
import { closeLoop } from '../dream/closed-loop.ts'
import { baseline } from '../dream/controller.ts'
import { createDreamer, type Dreamer, withDreamer } from '../dream/rollout.ts'
import { type RandomSource, randomSource } from '../scenario/random.ts'
import { createFilming, type Filming } from './filming.ts'
import { objective } from './objective.ts'
import { successByFailure } from './success.ts'
import {
  type Checkpoint,
  faultFreeCount,
  firstParameters,
  mean,
  type Subject,
  startsOf,
  type TrainingHooks,
  type TrainingSettings,
  trainingScenarios,
} from './training.ts'

/** Iterations between two looks at the validation scenarios, and how many scenarios these are. */
const validationInterval = 10
const validationScenarios = 256
/** Iterations between two films for the replay: dreaming a few scenarios alone takes as long as many together. */
export const filmingInterval = 2 * validationInterval
/** Training has diverged when validation is this many times worse than the best; it goes back to the best, more slowly. */
const divergence = 1.5
/** The learning rate falls to this share of itself along a half cosine. */
const finalShare = 0.05

/** What an iteration begins with. */
export interface ImprovementRequest {
  readonly state: Checkpoint
  /** What to dream. */
  readonly round: Round
  /** Mean cost of a day without faults today. */
  readonly ordinaryCost: number
  /** The iteration's own. */
  readonly luck: RandomSource
  readonly learningRate: number
}

/** What changes in an iteration, and what each of its dreams cost, [lanes]. */
export type Improvement = Pick<Checkpoint, 'parameters' | 'firstMoment' | 'secondMoment'> & {
  readonly costs: Float32Array
}

/** One way of training. */
export interface Method {
  /** All that is trained in one flat vector: the policy's parameters first, then what only the method needs. */
  draw(random: RandomSource): Float32Array
  /** Dreams of one task and day that it compares with each other; left out where it compares none. */
  readonly comparesGroups?: number
  improve(request: ImprovementRequest): Promise<Improvement>
  release(): Promise<void>
}

/**
 * Improves a policy iteration by iteration on the tasks of a curriculum, keeps the best by validation and goes back to it
 * when training diverges. Each iteration draws its luck from the seed and its own number, and the curriculum is part of the
 * checkpoint, so that a resumed training goes on as if never stopped.
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
  const validating = { lanes: validationScenarios, threads: 1, device } as const
  const validator = await createDreamer(loop, { ...validating, starts: await startsOf(loop, settings) })
  let filming: Filming | undefined
  const scenarios = trainingScenarios(subject, validationScenarios, randomSource(settings.validationSeed))
  const policyOf = (parameters: Float32Array) => parameters.slice(0, policy.controller.parameters)
  const dreamIn = async (dreamer: Dreamer, own: { readonly parameters?: Float32Array }) =>
    (await dreamer.dream(scenarios, { seed: settings.validationSeed, ...own })).outcomes.cost
  const dream = (parameters: Float32Array) => dreamIn(validator, { parameters })
  const present = closeLoop(loop.plant, baseline)
  const today = await withDreamer(present, { ...validating, starts: await startsOf(present, settings) }, (dreamer) =>
    dreamIn(dreamer, {}),
  )
  const faultFree = faultFreeCount(subject, validationScenarios)
  const ordinaryCost = mean(today.subarray(0, faultFree))
  const validate = async (parameters: Float32Array, pool: Pool) => {
    const costs = await dream(parameters)
    return {
      cost: mean(costs),
      validation: objective(costs, { faultFree, ordinary: ordinaryCost }),
      success: successByFailure(scenarios, costs, today),
      tasks: standings(pool),
    }
  }
  const random = randomSource(settings.seed)
  const scans = Math.round(loop.line.horizon / loop.line.scan) * lanes
  const rounds = roundsFor(method, subject, settings, today)

  let state = resume
  if (state === undefined) {
    const parameters = firstParameters(method.draw, settings)
    const pool = beginPool(settings.tasks ?? [])
    const found = await validate(policyOf(parameters), pool)
    const best = { parameters: policyOf(parameters), validation: found.validation }
    state = { iteration: 0, ...atRest(parameters), best, caution: 1, pool }
    hooks.onProgress({ iteration: 0, ...found, scans: 0 })
  }
  while (state.iteration < iterations) {
    hooks.signal?.throwIfAborted()
    const learningRate = settings.learningRate * state.caution * annealed(state.iteration / iterations)
    const luck = random.fork(`iteration ${state.iteration}`)
    const before: Pool = { ...state.pool, waiting: [...state.pool.waiting, ...(hooks.proposals?.() ?? [])] }
    const round = planRound(before, rounds, luck.fork('round'))
    const { costs, ...improved } = await method.improve({ state, round, ordinaryCost, luck, learningRate })
    const pool = closeRound(before, round, costs, ordinaryCost)
    const iteration: number = state.iteration + 1
    state = { ...state, ...improved, pool, iteration }
    const cost = mean(costs)
    if (iteration % validationInterval !== 0 && iteration !== iterations) {
      hooks.onProgress({ iteration, cost, scans })
      continue
    }
    const parameters = policyOf(state.parameters)
    const { cost: _, ...found } = await validate(parameters, pool)
    if (found.validation < state.best.validation) {
      state = { ...state, best: { parameters, validation: found.validation } }
    } else if (!(found.validation < divergence * state.best.validation)) {
      const restarted = firstParameters(method.draw, settings)
      restarted.set(state.best.parameters)
      state = { ...state, ...atRest(restarted), caution: state.caution / 2 }
    }
    hooks.onProgress({ iteration, cost, ...found, scans })
    hooks.onCheckpoint(state)
    if (hooks.onExperience && iteration % filmingInterval === 0) {
      filming ??= await createFilming(subject, settings)
      hooks.onExperience(await filming.film(pool, parameters, luck.fork('filming')))
    }
  }
  await Promise.all([validator.release(), filming?.release(), method.release()])
  return state
}

/** How the rounds of a training are made up; `today` is what the validation scenarios cost under today's control. */
function roundsFor(
  { comparesGroups }: Method,
  subject: Subject,
  { curriculum, lanes }: TrainingSettings,
  today: Float32Array,
) {
  const { line, plant } = subject.loop
  const settings = { ...curriculum, group: comparesGroups ?? curriculum.group }
  // Whole groups of ordinary days, so that no group is part ordinary.
  const free = faultFreeCount(subject, today.length)
  const share = ordinaryShare(today.subarray(0, free), today.subarray(free), settings.ordinary)
  const groups = Math.max(1, Math.round((share * lanes) / settings.group))
  const ordinary = line.failures.length === 0 ? lanes : groups * settings.group
  return { line, layout: plant.layout, settings, lanes, ordinary, sameDay: comparesGroups !== undefined }
}

const atRest = (parameters: Float32Array) => ({
  parameters,
  firstMoment: new Float32Array(parameters.length),
  secondMoment: new Float32Array(parameters.length),
})

const annealed = (share: number) => finalShare + ((1 - finalShare) * (1 + Math.cos(Math.PI * share))) / 2
