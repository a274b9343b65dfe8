import { createStore } from 'zustand/vanilla'

/** What a policy can be written for, as the engine names it. */
export const targets = ['st', 'plcopen', 'plcopen-codesys', 'scl', 'l5x', 'twincat', 'c', 'onnx'] as const
export type Target = (typeof targets)[number]

/** How the next export is set up; it stays while other screens are visited. */
export interface Exporting {
  readonly target: Target
  /** The policy that is written out; the latest where none is chosen. */
  readonly policy: number | undefined
  /** Share of the trained corrections that the block may use at first, 0 to 1. */
  readonly authority: number
}

export const exporting = createStore<Exporting>(() => ({ target: 'st', policy: undefined, authority: 1 }))
