import { setTimeout as delay } from 'node:timers/promises'
import type { Answer, EngineSide, WindowSide } from '../core/engine/window/wire.ts'
import type { ShellSide } from './engine-process/protocol.ts'
import { type EngineProcess, type EngineRun, followEngine } from './engine-run.ts'

export interface Supervision {
  readonly start: () => EngineProcess
  /** How long an engine that does not answer is waited for, ms. A session may block it for seconds. */
  readonly patience?: number
  /** Waited for before the engine is started again, ms; as often as that in ten minutes, and no more. */
  readonly pauses?: readonly number[]
  /** Called once, when the engine has ended so often that it is not started again. */
  readonly onGivenUp?: (reason: string) => void
}

export interface Supervisor {
  /** The engine for one more window; it outlives the processes it runs in. */
  connect(window: WindowSide): EngineSide & { close(): void }
  /** Ends the engine's process and resolves once it has ended. */
  stop(): Promise<void>
}

/** Ends of the engine that lie further back do not count, ms. */
const period = 600_000

/** How long an engine that is to end may take, ms. */
const grace = 5000

/** Keeps an engine running: starts it again when it ends or hangs, and tells every window. */
export function superviseEngine({
  start,
  patience = 60_000,
  pauses = [0, 250, 1000, 2000, 4000],
  onGivenUp,
}: Supervision): Supervisor {
  const windows = new Map<number, WindowSide>()
  const stopping = new AbortController()
  let windowsSoFar = 0
  let current = awaitedRun()

  const shell: ShellSide = {
    progress: (window, job, progress) => windows.get(window)?.progress(job, progress),
    training: (window, job, news) => windows.get(window)?.training(job, news),
    reasoning: (window, job, text) => windows.get(window)?.reasoning(job, text),
    notice: (window, notice) => windows.get(window)?.notice(notice),
  }

  function launch(): EngineRun {
    const run = followEngine(start(), shell, patience)
    current.resolve(run)
    return run
  }

  async function keepRunning(): Promise<void> {
    let ends: number[] = []
    for (let run = launch(); ; ) {
      const reason = await run.ended
      if (stopping.signal.aborted) return
      current = awaitedRun()
      ends = [...ends, performance.now()].filter((end) => end > performance.now() - period)
      const pause = pauses[ends.length - 1]
      if (pause === undefined) return giveUp(reason)
      await delay(pause, undefined, { signal: stopping.signal }).catch(() => {})
      if (stopping.signal.aborted) return
      run = launch()
      void tellOfRestart(run, reason)
    }
  }

  async function tellOfRestart(run: EngineRun, reason: string): Promise<void> {
    if (!(await run.started)) return
    for (const window of windows.values()) window.notice({ kind: 'engine restarted', reason })
  }

  function giveUp(reason: string): void {
    current.reject(new Error(reason))
    onGivenUp?.(reason)
  }

  async function ask(window: number, call: Parameters<EngineSide['ask']>): Promise<Answer> {
    const run = await current.promise.catch((error: Error) => error.message)
    if (typeof run === 'string') return givenUp(run)
    if (!windows.has(window)) return cancelled
    const [method, request, job] = call
    return await run.rpc
      .ask(window, method, request, job)
      .catch(async (error: Error) => (run.rpc.$closed ? stopped(await run.ended) : unreadable(error.message)))
  }

  /** Sends to the engine that runs; one that does not knows nothing that would have to be undone. */
  const tell = (send: (run: EngineRun) => Promise<void>) => void current.promise.then(send).catch(() => {})

  function connect(window: WindowSide): EngineSide & { close(): void } {
    const id = ++windowsSoFar
    windows.set(id, window)
    return {
      ask: (...call) => ask(id, call),
      cancel: async (job) => tell((run) => run.rpc.cancel(id, job)),
      close() {
        windows.delete(id)
        tell((run) => run.rpc.closeWindow(id))
      },
    }
  }

  async function stop(): Promise<void> {
    stopping.abort()
    current.reject(new Error('is being ended'))
    const run = await current.promise.catch(() => undefined)
    const killing = setTimeout(() => run?.kill(), grace)
    run?.rpc.end().catch(() => {})
    await kept
    clearTimeout(killing)
  }

  const kept = keepRunning()
  return { connect, stop }
}

function awaitedRun(): PromiseWithResolvers<EngineRun> {
  const awaited = Promise.withResolvers<EngineRun>()
  // Nobody may be asking when it turns out that there will be none.
  awaited.promise.catch(() => {})
  return awaited
}

const cancelled: Answer = { problems: [], refused: false, cancelled: true }

const failed = (message: string, remedy: string, where: string): Answer => ({
  problems: [{ message, remedy, where }],
  refused: false,
  cancelled: false,
})

const stopped = (reason: string) =>
  failed(
    'The engine stopped and has been started again.',
    'What is saved is safe, and training resumes from its last checkpoint.',
    `the engine ${reason}`,
  )

const unreadable = (reason: string) =>
  failed('The engine gave an answer that cannot be read.', 'What is saved is safe. Report it if it comes back.', reason)

const givenUp = (reason: string) =>
  failed(
    'The engine keeps stopping and is not started again.',
    'What is saved is safe. Close Dreamline and open it again; restart the workstation if that does not help.',
    `the engine ${reason}`,
  )
