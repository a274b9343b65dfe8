import type { Scale } from '../dream/learned/log-model.ts'
import { type Logged, seriesOf } from '../dream/learned/log-series.ts'
import type { RandomSource } from '../scenario/random.ts'
import { type FittedLogModel, fitEnsemble, type LogFitHooks, type LogFitSettings } from './fit-ensemble.ts'

/** Names of a plant's signals and controls, in the order of the logs. */
export type LogNames = Readonly<Record<'signals' | 'controls', readonly string[]>>

/**
 * Fits a model of a plant to its logs alone, in the logs' own units.
 * @throws {RangeError} as `fitEnsemble` does.
 */
export function fitLogModel(
  names: LogNames,
  training: readonly Logged[],
  heldOut: readonly Logged[],
  settings: LogFitSettings,
  random: RandomSource,
  hooks: LogFitHooks = {},
): Promise<FittedLogModel> {
  const scales = {
    signals: scalesOf(names.signals, training, 'readings'),
    controls: scalesOf(names.controls, training, 'controls'),
  }
  const series = (logs: readonly Logged[]) => logs.map((logged) => seriesOf(logged, scales))
  return fitEnsemble(scales, series(training), series(heldOut), settings, random, hooks)
}

/** Mean and standard deviation over the logs; what never moves gets a deviation of 1. */
export function scalesOf(
  names: readonly string[],
  logs: readonly Logged[],
  kind: 'readings' | 'controls',
): readonly Scale[] {
  return names.map((name, row) => {
    const values = logs.flatMap((log) => log[kind].map((scan) => scan[row] as number))
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
    return { name, mean, deviation: deviation > 1e-6 * Math.abs(mean) ? deviation : 1 }
  })
}
