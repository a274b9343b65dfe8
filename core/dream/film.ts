import { broadcastTo } from '../graph/elementwise.ts'
import { concatRows } from '../graph/shape.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Segment } from './segment.ts'

const trackNames = ['truth', 'reading', 'shown', 'control', 'setpoint', 'fault'] as const
export type TrackName = (typeof trackNames)[number]

/** Values of some rows scan by scan: [scans, rows], row-major, SI. */
export interface Track {
  readonly rows: number
  readonly values: Float32Array
}

/** What can be watched of one dream. */
export interface Film {
  readonly scenario: Scenario
  readonly scans: number
  readonly tracks: Readonly<Record<TrackName, Track>>
}

/** How the tracks of a scan lie in the film output, [scans · rows, lanes]. */
export interface FilmLayout {
  readonly rows: number
  readonly tracks: readonly { readonly name: TrackName; readonly offset: number; readonly rows: number }[]
}

export function layOutFilm(segment: Segment): FilmLayout {
  const [record] = segment.records
  let offset = 0
  const tracks = trackNames.map((name) => {
    const rows = record?.[name]?.rows ?? 0
    offset += rows
    return { name, offset: offset - rows, rows }
  })
  return { rows: offset, tracks }
}

/** The film output of a segment, [scans · film rows, lanes]. */
export function filmOutput(segment: Segment): Tensor {
  return concatRows(
    segment.records.flatMap((record) =>
      trackNames.flatMap((name) => {
        const track = record[name]
        return track === undefined ? [] : [broadcastTo(track, track.rows, segment.lanes)]
      }),
    ),
  )
}

export function emptyFilm(layout: FilmLayout, scenario: Scenario, scans: number): Film {
  const tracks = layout.tracks.map(
    ({ name, rows }) => [name, { rows, values: new Float32Array(scans * rows) }] as const,
  )
  return { scenario, scans, tracks: Object.fromEntries(tracks) as Record<TrackName, Track> }
}

/** Copies one lane of a segment's film output, which begins at scan `from`, into its film. */
export function copyLane(
  layout: FilmLayout,
  film: Film,
  output: Float32Array,
  lanes: number,
  lane: number,
  from: number,
) {
  const scans = output.length / layout.rows / lanes
  for (const { name, offset, rows } of layout.tracks) {
    const { values } = film.tracks[name]
    for (let scan = 0; scan < Math.min(scans, film.scans - from); scan++) {
      for (let row = 0; row < rows; row++) {
        values[(from + scan) * rows + row] = output[(scan * layout.rows + offset + row) * lanes + lane] as number
      }
    }
  }
}
