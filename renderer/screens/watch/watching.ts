import { createStore } from 'zustand/vanilla'
import type { FilmSet } from '../../../core/engine/window/contract.ts'
import type { Layer } from './charts.ts'

export type Sides = 'both' | 'baseline' | 'policy' | 'block'

/** What of a film is looked at; it stays while other screens are visited. */
interface Watching {
  readonly set: FilmSet | undefined
  readonly sides: Sides
  /** The component that is selected in every view. */
  readonly picked: string | undefined
  /** Keys of the charts that stay whatever is picked. */
  readonly kept: readonly string[]
  readonly hidden: readonly Layer[]
  /** Whether charts show the whole range of the instruments or what the values need. */
  readonly wholeRange: boolean
}

export const watching = createStore<Watching>(() => ({
  set: undefined,
  sides: 'both',
  picked: undefined,
  kept: [],
  hidden: ['reading'],
  wholeRange: false,
}))

export const pick = (picked: string | undefined) => watching.setState({ picked })

/** Adds what is not among some, and takes out what is. */
const toggled = <Item>(some: readonly Item[], item: Item) =>
  some.includes(item) ? some.filter((other) => other !== item) : [...some, item]

export const toggleKept = (chart: string) => watching.setState(({ kept }) => ({ kept: toggled(kept, chart) }))

export const toggleLayer = (layer: Layer) => watching.setState(({ hidden }) => ({ hidden: toggled(hidden, layer) }))

/** Begins with another film: what was kept stays where the line still has it. */
export function begin(set: FilmSet, picked: string | undefined): void {
  if (watching.getState().set === set) return
  const hasBlock = set.films.some(({ controller }) => controller === 'block')
  const tags = new Set(set.model.components.map(({ tag }) => tag))
  watching.setState((before) => ({
    set,
    picked: before.picked !== undefined && tags.has(before.picked) ? before.picked : picked,
    sides: before.sides === 'block' && !hasBlock ? 'both' : before.sides,
  }))
}
