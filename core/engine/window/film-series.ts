import type { Film, TrackName } from '../../dream/film.ts'
import type { Failure, Line } from '../../line/line.ts'
import { quantityIn } from '../../line/quantity.ts'
import type { Series } from './contract.ts'
import { conversionTo, type Span, scaleOf } from './film-scale.ts'

/** A series without its values, and where in a film they are. */
type Described = Omit<Series, 'values'> & { readonly track: TrackName; readonly row: number }

/**
 * All that is seen of a day under each of its controllers, on the same scales: [scans + 1] values, from the time 0 to the
 * horizon. What is taken as a scan begins holds until the next one, and stays to the end.
 */
export function seriesOf(line: Line, films: readonly Film[]): readonly (readonly Series[])[] {
  const described = [...quantities(line, films), ...instruments(line), ...drives(line), ...faults(line, films)]
  return films.map((film) =>
    described.map(({ track, row, ...series }) => ({ ...series, values: valuesOf(film, track, row, series.unit) })),
  )
}

function quantities(line: Line, films: readonly Film[]): readonly Described[] {
  const places = films[0]?.places ?? []
  const seen = places.map((place, row) => ({ place, span: spanOf(films, row) }))
  return seen.map((one, row) => ({
    kind: 'truth',
    tag: one.place.component,
    component: one.place.component,
    quantity: one.place.quantity,
    ...scaleOf(line, one, seen),
    track: 'quantity',
    row,
  }))
}

/** The least and the most of a quantity in any of the films, SI. */
function spanOf(films: readonly Film[], row: number): Span {
  let low = Infinity
  let high = -Infinity
  for (const { tracks, start, scans } of films) {
    const { rows, values } = tracks.quantity
    for (let scan = -1; scan < scans; scan++) {
      const value = (scan < 0 ? start[row] : values[scan * rows + row]) as number
      if (value < low) low = value
      if (value > high) high = value
    }
  }
  return { low, high }
}

const instruments = (line: Line): readonly Described[] =>
  (['reading', 'shown'] as const).flatMap((kind) =>
    line.signals.map(({ tag, of, unit, low, high }, row) => ({
      kind,
      tag,
      component: of.component,
      quantity: of.quantity,
      ...inUnit(unit, low, high),
      track: kind,
      row,
    })),
  )

function drives(line: Line): readonly Described[] {
  const controls = line.controls.map(
    ({ tag, component, actuator, unit, low, high }, row): Described => ({
      kind: 'control',
      tag,
      component,
      quantity: actuator,
      ...inUnit(unit, low, high),
      track: 'control',
      row,
    }),
  )
  const setpoints = line.loops
    .filter(({ kind }) => kind !== 'interlock')
    .flatMap(({ tag, signal: measured }, row): Described[] => {
      const signal = line.signals.find((candidate) => candidate.tag === measured)
      if (signal === undefined) return []
      const { of, unit, low, high } = signal
      const { component, quantity } = of
      return [{ kind: 'setpoint', tag, component, quantity, ...inUnit(unit, low, high), track: 'setpoint', row }]
    })
  return [...controls, ...setpoints]
}

/** Those faults that occur on the day. */
const faults = (line: Line, films: readonly Film[]): readonly Described[] =>
  line.failures.flatMap((failure, row): Described[] => {
    const fault = films[0]?.scenario.faults.find((occurrence) => occurrence.failure === failure.name)
    if (fault === undefined) return []
    const ends = [0, ...failure.severity, fault.severity]
    const scale = inUnit(failure.unit, Math.min(...ends), Math.max(...ends))
    const component = componentOf(line, failure)
    return [{ kind: 'fault', tag: failure.name, component, quantity: '', ...scale, track: 'fault', row }]
  })

/** The component that fails, or that the failing signal measures. */
export const componentOf = (line: Line, { on }: Failure): string =>
  line.signals.find(({ tag }) => tag === on)?.of.component ?? on

const inUnit = (unit: string, low: number, high: number) => ({
  unit,
  low: quantityIn(low, unit),
  high: quantityIn(high, unit),
})

/** Quantities are taken as a scan ends, the others as it begins. */
function valuesOf({ scans, tracks, start }: Film, track: TrackName, row: number, unit: string): Float32Array {
  const { rows, values } = tracks[track]
  const { factor, offset } = conversionTo(unit)
  const lag = track === 'quantity' ? 1 : 0
  const shown = new Float32Array(scans + 1)
  for (let scan = 0; scan <= scans; scan++) {
    const from = Math.min(scan - lag, scans - 1)
    shown[scan] = ((from < 0 ? start[row] : values[from * rows + row]) as number) * factor - offset
  }
  return shown
}
