import type { Scale } from './log-model.ts'
import type { LogShape } from './log-network.ts'

/** What a plant went through without a break, in its log's units: one array a scan, [signals] or [controls]. */
export interface Logged {
  readonly name: string
  /** As the scan begins. */
  readonly readings: readonly Float32Array[]
  /** Applied during the scan. */
  readonly controls: readonly Float32Array[]
}

/** The same in deviations: one array a signal or control, [scans]. */
export interface LogSeries {
  readonly name: string
  readonly scans: number
  readonly readings: readonly Float32Array[]
  readonly controls: readonly Float32Array[]
  /** What is to be said of each scan, where that is not by how much the readings change: one array a signal. */
  readonly changes?: readonly Float32Array[]
}

/** A scan of a series. */
export interface LogPlace {
  readonly series: LogSeries
  readonly scan: number
}

export function seriesOf(
  { name, readings, controls }: Logged,
  scales: Record<'signals' | 'controls', readonly Scale[]>,
) {
  const rows = (values: readonly Float32Array[], scales: readonly Scale[]) =>
    scales.map(({ mean, deviation }, row) =>
      Float32Array.from(values, (scan) => ((scan[row] as number) - mean) / deviation),
    )
  const series: LogSeries = {
    name,
    scans: readings.length,
    readings: rows(readings, scales.signals),
    controls: rows(controls, scales.controls),
  }
  return series
}

/** Scans that have a whole window before them and `scans` more readings behind. No window reaches over a break. */
export const placesIn = (series: LogSeries, { window }: Pick<LogShape, 'window'>, scans: number): readonly LogPlace[] =>
  Array.from({ length: Math.max(0, series.scans - window - scans + 1) }, (_, index) => ({
    series,
    scan: index + window - 1,
  }))

/** Histories at some places and what follows, row-major with a lane for each place, in deviations. */
export interface LogFeeds {
  /** [history, lanes], as `LogStepper` has it. */
  readonly history: Float32Array
  /** Controls of the scans k, k+1, ..., [scans · controls, lanes]. */
  readonly control: Float32Array
  /** Readings of the scans k+1, k+2, ..., [scans · signals, lanes]. */
  readonly reading: Float32Array
}

export function feedsOf(places: readonly LogPlace[], { signals, controls, window }: LogShape, scans: number): LogFeeds {
  const lanes = places.length
  /** Rows of each place at some scans from it, and `more` rows of ones. */
  const block = (kind: 'readings' | 'controls', rows: number, offsets: readonly number[], more = 0) => {
    const values = new Float32Array((offsets.length * rows + more) * lanes).fill(1)
    offsets.forEach((offset, index) => {
      for (let row = 0; row < rows; row++) {
        const at = (index * rows + row) * lanes
        for (let lane = 0; lane < lanes; lane++) {
          const { series, scan } = places[lane] as LogPlace
          values[at + lane] = valueAt(series, kind, row, scan, offset)
        }
      }
    })
    return values
  }
  const counted = (length: number, of: (index: number) => number) => Array.from({ length }, (_, index) => of(index))
  const readings = block(
    'readings',
    signals,
    counted(window, (index) => -index),
  )
  const before = block(
    'controls',
    controls,
    counted(window - 1, (index) => -1 - index),
    1,
  )
  const history = new Float32Array(readings.length + before.length)
  history.set(readings)
  history.set(before, readings.length)
  return {
    history,
    control: block(
      'controls',
      controls,
      counted(scans, (index) => index),
    ),
    reading: block(
      'readings',
      signals,
      counted(scans, (index) => index + 1),
    ),
  }
}

function valueAt(series: LogSeries, kind: 'readings' | 'controls', row: number, scan: number, offset: number): number {
  const values = series[kind][row] as Float32Array
  const change = offset > 0 && kind === 'readings' ? series.changes?.[row] : undefined
  return change === undefined ? (values[scan + offset] as number) : (values[scan] as number) + (change[scan] as number)
}
