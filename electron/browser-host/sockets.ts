import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { fromBytes, toBytes } from '../../core/engine/window/wire.ts'
import type { Channel } from '../channel.ts'
import { type Access, isOwnHost, isOwnOrigin } from './access.ts'

/** Largest message of a window, bytes; the text of a line is far below. */
const largest = 64 * 1024 * 1024

/** Between two signs of life, ms. */
const beat = 30_000

/** Opens a channel for every window that connects to `/engine` and may. */
export function acceptWindows(
  server: Server,
  access: Access,
  port: number,
  onWindow: (channel: Channel) => void,
): WebSocketServer {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: largest, perMessageDeflate: false })
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const allowed =
      request.url === '/engine' && isOwnHost(request, port) && isOwnOrigin(request) && access.isAdmitted(request)
    if (!allowed) return refuse(stream)
    sockets.handleUpgrade(request, stream, head, (socket) => onWindow(channelOf(socket)))
  })
  return sockets
}

function refuse(stream: Duplex): void {
  stream.on('error', () => stream.destroy())
  stream.end(
    'HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Type: text/plain\r\n\r\nThis window may not connect.\n',
  )
}

function channelOf(socket: WebSocket): Channel {
  endWhenSilent(socket)
  // What is wrong with the frames of a window closes its connection, which is all there is to do.
  socket.on('error', (error) => console.error(`A window was disconnected: ${error.message}`))
  return {
    post: (message) => socket.send(toBytes(message), () => {}),
    onMessage: (listener) =>
      socket.on('message', (data: Buffer, isBinary) => listener(isBinary ? read(data) : undefined)),
    onClose: (listener) => socket.once('close', () => listener('has closed')),
  }
}

/** Bytes that are no message read as undefined, which is no call either. */
function read(data: Buffer): unknown {
  try {
    return fromBytes(data)
  } catch {
    return undefined
  }
}

function endWhenSilent(socket: WebSocket): void {
  let alive = true
  socket.on('pong', () => {
    alive = true
  })
  const heart = setInterval(() => {
    if (!alive) return socket.terminate()
    alive = false
    socket.ping()
  }, beat)
  socket.once('close', () => clearInterval(heart))
}
