import type { IncomingMessage, ServerResponse } from 'node:http'
import { fileAt } from '../files.ts'
import { type Access, isOwnHost } from './access.ts'

/** Answers a request for a page or one of its files; `root` holds the window as it was built. */
export async function servePage(
  request: IncomingMessage,
  response: ServerResponse,
  { root, port, access }: { readonly root: string; readonly port: number; readonly access: Access },
): Promise<void> {
  if (!isOwnHost(request, port)) return refuse(response, 403, 'This is not the address of this window.')
  if (request.method !== 'GET') return refuse(response, 404, 'There is nothing here.')

  const [path = '/', query] = (request.url ?? '/').split('?', 2)
  const cookie = path === '/' ? access.admit(new URLSearchParams(query).get('token') ?? '') : undefined
  if (cookie !== undefined) {
    response.writeHead(303, { 'Set-Cookie': cookie, Location: '/', 'Cache-Control': 'no-store' }).end()
    return
  }
  if (!access.isAdmitted(request)) {
    return refuse(
      response,
      403,
      'Open the address that Dreamline printed; it works once. Start Dreamline again for a new one.',
    )
  }

  const file = await fileAt(root, path)
  if (file !== undefined) response.writeHead(200, { ...file.headers }).end(file.body)
  else refuse(response, 404, path === '/' ? 'The window is not built yet: npm run build' : 'There is nothing here.')
}

function refuse(response: ServerResponse, status: 403 | 404, line: string): void {
  const headers = {
    'Content-Type': 'text/plain; charset=utf-8',
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
  }
  response.writeHead(status, headers).end(`${line}\n`)
}
