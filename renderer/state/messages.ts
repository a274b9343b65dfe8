import { createStore, type StoreApi } from 'zustand/vanilla'
import { EngineError, type Problem } from '../../core/engine/contract.ts'

/** Something the engineer should know; `error` stays until it is dismissed. */
export interface Message {
  readonly id: number
  readonly tone: 'info' | 'error'
  /** A key of the `app` texts, or words that came from the engine. */
  readonly text: string
  readonly values?: Readonly<Record<string, string | number>>
  readonly remedy?: string
  readonly where?: string
  /** What can be done about it, as a button. */
  readonly offer?: Offer
}

export interface Offer {
  /** A key of the `messages` texts. */
  readonly label: string
  run(): void
}

export interface Messages {
  readonly shown: readonly Message[]
  say(text: string, values?: Message['values']): void
  /** Shows what went wrong, and what can be done about it; a job that was cancelled is no news. */
  fail(error: unknown, offer?: Offer): void
  /** Asks something that can wait. */
  ask(text: string, values: Message['values'], offer: Offer): void
  dismiss(id: number): void
}

/** How long a message that is no error stays, ms. */
const passing = 6000

export const createMessages = (): StoreApi<Messages> =>
  createStore((set, get) => {
    let next = 1
    const add = (message: Omit<Message, 'id'>) => {
      const id = next++
      set({ shown: [...get().shown, { ...message, id }] })
      if (message.tone === 'info' && message.offer === undefined) setTimeout(() => get().dismiss(id), passing)
    }
    return {
      shown: [],
      say: (text, values) => add({ tone: 'info', text, ...(values && { values }) }),
      fail: (error, offer) => {
        for (const { message, remedy, where } of problemsOf(error)) {
          // Where an engine ends, every call that was under way fails in the same way.
          if (get().shown.some((one) => one.tone === 'error' && one.text === message && one.where === where)) continue
          add({ tone: 'error', text: message, remedy, ...(where !== undefined && { where }), ...(offer && { offer }) })
        }
      },
      ask: (text, values, offer) => add({ tone: 'info', text, ...(values && { values }), offer }),
      dismiss: (id) => set({ shown: get().shown.filter((message) => message.id !== id) }),
    }
  })

function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof EngineError) return error.problems
  if (error instanceof DOMException && error.name === 'AbortError') return []
  const where = error instanceof Error ? error.message : String(error)
  return [{ message: 'unexpected', remedy: 'tryAgain', where }]
}
