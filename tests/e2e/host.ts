import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** Debian's Chromium with WebGL on SwiftShader, without what it would fetch for itself. */
export const chromiumOptions = {
  executablePath: '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-quic',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    '--use-angle=swiftshader',
    '--enable-unsafe-swiftshader',
  ],
}

/** The browser host with all it keeps under `place`, and `place/strangers`: what its processes asked for elsewhere. */
export async function startHost(place: string) {
  const process = spawn(
    'node_modules/.bin/node',
    [
      '--import',
      new URL('./loopback-only.ts', import.meta.url).href,
      'electron/browser-host/main.ts',
      '--no-open',
      '--ends-with-stdin',
      '--studies',
      join(place, 'studies'),
      '--settings',
      join(place, 'settings.json'),
    ],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...globalThis.process.env, DREAMLINE_STRANGERS: join(place, 'strangers') },
    },
  )
  const address = await addressOf(process)
  return {
    address,
    process,
    stop: async () => {
      const ended = new Promise((resolve) => process.once('exit', resolve))
      process.stdin?.end()
      await ended
    },
  }
}

async function addressOf(host: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: host.stdout as NodeJS.ReadableStream })) {
    const [address] = /http:\/\/\S+/.exec(line) ?? []
    if (address !== undefined) return address
  }
  throw new Error('the browser host ended before it said where it is')
}
