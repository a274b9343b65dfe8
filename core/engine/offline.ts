import { type ClosedLoop, closeLoop } from '../dream/closed-loop.ts'
import { baseline } from '../dream/controller.ts'
import { pidLoops } from '../dream/loops.ts'
import type { Recording } from '../dream/recording.ts'
import { withDreamer } from '../dream/rollout.ts'
import { wantedBy } from '../plant/columns.ts'
import { readLog } from '../plant/log.ts'
import { recordingsOf } from '../plant/recordings.ts'
import { randomSource } from '../scenario/random.ts'
import type { JsonValue } from '../study/json.ts'
import type { Study } from '../study/study.ts'
import { objective } from '../train/objective.ts'
import { cloneTransitions } from '../train/offline/clone-log.ts'
import { dreamtFor, trainInModel } from '../train/offline/in-model.ts'
import { trainOnTransitions } from '../train/offline/td3-bc.ts'
import { RecordingError, transitionsOf } from '../train/offline/transitions.ts'
import type { Policy } from '../train/policy.ts'
import { faultFreeCount, mean, trainingScenarios } from '../train/training.ts'
import { workloadOf } from './budget.ts'
import type { OfflineReport, OfflineRequest, OfflineStanding, OfflineTrainer } from './contract/offline.ts'
import { type Budget, EngineError, type Job } from './contract.ts'
import { type PolicySubject, policySubject } from './policy-store.ts'
import { assertSeed } from './seed.ts'
import { assertControllable, loadSource, type Source } from './source.ts'
import { inStudy, recorded, startRun } from './study-run.ts'
import type { PolicyDescription } from './train.ts'
import { tunedGains } from './tuned-gains.ts'
import { gainText, withGains } from './tuning.ts'

const trainers: readonly OfflineTrainer[] = ['clone', 'td3+bc', 'model']
const days = 256
const usualAnchor = 1
/** Updates of TD3+BC for a budget. */
const criticUpdates: Record<Budget, number> = { small: 3000, normal: 10_000, large: 50_000 }
/** In the model a policy starts as a clone, which the steps of a training from nothing would undo. */
const gentleness = 0.1

type Settings = Required<Omit<OfflineRequest, 'line' | 'study' | 'logs'>>

/** Trains policies from logs, compares them in dreams of the line, and keeps the best of them in the study. */
export function trainOffline(request: OfflineRequest, job: Job = {}): Promise<OfflineReport> {
  const source = loadSource(request.line)
  const { trainer, seed = 1, budget = 'normal', anchor = usualAnchor } = request
  const { trustHorizon = source.line.horizon } = request
  assertControllable(source)
  assertSeed(seed)
  assertPositive(anchor, 'anchor')
  assertPositive(trustHorizon, 'trust horizon')
  return inStudy(request.study, true, async (study) => {
    const recordings = await recordingsIn(source, request.logs)
    study.saveLine(source.line.name, source.text)
    const settings = { trainer, seed, budget, anchor, trustHorizon }
    const run = startRun(study, 'train', source.hash, seed, { ...settings, logs: request.logs.length })
    return recorded(study, run, job.signal, async () => {
      const report = await trainRun(study, source, run, recordings, settings, job)
      study.saveReport(run, report as unknown as JsonValue)
      return report
    })
  })
}

function assertPositive(value: number, name: string) {
  if (value > 0 && Number.isFinite(value)) return
  throw new EngineError([{ message: `There can be no such ${name}.`, remedy: 'Give a positive number.' }])
}

async function recordingsIn({ line }: Source, logs: readonly string[]): Promise<readonly Recording[]> {
  if (logs.length === 0) {
    throw new EngineError([{ message: 'There is no log to learn from.', remedy: 'Give one or several.' }])
  }
  const recordings: Recording[] = []
  for (const log of logs) recordings.push(...recordingsOf(line, await readLog(log, wantedBy(line))))
  return recordings
}

