import { lanesOf } from '../dream/lanes.ts'
import { offsetOf } from '../dream/layout.ts'
import { noisePool } from '../dream/noise.ts'
import { createDreamer } from '../dream/rollout.ts'
import { callLength, unroll } from '../dream/segment.ts'
import { only, settledStart } from '../dream/start.ts'
import { vectorJacobianProduct } from '../graph/gradient.ts'
import { input } from '../graph/leaf.ts'
import { compile } from '../graph/session.ts'
import type { Tensor } from '../graph/tensor.ts'
import { writeCourses } from '../scenario/course.ts'
import { randomSource } from '../scenario/random.ts'
import { adamStep } from './adam-step.ts'
import {
  type Checkpoint,
  mean,
  type Subject,
  type TrainingHooks,
  type TrainingSettings,
  trainingScenarios,
  typicalCost,
} from './training.ts'

/** Scans in one backward call; longer graphs take seconds to prepare and run no faster. */
const longestSegment = 6
/** Iterations between two looks at the validation scenarios, and how many scenarios these are. */
const validationInterval = 10
const validationScenarios = 256
/** Training has diverged when validation is this many times worse than the best; it goes back to the best, more slowly. */
const divergence = 1.5
/** The learning rate falls to this share of itself along a half cosine. */
const finalShare = 0.05

/**
 * Trains a policy by gradients through whole dreams (backpropagation through time, Werbos 1990), a segment at a time: the
 * forward pass keeps the state at each boundary, the backward pass calls one session from the last segment to the first,
 * which gives the cotangent of the segment's start and the parameters' share. No graph grows with the horizon.
 *
 * What is made small is `typicalCost`, by way of the mean of 2·√(1 + cost).
 */
export async function trainByGradient(
  subject: Subject,
  settings: TrainingSettings,
  hooks: TrainingHooks,
  resume?: Checkpoint,
): Promise<Checkpoint> {
  const { loop, policy } = subject
  const { line, layout } = loop
  const { lanes, device } = settings
  const count = policy.controller.parameters
  const scans = Math.round(line.horizon / line.scan)
  const length = callLength(scans, longestSegment)
  const segment = unroll(loop, length, lanes, { noise: true })
  const cotangent = input('cotangent', layout.rows, lanes)
  const [startCotangent, gradient] = vectorJacobianProduct(
    [segment.end],
    [cotangent],
    [segment.start, segment.parameters as Tensor],
  )

  const forward = await compile({ end: segment.end }, { device })
  const backward = await compile({ startCotangent: startCotangent as Tensor, gradient: gradient as Tensor }, { device })
  const update = await compile(adamStep(count), { device: 'cpu' })
  const validator = await createDreamer(loop, { lanes: validationScenarios, threads: 1, device })
  const start = lanesOf([await settledStart(loop)], lanes)
  const random = randomSource(settings.seed)
  const validation = trainingScenarios(subject, validationScenarios, randomSource(settings.validationSeed))
  const validate = async (parameters: Float32Array) => {
    const { outcomes } = await validator.dream(validation, { seed: settings.validationSeed, parameters })
    return typicalCost(outcomes.cost)
  }
  const noise = noisePool('normal')
  const chance = noisePool('uniform')
  const chances = length * loop.stepsPerScan * loop.plant.layout.chances * lanes

  let state = resume
  if (state === undefined) {
    const drawn = policy.draw(random.fork('parameters'))
    const validation = await validate(drawn)
    state = { ...freshStart(drawn), best: { parameters: drawn, validation } }
    hooks.onProgress({ iteration: 0, cost: validation, validation, scans: 0 })
  }
  for (let iteration = state.iteration; iteration < settings.iterations; iteration++) {
    hooks.signal?.throwIfAborted()
    const luck = random.fork(`iteration ${iteration}`)
    const courses = writeCourses(line, loop.course, trainingScenarios(subject, lanes, luck), lanes)

    const boundaries: Record<string, Float32Array>[] = []
    let at = start
    for (let scan = 0; scan < scans; scan += length) {
      const feeds = {
        state: at,
        courses,
        parameters: state.parameters,
        time: Float32Array.of(scan * line.scan),
        noise: noise.take(length * loop.noiseRows * lanes, luck),
        chance: chance.take(chances, luck),
      }
      boundaries.push(feeds)
      at = (await forward.run(only(feeds, forward.inputs))).end as Float32Array
    }
    const costRow = offsetOf(layout, 'tally cost') * lanes
    const cost = mean(at.subarray(costRow, costRow + lanes))

    let pull = new Float32Array(layout.rows * lanes)
    for (let lane = 0; lane < lanes; lane++)
      pull[costRow + lane] = 1 / (lanes * Math.sqrt(1 + (at[costRow + lane] as number)))
    const total = new Float32Array(count)
    for (const feeds of boundaries.reverse()) {
      const result = await backward.run(only({ ...feeds, cotangent: pull }, backward.inputs))
      pull = result.startCotangent as Float32Array<ArrayBuffer>
      const share = result.gradient as Float32Array
      for (let index = 0; index < count; index++) total[index] = (total[index] as number) + (share[index] as number)
    }

    const updated = (await update.run({
      parameters: state.parameters,
      firstMoment: state.firstMoment,
      secondMoment: state.secondMoment,
      gradient: total,
      step: Float32Array.of(iteration + 1),
      learningRate: Float32Array.of(settings.learningRate * state.caution * annealed(iteration / settings.iterations)),
    })) as Record<'nextParameters' | 'nextFirstMoment' | 'nextSecondMoment', Float32Array>
    state = {
      ...state,
      iteration: iteration + 1,
      parameters: updated.nextParameters,
      firstMoment: updated.nextFirstMoment,
      secondMoment: updated.nextSecondMoment,
    }

    const progress = { iteration: iteration + 1, cost, scans: scans * lanes }
    if ((iteration + 1) % validationInterval !== 0 && iteration + 1 !== settings.iterations) {
      hooks.onProgress(progress)
      continue
    }
    const score = await validate(state.parameters)
    if (score < state.best.validation) {
      state = { ...state, best: { parameters: state.parameters, validation: score } }
    } else if (!(score < divergence * state.best.validation)) {
      state = {
        ...freshStart(state.best.parameters),
        iteration: state.iteration,
        best: state.best,
        caution: state.caution / 2,
      }
    }
    hooks.onProgress({ ...progress, validation: score })
    hooks.onCheckpoint(state)
  }
  await Promise.all([forward, backward, update, validator].map((program) => program.release()))
  return state
}

function freshStart(parameters: Float32Array): Checkpoint {
  return {
    iteration: 0,
    parameters,
    firstMoment: new Float32Array(parameters.length),
    secondMoment: new Float32Array(parameters.length),
    best: { parameters, validation: Infinity },
    caution: 1,
  }
}

const annealed = (share: number) => finalShare + ((1 - finalShare) * (1 + Math.cos(Math.PI * share))) / 2
