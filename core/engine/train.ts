import { isDeepStrictEqual } from 'node:util'
import type { CurriculumSettings } from '../curriculum/settings.ts'
import type { Task } from '../curriculum/task.ts'
import { pidLoops } from '../dream/loops.ts'
import type { Seconds } from '../line/dimension.ts'
import { openReplay } from '../replay/replay.ts'
import type { JsonValue } from '../study/json.ts'
import type { Study } from '../study/study.ts'
import type { Policy } from '../train/policy.ts'
import type { RuleBook } from '../train/tree/tree-policy.ts'
import { type Workload, workloadOf } from './budget.ts'
import { fromBlob, toBlob } from './checkpoint-blob.ts'
import type { OfflineTrainer } from './contract/offline.ts'
import { EngineError, type ReasonerChoice, type Trainer, type TrainReport, type TrainRequest } from './contract.ts'
import { curriculumOf } from './curriculum.ts'
import { cutHorizon } from './cut-horizon.ts'
import { deviceForTraining } from './device.ts'
import { type ExperienceModel, experienceModel } from './experience-model.ts'
import { troublesIn } from './failure.ts'
import { learnFromReplay } from './learned.ts'
import { policySubject } from './policy-store.ts'
import { createProposer } from './proposer.ts'
import { assertSeed } from './seed.ts'
import { trainSideBySide } from './side-by-side.ts'
import { assertControllable, loadSource, type Source } from './source.ts'
import { inStudy, recorded, startRun } from './study-run.ts'
import { firstValidation } from './training-metrics.ts'
import { recordTraining } from './training-record.ts'
import { experienceKeeper, firstTasks } from './training-replay.ts'
import { trustIn } from './trust.ts'
import { tunedGains } from './tuned-gains.ts'
import { type Gains, gainText, withGains } from './tuning.ts'
import { versions } from './versions.ts'
import type { WindowJob } from './window/contract.ts'
import { type SpawnTraining, trainInProcess, type WorkerHooks } from './workers.ts'

/** How a policy was trained, as a study keeps it beside the parameters; the line it belongs to has these gains. */
export interface PolicyDescription {
  readonly trainer: Trainer | OfflineTrainer
  readonly gains: readonly Gains[]
  /** Of a tree: its rules, whose numbers are the parameters, and the network that it was distilled from. */
  readonly rules?: RuleBook
  readonly from?: number
}

/** Tunes the line's own loops, then trains several seeds side by side and keeps the best of them. */
export function train(request: TrainRequest, job: WindowJob = {}, spawn?: SpawnTraining): Promise<TrainReport> {
  const source = loadSource(request.line)
  const { seed = 1, trainer = 'gradient', budget = 'normal', reasoner = {} } = request
  const curriculum = curriculumOf(request.curriculum)
  const anchor = anchorOf(request)
  assertControllable(source)
  assertSeed(seed)
  const experience = request.experience === undefined ? undefined : experienceModel(request.experience, source)
  return inStudy(request.study, true, async (study) => {
    study.saveLine(source.line.name, source.text)
    const trusted = trustIn(study, source.hash)
    const horizon = request.whole ? undefined : cutHorizon(source.line, trusted)
    const dreamt = horizon === undefined ? source.line : { ...source.line, horizon }
    const { loop, policy } = await policySubject(dreamt, trainer)
    const origin = originOf(study, request.from, trainer, policy)
    const work = workloadOf(loop, trainer, budget)
    const { device, ...choice } = await deviceForTraining(request.device ?? 'cpu', work.lanes)
    const configuration = {
      trainer,
      budget,
      device,
      ...work,
      curriculum: { ...curriculum },
      anchor,
      from: origin?.from ?? null,
      ...(horizon !== undefined && { horizon }),
      ...(experience && { experience: experience.hash }),
    }
    const run =
      unfinished(study, source, seed, configuration) ?? startRun(study, 'train', source.hash, seed, configuration)
    return recorded(study, run, job.signal, async () => {
      const settings = { seed, trainer, device, work, curriculum, anchor, origin, horizon, experience, reasoner }
      const report = { ...(await trainRun(study, source, run, settings, job, spawn)), ...choice, ...trusted }
      study.saveReport(run, report as unknown as JsonValue)
      return report
    })
  })
}

/** Throws `EngineError` for an anchor that cannot be. */
function anchorOf({ trainer = 'gradient', anchor = 0 }: TrainRequest): number {
  const explores = trainer === 'ppo' || trainer === 'grpo'
  if (anchor === 0 || (explores && anchor > 0 && Number.isFinite(anchor))) return anchor
  const remedy = 'Give a positive one to the trainers ppo and grpo alone.'
  throw new EngineError([{ message: 'There can be no such anchor.', remedy }])
}

/** What a training goes on from. */
interface Origin {
  readonly from: number
  readonly start: Float32Array
  readonly gains: readonly Gains[]
}

