import { lanesOf } from '../dream/lanes.ts'
import { offsetOf, unpack } from '../dream/layout.ts'
import { noisePool } from '../dream/noise.ts'
import { callLength, unroll } from '../dream/segment.ts'
import { only } from '../dream/start.ts'
import { adam } from '../graph/adam.ts'
import { add, clip, maximum, multiply, power, square, subtract } from '../graph/elementwise.ts'
import { gradient, vectorJacobianProduct } from '../graph/gradient.ts'
import { constant, input, stopGradient } from '../graph/leaf.ts'
import { meanAll, sumRows } from '../graph/matrix.ts'
import { compile } from '../graph/session.ts'
import { concatLanes, concatRows, sliceRows } from '../graph/shape.ts'
import type { Tensor } from '../graph/tensor.ts'
import { writeCourses } from '../scenario/course.ts'
import { adamStep } from './adam-step.ts'
import { type Critic, createCritic } from './critic.ts'
import {
  type Checkpoint,
  type NetworkSubject,
  startsOf,
  type TrainingHooks,
  type TrainingSettings,
} from './training.ts'
import { trainBy } from './training-loop.ts'

/** Scans in a window, at most. */
const longestWindow = 20
/** Weight of what comes a scan later. */
const discount = 0.98
/** Updates of the critic for each window, and their learning rate. */
const criticUpdates = 4
const criticRate = 1e-3
/** Largest slope of the critic's say along a row of insight that the policy follows. */
const steepest = 0.02
/** Share by which the slow copy of the critic follows it at each window. */
const following = 0.1

type Vectors = Readonly<Record<'parameters' | 'firstMoment' | 'secondMoment', Float32Array>>

/**
 * Trains a policy by gradients through windows of a few scans, at the end of which a critic says what is still to come
 * (short-horizon actor-critic, Xu et al. 2022). The lanes go on from window to window over the whole dream, and the policy
 * changes after each. The critic learns the discounted cost to go, with a slow copy of itself behind the window. What is
 * made small is the mean of 2·√(1 + cost), by weighing each lane with its slope at what its dream seems to come to.
 */
export async function trainByWindows(
  subject: NetworkSubject,
  settings: TrainingSettings,
  hooks: TrainingHooks,
  resume?: Checkpoint,
): Promise<Checkpoint> {
  const { loop, policy } = subject
  const { line, layout } = loop
  const { lanes, device } = settings
  const count = policy.controller.parameters
  const scans = Math.round(line.horizon / line.scan)
  const length = callLength(scans, longestWindow)
  const windows = scans / length
  const critic = createCritic(policy.insight)
  const window = await compile(windowStep(subject, critic, length, scans, lanes), { device })
  const updatePolicy = await compile(adamStep(count), { device: 'cpu' })
  const updateCritic = await compile(criticStep(critic, policy.insight, length * lanes), { device: 'cpu' })
  const start = lanesOf(await startsOf(loop, settings), lanes)
  const noise = noisePool('normal')
  const chance = noisePool('uniform')
  const chances = length * loop.stepsPerScan * loop.plant.layout.chances * lanes
  const costs = offsetOf(layout, 'tally cost') * lanes

  return trainBy(
    {
      draw(random) {
        const drawn = critic.draw(random)
        return Float32Array.of(...policy.draw(random), ...drawn, ...drawn)
      },
      async improve({ state: before, round, luck, learningRate }) {
        const rate = Float32Array.of(learningRate)
        // A critic that knows nothing yet only listens: its gradients would throw the policy off.
        const listening = before.secondMoment.every((value) => value === 0)
        const courses = writeCourses(line, loop.course, round.scenarios, lanes)
        let actor = sectionOf(before, 0, count)
        let judge = sectionOf(before, count, count + critic.parameters)
        let slow = before.parameters.slice(count + critic.parameters)
        let state = start
        for (let index = 0; index < windows; index++) {
          const seen = await window.run(
            only(
              {
                state,
                courses,
                parameters: actor.parameters,
                slow,
                time: Float32Array.of(index * length * line.scan),
                noise: noise.take(length * loop.noiseRows * lanes, luck),
                chance: chance.take(chances, luck),
              },
              window.inputs,
            ),
          )
          const step = before.iteration * windows + index
          const slope = seen.gradient as Float32Array
          if (!listening) {
            const policyStep = { step: Float32Array.of(step + 1), learningRate: rate }
            actor = nextOf(await updatePolicy.run({ ...actor, gradient: slope, ...policyStep }))
          }
          for (let update = 1; update <= criticUpdates; update++) {
            const experience = seen.experience as Float32Array
            const count = {
              step: Float32Array.of(step * criticUpdates + update),
              learningRate: Float32Array.of(criticRate),
            }
            judge = nextOf(await updateCritic.run({ ...judge, experience, ...count }))
          }
          slow = slow.map((value, at) => value + following * ((judge.parameters[at] as number) - value))
          state = seen.end as Float32Array<ArrayBuffer>
        }
        const still = new Float32Array(critic.parameters)
        return {
          parameters: Float32Array.of(...actor.parameters, ...judge.parameters, ...slow),
          firstMoment: Float32Array.of(...actor.firstMoment, ...judge.firstMoment, ...still),
          secondMoment: Float32Array.of(...actor.secondMoment, ...judge.secondMoment, ...still),
          costs: state.slice(costs, costs + lanes),
        }
      },
      async release() {
        await Promise.all([window, updatePolicy, updateCritic].map((program) => program.release()))
      },
    },
    subject,
    settings,
    hooks,
    resume,
  )
}

