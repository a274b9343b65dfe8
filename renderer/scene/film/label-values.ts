import type { LineModel, Series } from '../../../core/engine/window/contract.ts'
import type { SeriesIndex } from './series.ts'

/** What the label of a component can show, the most telling first. */
export interface LabelValue {
  readonly series: Series
  /** Quantity or actuator, or the tag of an instrument. */
  readonly name: string
  readonly isInstrument: boolean
  /** Shown also where the component is not selected. */
  readonly isMain: boolean
}

const telling: Readonly<Record<string, readonly string[]>> = {
  tank: ['level', 'temperature'],
  pump: ['flow', 'speed'],
  'metering-pump': ['flow', 'speed'],
  valve: ['opening', 'flow'],
  'divert-valve': ['share', 'diverted'],
  pipe: ['flow', 'temperature'],
  'heat-exchanger': ['cold temperature', 'hot temperature'],
  'electric-heater': ['power', 'duty'],
  'thermal-mass': ['temperature'],
  feed: ['flow', 'temperature'],
  product: ['flow'],
  machine: ['rate', 'speed'],
  conveyor: ['content', 'speed'],
  buffer: ['content'],
}

/** The values of every component's label, in the order of the model. */
export function labelValues({ components }: LineModel, series: SeriesIndex): readonly (readonly LabelValue[])[] {
  return components.map(({ tag, kind }) => {
    const order = telling[kind]
    const rank = (quantity: string) => {
      const place = order?.indexOf(quantity) ?? -1
      return place < 0 ? Infinity : place
    }
    const isMain = (quantity: string) => order === undefined || order.includes(quantity)
    const seen = new Set<string>()
    const own = series
      .of(tag)
      .filter(({ kind: of, quantity }) => (of === 'truth' || of === 'control') && quantity !== 'up')
      .sort((a, b) => rank(a.quantity) - rank(b.quantity))
      .filter(({ quantity }) => !seen.has(quantity) && seen.add(quantity))
    const instruments = series.of(tag).filter(({ kind: of }) => of === 'reading')
    return [
      ...own.map((one) => ({ series: one, name: one.quantity, isInstrument: false, isMain: isMain(one.quantity) })),
      ...instruments.map((one) => ({ series: one, name: one.tag, isInstrument: true, isMain: false })),
    ]
  })
}
