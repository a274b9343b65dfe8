import type { Film } from './film.ts'

/** What a plant in closed loop went through, scan by scan without a break, SI. One array a scan in each list. */
export interface Recording {
  readonly name: string
  /** What the instruments read as the scan begins, [signals]; NaN where nothing was measured. */
  readonly readings: readonly Float32Array[]
  /** Of the loops that have a set point, [set points]. */
  readonly setpoints: readonly Float32Array[]
  /** What is applied during the scan, [controls]. */
  readonly controls: readonly Float32Array[]
}

/** What a film shows as a plant's own log would. */
export function recordingOfFilm({ scenario, scans, tracks }: Film): Recording {
  const rows = (name: 'reading' | 'setpoint' | 'control') =>
    Array.from({ length: scans }, (_, scan) =>
      tracks[name].values.slice(scan * tracks[name].rows, (scan + 1) * tracks[name].rows),
    )
  return { name: scenario.name, readings: rows('reading'), setpoints: rows('setpoint'), controls: rows('control') }
}