/**
 * One window: `end`, the state after it; `gradient` [parameters, 1] of the window's discounted cost with the slow critic's
 * say at its end; `experience` [insight + 1, scans · lanes], what was seen and what came after.
 */
function windowStep({ loop }: NetworkSubject, critic: Critic, length: number, scans: number, lanes: number) {
  const segment = unroll(loop, length, lanes, { noise: true })
  const after = loop.scan(unpack(loop.layout, segment.end), {
    courses: input('courses', loop.course.rows, lanes),
    time: add(input('time', 1, 1), length * loop.line.scan),
    noise: undefined,
    chance: undefined,
    parameters: segment.parameters,
  })
  const ahead = boundedValue(critic, input('slow', critic.parameters, 1), after.record.decision.insight as Tensor)

  let toGo = ahead
  const samples: Tensor[] = []
  for (let scan = length - 1; scan >= 0; scan--) {
    toGo = add(segment.costs[scan] as Tensor, multiply(toGo, discount))
    samples.unshift(concatRows([segment.records[scan]?.decision.insight as Tensor, toGo]))
  }
  const wholeDream = multiply(maximum(ahead, 0), (1 - discount) * scans)
  const weight = stopGradient(power(add(wholeDream, 1), -0.5))
  const [slope] = gradient(meanAll(multiply(toGo, weight)), [segment.parameters as Tensor])
  return { end: segment.end, gradient: slope as Tensor, experience: concatLanes(samples) }
}

/**
 * What the critic says, [1, lanes], with its slope along each row of insight held within bounds: it is told few disasters,
 * and a policy that follows its steepest slopes leaves what it knows.
 */
function boundedValue(critic: Critic, parameters: Tensor, insight: Tensor): Tensor {
  const here = stopGradient(insight)
  const value = critic.value(parameters, here)
  const [slope] = vectorJacobianProduct([value], [constant([1], 1, value.lanes)], [here])
  const held = stopGradient(clip(slope as Tensor, -steepest, steepest))
  return add(stopGradient(value), sumRows(multiply(held, subtract(insight, here))))
}

/** One step of Adam that brings the critic nearer to what came after, over [insight + 1, samples] of `experience`. */
function criticStep(critic: Critic, insight: number, samples: number) {
  const experience = input('experience', insight + 1, samples)
  const vector = (name: string) => input(name, critic.parameters, 1)
  const trained = {
    parameters: vector('parameters'),
    firstMoment: vector('firstMoment'),
    secondMoment: vector('secondMoment'),
  }
  const said = critic.value(trained.parameters, sliceRows(experience, 0, insight))
  const loss = meanAll(square(subtract(said, sliceRows(experience, insight, insight + 1))))
  const [slope] = gradient(loss, [trained.parameters])
  const next = adam(trained, slope as Tensor, input('step', 1, 1), input('learningRate', 1, 1), { clipNorm: 1 })
  return {
    nextParameters: next.parameters,
    nextFirstMoment: next.firstMoment,
    nextSecondMoment: next.secondMoment,
  }
}

const sectionOf = (state: Checkpoint, from: number, to: number): Vectors => ({
  parameters: state.parameters.slice(from, to),
  firstMoment: state.firstMoment.slice(from, to),
  secondMoment: state.secondMoment.slice(from, to),
})

const nextOf = (result: Readonly<Record<string, unknown>>): Vectors => ({
  parameters: result.nextParameters as Float32Array,
  firstMoment: result.nextFirstMoment as Float32Array,
  secondMoment: result.nextSecondMoment as Float32Array,
})
