import { createStore, type StoreApi } from 'zustand/vanilla'

export const screens = ['line', 'failures', 'dream', 'train', 'watch', 'what-if', 'export'] as const
export type StudyScreen = (typeof screens)[number]
export type Screen = 'start' | 'settings' | StudyScreen

export interface Route {
  readonly screen: Screen
  go(screen: Screen): void
}

export const createRoute = (): StoreApi<Route> =>
  createStore((set) => ({ screen: 'start', go: (screen) => set({ screen }) }))
