import { existsSync, readFileSync, statSync } from 'node:fs'
import type { Logged } from '../dream/learned/log-series.ts'
import { wantedBy } from '../plant/columns.ts'
import {
  columnsOf,
  type DescribedPlant,
  DescriptionError,
  loggedOf,
  readDescription,
} from '../plant/described-plant.ts'
import { readRuns } from '../plant/log.ts'
import { recordingsOf } from '../plant/recordings.ts'
import { randomSource } from '../scenario/random.ts'
import { writeWhole } from '../study/atomic-file.ts'
import { type FittedLogModel, type LogFitHooks, type LogFitSettings, usualLogFit } from '../train/fit-ensemble.ts'
import { fitGapModel } from '../train/fit-gap-model.ts'
import { fitLogModel } from '../train/fit-log-model.ts'
import { trustHorizons } from '../train/log-horizon.ts'
import type { LearnReport, LearnRequest } from './contract/learn.ts'
import { type Engine, EngineError } from './contract.ts'
import { type KeptModel, modelText } from './log-model-file.ts'
import { assertSeed } from './seed.ts'
import { loadSource } from './source.ts'

const largestDescription = 1_000_000
const toleranceShare = 0.05
const updates = { small: 60, normal: usualLogFit.updates, large: 4 * usualLogFit.updates }

/** What a fit came to, of a line or of a plant without one. */
interface Outcome {
  readonly name: string
  readonly scan: number
  readonly recordings: readonly Logged[]
  readonly heldOut: readonly Logged[]
  readonly fitted: Omit<FittedLogModel, 'model'>
  readonly level: number
  readonly signals: LearnReport['signals']
  readonly kept: KeptModel
}

/** Fits an ensemble to logs and writes it down. */
export const learn: Engine['learn'] = async (request, { onProgress, signal } = {}) => {
  const { out, heldOut: share = 0.2, budget = 'normal', seed = 1, device = 'cpu' } = request
  assertSeed(seed)
  if (!(share > 0 && share < 1)) refuse('What is held out is a share between 0 and 1.', 'Leave it out for 0.2.')
  if (existsSync(out)) refuse('There is a file of that name already.', 'Name one that is not there yet.', out)
  const from = performance.now()
  const settings = { ...usualLogFit, device, updates: updates[budget] }
  const hooks: LogFitHooks = {
    onProgress: (done, total) => onProgress?.({ task: 'Fitting the ensemble', done, total, unit: 'updates' }),
    signal,
  }
  const { name, scan, recordings, heldOut, fitted, level, signals, kept } = await fitTo(
    request,
    share,
    seed,
    settings,
    hooks,
  )
  const { text, hash } = modelText(kept)
  writeWhole(out, text)
  return {
    name,
    basis: kept.basis,
    device: fitted.device,
    scan,
    scans: recordings.reduce((sum, { readings }) => sum + readings.length, 0),
    recordings: recordings.length,
    heldOut: heldOut.map(({ name }) => name),
    members: fitted.members,
    errors: fitted.errors.map((errors) => ({ ...errors, seconds: errors.scans * scan })),
    signals,
    level,
    file: out,
    hash,
    seconds: (performance.now() - from) / 1000,
  }
}

function fitTo(
  { line, plant, logs }: LearnRequest,
  share: number,
  seed: number,
  settings: LogFitSettings,
  hooks: LogFitHooks,
) {
  if (logs.length === 0) refuse('There is no log to learn from.', 'Name at least one.')
  if (line !== undefined && plant === undefined) return reported(fitToLine(line, logs, share, seed, settings, hooks))
  if (line === undefined && plant !== undefined) return reported(fitToPlant(plant, logs, share, seed, settings, hooks))
  return refuse('It takes a line or the description of a plant, and not both.', 'Give one of them.')
}

