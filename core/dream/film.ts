import { broadcastTo } from '../graph/elementwise.ts'
import { concatRows } from '../graph/shape.ts'
import type { Tensor } from '../graph/tensor.ts'
import type { Place } from '../line/line.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { ScanRecord } from './closed-loop.ts'
import type { Segment } from './segment.ts'

const signalTracks = ['truth', 'reading', 'shown', 'control', 'setpoint', 'fault', 'tripped'] as const
const trackNames = [...signalTracks, 'cost', 'quantity'] as const
export type TrackName = (typeof trackNames)[number]

/** What to keep of a dream: what its control saw and did, or besides that every quantity of every component. */
export type Filming = 'signals' | 'everything'

/** Values of some rows scan by scan: [scans, rows], row-major, SI. */
export interface Track {
  readonly rows: number
  readonly values: Float32Array
}

/**
 * What can be watched of one dream. Readings, set points, faults and controls are taken as a scan begins; true values,
 * quantities and trips as it ends. The cost is the scan's share of the dream's.
 */
export interface Film {
  readonly scenario: Scenario
  readonly scans: number
  readonly tracks: Readonly<Record<TrackName, Track>>
  /** What the rows of the track `quantity` are; none where signals alone were filmed. */
  readonly places: readonly Place[]
  /** Where those quantities stand as the dream begins, [places], SI. */
  readonly start: Float32Array
}

/** How the tracks of a scan lie in the film output, [scans · rows, lanes]. */
export interface FilmLayout {
  readonly filming: Filming
  readonly rows: number
  readonly tracks: readonly { readonly name: TrackName; readonly offset: number; readonly rows: number }[]
  readonly places: readonly Place[]
}

export function layOutFilm(segment: Segment, filming: Filming): FilmLayout {
  const record = segment.records[0] as ScanRecord
  const { places } = filming === 'everything' ? record.everyQuantity() : { places: [] }
  let offset = 0
  const tracks = trackNames.map((name) => {
    const rows = name === 'quantity' ? places.length : name === 'cost' ? 1 : (record[name]?.rows ?? 0)
    offset += rows
    return { name, offset: offset - rows, rows }
  })
  return { filming, rows: offset, tracks, places }
}

/** The film output of a segment, [scans · film rows, lanes]. */
export function filmOutput(segment: Segment, { filming }: FilmLayout): Tensor {
  return concatRows(
    segment.records.flatMap((record, scan) => {
      const tracks = signalTracks.map((name) => record[name])
      const quantities = filming === 'everything' ? record.everyQuantity().values : undefined
      return [...tracks, segment.costs[scan], quantities].flatMap((track) =>
        track === undefined ? [] : [broadcastTo(track, track.rows, segment.lanes)],
      )
    }),
  )
}

/** A film without pictures. `settled` holds every quantity of the line as a dream begins. */
export function emptyFilm(layout: FilmLayout, scenario: Scenario, scans: number, settled: Float32Array): Film {
  const tracks = layout.tracks.map(
    ({ name, rows }) => [name, { rows, values: new Float32Array(scans * rows) }] as const,
  )
  return {
    scenario,
    scans,
    tracks: Object.fromEntries(tracks) as Record<TrackName, Track>,
    places: layout.places,
    start: settled.slice(0, layout.places.length),
  }
}

/** Copies one lane of a segment's film output, which begins at scan `from`, into its film. */
export function copyLane(
  layout: FilmLayout,
  film: Pick<Film, 'scans' | 'tracks'>,
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
