import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** Who may come in: whoever was given the address of the window, once, and afterwards that browser. */
export interface Access {
  /** To be given away with the address. */
  readonly token: string
  /** The cookie for a browser that shows the token; the token then counts no more. */
  admit(token: string): string | undefined
  isAdmitted(request: IncomingMessage): boolean
}

/** Cookies are shared by all ports of a machine, so the port is part of the name. */
export function createAccess(port: number): Access {
  const name = `dreamline-${port}`
  const token = randomBytes(32).toString('hex')
  const session = randomBytes(32).toString('hex')
  let used = false
  return {
    token,
    admit(shown) {
      if (used || !same(shown, token)) return undefined
      used = true
      return `${name}=${session}; Path=/; HttpOnly; SameSite=Strict`
    },
    isAdmitted: ({ headers }) =>
      (headers.cookie ?? '').split(/; */).some((cookie) => same(cookie, `${name}=${session}`)),
  }
}

const same = (shown: string, kept: string) =>
  Buffer.byteLength(shown) === Buffer.byteLength(kept) && timingSafeEqual(Buffer.from(shown), Buffer.from(kept))

/** Names by which this machine is asked; any other comes from a page that was led here by its own domain name. */
const names = ['127.0.0.1', 'localhost']

export const isOwnHost = ({ headers }: IncomingMessage, port: number) =>
  names.some((name) => headers.host === `${name}:${port}`)

/** Whether a page that this host served is asking. */
export const isOwnOrigin = ({ headers }: IncomingMessage) => headers.origin === `http://${headers.host}`
