import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

/** What a page may load and do: its own files and its own engine, nothing else. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

export interface ServedFile {
  readonly body: Uint8Array<ArrayBuffer>
  readonly headers: Readonly<Record<string, string>>
}

/** The file under `root` that a URL's path means, as a window is served it; undefined where there is none to serve. */
export async function fileAt(root: string, path: string): Promise<ServedFile | undefined> {
  const parts = partsOf(path)
  const type = types[extname(parts?.at(-1) ?? '')]
  if (parts === undefined || type === undefined) return undefined
  const body = await readFile(join(root, ...parts)).catch(() => undefined)
  if (body === undefined) return undefined
  return {
    body,
    headers: {
      'Content-Type': type,
      'Content-Security-Policy': policy,
      'X-Content-Type-Options': 'nosniff',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Referrer-Policy': 'no-referrer',
      // Names of assets change with what they hold.
      'Cache-Control': parts[0] === 'assets' ? 'private, max-age=31536000, immutable' : 'no-store',
    },
  }
}

/** Names from `root` down; undefined where one could lead anywhere else, on any system. */
function partsOf(path: string): readonly string[] | undefined {
  try {
    const decoded = decodeURIComponent(path)
    const parts = decoded === '/' ? ['index.html'] : decoded.replace(/^\//, '').split('/')
    return parts.every((part) => /^[\w-][\w.-]*$/.test(part)) ? parts : undefined
  } catch {
    return undefined
  }
}
