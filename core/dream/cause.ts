import type { Line } from '../line/line.ts'
import type { Film, TrackName } from './film.ts'

/** Something that happened in a dream and not on the same day without its faults. */
export interface Event {
  readonly at: number
  readonly kind: 'fault' | 'truth' | 'reading' | 'control'
  /** Row of the failure, the signal or the control. */
  readonly row: number
  /** Value in the dream and on the day without the faults, SI. */
  readonly value: number
  readonly otherwise: number
}

/** A departure counts from this share of the range. */
const noticeable = 0.03

/**
 * What moved after what: for each fault, signal and control the first scan at which the dream leaves the same day without
 * the faults by a noticeable share of its range. Because dreams are pure, the difference has no other cause.
 */
export function causeChain(line: Line, film: Film, ordinary: Film): readonly Event[] {
  const onsets = film.scenario.faults.map(({ failure, onset, severity }): Event => {
    const row = line.failures.findIndex(({ name }) => name === failure)
    return { at: onset, kind: 'fault', row, value: severity, otherwise: 0 }
  })
  const ranges: Record<'truth' | 'reading' | 'control', readonly { low: number; high: number }[]> = {
    truth: line.signals,
    reading: line.signals,
    control: line.controls,
  }
  const departures = (['reading', 'control', 'truth'] as const).flatMap((kind) =>
    ranges[kind].flatMap(({ low, high }, row) => {
      const scan = firstDeparture(film, ordinary, kind, row, noticeable * (high - low))
      return scan === undefined ? [] : [eventAt(line, film, ordinary, kind, row, scan)]
    }),
  )
  return [...onsets, ...departures].sort((a, b) => a.at - b.at)
}

const valueAt = (film: Film, track: TrackName, row: number, scan: number) =>
  film.tracks[track].values[scan * film.tracks[track].rows + row] as number

function firstDeparture(film: Film, ordinary: Film, track: TrackName, row: number, enough: number): number | undefined {
  for (let scan = 0; scan < film.scans; scan++) {
    if (Math.abs(valueAt(film, track, row, scan) - valueAt(ordinary, track, row, scan)) > enough) return scan
  }
  return undefined
}

function eventAt(
  line: Line,
  film: Film,
  ordinary: Film,
  kind: 'truth' | 'reading' | 'control',
  row: number,
  scan: number,
): Event {
  return {
    // Readings and controls are taken as a scan begins, true values as it ends.
    at: (kind === 'truth' ? scan + 1 : scan) * line.scan,
    kind,
    row,
    value: valueAt(film, kind, row, scan),
    otherwise: valueAt(ordinary, kind, row, scan),
  }
}
