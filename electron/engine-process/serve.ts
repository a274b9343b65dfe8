import { createBirpc } from 'birpc'
import type { Channel } from '../channel.ts'
import type { ProcessSide, ShellSide } from './protocol.ts'
import { type Sessions, serveWindows } from './windows.ts'

/** Serves the shell that started this process until it is gone, then ends the process. */
export function serveShell(sessions: Sessions, parent: Channel): void {
  const serving: ProcessSide = serveWindows(
    sessions,
    {
      progress: (...news) => void shell.progress(...news),
      training: (...news) => void shell.training(...news),
      reasoning: (...news) => void shell.reasoning(...news),
      notice: (...news) => void shell.notice(...news),
    },
    () => process.exit(),
  )
  const shell = createBirpc<ShellSide, ProcessSide>(serving, {
    post: (message) => parent.post(message),
    on: (listener) => parent.onMessage(listener),
    eventNames: ['progress', 'training', 'reasoning', 'notice'],
    onGeneralError: (error) => console.error(error) === undefined,
    timeout: -1,
  })
  parent.onClose(() => serving.end())
  // Ctrl+C reaches every process of a terminal at once, trainers too: they must not seem to have failed.
  process.once('SIGINT', () => serving.end())
}