async function trainRun(
  study: Study,
  source: Source,
  run: number,
  recordings: readonly Recording[],
  settings: Settings,
  job: Job,
): Promise<OfflineReport> {
  const began = performance.now()
  const { seed, trainer: asked } = settings
  // A trim was added to the loops as they ran; what drives the controls itself is compared with loops that are tuned.
  const gains = source.line.policy.kind === 'direct' ? await tunedGains(study, source, seed, job) : []
  const line = withGains(source.line, gains)
  const subject = await policySubject(line, asked)
  const transitions = await transitionsOf(subject, recordings, { signal: job.signal }).catch(asEngineError)
  const wanted = trainers.slice(0, trainers.indexOf(asked) + 1)
  const tell = (done: number) =>
    job.onProgress?.({ task: 'Training from the log', done, total: wanted.length, unit: 'policies' })
  tell(0)
  const learning = { seed, signal: job.signal }
  const clone = await cloneTransitions(subject.policy, transitions, learning)
  const trained = [{ trainer: 'clone' as OfflineTrainer, parameters: clone.parameters }]
  tell(trained.length)
  if (wanted.includes('td3+bc')) {
    const { parameters } = await trainOnTransitions(subject, transitions, {
      ...learning,
      updates: criticUpdates[settings.budget],
    })
    trained.push({ trainer: 'td3+bc', parameters })
    tell(trained.length)
  }
  let dreamtScans = 0
  if (wanted.includes('model')) {
    const { parameters, scans } = await inModel(subject, clone.parameters, settings, job)
    trained.push({ trainer: 'model', parameters })
    dreamtScans = scans
  }

  const compare = await comparison(subject, seed, job)
  const own = await compare('own', closeLoop(subject.plant, baseline))
  const ranked: (OfflineStanding & (typeof trained)[number])[] = []
  for (const each of trained) {
    ranked.push({ ...(await compare(each.trainer, subject.loop, each.parameters)), ...each })
  }
  // Of equals the simpler one is kept: it stands first.
  const best = ranked.reduce((a, b) => (b.score < a.score ? b : a))
  const description: PolicyDescription = { trainer: best.trainer, gains }
  const policy = study.savePolicy({
    runId: run,
    description: description as unknown as JsonValue,
    parameters: best.parameters,
    validationScore: best.score,
  })
  return {
    run,
    policy,
    asked,
    trainer: best.trainer,
    device: 'cpu',
    seeds: [{ seed, validation: best.score }],
    before: own.score,
    after: best.score,
    scans: transitions.features.length + dreamtScans,
    seconds: (performance.now() - began) / 1000,
    tuning: gains.length === 0 ? [] : pidLoops(line).map((loop) => gainText(line, loop)),
    recordings: recordings.length,
    loggedScans: recordings.reduce((sum, { readings }) => sum + readings.length, 0),
    days,
    standings: [own, ...ranked.map(({ parameters: _, trainer: __, ...standing }) => standing)],
    cloneError: clone.error,
    unmeasured: transitions.unmeasured,
  }
}

/** Trains a clone on in dreams of the line that are no longer than the model is trusted. */
async function inModel(
  { plant, policy, loop }: PolicySubject<Policy>,
  start: Float32Array,
  { seed, budget, anchor, trustHorizon, trainer }: Settings,
  job: Job,
) {
  const line = dreamtFor(plant.line, trustHorizon)
  const short = line === plant.line ? { policy, loop } : await policySubject(line, trainer)
  const { iterations, lanes, learningRate } = workloadOf(short.loop, 'gradient', budget)
  let scans = 0
  const parameters = await trainInModel(short, {
    seed,
    iterations,
    lanes,
    learningRate: gentleness * learningRate,
    start,
    anchor,
    signal: job.signal,
    onProgress: ({ iteration, scans: more }) => {
      scans += more
      job.onProgress?.({ task: 'Training in the model', done: iteration, total: iterations, unit: 'iterations' })
    },
  })
  return { parameters, scans }
}

/** Compares controls on days like those of training that nobody was trained or validated on; all meet the same noise. */
async function comparison(subject: PolicySubject, seed: number, { signal }: Job) {
  const scenarios = trainingScenarios(subject, days, randomSource(seed).fork('comparison of offline policies'))
  const faultFree = faultFreeCount(subject, days)
  let ordinary: number | undefined
  return async (
    control: OfflineStanding['control'],
    loop: ClosedLoop,
    parameters?: Float32Array,
  ): Promise<OfflineStanding> => {
    const dreamt = { seed, ...(parameters && { parameters }), ...(signal && { signal }) }
    const { cost } = await withDreamer(loop, { lanes: days }, async (dreamer) => {
      return (await dreamer.dream(scenarios, dreamt)).outcomes
    })
    const free = mean(cost.subarray(0, faultFree))
    ordinary ??= free
    const faulty = cost.subarray(faultFree)
    return {
      control,
      ordinary: free,
      ...(faulty.length > 0 && { faulty: mean(faulty) }),
      score: objective(cost, { faultFree, ordinary }),
    }
  }
}

function asEngineError(error: unknown): never {
  if (!(error instanceof RecordingError)) throw error
  throw new EngineError([{ message: error.problem, remedy: error.remedy }])
}
