import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type Browser, test as base, chromium, type Page } from '@playwright/test'
import { findElectron } from '../../electron/binary.ts'
import { chromiumOptions, startHost } from './host.ts'

/** The window of one shell, open on an empty folder of studies. */
export interface Opened {
  readonly page: Page
  readonly studies: string
  /** Ends the engine's process as the system would. */
  killEngine(): void
  /** Addresses outside this machine that the window or its processes have asked for. */
  strangers(): readonly string[]
  /** A picture of what is shown, kept as the run's output. */
  picture(name: string): Promise<void>
}

const isLocal = (address: string) =>
  /^(data|blob|app|about|devtools):|^(http|ws)s?:\/\/(127\.0\.0\.1|localhost)(:|\/|$)/.test(address)

export const test = base.extend<{ opened: Opened }>({
  opened: async ({ browserName: _ }, use, info) => {
    const place = mkdtempSync(join(tmpdir(), 'dreamline-e2e-'))
    const studies = join(place, 'studies')
    const log = join(place, 'strangers')
    const opened = info.project.name.startsWith('electron') ? await inElectron(place) : await inBrowser(place)
    const asked: string[] = []
    opened.page.on('request', (request) => isLocal(request.url()) || asked.push(request.url()))
    opened.page.on('websocket', (socket) => isLocal(socket.url()) || asked.push(socket.url()))
    try {
      await use({
        page: opened.page,
        studies,
        killEngine: opened.killEngine,
        strangers: () => [...asked, ...(existsSync(log) ? readFileSync(log, 'utf8').split('\n').filter(Boolean) : [])],
        picture: async (name) => {
          mkdirSync('out/screenshots', { recursive: true })
          await opened.page.screenshot({ path: `out/screenshots/${name}.png` })
        },
      })
    } finally {
      await opened.close()
      rmSync(place, { recursive: true, force: true, maxRetries: 5 })
    }
  },
})

async function inBrowser(place: string) {
  test.skip(!existsSync(chromiumOptions.executablePath), 'there is no Chromium here: the window is not tested')
  const host = await startHost(place)
  const browser: Browser = await chromium.launch(chromiumOptions)
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'en-GB' })
  const page = await context.newPage()
  await page.goto(host.address)
  return {
    page,
    // The host starts no other process of its own.
    killEngine: () => execFileSync('pkill', ['-9', '-P', String(host.process.pid)]),
    close: async () => {
      await browser.close()
      await host.stop()
    },
  }
}

async function inElectron(place: string) {
  const electron = findElectron()
  test.skip('missing' in electron, 'Electron has no binary here: its window is tested in the browser alone')
  const application = await _electron.launch({
    executablePath: 'program' in electron ? electron.program : '',
    args: ['out/electron/main.js', `--studies=${join(place, 'studies')}`, `--settings=${join(place, 'settings.json')}`],
  })
  return {
    page: await application.firstWindow(),
    killEngine: () => execFileSync('pkill', ['-9', '-f', 'engine-process']),
    close: () => application.close(),
  }
}
