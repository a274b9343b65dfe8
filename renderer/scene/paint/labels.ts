import type { FilmEvent } from '../../../core/engine/window/contract.ts'
import type { FilmReading } from '../film/reading.ts'
import { valueAt } from '../film/series.ts'
import type { Trouble } from '../film/trouble.ts'
import type { SceneWords } from '../scene.ts'
import type { Label, Marker } from './label-painter.ts'

/** Numbers that change faster than this cannot be read, ms. */
export const readable = 120
const fewest = 2
const most = 7

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] }
export type ComponentLabel = Mutable<Label>

/** What stands at every component: written anew as often as a person can read. */
export class Labels {
  /** In the order of the model. */
  readonly byComponent: readonly ComponentLabel[]
  /** The most important first, once `sort` has run. */
  readonly sorted: ComponentLabel[]
  readonly #words: SceneWords
  readonly #indices: ReadonlyMap<string, number>
  #written = -Infinity
  #marked: readonly Trouble[] = []
  #tripped: FilmEvent | undefined

  constructor(tags: readonly string[], words: SceneWords) {
    this.#words = words
    this.byComponent = tags.map((component) => ({
      component,
      x: 0,
      y: 0,
      distance: 0,
      inFront: true,
      detail: 'tag',
      emphasis: 'none',
      values: [],
      markers: [],
    }))
    this.sorted = [...this.byComponent]
    this.#indices = new Map(tags.map((tag, index) => [tag, index]))
  }

  /**
   * Writes the values and markers that are seen. `late` where it is too soon for that and must be tried again, else whether
   * anything is another than before.
   */
  write(reading: FilmReading, now: number, force: boolean): 'late' | 'same' | 'changed' {
    const marked = sameTroubles(this.#marked, reading.active)
    if (marked && !force && now - this.#written < readable) return 'late'
    this.#written = now
    this.#marked = [...reading.active]
    let changed = !marked || force || this.#tripped !== reading.tripped
    this.#tripped = reading.tripped
    this.byComponent.forEach((label, index) => {
      if (!showsValues(label)) return
      const values = this.#values(reading, index, label.emphasis === 'selected')
      if (values.length === label.values.length && values.every((text, line) => text === label.values[line])) return
      label.values = values
      changed = true
    })
    const markers = this.#markers(reading)
    this.byComponent.forEach((label, index) => {
      const own = markers.get(index) ?? []
      if (own.length === label.markers.length && own.every(({ text }, line) => text === label.markers[line]!.text))
        return
      label.markers = own
      changed = true
    })
    return changed ? 'changed' : 'same'
  }

  #markers(reading: FilmReading): ReadonlyMap<number, readonly Marker[]> {
    const markers = new Map<number, Marker[]>()
    for (const trouble of reading.active) {
      const index = this.#indices.get(trouble.component)!
      const own = markers.get(index)
      if (own === undefined) markers.set(index, [this.#marker(trouble, reading)])
      else own.push(this.#marker(trouble, reading))
    }
    return markers
  }

  sort() {
    this.sorted.sort((a, b) => weight(b) - weight(a) || a.distance - b.distance)
  }

  #values(reading: FilmReading, component: number, all: boolean): readonly string[] {
    const { machine } = reading.moments[component]!
    const state = machine === undefined ? [] : [this.#words.machine[machine]]
    const values = reading.values[component]!.filter(({ isMain }) => all || isMain).slice(0, all ? most : fewest)
    return [
      ...state,
      ...values.map(({ series, name, isInstrument }) => {
        const value = this.#words.value(valueAt(series, reading.scan), series.unit)
        return all ? `${isInstrument ? name : this.#words.quantity(name)} ${value}` : value
      }),
    ]
  }

  #marker({ event, signal }: Trouble, reading: FilmReading): Marker {
    const shown = signal === undefined ? undefined : reading.readingOf(signal)
    const text = this.#words.trouble(event)
    return {
      priority: event.priority,
      text: shown === undefined ? text : `${text}: ${this.#words.value(shown.value, shown.unit)}`,
    }
  }
}

/** Whether the values of a label are seen. */
const showsValues = ({ detail, emphasis }: Label) => detail === 'values' || emphasis === 'selected'

const weight = ({ emphasis, markers }: Label) =>
  (emphasis === 'selected' ? 4 : emphasis === 'hovered' ? 2 : 0) + (markers.length > 0 ? 1 : 0)

export const sameTroubles = (a: readonly Trouble[], b: readonly Trouble[]) =>
  a.length === b.length && a.every((one, index) => one === b[index])