async function fitToPlant(
  path: string,
  logs: readonly string[],
  share: number,
  seed: number,
  settings: LogFitSettings,
  hooks: LogFitHooks,
): Promise<Outcome> {
  const plant = describedIn(path)
  const recordings: Logged[] = []
  for (const log of logs) {
    for (const run of await readRuns(log, columnsOf(plant))) recordings.push(...loggedOf(plant, run))
  }
  const { training, heldOut } = split(recordings, share)
  const names = { signals: plant.signals.map(({ name }) => name), controls: plant.controls.map(({ name }) => name) }
  const fitted = await fitLogModel(names, training, heldOut, settings, randomSource(seed), hooks)
  const { model } = fitted
  const tolerances = plant.signals.map(({ tolerance }, row) => tolerance ?? toleranceShare * spanOf(recordings, row))
  const horizons = trustHorizons(
    fitted.runs,
    tolerances.map((tolerance, row) => tolerance / (model.signals[row]?.deviation as number)),
    settings.horizon,
  )
  return {
    name: plant.name,
    scan: plant.scan,
    recordings,
    heldOut,
    fitted,
    level: model.trust.level,
    signals: plant.signals.map(({ name, unit }, row) => ({
      name,
      unit,
      tolerance: tolerances[row] as number,
      trustHorizon: (horizons[row] as number) * plant.scan,
    })),
    kept: { basis: 'logs alone', plant: plant.name, scan: plant.scan, model },
  }
}

async function fitToLine(
  path: string,
  logs: readonly string[],
  share: number,
  seed: number,
  settings: LogFitSettings,
  hooks: LogFitHooks,
): Promise<Outcome> {
  const { line, plant, hash } = loadSource(path)
  const recordings = []
  for (const log of logs) {
    for (const run of await readRuns(log, wantedBy(line))) recordings.push(...recordingsOf(line, run))
  }
  const { training, heldOut } = split(recordings, share)
  const fitted = await fitGapModel(plant, training, heldOut, settings, randomSource(seed), hooks)
  return {
    name: line.name,
    scan: line.scan,
    recordings,
    heldOut,
    fitted,
    level: fitted.model.ensemble.trust.level,
    signals: [],
    kept: { basis: 'balances and logs', lineHash: hash, model: fitted.model },
  }
}

/** Whole recordings, spread over all of them, where there are enough; else the end of each. */
function split<Kind extends Logged>(recordings: readonly Kind[], share: number) {
  const heldBefore = (count: number) => Math.floor(count * share + 1e-9)
  if (heldBefore(recordings.length) > 0) {
    const isHeld = (index: number) => heldBefore(index + 1) > heldBefore(index)
    return {
      training: recordings.filter((_, index) => !isHeld(index)),
      heldOut: recordings.filter((_, index) => isHeld(index)),
    }
  }
  const part = (keep: (scans: number) => readonly [number, number | undefined]) =>
    recordings.map((recording) => {
      const [from, to] = keep(recording.readings.length)
      return {
        ...recording,
        readings: recording.readings.slice(from, to),
        controls: recording.controls.slice(from, to),
      }
    })
  const end = (scans: number) => Math.round(scans * (1 - share))
  return { training: part((scans) => [0, end(scans)]), heldOut: part((scans) => [end(scans), undefined]) }
}

function spanOf(recordings: readonly Logged[], row: number): number {
  let [low, high] = [Infinity, -Infinity]
  for (const { readings } of recordings) {
    for (const scan of readings) {
      low = Math.min(low, scan[row] as number)
      high = Math.max(high, scan[row] as number)
    }
  }
  return high - low
}

function describedIn(path: string): DescribedPlant {
  let text = ''
  try {
    if (statSync(path).size <= largestDescription) text = readFileSync(path, 'utf8')
    else return refuse('The description is longer than 1 MB.', 'Check that it is one.', path)
  } catch (error) {
    if (error instanceof EngineError) throw error
    return refuse('The description cannot be read.', 'Check its path.', path)
  }
  try {
    return readDescription(text)
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error
    const remedy = 'Name signals and controls, each with `name:`, and `scan:` in seconds.'
    throw new EngineError(error.problems.map((problem) => ({ message: `${problem}.`, remedy, where: path })))
  }
}

/** Logs that are too short come out as what the engineer can mend. */
async function reported(outcome: Promise<Outcome>): Promise<Outcome> {
  try {
    return await outcome
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new EngineError([{ message: `${error.message}.`, remedy: 'Give longer logs, or more of them.' }])
  }
}

function refuse(message: string, remedy: string, where?: string): never {
  throw new EngineError([{ message, remedy, ...(where !== undefined && { where }) }])
}
