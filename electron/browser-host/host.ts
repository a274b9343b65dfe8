import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Supervisor } from '../supervisor.ts'
import { serveWindow } from '../window-connection.ts'
import { createAccess } from './access.ts'
import { servePage } from './pages.ts'
import { acceptWindows } from './sockets.ts'

export interface Host {
  /** Opens the window, once. */
  readonly address: string
  close(): Promise<void>
}

/** Serves the window in `root` on loopback; port 0 takes any that is free. Throws where the port is taken. */
export async function serveHost(supervisor: Supervisor, root: string, port = 0): Promise<Host> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: '127.0.0.1', port, exclusive: true }, resolve)
  })
  const taken = (server.address() as AddressInfo).port
  const access = createAccess(taken)
  server.on('request', (request, response) => void servePage(request, response, { root, port: taken, access }))
  const sockets = acceptWindows(server, access, taken, (channel) => serveWindow(channel, supervisor))

  return {
    address: `http://127.0.0.1:${taken}/?token=${access.token}`,
    async close() {
      for (const socket of sockets.clients) socket.terminate()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
