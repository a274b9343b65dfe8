import { differenceUnit } from '../line/file/names.ts'
import type { Plant } from '../line/plant.ts'
import { type ColumnNames, type LoggedLine, matchColumns } from './columns.ts'
import { freeRun } from './free-run.ts'
import { type Log, LogError } from './log.ts'

export interface ReplayOptions {
  readonly columns?: ColumnNames
  /** How far a prediction may be off, by the signal's tag, SI; 5 % of the signal's range by default. */
  readonly tolerance?: Readonly<Record<string, number>>
}

/** How the dream of one signal agrees with its log. Errors are predicted less logged, in SI. */
export interface SignalReplay {
  readonly tag: string
  readonly column: string
  /** The signal's unit for differences, such as K, for display. */
  readonly unit: string
  readonly rmse: number
  readonly largest: number
  readonly tolerance: number
  /**
   * How far ahead nine of ten dreams, begun all along the log, stay within the tolerance, s; the whole time looked at
   * where they never leave it.
   */
  readonly trustHorizon: number
  /** RMSE of those dreams over the time since they began, s. */
  readonly errorByHorizon: readonly { readonly horizon: number; readonly rmse: number }[]
  /** The free run from the first row, one value a row of the log. */
  readonly predicted: Float64Array
  readonly logged: Float64Array
}

export interface Replay {
  /** s */
  readonly time: Float64Array
  readonly signals: readonly SignalReplay[]
}

const toleranceShare = 0.05
const trustedShare = 0.9
const mostStarts = 64
const horizonBins = 20
const mostSteps = 20_000_000

/**
 * Drives the plant with a log's controls, open loop, and compares what it predicts with what was logged: once from the
 * first row to the last, and from up to 64 rows along the log, each over the line's horizon or half of the log.
 * @throws {LogError} where the log does not fit the line.
 */
export async function replayLog(plant: Plant, log: Log, options: ReplayOptions = {}): Promise<Replay> {
  const { line } = plant
  const { time } = log
  const logged = matchColumns(line, log, options.columns)
  const span = (time.at(-1) as number) - (time[0] as number)
  if (span / line.step > mostSteps) {
    const remedy = 'Write times in seconds, or cut the log'
    throw new LogError(log.file, { line: 2, column: 1 }, `the log lasts ${Math.round(span)} s`, remedy)
  }
  const predicted = logged.signals.map(() => new Float64Array(time.length))
  await freeRun(plant, logged, time, [0], span, (_run, row, signal, value) => {
    ;(predicted[signal] as Float64Array)[row] = value
  })
  const tolerances = logged.signals.map(
    ({ item: { tag, low, high } }) => options.tolerance?.[tag] ?? toleranceShare * (high - low),
  )
  const ahead = await lookAhead(plant, logged, time, tolerances)
  const signals = logged.signals.map(({ item, column, values }, index): SignalReplay => {
    const errors = (predicted[index] as Float64Array).map((value, row) => value - (values[row] as number))
    return {
      tag: item.tag,
      column,
      unit: differenceUnit(item.unit),
      rmse: Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length),
      largest: errors.reduce((most, error) => Math.max(most, Math.abs(error)), 0),
      tolerance: tolerances[index] as number,
      ...(ahead[index] as Ahead),
      predicted: predicted[index] as Float64Array,
      logged: values,
    }
  })
  return { time, signals }
}

type Ahead = Pick<SignalReplay, 'trustHorizon' | 'errorByHorizon'>

async function lookAhead(
  plant: Plant,
  logged: LoggedLine,
  time: Float64Array,
  tolerances: readonly number[],
): Promise<readonly Ahead[]> {
  const first = time[0] as number
  const span = (time.at(-1) as number) - first
  const duration = Math.min(plant.line.horizon, span / 2)
  const last = time.findLastIndex((at) => at - first <= span - duration)
  const count = Math.min(mostStarts, last + 1)
  const starts = Array.from({ length: count }, (_, start) => Math.floor((start * last) / Math.max(count - 1, 1)))
  const left = tolerances.map(() => starts.map(() => duration))
  const squares = tolerances.map(() => new Float64Array(horizonBins))
  const counts = tolerances.map(() => new Float64Array(horizonBins))
  await freeRun(plant, logged, time, starts, duration, (run, row, signal, value) => {
    const since = (time[row] as number) - (time[starts[run] as number] as number)
    const error = value - (logged.signals[signal]?.values[row] as number)
    const exits = left[signal] as number[]
    if (Math.abs(error) > (tolerances[signal] as number)) exits[run] = Math.min(exits[run] as number, since)
    if (since === 0) return
    const bin = Math.min(Math.ceil((since / duration) * horizonBins) - 1, horizonBins - 1)
    ;(squares[signal] as Float64Array)[bin]! += error ** 2
    ;(counts[signal] as Float64Array)[bin]! += 1
  })
  return tolerances.map((_, signal) => {
    const exits = (left[signal] as number[]).toSorted((a, b) => a - b)
    const errorByHorizon = [...(counts[signal] as Float64Array)].flatMap((seen, bin) => {
      const square = squares[signal]?.[bin] as number
      return seen === 0 ? [] : [{ horizon: ((bin + 1) * duration) / horizonBins, rmse: Math.sqrt(square / seen) }]
    })
    return { trustHorizon: exits[Math.floor((1 - trustedShare) * exits.length)] as number, errorByHorizon }
  })
}
