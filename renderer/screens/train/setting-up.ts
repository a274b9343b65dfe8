import { createStore } from 'zustand/vanilla'
import type { Trainer } from '../../../core/engine/contract.ts'

export const trainers = ['gradient', 'window', 'ppo', 'grpo'] as const satisfies readonly Trainer[]
export const budgets = ['small', 'normal', 'large'] as const

export type View = 'training' | 'result' | 'runs'

/** How the next training is set up and what of earlier ones is looked at; it stays while other screens are visited. */
export interface SettingUp {
  readonly trainer: Trainer
  readonly seed: number
  readonly view: View
  /** The policy that is shown; the latest where none is chosen. */
  readonly policy: number | undefined
  /** Runs whose curves lie over each other. */
  readonly compared: readonly number[]
}

export const settingUp = createStore<SettingUp>(() => ({
  trainer: 'gradient',
  seed: 1,
  view: 'training',
  policy: undefined,
  compared: [],
}))
