import type { Pool, Standing } from '../curriculum/pool.ts'
import type { CurriculumSettings } from '../curriculum/settings.ts'
import type { Task } from '../curriculum/task.ts'
import type { ClosedLoop } from '../dream/closed-loop.ts'
import { settledStart } from '../dream/start.ts'
import { statesAlong } from '../dream/states-along.ts'
import type { Device } from '../graph/session.ts'
import type { Seconds } from '../line/dimension.ts'
import type { Sequence } from '../replay/experience.ts'
import { type RandomSource, randomSource } from '../scenario/random.ts'
import { faultFreeScenario, faultyScenario } from '../scenario/sample.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Policy, Trainable } from './policy.ts'

/** What is trained: a policy in a closed loop. */
export interface Subject {
  readonly loop: ClosedLoop
  readonly policy: Trainable
}

/** The same with a network, for trainers that look into it. */
export interface NetworkSubject extends Subject {
  readonly policy: Policy
}

/** How long and with which luck. The same seed and settings give the same parameters to the bit on a CPU. */
export interface TrainingSettings {
  readonly seed: number
  /** Validation scenarios follow from this seed, so that runs with different luck can be compared. */
  readonly validationSeed: number
  readonly iterations: number
  /** Dreams side by side in each iteration. */
  readonly lanes: number
  readonly learningRate: number
  readonly device: Device
  readonly curriculum: CurriculumSettings
  /** Dreams begin all along ordinary days of so many seconds; by default where the line has settled. */
  readonly along?: Seconds
  /** Tasks to begin with, such as those that a replay has kept. */
  readonly tasks?: readonly Task[]
  /** The policy's flat vector to begin with; as the policy draws it by default. */
  readonly start?: Float32Array
  /**
   * Price of leaving that start, per nat of divergence from it; none by default. A policy that does not explore is taken to
   * do so with a deviation of one in its raw outputs, and has to be feed-forward.
   */
  readonly anchor?: number
}

/** Where training stands after an iteration; enough to go on from after a kill. */
export interface Checkpoint {
  readonly iteration: number
  readonly parameters: Float32Array
  readonly firstMoment: Float32Array
  readonly secondMoment: Float32Array
  readonly best: { readonly parameters: Float32Array; readonly validation: number }
  /** Factor on the learning rate, halved each time training had to be rolled back. */
  readonly caution: number
  readonly pool: Pool
}

export interface TrainingProgress {
  readonly iteration: number
  /** Mean cost of the iteration's dreams; before the first, of the validation scenarios. */
  readonly cost: number
  /** The objective on the validation scenarios, where they were dreamt after this iteration. */
  readonly validation?: number
  /** For each failure, the share of its validation scenarios that cost no more than under today's control; then, too. */
  readonly success?: Readonly<Record<string, number>>
  /** How the tasks of the curriculum stand; then, too. */
  readonly tasks?: Readonly<Record<Standing | 'forgotten', number>>
  readonly scans: number
}

export interface TrainingHooks {
  onProgress(progress: TrainingProgress): void
  /** Called with a state to go on from, now and then and at the end. */
  onCheckpoint(checkpoint: Checkpoint): void
  /** Called now and then with what the policy went through on the most valuable tasks; nothing is filmed without it. */
  onExperience?(sequences: readonly Sequence[]): void
  /** Tasks that were proposed since it was last asked; those of later rounds. */
  proposals?(): readonly Task[]
  readonly signal?: AbortSignal
}

/** States that dreams begin in, where they begin all along a day. */
const states = 64

/** Where the dreams of a training begin, one after the other, [layout rows] each. The same for every seed of a training. */
export async function startsOf(
  loop: ClosedLoop,
  { along, validationSeed }: Pick<TrainingSettings, 'along' | 'validationSeed'>,
): Promise<readonly Float32Array[]> {
  if (along === undefined) return [await settledStart(loop)]
  return statesAlong(loop, along, states, randomSource(validationSeed).fork('starts'))
}

/** What a method draws, with the policy that training begins with. */
export function firstParameters(
  draw: (random: RandomSource) => Float32Array,
  { seed, start }: TrainingSettings,
): Float32Array {
  const parameters = draw(randomSource(seed).fork('parameters'))
  if (start !== undefined) parameters.set(start)
  return parameters
}

/** Share of training dreams in which nothing fails, so that ordinary days are not forgotten. */
const faultFreeShare = 0.3

/** How many of `count` scenarios have no fault. */
export const faultFreeCount = ({ loop }: Pick<Subject, 'loop'>, count: number): number =>
  loop.line.failures.length === 0 ? count : Math.round(count * faultFreeShare)

/** Scenarios to train or validate on; those without a fault come first. */
export function trainingScenarios(
  subject: Pick<Subject, 'loop'>,
  count: number,
  random: RandomSource,
): readonly Scenario[] {
  const { line, plant } = subject.loop
  const free = faultFreeCount(subject, count)
  return Array.from({ length: count }, (_, index) =>
    index < free ? faultFreeScenario(line, plant.layout, random) : faultyScenario(line, plant.layout, random),
  )
}

export function mean(values: Float32Array): number {
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}
