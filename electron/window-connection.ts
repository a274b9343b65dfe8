import { createBirpc } from 'birpc'
import type { EngineSide, WindowSide } from '../core/engine/window/wire.ts'
import type { Channel } from './channel.ts'
import type { Supervisor } from './supervisor.ts'

/** Serves one window until its channel closes. What does not have the shape of a call is dropped and said on stderr. */
export function serveWindow(channel: Channel, supervisor: Supervisor): void {
  const engine = supervisor.connect({
    progress: (...news) => void window.progress(...news),
    training: (...news) => void window.training(...news),
    reasoning: (...news) => void window.reasoning(...news),
    notice: (...news) => void window.notice(...news),
  })
  let dropped = 0
  const window = createBirpc<WindowSide, EngineSide>(
    { ask: engine.ask, cancel: engine.cancel },
    {
      post: (message) => channel.post(message),
      on: (listener) =>
        channel.onMessage((message) => {
          if (isCall(message)) return listener(message)
          dropped++
          if (dropped === 1) console.error('A window sent a message that is no call; it was dropped.')
        }),
      eventNames: ['progress', 'training', 'reasoning', 'notice'],
      // An answer that cannot be written is an error to the window, not the end of the host.
      onGeneralError: (error) => console.error(error) === undefined,
      timeout: -1,
    },
  )
  channel.onClose(() => {
    if (dropped > 1) console.error(`A window sent ${dropped} messages that are no calls; they were dropped.`)
    window.$close()
    engine.close()
  })
}

/** Whether a message is a call of `EngineSide` as birpc writes it. A window has nothing to answer. */
function isCall(message: unknown): boolean {
  if (typeof message !== 'object' || message === null) return false
  const { t: type, i: id, m: method, a: given } = message as Record<string, unknown>
  if (type !== 'q' || typeof id !== 'string' || !Array.isArray(given)) return false
  const [first, , job] = given
  if (method === 'cancel') return Number.isSafeInteger(first)
  return method === 'ask' && typeof first === 'string' && (job == null || Number.isSafeInteger(job))
}
