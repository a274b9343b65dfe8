import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Settings, WindowEngine } from '../../core/engine/window/contract.ts'

export interface SettingsStore {
  readonly settings: Settings
  change(some: Partial<Settings>): Promise<void>
}

export async function createSettings(engine: WindowEngine): Promise<StoreApi<SettingsStore>> {
  const settings = await engine.settings({})
  return createStore((set) => ({
    settings,
    change: async (some) => set({ settings: await engine.saveSettings(some) }),
  }))
}
