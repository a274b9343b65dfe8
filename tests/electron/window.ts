import { createBirpc } from 'birpc'
import { type ClientOptions, WebSocket } from 'ws'
import type { Progress } from '../../core/engine/contract.ts'
import type { Notice, TrainingNews, WindowEngine } from '../../core/engine/window/contract.ts'
import { type EngineSide, fromBytes, toBytes, valueIn, type WindowSide } from '../../core/engine/window/wire.ts'

/** A window without a screen, which speaks to a browser host as the one in a browser does. */
export interface Window {
  readonly socket: WebSocket
  readonly notices: readonly Notice[]
  readonly progress: readonly Progress[]
  readonly reasoned: readonly string[]
  /** Whatever the host has sent, decoded. */
  ask<Method extends keyof WindowEngine>(
    method: Method,
    request: Parameters<WindowEngine[Method]>[0],
    job?: number,
  ): Promise<Awaited<ReturnType<WindowEngine[Method]>>>
  cancel(job: number): Promise<void>
  noticed(kind: Notice['kind']): Promise<Notice>
}

/** Shows the token of an address; resolves with the cookie that it is good for. */
export async function exchangeToken(address: string): Promise<string> {
  const response = await fetch(address, { redirect: 'manual' })
  const [cookie = ''] = (response.headers.get('set-cookie') ?? '').split(';')
  return cookie
}

export async function openSocket(address: string, headers: Record<string, string>, options?: ClientOptions) {
  const { host, origin } = new URL(address)
  const socket = new WebSocket(`ws://${host}/engine`, { headers: { Origin: origin, ...headers }, ...options })
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  return socket
}

export async function openWindow(address: string, cookie: string): Promise<Window> {
  const socket = await openSocket(address, { Cookie: cookie })
  const notices: Notice[] = []
  const progress: Progress[] = []
  const training: TrainingNews[] = []
  const reasoned: string[] = []
  const listeners = new Set<() => void>()
  const windowSide: WindowSide = {
    progress: (_, news) => void progress.push(news),
    training: (_, news) => void training.push(news),
    reasoning: (_, text) => void reasoned.push(text),
    notice: (notice) => {
      notices.push(notice)
      for (const listener of listeners) listener()
    },
  }
  const engine = createBirpc<EngineSide, WindowSide>(windowSide, {
    post: (message) => socket.send(toBytes(message)),
    on: (listener) => socket.on('message', (data: Buffer) => listener(fromBytes(data))),
    timeout: -1,
  })
  socket.on('close', () => engine.$close())
  return {
    socket,
    notices,
    progress,
    reasoned,
    ask: async (method, request, job) => valueIn(await engine.ask(method, request, job)) as never,
    cancel: (job) => engine.cancel(job),
    noticed: (kind) =>
      new Promise((resolve) => {
        const look = () => {
          const notice = notices.find((notice) => notice.kind === kind)
          if (notice === undefined) return
          listeners.delete(look)
          resolve(notice)
        }
        listeners.add(look)
        look()
      }),
  }
}
