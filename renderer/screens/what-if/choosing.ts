import { createStore } from 'zustand/vanilla'
import type { ChosenFault, FilmSet } from '../../../core/engine/window/contract.ts'

/** A day that is put together by hand, and what became of it; it stays while other screens are visited. */
export interface Choosing {
  /** The study whose failures are chosen from. */
  readonly study: string | undefined
  readonly faults: readonly ChosenFault[]
  /** The policy beside today's control; the latest where none is chosen. */
  readonly policy: number | undefined
  /** The films of the day, and the faults they were filmed with. */
  readonly filmed: { readonly set: FilmSet; readonly faults: readonly ChosenFault[] } | undefined
}

const nothing = { faults: [], policy: undefined, filmed: undefined } as const

export const choosing = createStore<Choosing>(() => ({ study: undefined, ...nothing }))

/** Begins with the faults of another day. */
export const chooseFaults = (study: string | undefined, faults: readonly ChosenFault[]) =>
  choosing.setState(({ study: before, policy }) => ({
    ...nothing,
    study,
    faults,
    ...(study === before && { policy }),
  }))

export const changeFault = (index: number, fault: ChosenFault) =>
  choosing.setState(({ faults }) => ({ faults: faults.with(index, fault) }))
