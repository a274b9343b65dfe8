import { differenceUnit } from '../line/file/names.ts'
import type { Signal } from '../line/line.ts'
import { errorAt, type LogTrials, placeOf, type Trial } from './trials.ts'
import { type Stay, trustHorizon } from './trust-horizon.ts'

/** How the dream of one signal agrees with the logs. Errors are predicted less logged, in SI. */
export interface SignalReplay {
  readonly tag: string
  readonly column: string
  /** The signal's unit for differences, such as K, for display. */
  readonly unit: string
  /** Of the free runs, each over a whole part of a log. */
  readonly rmse: number
  readonly largest: number
  readonly tolerance: number
  /**
   * How far ahead nine of ten dreams, begun all along the logs, stay within the tolerance, s; the whole time looked at
   * where they never leave it.
   */
  readonly trustHorizon: number
  /** Whether they leave it. */
  readonly leaves: boolean
  /** RMSE of those dreams over the time since they began, s. */
  readonly errorByHorizon: readonly { readonly horizon: number; readonly rmse: number }[]
}

const toleranceShare = 0.05
const horizonBins = 20

/** Errors of a signal in free runs, and in dreams begun all along the logs; undefined where none of them has it. */
export function signalReplay(
  { tag, unit, low, high, ...signal }: Signal,
  free: readonly LogTrials[],
  ahead: readonly LogTrials[],
  tolerance = signal.tolerance ?? toleranceShare * (high - low),
): SignalReplay | undefined {
  const logs = free.filter(({ logged }) => placeOf(logged, tag) >= 0)
  const column = logs[0]?.logged.signals.find(({ item }) => item.tag === tag)?.column
  if (column === undefined) return undefined
  const errors = errorsOf(logs, tag).map(({ error }) => error)
  const dreams = ahead.filter(({ logged }) => placeOf(logged, tag) >= 0)
  const stay = trustHorizon(dreams.flatMap((log) => log.trials.map((trial) => stayOf(log, trial, tag, tolerance))))
  return {
    tag,
    column,
    unit: differenceUnit(unit),
    rmse: rootMeanSquare(errors),
    largest: errors.reduce((most, error) => Math.max(most, Math.abs(error)), 0),
    tolerance,
    trustHorizon: stay.seconds,
    leaves: stay.left,
    errorByHorizon: byHorizon(dreams, tag),
  }
}

const errorsOf = (logs: readonly LogTrials[], tag: string) =>
  logs.flatMap((log) =>
    log.trials.flatMap((trial) =>
      trial.since.flatMap((since, place) => {
        const error = errorAt(log, trial, tag, place)
        return Number.isNaN(error) ? [] : [{ since, error }]
      }),
    ),
  )

function stayOf(log: LogTrials, trial: Trial, tag: string, tolerance: number): Stay {
  const leaves = trial.since.find((_, place) => Math.abs(errorAt(log, trial, tag, place)) > tolerance)
  return { seconds: leaves ?? trial.duration, left: leaves !== undefined }
}

function byHorizon(logs: readonly LogTrials[], tag: string): SignalReplay['errorByHorizon'] {
  const reach = Math.max(...logs.flatMap(({ trials }) => trials.map(({ duration }) => duration)))
  const binOf = ({ since }: { since: number }) => Math.min(Math.ceil((since / reach) * horizonBins), horizonBins)
  return [...Map.groupBy(errorsOf(logs, tag), binOf)]
    .toSorted(([a], [b]) => a - b)
    .map(([bin, seen]) => ({
      horizon: (bin * reach) / horizonBins,
      rmse: rootMeanSquare(seen.map(({ error }) => error)),
    }))
}

const rootMeanSquare = (errors: readonly number[]) =>
  Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length)
