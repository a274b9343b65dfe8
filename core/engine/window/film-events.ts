import type { Film } from '../../dream/film.ts'
import type { Interlock, Limit, Line } from '../../line/line.ts'
import { formatQuantity } from '../../line/quantity.ts'
import { writeFault } from '../../scenario/written.ts'
import type { FilmEvent } from './contract.ts'
import { componentOf } from './film-series.ts'

/** What happens on a day, in order of time. */
export function eventsOf(line: Line, film: Film): readonly FilmEvent[] {
  const limits = line.limits.flatMap((limit) => limitEvents(line, film, limit))
  const interlocks = line.loops.flatMap((loop) => (loop.kind === 'interlock' ? interlockEvents(line, film, loop) : []))
  return [...faultEvents(line, film), ...tripEvents(line, film), ...limits, ...interlocks].sort(
    (a, b) => a.at - b.at || a.priority - b.priority,
  )
}

const faultEvents = (line: Line, { scenario }: Film): readonly FilmEvent[] =>
  scenario.faults.flatMap((fault): FilmEvent[] => {
    const { failure: name, onset, duration } = fault
    const failure = line.failures.find((candidate) => candidate.name === name)
    const component = failure && componentOf(line, failure)
    const { severity } = writeFault(line, fault)
    const shared = { name, ...(component && { component }), ...(severity !== undefined && { value: severity }) }
    const end = onset + (duration ?? Infinity)
    return [
      { at: onset, kind: 'fault begins', priority: 3, ...shared },
      ...(end < line.horizon ? [{ at: end, kind: 'fault ends', priority: 4, ...shared } as const] : []),
    ]
  })

/** The moment at which the line stops, by the first limit that stops it. */
function tripEvents(line: Line, film: Film): readonly FilmEvent[] {
  const scan = film.tracks.tripped.values.indexOf(1)
  if (scan < 0) return []
  const limit = line.limits.find((candidate) => candidate.trip && isBeyond(film, candidate)(scan))
  const at = endOf(line, scan)
  return [{ at, kind: 'trip', priority: 1, ...(limit ? limitShared(limit) : { name: line.name }) }]
}

function limitEvents(line: Line, film: Film, limit: Limit): readonly FilmEvent[] {
  const priority = limit.trip ? 1 : 2
  return changes(film.scans, isBeyond(film, limit)).map(({ scan, now }) => ({
    at: endOf(line, scan),
    ...(now ? ({ kind: 'limit crossed', priority } as const) : ({ kind: 'limit cleared', priority: 4 } as const)),
    ...limitShared(limit),
  }))
}

const limitShared = ({ name, of, above, below, unit }: Limit) => ({
  name,
  component: of.component,
  value: formatQuantity((above ?? below) as number, unit),
})

/** Compared as the tally does, with the bound in single precision. */
function isBeyond({ tracks, places }: Film, { of, above = Infinity, below = -Infinity }: Limit) {
  const row = places.findIndex(({ component, quantity }) => component === of.component && quantity === of.quantity)
  const { rows, values } = tracks.quantity
  return (scan: number) => {
    const value = values[scan * rows + row] as number
    return value > Math.fround(above) || value < Math.fround(below)
  }
}

function interlockEvents(line: Line, film: Film, interlock: Interlock): readonly FilmEvent[] {
  const { tag, signal: measured, above = Infinity, below = -Infinity } = interlock
  const row = line.signals.findIndex((signal) => signal.tag === measured)
  const unit = line.signals[row]?.unit ?? ''
  const component = line.controls.find((control) => control.tag === interlock.control)?.component
  const { rows, values } = film.tracks.reading
  const acts = (scan: number) => {
    const reading = values[scan * rows + row] as number
    return interlock.above === undefined ? reading < Math.fround(below) : reading > Math.fround(above)
  }
  const value = formatQuantity((interlock.above ?? interlock.below) as number, unit)
  return changes(film.scans, acts).map(({ scan, now }) => ({
    at: scan * line.scan,
    ...(now
      ? ({ kind: 'interlock acts', priority: 3 } as const)
      : ({ kind: 'interlock clears', priority: 4 } as const)),
    name: tag,
    ...(component && { component }),
    value,
  }))
}

const endOf = (line: Line, scan: number) => (scan + 1) * line.scan

/** The scans at which something begins or ceases to be so; before the first it is not. */
function changes(scans: number, isSo: (scan: number) => boolean): readonly { scan: number; now: boolean }[] {
  const found: { scan: number; now: boolean }[] = []
  let before = false
  for (let scan = 0; scan < scans; scan++) {
    const now = isSo(scan)
    if (now !== before) found.push({ scan, now })
    before = now
  }
  return found
}
