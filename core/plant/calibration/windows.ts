import type { Recording } from '../../dream/recording.ts'
import type { Line } from '../../line/line.ts'

/** A stretch of a recording that a free run follows: `controls.length` scans, and one reading more. */
export interface Window extends Pick<Recording, 'readings' | 'controls'> {
  /** Scans at the beginning that only bring the states that nobody measures to where they belong: they prove nothing. */
  readonly runIn: number
}

/** A recording, or a part of one. */
export type Stretch = Omit<Window, 'runIn'>

/** The recordings up to a share of each, and what comes after it. */
export function split(
  recordings: readonly Recording[],
  share: number,
): { readonly fitted: readonly Stretch[]; readonly heldOut: readonly Stretch[] } {
  const parted = recordings.map((recording) => Math.round(recording.controls.length * share))
  return {
    fitted: recordings.map((recording, index) => windowOf(recording, 0, parted[index] as number)),
    heldOut: recordings.map((recording, index) =>
      windowOf(recording, parted[index] as number, recording.controls.length),
    ),
  }
}

/** Windows of fewer scans say nothing. */
export const fewestScans = 10

/** A dream has to be right over its horizon, in which what wanders about has not gone far in a quarter of its time constant. */
export const fittedLength = ({ horizon, disturbances }: Line): number =>
  Math.min(horizon, ...disturbances.flatMap(({ wander }) => (wander === undefined ? [] : [wander.time / 4])))

/** Errors are shown over longer runs too; but a plant that integrates drifts away without end. */
export const measuredLength = ({ horizon }: Line): number => 4 * horizon

/**
 * The stretches cut into equal windows of at most `length` s, each with the scans of `runIn` s before it; what is too short
 * is left out.
 */
export function cut(line: Line, stretches: readonly Stretch[], length: number, runIn: number): readonly Window[] {
  const longest = Math.max(Math.round(length / line.scan), fewestScans)
  const before = Math.round(runIn / line.scan)
  return stretches.flatMap((stretch) => {
    const scans = stretch.readings.length - 1 - before
    if (scans < fewestScans) return []
    const count = Math.ceil(scans / longest)
    const bounds = Array.from({ length: count + 1 }, (_, index) => before + Math.round((index * scans) / count))
    return bounds
      .slice(0, -1)
      .map((from, index) => ({ ...windowOf(stretch, from - before, bounds[index + 1] as number), runIn: before }))
  })
}

/** As many of the windows, spread evenly, as have at most `scans` scans together, and one at least. */
export function spread(windows: readonly Window[], scans: number): readonly Window[] {
  const longest = Math.max(0, ...windows.map(({ controls }) => controls.length))
  const count = Math.max(1, Math.floor(scans / longest))
  if (windows.length <= count) return windows
  return Array.from({ length: count }, (_, index) => windows[Math.floor((index * windows.length) / count)] as Window)
}

/** The scans `[from, to)` of a stretch, with the reading that ends the last where it is there. */
function windowOf({ readings, controls }: Stretch, from: number, to: number): Stretch {
  const kept = readings.slice(from, to + 1)
  return { readings: kept, controls: controls.slice(from, from + Math.max(kept.length - 1, 0)) }
}
