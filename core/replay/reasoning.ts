import type { Event } from '../dream/cause.ts'
import { clock, eventText } from '../dream/cause-text.ts'
import { differenceUnit } from '../line/file/names.ts'
import type { Line, Signal } from '../line/line.ts'
import { quantityIn } from '../line/quantity.ts'
import type { Experience } from './experience.ts'

/** What moves by less than this share of its range holds still. */
const noticeable = 0.001

const list = new Intl.ListFormat('en')

/**
 * Why some experiences in a row came out as they did: what somebody has said of the first, or else what the chain of causes
 * says of the dream up to then, through which components, and what each signal does meanwhile, by how much, in the units of
 * the line file.
 */
export function reasoningOf(line: Line, chain: readonly Event[], experiences: readonly Experience[]): string {
  const [first, last] = [experiences[0] as Experience, experiences.at(-1) as Experience]
  if (first.reasoning !== null) return first.reasoning
  const end = (last.scan + 1) * line.scan
  const happened = chain.filter(({ at }) => at <= end)
  const origin = happened.find(({ kind }) => kind === 'fault')
  const events = happened.map((event) => {
    // The PLC acts from afar; all else comes through the equipment.
    const isFar = origin !== undefined && event.kind !== 'control'
    const through = isFar ? between(line, placeOf(line, origin), placeOf(line, event)) : []
    return `${eventText(line, event)}${through.length === 0 ? '' : `, by way of ${list.format(through)}`}.`
  })
  const before = events.length === 0 ? ['Nothing has happened that an ordinary day does not have.'] : events
  const moves = line.signals.flatMap((signal, row) =>
    moveText(signal, first.state[row] as number, last.nextState[row] as number),
  )
  return [...before, `From ${clock(first.scan * line.scan)} to ${clock(end)}:`, ...moves].join('\n')
}

function moveText({ tag, of, unit, low, high }: Signal, from: number, to: number): string[] {
  if (Number.isNaN(from) || Number.isNaN(to)) return []
  const what = `${tag} (${of.component} ${of.quantity})`
  const moved = to - from
  const reached = `${rounded(quantityIn(to, unit))} ${unit}`.trimEnd()
  if (Math.abs(moved) < noticeable * (high - low)) return [`${what} holds at ${reached}.`]
  const by = `${rounded(quantityIn(Math.abs(moved), differenceUnit(unit)))} ${differenceUnit(unit)}`.trimEnd()
  return [`${what} ${moved > 0 ? 'rises' : 'falls'} by ${by} to ${reached}.`]
}

const rounded = (value: number) => Number(value.toPrecision(3))

/** The component at which a fault or a signal is seen. */
function placeOf(line: Line, { kind, row }: Event): string {
  const on = kind === 'fault' ? line.failures[row]?.on : line.signals[row]?.tag
  return line.signals.find(({ tag }) => tag === on)?.of.component ?? on ?? ''
}

/** The components between two, the shortest way along the connections. */
function between(line: Line, from: string, to: string): readonly string[] {
  const cameFrom = new Map([[from, '']])
  for (const here of cameFrom.keys()) {
    if (here === to) break
    for (const connection of line.connections) {
      const ends = [connection.from.component, connection.to.component]
      const other = ends[1 - ends.indexOf(here)]
      if (ends.includes(here) && other !== undefined && !cameFrom.has(other)) cameFrom.set(other, here)
    }
  }
  const way: string[] = []
  for (let tag = cameFrom.get(to) ?? ''; tag !== '' && tag !== from; tag = cameFrom.get(tag) ?? '') way.unshift(tag)
  return way
}
