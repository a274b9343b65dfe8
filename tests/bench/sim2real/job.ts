import { readFileSync } from 'node:fs'
import { usualCurriculum } from '../../../core/curriculum/settings.ts'
import { closeLoop } from '../../../core/dream/closed-loop.ts'
import { baseline } from '../../../core/dream/controller.ts'
import { createObserver } from '../../../core/dream/observer.ts'
import { shapeFor, type Workload } from '../../../core/engine/budget.ts'
import { type Gains, withGains } from '../../../core/engine/tuning.ts'
import type { Line } from '../../../core/line/line.ts'
import { compilePlant, type Plant } from '../../../core/line/plant.ts'
import { readLine } from '../../../core/line/read.ts'
import { calibrate } from '../../../core/plant/calibration/calibrate.ts'
import { calibratedLine } from '../../../core/plant/calibration/calibration.ts'
import { drawGap } from '../../../core/plant/served/draw-gap.ts'
import { gappedPlant } from '../../../core/plant/served/gapped-plant.ts'
import { recordPlant } from '../../../core/plant/served/record-plant.ts'
import { randomSource } from '../../../core/scenario/random.ts'
import { faultFreeScenario } from '../../../core/scenario/sample.ts'
import { trainByGradient } from '../../../core/train/bptt.ts'
import { cloneRecordings } from '../../../core/train/offline/clone-log.ts'
import { trainTd3Bc } from '../../../core/train/offline/td3-bc.ts'
import { createPolicy, type PolicyShape } from '../../../core/train/policy.ts'
import { trainByProximalUpdates } from '../../../core/train/ppo.ts'
import { type NetworkSubject, trainingScenarios } from '../../../core/train/training.ts'
import { type ArmName, arms } from './arms.ts'
import { heldOutDays, type Score, scoreOf } from './days.ts'

/** Every way to a policy for one plant of a line. */
export interface Job {
  readonly path: string
  /** Of today's control, tuned in dreams of the line as it is written. */
  readonly gains: readonly Gains[]
  readonly seed: number
  /** Of the trainings in dreams. */
  readonly work: Workload
}

export type Scores = Readonly<Record<ArmName, Score>>

/** What an engineer would write who knows sizes and coefficients no better: dreams vary them by that much. */
const uncertainty = '25 %'
/** Plants are drawn from seeds of their own. */
const plantSeed = 4000
/** Days of the plant side by side in a round of PPO: few, so that there are rounds enough. */
const plantLanes = 8
const plantLearningRate = 3e-3
const silent = { onProgress() {}, onCheckpoint() {} }

process.once('message', async (job: Job) => {
  const scores = await run(job)
  process.send?.(scores, () => process.disconnect?.())
})

async function run({ path, gains, seed, work }: Job): Promise<Scores> {
  const text = readFileSync(path, 'utf8')
  const line = withGains(readLine(`${text}\nuncertainty: ${uncertainty}\n`, path), gains)
  const plant = sameEveryDay(gappedPlant(line, await drawGap(line, plantSeed + seed)))
  const days = heldOutDays(plant, seed)
  const scans = Math.round(line.horizon / line.scan)
  const common = { seed, validationSeed: seed, device: 'cpu', ...work } as const
  /** The score of a policy of `subject`, which may have been made for another line of the same tags. */
  const tried = ({ policy }: NetworkSubject, parameters: Float32Array) =>
    scoreOf(closeLoop(plant, policy.controller), days, parameters)

  const proximal = async (real: number): Promise<Score> => {
    const { policy } = await subjectOf(line, shapeFor('ppo'))
    const subject = { policy, loop: closeLoop(plant, policy.controller) }
    const lanes = Math.min(plantLanes, Math.max(1, Math.floor(real / scans / 2)))
    const iterations = Math.floor(real / (lanes * scans))
    const settings = { ...common, lanes, iterations, learningRate: plantLearningRate, curriculum: asTheyCome }
    return tried(subject, (await trainByProximalUpdates(subject, settings, silent)).best.parameters)
  }

  const dreamt = await subjectOf(line, shapeFor('gradient'))
  const dreaming = { ...common, curriculum: usualCurriculum }
  const { best } = await trainByGradient(dreamt, dreaming, silent)

  const random = randomSource(seed).fork('log')
  const logged = Math.floor(arms.adapted.real / scans)
  const ordinary = Array.from({ length: logged }, () => faultFreeScenario(plant.line, plant.layout, random))
  const log = await recordPlant(plant, baseline, ordinary, { seed })
  const fitted = await subjectOf(calibratedLine(line, await calibrate(line, log)), shapeFor('gradient'))
  const adapted = await trainByGradient(fitted, { ...dreaming, start: best.parameters }, silent)

  const direct = await subjectOf({ ...line, policy: { ...line.policy, kind: 'direct' } }, shapeFor('ppo'))
  const faulty = trainingScenarios({ ...direct, loop: closeLoop(plant, baseline) }, logged, random)
  const demonstrations = await recordPlant(plant, baseline, faulty, { seed: seed + 1 })
  return {
    baseline: await scoreOf(closeLoop(plant, baseline), days),
    many: await proximal(arms.many.real),
    few: await proximal(arms.few.real),
    dreams: await tried(dreamt, best.parameters),
    adapted: await tried(fitted, adapted.best.parameters),
    clone: await tried(direct, (await cloneRecordings(direct, demonstrations, { seed, beginAtRest: true })).parameters),
    td3: await tried(direct, (await trainTd3Bc(direct, demonstrations, { seed, beginAtRest: true })).parameters),
  }
}

/** Tasks as a plant would bring them, were it to fail as often as it does in training dreams. */
const asTheyCome = { ordinary: [0.3, 0.3], group: 1, again: 0, synthetic: 0, byValue: false } as const

/** Dreams vary what a data sheet cannot say from day to day; a plant has it one way or the other. */
const sameEveryDay = (plant: Plant): Plant => ({ ...plant, layout: { ...plant.layout, spreads: [] } })

async function subjectOf(line: Line, shape: PolicyShape): Promise<NetworkSubject> {
  const policy = createPolicy(line, await createObserver(line), shape)
  return { policy, loop: closeLoop(compilePlant(line), policy.controller) }
}
