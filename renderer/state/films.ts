import { createStore, type StoreApi } from 'zustand/vanilla'
import type { FilmRequest, FilmSet, WindowEngine } from '../../core/engine/window/contract.ts'
import type { Jobs } from './jobs.ts'
import type { Messages } from './messages.ts'

/** The film that Watch shows. */
export interface Films {
  readonly request: FilmRequest | undefined
  readonly set: FilmSet | undefined
  /** Films a day; resolves with nothing where it failed or was cancelled. */
  watch(request: FilmRequest): Promise<FilmSet | undefined>
}

export const createFilms = (
  engine: WindowEngine,
  jobs: StoreApi<Jobs>,
  messages: StoreApi<Messages>,
): StoreApi<Films> =>
  createStore((set) => ({
    request: undefined,
    set: undefined,
    async watch(request) {
      try {
        const films = await jobs.getState().run('film', (job) => engine.film(request, job))
        set({ request, set: films })
        return films
      } catch (error) {
        messages.getState().fail(error)
        return undefined
      }
    },
  }))