/** Throws `EngineError` where the study holds no such policy, or one that was built differently. */
function originOf(study: Study, from: number | undefined, trainer: Trainer, policy: Policy): Origin | undefined {
  if (from === undefined) return undefined
  const saved = study.policy(from)
  if (saved === undefined) {
    const message = `The study holds no policy ${from}.`
    throw new EngineError([{ message, remedy: 'Choose one of those it holds.', where: study.directory }])
  }
  const description = saved.description as unknown as PolicyDescription
  if (
    description.rules !== undefined ||
    description.trainer !== trainer ||
    saved.parameters.length !== policy.controller.parameters
  ) {
    const message = `Policy ${from} cannot be trained on by ${trainer} on this line.`
    const remedy = `It was trained by ${description.trainer}: take the same trainer, and a line of the same signals and controls.`
    throw new EngineError([{ message, remedy }])
  }
  return { from, start: saved.parameters, gains: description.gains }
}

/** A training of the same line, seed, settings and versions that was stopped, was killed or failed, taken over. */
function unfinished(study: Study, source: Source, seed: number, configuration: JsonValue): number | undefined {
  return study
    .runs()
    .filter(
      (run) =>
        run.kind === 'train' &&
        run.lineHash === source.hash &&
        run.seed === seed &&
        isDeepStrictEqual(run.configuration, configuration) &&
        isDeepStrictEqual(run.versions, versions),
    )
    .map(({ id }) => id)
    .find((id) => study.resumeRun(id))
}

interface RunSettings {
  readonly seed: number
  readonly trainer: Trainer
  readonly device: 'cpu' | 'gpu'
  readonly work: Workload
  readonly curriculum: CurriculumSettings
  readonly anchor: number
  readonly origin: Origin | undefined
  readonly horizon: Seconds | undefined
  readonly experience: ExperienceModel | undefined
  readonly reasoner: ReasonerChoice
}

async function trainRun(
  study: Study,
  source: Source,
  run: number,
  settings: RunSettings,
  job: WindowJob,
  spawn: SpawnTraining | undefined,
): Promise<TrainReport> {
  const began = performance.now()
  const { seed, trainer, device, work, curriculum, anchor, origin, horizon, experience, reasoner } = settings
  const gains = origin?.gains ?? (await tunedGains(study, source, seed, job))
  const replay = await openReplay(source.line, source.hash, study)
  const learned = await learnFromReplay(study, source, replay, run, seed, job.signal)
  const seeds = Array.from({ length: work.seeds }, (_, index) => seed * 1000 + index)
  const saved = new Map(seeds.map((workerSeed) => [workerSeed, study.latestCheckpoint(run, workerSeed)]))
  const reached = new Map([...saved].map(([workerSeed, checkpoint]) => [workerSeed, checkpoint?.iteration ?? 0]))
  const tasks = firstTasks(source, replay, learned?.model.happenings ?? [], seed)
  const keeper = experienceKeeper(source, replay)
  const common = {
    text: source.text,
    gains,
    ...(horizon !== undefined && { horizon }),
    trainer,
    validationSeed: seed,
    device,
    ...work,
    curriculum,
    anchor,
    tasks,
    ...(origin && { start: origin.start }),
    ...(learned && { learned: learned.model }),
    ...(experience && { gaps: experience.model }),
  }
  const proposer = createProposer(source, reasoner, job)
  const record = recordTraining(study, run, reached, work.iterations, job)
  const trainSeed = (workerSeed: number, signal: AbortSignal) => {
    const last = saved.get(workerSeed)
    const resume = last && fromBlob(last.iteration, last.parameters, last.state)
    let propose = (_: readonly Task[]) => {}
    const hooks: WorkerHooks = {
      signal,
      onProgress: (progress) => record.hear(workerSeed, progress),
      onCheckpoint: (checkpoint) => {
        record.write()
        study.saveCheckpoint({ runId: run, workerSeed, ...toBlob(checkpoint) })
        proposer?.ask(workerSeed, checkpoint.pool, propose)
      },
      onExperience: keeper.keep,
      onStart: (toTraining) => {
        propose = toTraining
      },
    }
    return trainInProcess({ ...common, seed: workerSeed, ...(resume && { resume }) }, hooks, spawn)
  }
  let proposals: TrainReport['proposals']
  const results = await trainSideBySide(seeds, trainSeed, job.signal).finally(async () => {
    record.write()
    proposals = await proposer?.end()
    await keeper.done()
  })
  const best = results.reduce((a, b) => (b.best.validation < a.best.validation ? b : a))
  const description: PolicyDescription = { trainer, gains }
  const policy = study.savePolicy({
    runId: run,
    description: description as unknown as JsonValue,
    parameters: best.best.parameters,
    validationScore: best.best.validation,
  })
  const tuned = withGains(source.line, gains)
  return {
    run,
    policy,
    trainer,
    ...(origin && { from: origin.from }),
    ...(horizon !== undefined && { horizon }),
    device,
    seeds: seeds.map((workerSeed, index) => ({
      seed: workerSeed,
      validation: results[index]?.best.validation ?? Number.NaN,
    })),
    before: firstValidation(study.metrics(run)),
    after: best.best.validation,
    scans: record.scans(),
    seconds: (performance.now() - began) / 1000,
    tuning: pidLoops(tuned).map((loop) => gainText(tuned, loop)),
    ...(experience && { experience: experience.hash }),
    ...(learned && { learned: { happenings: learned.fits } }),
    ...(proposals && { proposals }),
    ...troublesIn(await keeper.done()),
  }
}
