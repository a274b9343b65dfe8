import { createStore } from 'zustand/vanilla'

/** What is asked of the next dream run, and what of the last one is looked at; it stays while other screens are visited. */
export interface Dreaming {
  readonly scenarios: number
  readonly seed: number
  /** The scenario that is shown, by its name within its run. */
  readonly selected: string | undefined
  readonly filter: string
  /** Every scenario, or of those with the same failures the worst. */
  readonly shown: 'each' | 'all'
}

export const dreaming = createStore<Dreaming>(() => ({
  scenarios: 1024,
  seed: 1,
  selected: undefined,
  filter: '',
  shown: 'each',
}))
