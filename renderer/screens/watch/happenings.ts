import type { FilmEvent, FilmSet, LineModel } from '../../../core/engine/window/contract.ts'
import { endingOf, isEnding } from '../../scene/film/trouble.ts'

/** Something that happens on a day, under one controller or alike under several. */
export interface Happening {
  readonly key: string
  readonly event: FilmEvent
  /** When it is over, s; Infinity where it lasts to the end. */
  readonly until: number
  /** The films in which it happens, by their place in the set. */
  readonly films: readonly number[]
}

/** What happens in any of the films, in order of time and then of priority. */
export function happeningsOf({ films }: FilmSet): readonly Happening[] {
  const found = new Map<string, Happening>()
  films.forEach(({ events }, film) => {
    events.forEach((event, place) => {
      if (isEnding(event)) return
      const until = endingOf(events, place)?.at ?? Infinity
      const key = [event.kind, event.name, event.at, until].join(' ')
      const films = [...(found.get(key)?.films ?? []), film]
      found.set(key, { key, event, until, films })
    })
  })
  return [...found.values()].sort((a, b) => a.event.at - b.event.at || a.event.priority - b.event.priority)
}

/** Scans at which something begins or ends in any film, each once and in order. */
export function marksOf({ films, model }: FilmSet): readonly number[] {
  const scans = films.flatMap(({ events }) => events.map(({ at }) => at / model.scan))
  return [...new Set(scans)].sort((a, b) => a - b)
}

export const isPresent = ({ event, until }: Happening, seconds: number) => event.at <= seconds && seconds < until

/** Which of the lanes of a bar each of them lies on, so that none covers another. */
export function lanesOf(happenings: readonly Happening[]): readonly number[] {
  const free: number[] = []
  return happenings.map(({ event, until }) => {
    const found = free.findIndex((from) => from <= event.at)
    const lane = found < 0 ? free.length : found
    free[lane] = until
    return lane
  })
}

/** A mark on a bar: the most urgent of what lies too close together to be told apart. */
interface BarMark {
  readonly happening: Happening
  readonly others: number
}

/** Marks for a bar on which `room` of them stand side by side. */
export function marksOnBar(happenings: readonly Happening[], duration: number, room: number): readonly BarMark[] {
  const places = new Map<number, BarMark>()
  for (const happening of happenings) {
    const place = Math.round((happening.event.at / duration) * room)
    const there = places.get(place)
    if (there === undefined) places.set(place, { happening, others: 0 })
    else {
      const first = there.happening.event.priority <= happening.event.priority ? there.happening : happening
      places.set(place, { happening: first, others: there.others + 1 })
    }
  }
  return [...places.values()]
}

/** The component whose trends tell most at first: where the first fault lies, else the first that is measured. */
export function mostTelling(model: LineModel, happenings: readonly Happening[]): string | undefined {
  const tags = new Set(model.components.map(({ tag }) => tag))
  const places = happenings.flatMap(({ event: { component } }) => component ?? [])
  return places.find((tag) => tags.has(tag)) ?? model.signals[0]?.component
}
