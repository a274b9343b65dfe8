import { createBirpc } from 'birpc'
import { EngineError } from '../../core/engine/contract.ts'
import type { Notice, WindowEngine, WindowJob } from '../../core/engine/window/contract.ts'
import { type EngineSide, valueIn, type WindowSide } from '../../core/engine/window/wire.ts'
import type { Channel } from './channel.ts'

/** An engine that outlives its connection: `connect` is asked for a new one whenever the last has closed. */
export interface Client {
  readonly engine: WindowEngine
  readonly onNotice: (listener: (notice: Notice) => void) => void
  readonly onConnection: (listener: (connected: boolean) => void) => void
}

const lost = () =>
  new EngineError([
    { message: 'The connection to the engine was lost.', remedy: 'It is being made again; try once more.' },
  ])

/** Longest wait between two attempts to connect, ms. */
const longestWait = 5000

export async function createClient(connect: () => Promise<Channel>): Promise<Client> {
  const jobs = new Map<number, WindowJob>()
  const notices: ((notice: Notice) => void)[] = []
  const connections: ((connected: boolean) => void)[] = []
  let nextJob = 1
  let remote: ReturnType<typeof open> | undefined

  const windowSide: WindowSide = {
    progress: (job, progress) => jobs.get(job)?.onProgress?.(progress),
    training: (job, news) => jobs.get(job)?.onTraining?.(news),
    reasoning: (job, text) => jobs.get(job)?.onReasoning?.(text),
    notice: (notice) => {
      for (const listener of notices) listener(notice)
    },
  }

  function open(channel: Channel) {
    return createBirpc<EngineSide, WindowSide>(windowSide, {
      post: (message) => channel.post(message),
      on: (listener) => channel.onMessage(listener),
      timeout: -1,
    })
  }

  async function keepConnected(wait = 250): Promise<void> {
    try {
      const channel = await connect()
      remote = open(channel)
      channel.onClose(() => {
        remote?.$close(lost())
        remote = undefined
        for (const listener of connections) listener(false)
        void keepConnected()
      })
      for (const listener of connections) listener(true)
    } catch {
      await new Promise((resolve) => setTimeout(resolve, wait))
      await keepConnected(Math.min(longestWait, wait * 2))
    }
  }

  async function ask(method: keyof WindowEngine, request: unknown, job: WindowJob | undefined): Promise<unknown> {
    const asked = remote
    if (asked === undefined) throw lost()
    if (job === undefined) return valueIn(await asked.ask(method, request))
    job.signal?.throwIfAborted()
    const id = nextJob++
    const cancel = () => void asked.cancel(id)
    jobs.set(id, job)
    job.signal?.addEventListener('abort', cancel, { once: true })
    try {
      return valueIn(await asked.ask(method, request, id))
    } finally {
      jobs.delete(id)
      job.signal?.removeEventListener('abort', cancel)
    }
  }

  await keepConnected()
  return {
    // Every method crosses the wire in the same way, so the contract's names are all that is needed.
    engine: new Proxy({} as WindowEngine, {
      get: (_, method) => (request: unknown, job?: WindowJob) => ask(method as keyof WindowEngine, request, job),
    }),
    onNotice: (listener) => notices.push(listener),
    onConnection: (listener) => connections.push(listener),
  }
}
