import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { findElectron } from './binary.ts'
import { bundle } from './bundle.ts'
import { isFresh } from './fresh.ts'

const place = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))

const contracts = ['core/engine/contract.ts', 'core/engine/window/contract.ts', 'core/engine/window/wire.ts']

/** What the window and Electron's parts are built from. */
const windowSources = ['renderer', ...contracts, 'vite.config.ts', 'package-lock.json'].map(place)
const electronSources = ['electron', 'core', 'package-lock.json'].map(place)

await start(process.argv.slice(2))

/** Opens Dreamline: under Electron where its binary is present, otherwise in the browser. */
async function start(arguments_: readonly string[]): Promise<void> {
  if (!isFresh(place('out/renderer/index.html'), windowSources)) {
    console.log('Building the window.')
    await build({ configFile: place('vite.config.ts'), logLevel: 'warn' })
  }
  const electron = findElectron()
  if ('missing' in electron) {
    console.log(`The window opens in the browser, not in Electron: ${electron.missing}.`)
    console.log('To download it: node node_modules/electron/install.js')
    const { openBrowserHost } = await import('./browser-host/open.ts')
    return openBrowserHost(arguments_)
  }
  console.log(`The window opens in Electron, whose binary is at ${electron.program}.`)
  if (!isFresh(place('out/electron/main.js'), electronSources)) await bundle()
  const child = spawn(electron.program, [place('out/electron/main.js'), ...arguments_], { stdio: 'inherit' })
  child.on('exit', (code) => {
    process.exitCode = code ?? 1
  })
}
