import type { Film, FilmEvent, LineModel, Priority } from '../../../core/engine/window/contract.ts'

/** Something abnormal on a component, from the scan at which it begins to the one at which it ends. */
export interface Trouble {
  readonly event: FilmEvent
  readonly component: string
  /** The signal that fails, where it is an instrument. */
  readonly signal: string | undefined
  readonly from: number
  readonly until: number
}

export type MarkerShape = 'octagon' | 'triangle' | 'diamond' | 'circle'

const shapes: Readonly<Record<Priority, MarkerShape>> = { 1: 'octagon', 2: 'triangle', 3: 'diamond', 4: 'circle' }

export const shapeOf = (priority: Priority): MarkerShape => shapes[priority]

const endings: Partial<Record<FilmEvent['kind'], FilmEvent['kind']>> = {
  'fault begins': 'fault ends',
  'limit crossed': 'limit cleared',
  'interlock acts': 'interlock clears',
}

/** The event that ends what begins with the event at that place. */
export function endingOf(events: readonly FilmEvent[], place: number): FilmEvent | undefined {
  const begun = events[place]
  const ending = begun && endings[begun.kind]
  return ending && events.find(({ kind, name }, at) => at > place && kind === ending && name === begun.name)
}

/** Whether an event is the end of something. */
export const isEnding = ({ kind }: FilmEvent) => Object.values(endings).includes(kind)

/** Everything abnormal of a film that has a place on the line, the most urgent first. */
export function troublesOf(model: LineModel, { events }: Film): readonly Trouble[] {
  const failures = new Map(model.failures.map((failure) => [failure.name, failure]))
  const signals = new Map(model.signals.map((signal) => [signal.tag, signal]))
  const tags = new Set(model.components.map(({ tag }) => tag))
  return events
    .flatMap((event, index): Trouble[] => {
      if (isEnding(event)) return []
      const on = failures.get(event.name)?.on
      const signal = on === undefined ? undefined : signals.get(on)
      const component = event.component ?? signal?.component ?? on
      if (component === undefined || !tags.has(component)) return []
      const end = endingOf(events, index)
      return [
        {
          event,
          component,
          signal: signal?.tag,
          from: event.at / model.scan,
          until: end ? end.at / model.scan : Infinity,
        },
      ]
    })
    .sort((a, b) => a.event.priority - b.event.priority || a.from - b.from)
}

export const isActive = ({ from, until }: Trouble, scan: number) => from <= scan && scan < until

/** The trip that has stopped the line by then. */
export const trippedAt = (model: LineModel, { events }: Film, scan: number): FilmEvent | undefined =>
  events.find(({ kind, at }) => kind === 'trip' && at / model.scan <= scan)
