import { type ClosedLoop, closeLoop } from '../dream/closed-loop.ts'
import type { Controller } from '../dream/controller.ts'
import { lanesOf } from '../dream/lanes.ts'
import { noisePool } from '../dream/noise.ts'
import { callLength, unroll } from '../dream/segment.ts'
import { only, settledStart } from '../dream/start.ts'
import { add, multiply, square, subtract } from '../graph/elementwise.ts'
import { gradient } from '../graph/gradient.ts'
import { constant } from '../graph/leaf.ts'
import { meanAll } from '../graph/matrix.ts'
import { compile } from '../graph/session.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { Line } from '../line/line.ts'
import { writeCourses } from '../scenario/course.ts'
import { randomSource } from '../scenario/random.ts'
import { adamStep } from './adam-step.ts'
import { type Subject, type TrainingSettings, trainingScenarios } from './training.ts'

/** Scans through which a gradient flows: what the line's loops remember shows in the features within a few. */
const longestSegment = 12
const dreams = 12
const lanes = 64
const learningRate = 5e-3

/** What a policy was cloned to. */
export interface Clone {
  /** The policy's flat vector. */
  readonly parameters: Float32Array
  /** Mean distance from the line's own control over the last dream, as a share of each control's range. */
  readonly error: number
}

/**
 * A `direct` policy that does what the line's own control does (behaviour cloning, Pomerleau 1989): the loops drive days
 * like those of training, the policy looks on, and the squared distance of what it would ask from what the controls get is
 * made small, segment by segment. A trim needs no clone: at zero it is today's control.
 */
export async function cloneBaseline(
  { loop, policy }: Subject,
  { seed, device, signal }: Pick<TrainingSettings, 'seed' | 'device'> & { readonly signal?: AbortSignal },
): Promise<Clone> {
  const { line } = loop
  const apprentice = closeLoop(loop.plant, lookingOn(policy.controller))
  const scans = Math.round(line.horizon / line.scan)
  const length = callLength(scans, longestSegment)
  const segment = unroll(apprentice, length, lanes, { noise: true })
  const distance = distanceOf(line, segment.records)
  const [slope] = gradient(distance, [segment.parameters as Tensor])
  const learn = await compile({ end: segment.end, distance, gradient: slope as Tensor }, { device })
  const count = policy.controller.parameters
  const update = await compile(adamStep(count), { device: 'cpu' })
  try {
    return await imitate()
  } finally {
    await Promise.all([learn.release(), update.release()])
  }

  async function imitate(): Promise<Clone> {
    const random = randomSource(seed).fork('clone')
    const start = lanesOf([await settledStart(apprentice)], lanes)
    let vectors = {
      parameters: policy.draw(random),
      firstMoment: new Float32Array(count),
      secondMoment: new Float32Array(count),
    }
    let error = 0
    for (let dream = 0, step = 1; dream < dreams; dream++) {
      const courses = writeCourses(line, loop.course, trainingScenarios({ loop }, lanes, random), lanes)
      let state = start
      let squared = 0
      for (let scan = 0; scan < scans; scan += length, step++) {
        signal?.throwIfAborted()
        const feeds = {
          state,
          courses,
          time: Float32Array.of(scan * line.scan),
          ...noiseFor(apprentice, length, random),
        }
        const seen = await learn.run(only({ ...feeds, parameters: vectors.parameters }, learn.inputs))
        state = seen.end as Float32Array<ArrayBuffer>
        squared += ((seen.distance as Float32Array)[0] as number) / (scans / length)
        const next = await update.run({
          ...vectors,
          gradient: seen.gradient as Float32Array,
          step: Float32Array.of(step),
          learningRate: Float32Array.of(learningRate * (1 - dream / dreams)),
        })
        vectors = {
          parameters: next.nextParameters as Float32Array<ArrayBuffer>,
          firstMoment: next.nextFirstMoment as Float32Array<ArrayBuffer>,
          secondMoment: next.nextSecondMoment as Float32Array<ArrayBuffer>,
        }
      }
      error = Math.sqrt(squared)
    }
    return { parameters: vectors.parameters, error }
  }
}

/** The controller as one that only says what it would ask. */
const lookingOn = (controller: Controller): Controller => ({
  ...controller,
  decide(view) {
    const { direct, memory } = controller.decide(view)
    if (direct === undefined) throw new Error('only a policy that drives the controls itself is cloned')
    return { memory, record: { asked: direct } }
  },
})

/** Mean squared distance of what was asked from what the controls got, as a share of their ranges: [1, 1]. */
function distanceOf({ controls }: Line, records: ReturnType<typeof unroll>['records']): Tensor {
  const inverse = constant(
    controls.map(({ low, high }) => 1 / (high - low)),
    controls.length,
    1,
  )
  const each = records.map(({ control, decision }) =>
    meanAll(square(multiply(subtract(decision.asked as Tensor, control), inverse))),
  )
  return multiply(
    each.reduce((sum, one) => add(sum, one)),
    1 / each.length,
  )
}

function noiseFor(loop: ClosedLoop, scans: number, random: ReturnType<typeof randomSource>) {
  return {
    noise: noisePool('normal').take(scans * loop.noiseRows * lanes, random),
    chance: noisePool('uniform').take(scans * loop.stepsPerScan * loop.plant.layout.chances * lanes, random),
  }
}
