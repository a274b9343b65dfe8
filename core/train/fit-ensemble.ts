import type { Matrix } from 'ml-matrix'
import type { LogModel } from '../dream/learned/log-model.ts'
import { shapeOf } from '../dream/learned/log-model.ts'
import { createLogNetwork } from '../dream/learned/log-network.ts'
import { type LogSeries, placesIn } from '../dream/learned/log-series.ts'
import type { RandomSource } from '../scenario/random.ts'
import { linearPath } from './linear-path.ts'
import { errorsOf, type HeldOutRuns, heldOutRuns, persistenceErrors } from './log-errors.ts'
import { createMemberTrainer, type LogTraining } from './log-training.ts'
import { trustOf } from './log-trust.ts'
import { momentsOf, type TrainedMember, withMeasuredPaths } from './measured-path.ts'
import { subsample } from './subsample.ts'

export interface LogFitSettings extends LogTraining {
  readonly window: number
  readonly hidden: number
  /** How many are trained, and how many of them are kept by their held-out error. */
  readonly members: number
  readonly kept: number
}

/** Janner et al. (MBPO, 2019) and Sun et al. (MOBILE, 2023) train 7 members and keep 5. */
export const usualLogFit: LogFitSettings = {
  window: 8,
  hidden: 64,
  members: 7,
  kept: 5,
  horizon: 20,
  lanes: 512,
  updates: 400,
  learningRate: 1e-3,
  device: 'cpu',
  threads: 1,
}

export interface FittedLogModel {
  readonly model: LogModel
  /** Each member that was trained: its error on what was held out, in deviations. */
  readonly members: readonly { readonly oneScan: number; readonly horizon: number; readonly isKept: boolean }[]
  /** Errors on what was held out by how many scans ahead, in deviations, means over signals and logs. */
  readonly errors: readonly LogErrors[]
  /** Free runs of the model along what was held out. */
  readonly runs: readonly HeldOutRuns[]
  /** Where the members were trained. */
  readonly device: 'cpu' | 'gpu'
}

export interface LogErrors {
  readonly scans: number
  readonly persistence: number
  /** Of a linear ARX model, fitted by ridge regression to the same logs. */
  readonly arx: number
  readonly ensemble: number
}

export interface LogFitHooks {
  readonly onProgress?: (updates: number, of: number) => void
  readonly signal?: AbortSignal | undefined
}

type Scales = Pick<LogModel, 'signals' | 'controls'>

const arxWindow = 5
/** In deviations: no signal counts for more than its thousandth. */
const smallestError = 1e-3

/**
 * Fits an ensemble to series in deviations. Members differ by what they start from and by the stretches they are trained on;
 * those that foretell the held-out series worst are dropped. Nothing that errors and levels of trust are measured with is
 * fitted to what is held out; then the mean of the members' measured paths is fitted to it as well.
 * @throws {RangeError} where no training or no held-out series lasts for a window and a horizon.
 */
export async function fitEnsemble(
  scales: Scales,
  among: readonly LogSeries[],
  held: readonly LogSeries[],
  settings: LogFitSettings,
  random: RandomSource,
  hooks: LogFitHooks = {},
): Promise<FittedLogModel> {
  const { window, hidden, horizon, threads } = settings
  const untrained = { ...scales, window, hidden }
  const { signals } = shapeOf(untrained)
  assertLongEnough('training', among, window, horizon)
  assertLongEnough('held-out', held, window, horizon)
  const arx = await arxOf(scales, among)
  const weight = weightsBy(await heldOutRuns(arx, among, horizon, threads), signals, horizon)
  const { trained, device } = await trainMembers(untrained, among, weight, settings, random, hooks)

  const ahead = horizonsUpTo(horizon)
  const errorsWith = async (model: Omit<LogModel, 'trust'>) => {
    const runs = await heldOutRuns(model, held, horizon, threads)
    return { runs, errors: errorsOf(runs, signals, ahead) }
  }
  const network = createLogNetwork(shapeOf(untrained))
  const closed = (some: readonly TrainedMember[], more?: readonly Matrix[]) => {
    return { ...untrained, members: withMeasuredPaths(network, some, more) }
  }
  const alone: (readonly number[])[] = []
  for (const member of trained) alone.push((await errorsWith(closed([member]))).errors)
  const kept = bestOf(alone, settings.kept)
  const chosen = trained.filter((_, member) => kept.has(member))
  const { runs, errors } = await errorsWith(closed(chosen))
  const places = held.flatMap((series) => placesIn(series, { window }, 1))
  const more: Matrix[] = []
  for (const { parameters } of chosen) more.push(await momentsOf(network, parameters, places))
  const { errors: arxErrors } = await errorsWith(arx)
  const persistence = persistenceErrors(runs, signals, ahead)
  return {
    model: { ...closed(chosen, more), trust: trustOf(runs, signals, horizon) },
    members: alone.map((errors, member) => ({
      oneScan: errors[0] as number,
      horizon: errors.at(-1) as number,
      isKept: kept.has(member),
    })),
    errors: ahead.map((scans, index) => ({
      scans,
      persistence: persistence[index] as number,
      arx: arxErrors[index] as number,
      ensemble: errors[index] as number,
    })),
    runs,
    device,
  }
}

