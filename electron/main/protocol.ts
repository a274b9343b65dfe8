import type { Protocol } from 'electron'
import { fileAt } from '../files.ts'

const scheme = 'app'

export const windowAddress = `${scheme}://dreamline/`

/** Whether a URL is of the window's own pages and files. */
export function isOwn(url: string): boolean {
  const parsed = URL.parse(url)
  return parsed?.protocol === `${scheme}:` && parsed.host === 'dreamline'
}

/** Must be called before the application is ready: makes the window's address as good as https. */
export function declareProtocol(protocol: Protocol): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/** Serves the files under `root` at the window's address and nothing else. */
export function serveProtocol(protocol: Protocol, root: string): void {
  protocol.handle(scheme, async ({ url, method }) => {
    const file = isOwn(url) && method === 'GET' ? await fileAt(root, new URL(url).pathname) : undefined
    if (file !== undefined) return new Response(file.body, { headers: file.headers })
    return new Response('There is nothing here.\n', { status: 404, headers: { 'Content-Type': 'text/plain' } })
  })
}
