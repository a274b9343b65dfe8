import type { Film, FilmEvent, LineModel } from '../../../core/engine/window/contract.ts'
import { flowsOf } from './flow.ts'
import { type LabelValue, labelValues } from './label-values.ts'
import { emptyMoment, type Moment, momentReaders } from './moment.ts'
import { type Gauge, SeriesIndex, valueHeldAt } from './series.ts'
import { isActive, type Trouble, trippedAt, troublesOf } from './trouble.ts'

/** What a film says of a line at one scan. It is written anew by `read`; everything is in the order of the model. */
export class FilmReading {
  readonly moments: readonly Moment[]
  readonly flows: Float64Array
  /** What is abnormal now, the most urgent first. */
  readonly active: Trouble[] = []
  readonly values: readonly (readonly LabelValue[])[]
  /** The trip that has stopped the line. */
  tripped: FilmEvent | undefined
  scan = 0
  readonly #film: Film
  readonly #model: LineModel
  readonly #series: SeriesIndex
  readonly #readers: ReturnType<typeof momentReaders>
  readonly #gauges: readonly Gauge[]
  readonly #troubles: readonly Trouble[]

  constructor(model: LineModel, film: Film) {
    this.#model = model
    this.#film = film
    this.#series = new SeriesIndex(film)
    this.#readers = momentReaders(model, this.#series)
    this.#gauges = flowsOf(model, this.#series)
    this.#troubles = troublesOf(model, film)
    this.moments = model.components.map(emptyMoment)
    this.flows = new Float64Array(model.connections.length)
    this.values = labelValues(model, this.#series)
  }

  read(scan: number) {
    this.scan = scan
    for (let index = 0; index < this.moments.length; index++) this.#readers[index]!(scan, this.moments[index]!)
    for (let index = 0; index < this.flows.length; index++) this.flows[index] = this.#gauges[index]!(scan)
    this.active.length = 0
    for (const trouble of this.#troubles) if (isActive(trouble, scan)) this.active.push(trouble)
    this.tripped = trippedAt(this.#model, this.#film, scan)
  }

  /** What the failing instrument of a trouble says now, with its unit. */
  readingOf(signal: string): { readonly value: number; readonly unit: string } | undefined {
    for (const values of this.values) {
      for (const { series, isInstrument } of values) {
        if (isInstrument && series.tag === signal) return { value: valueHeldAt(series, this.scan), unit: series.unit }
      }
    }
    return undefined
  }
}