async function trainMembers(
  untrained: Omit<LogModel, 'members' | 'trust'>,
  among: readonly LogSeries[],
  weight: Float32Array,
  settings: LogFitSettings,
  random: RandomSource,
  { onProgress, signal }: LogFitHooks,
): Promise<{ readonly trained: readonly TrainedMember[]; readonly device: 'cpu' | 'gpu' }> {
  const shape = shapeOf(untrained)
  const network = createLogNetwork(shape)
  const logVariance = weight.slice(0, shape.signals).map((each) => -2 * Math.log(each))
  const trainer = await createMemberTrainer(network, settings)
  const trained: TrainedMember[] = []
  try {
    for (let member = 0; member < settings.members; member++) {
      const own = random.fork(`member ${member}`)
      const { drawn, left } = subsample(among, shape.window, settings.horizon, own)
      const start = network.draw(own, await linearPath(shape, drawn), logVariance)
      const onUpdate = (update: number) =>
        onProgress?.(member * settings.updates + update, settings.members * settings.updates)
      const parameters = await trainer.train(start, drawn, weight, own, { onUpdate, signal })
      trained.push({
        parameters,
        drawn: await momentsOf(network, parameters, drawn),
        left: await momentsOf(network, parameters, left),
      })
    }
  } finally {
    await trainer.release()
  }
  return { trained, device: trainer.device }
}

/**
 * One over the error that the linear model makes of each signal at each scan, [horizon · signals]: a mean of squares so
 * weighted falls as the mean of the root-mean-square errors does.
 */
function weightsBy(runs: readonly HeldOutRuns[], signals: number, horizon: number): Float32Array {
  return Float32Array.from({ length: horizon * signals }, (_, row) => {
    let [sum, count] = [0, 0]
    for (const {
      runs: { means },
      feeds,
      lanes,
    } of runs) {
      for (let index = row * lanes; index < (row + 1) * lanes; index++) {
        sum += ((means[0]?.[index] as number) - (feeds.reading[index] as number)) ** 2
        count++
      }
    }
    return 1 / (Math.sqrt(sum / count) + smallestError)
  })
}

function assertLongEnough(what: string, some: readonly LogSeries[], window: number, horizon: number): void {
  if (some.some((series) => placesIn(series, { window }, horizon).length > 0)) return
  throw new RangeError(`no ${what} log lasts for ${window + horizon} scans without a gap`)
}

/** A linear ARX model by ridge regression, as a model of one member whose hidden layers are silent. */
export async function arxOf(
  { signals, controls }: Scales,
  among: readonly LogSeries[],
): Promise<Omit<LogModel, 'trust'>> {
  const model = { signals, controls, window: arxWindow, hidden: 1 }
  const shape = shapeOf(model)
  const network = createLogNetwork(shape)
  const member = new Float32Array(network.parameters)
  member.set(
    await linearPath(
      shape,
      among.flatMap((series) => placesIn(series, shape, 1)),
    ),
  )
  return { ...model, members: [member] }
}

/** 1, 2, 5, 10, 20, ... scans ahead, up to the horizon. */
function horizonsUpTo(horizon: number): readonly number[] {
  const round = [1, 2, 5].flatMap((digit) => [1, 10, 100].map((decade) => digit * decade))
  return [...new Set([...round.filter((scans) => scans < horizon), horizon])].toSorted((a, b) => a - b)
}

/** Those with the smallest error, one scan and the horizon ahead counting alike. */
function bestOf(errors: readonly (readonly number[])[], kept: number): ReadonlySet<number> {
  const mean = (index: number) => errors.reduce((sum, each) => sum + (each.at(index) as number), 0) / errors.length
  const rank = errors.map((each, member) => ({
    member,
    error: (each.at(0) as number) / mean(0) + (each.at(-1) as number) / mean(-1),
  }))
  return new Set(
    rank
      .toSorted((a, b) => a.error - b.error)
      .slice(0, kept)
      .map(({ member }) => member),
  )
}
