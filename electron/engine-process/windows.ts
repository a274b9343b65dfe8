import type { Notice, WindowEngine } from '../../core/engine/window/contract.ts'
import type { Answer } from '../../core/engine/window/wire.ts'
import { answerTo } from './answer.ts'
import type { ProcessSide, ShellSide } from './protocol.ts'

/** The engine as each window sees it. */
export interface Sessions {
  forWindow(onNotice: (notice: Notice) => void): WindowEngine & { close(): unknown }
}

interface OpenWindow {
  readonly engine: ReturnType<Sessions['forWindow']>
  readonly jobs: Map<number, AbortController>
}

/** Serves the windows of one shell; `end` is what remains to be done once all of them are closed. */
export function serveWindows(sessions: Sessions, shell: ShellSide, end: () => void): ProcessSide {
  const windows = new Map<number, OpenWindow>()

  function windowOf(id: number): OpenWindow {
    const known = windows.get(id)
    if (known !== undefined) return known
    const opened = { engine: sessions.forWindow((notice) => shell.notice(id, notice)), jobs: new Map() }
    windows.set(id, opened)
    return opened
  }

  async function ask(id: number, method: unknown, request: unknown, job: unknown): Promise<Answer> {
    const { engine, jobs } = windowOf(id)
    if (typeof job !== 'number') return await answerTo(engine, method, request, {})
    const stop = new AbortController()
    jobs.set(job, stop)
    try {
      return await answerTo(engine, method, request, {
        onProgress: (progress) => shell.progress(id, job, progress),
        onTraining: (news) => shell.training(id, job, news),
        onReasoning: (text) => shell.reasoning(id, job, text),
        signal: stop.signal,
      })
    } finally {
      jobs.delete(job)
    }
  }

  async function closeWindow(id: number): Promise<void> {
    const closing = windows.get(id)
    windows.delete(id)
    for (const stop of closing?.jobs.values() ?? []) stop.abort()
    await closing?.engine.close()
  }

  return {
    ask,
    cancel: (id, job) => windows.get(id)?.jobs.get(job)?.abort(),
    closeWindow,
    ping: () => {},
    async end() {
      await Promise.allSettled([...windows.keys()].map(closeWindow))
      end()
    },
  }
}
