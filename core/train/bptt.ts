import { closeLoop } from '../dream/closed-loop.ts'
import { lanesOf } from '../dream/lanes.ts'
import { offsetOf } from '../dream/layout.ts'
import { noisePool } from '../dream/noise.ts'
import { callLength, unroll } from '../dream/segment.ts'
import { only } from '../dream/start.ts'
import { vectorJacobianProduct } from '../graph/gradient.ts'
import { input } from '../graph/leaf.ts'
import { compile } from '../graph/session.ts'
import type { Tensor } from '../graph/tensor.ts'
import { writeCourses } from '../scenario/course.ts'
import { adamStep } from './adam-step.ts'
import { heldInRows } from './cotangents.ts'
import { slopes } from './objective.ts'
import { anchored, divergenceBlock } from './offline/anchored.ts'
import type { Policy, Trainable } from './policy.ts'
import {
  type Checkpoint,
  firstParameters,
  type Subject,
  startsOf,
  type TrainingHooks,
  type TrainingSettings,
} from './training.ts'
import { type Method, trainBy } from './training-loop.ts'

/** Scans in one backward call; longer graphs take seconds to prepare and run no faster. */
export const longestSegment = 6
/** Price of a trim or correction over its whole range during a whole dream: a policy shall be silent where it gains nothing. */
const effortPrice = 0.1
/**
 * Trains a policy by gradients through whole dreams (backpropagation through time, Werbos 1990), a segment at a time: the
 * forward pass keeps the state at each boundary, the backward pass calls one session from the last segment to the first,
 * which gives the cotangent of the segment's start and the parameters' share. No graph grows with the horizon.
 *
 * What is made small is `objective`, a little of the policy's effort, and how far it leaves its start where that has a price.
 */
export async function trainByGradient(
  subject: Subject,
  settings: TrainingSettings,
  hooks: TrainingHooks,
  resume?: Checkpoint,
): Promise<Checkpoint> {
  const { policy } = subject
  const { lanes, device, anchor = 0 } = settings
  const loop = anchor === 0 ? subject.loop : anchoredLoop(subject, settings)
  const { line, layout } = loop
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
  const start = lanesOf(await startsOf(loop, settings), lanes)
  const noise = noisePool('normal')
  const chance = noisePool('uniform')
  const chances = length * loop.stepsPerScan * loop.plant.layout.chances * lanes
  const costRow = offsetOf(layout, 'tally cost') * lanes
  const effortRow = offsetOf(layout, 'tally effort') * lanes
  const divergenceRow = anchor === 0 ? undefined : offsetOf(layout, `memory ${divergenceBlock}`) * lanes

  const improve: Method['improve'] = async ({ state: before, round, ordinaryCost, luck, learningRate }) => {
    const { parameters, firstMoment, secondMoment, iteration } = before
    const courses = writeCourses(line, loop.course, round.scenarios, lanes)
    const segments: Record<string, Float32Array>[] = []
    let state = start
    for (let scan = 0; scan < scans; scan += length) {
      const feeds = {
        state,
        courses,
        parameters,
        time: Float32Array.of(scan * line.scan),
        noise: noise.take(length * loop.noiseRows * lanes, luck),
        chance: chance.take(chances, luck),
      }
      segments.push(feeds)
      state = (await forward.run(only(feeds, forward.inputs))).end as Float32Array
    }
    const costs = state.slice(costRow, costRow + lanes)

    let pull = new Float32Array(layout.rows * lanes)
    pull.set(slopes(costs, { faultFree: round.ordinary, ordinary: ordinaryCost }), costRow)
    pull.fill(effortPrice / lanes, effortRow, effortRow + lanes)
    if (divergenceRow !== undefined) pull.fill(anchor / lanes, divergenceRow, divergenceRow + lanes)
    const total = new Float32Array(count)
    for (const feeds of segments.reverse()) {
      const result = await backward.run(only({ ...feeds, cotangent: pull }, backward.inputs))
      pull = heldInRows(result.startCotangent as Float32Array<ArrayBuffer>, lanes)
      const share = result.gradient as Float32Array
      for (let index = 0; index < count; index++) total[index] = (total[index] as number) + (share[index] as number)
    }

    const next = (await update.run({
      parameters,
      firstMoment,
      secondMoment,
      gradient: total,
      step: Float32Array.of(iteration + 1),
      learningRate: Float32Array.of(learningRate),
    })) as Record<'nextParameters' | 'nextFirstMoment' | 'nextSecondMoment', Float32Array>
    return {
      parameters: next.nextParameters,
      firstMoment: next.nextFirstMoment,
      secondMoment: next.nextSecondMoment,
      costs,
    }
  }

  return trainBy(
    {
      draw: policy.draw,
      improve,
      release: async () => {
        await Promise.all([forward, backward, update].map((program) => program.release()))
      },
    },
    subject,
    settings,
    hooks,
    resume,
  )
}

const isNetwork = (policy: Trainable): policy is Policy => 'respond' in policy

/** The loop of a policy that counts how far it has left its start. */
function anchoredLoop({ loop, policy }: Subject, settings: TrainingSettings) {
  if (!isNetwork(policy)) throw new Error('only a network is held near its start')
  const { line, plant } = loop
  const origin = firstParameters(policy.draw, settings)
  return closeLoop(plant, anchored(policy, origin, line.scan / line.horizon))
}
