import { fromBytes, toBytes } from '../../core/engine/window/wire.ts'

/** What messages to and from the engine travel on. */
export interface Channel {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** The other side is gone: nothing that was asked will be answered. */
  onClose(listener: () => void): void
}

/** A socket to the browser host that served this page; resolves once it is open. */
export function openSocket(): Promise<Channel> {
  const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/engine`)
  socket.binaryType = 'arraybuffer'
  const channel: Channel = {
    post: (message) => socket.send(toBytes(message) as Uint8Array<ArrayBuffer>),
    onMessage: (listener) =>
      socket.addEventListener('message', ({ data }) => listener(fromBytes(new Uint8Array(data as ArrayBuffer)))),
    onClose: (listener) => socket.addEventListener('close', () => listener(), { once: true }),
  }
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => resolve(channel), { once: true })
    socket.addEventListener('error', () => reject(new Error('the host of this window does not answer')), { once: true })
  })
}

/** The ports that Electron's preload hands over, one for each engine process, in the order in which they come. */
export function portsOf(host: Window): () => Promise<Channel> {
  const waiting: MessagePort[] = []
  let wanted: ((port: MessagePort) => void) | undefined
  host.addEventListener('message', ({ source, data, ports: [port] }) => {
    if (source !== host || data !== 'dreamline:engine' || port === undefined) return
    if (wanted === undefined) waiting.push(port)
    else wanted(port)
    wanted = undefined
  })
  return async () => {
    const port = waiting.shift() ?? (await new Promise<MessagePort>((resolve) => (wanted = resolve)))
    return {
      post: (message) => port.postMessage(message),
      onMessage: (listener) => {
        port.addEventListener('message', ({ data }) => listener(data))
        port.start()
      },
      onClose: (listener) => port.addEventListener('close', () => listener(), { once: true }),
    }
  }
}
