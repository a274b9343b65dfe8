import { fileURLToPath } from 'node:url'
import { forkEngine } from '../engine-process/fork.ts'
import { superviseEngine } from '../supervisor.ts'
import { openInBrowser } from './browser.ts'
import { type Host, serveHost } from './host.ts'
import type { HostOptions } from './options.ts'

const place = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

/** Serves the window until Ctrl+C and resolves once nothing of it runs any more. */
export async function runBrowserHost(options: HostOptions): Promise<void> {
  const ending = signalToEnd(options.endsWithStdin)
  const supervisor = superviseEngine({
    start: () =>
      forkEngine(place('electron/engine-process/main.ts'), options.studies, options.settings, place('assets/lines')),
    onGivenUp: (reason) => console.error(`The engine ${reason} again and again and is not started any more.`),
  })
  let host: Host | undefined
  try {
    host = await serveHost(supervisor, place('out/renderer'), options.port)
    console.log(`Dreamline: ${host.address}`)
    if (!options.open || !openInBrowser(host.address, process.env)) console.log('Open this address in a browser.')
    console.log('Ctrl+C ends it.')
    await ending
  } finally {
    await host?.close()
    await supervisor.stop()
  }
}

function signalToEnd(endsWithStdin: boolean): Promise<void> {
  return new Promise((resolve) => {
    // Once: a second Ctrl+C ends the process at once.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
    if (!endsWithStdin) return
    process.stdin.once('close', resolve).resume()
    // Waiting for its end must not keep a process running that ends otherwise. A file as input has no `unref`.
    process.stdin.unref?.()
  })
}
