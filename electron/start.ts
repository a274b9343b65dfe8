import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { findElectron } from './binary.ts'
import { openBrowserHost } from './browser-host/open.ts'
import { askedOptions, type HostOptions } from './browser-host/options.ts'
import { isFresh } from './fresh.ts'

const place = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))

const contracts = ['core/engine/contract.ts', 'core/engine/window/contract.ts', 'core/engine/window/wire.ts']

/** What the window and Electron's parts are built from. */
const windowSources = ['renderer', ...contracts, 'vite.config.ts', 'package-lock.json'].map(place)
const electronSources = ['electron', 'core', 'package-lock.json'].map(place)

const options = askedOptions(process.argv.slice(2), process.env)
if (options !== undefined) await start(options)

/** Opens Dreamline: under Electron where its binary is present, otherwise in the browser. */
async function start(options: HostOptions): Promise<void> {
  if (!isFresh(place('out/renderer/index.html'), windowSources)) {
    console.log('Building the window.')
    const { build } = await import('vite')
    await build({ configFile: place('vite.config.ts'), logLevel: 'warn' })
  }
  const electron = findElectron()
  if ('program' in electron) return startElectron(electron.program, options)
  console.log(`The window opens in the browser, not in Electron: ${electron.missing}.`)
  console.log('To download it: npx install-electron')
  await openBrowserHost(options)
}

async function startElectron(program: string, { studies, settings }: HostOptions): Promise<void> {
  console.log(`The window opens in Electron, whose binary is at ${program}.`)
  if (!isFresh(place('out/electron/main.js'), electronSources)) {
    const { bundle } = await import('./bundle.ts')
    await bundle()
  }
  const given = [place('out/electron/main.js'), `--studies=${studies}`, `--settings=${settings}`]
  const [code] = await once(spawn(program, given, { stdio: 'inherit' }), 'exit')
  process.exitCode = code ?? 1
}
