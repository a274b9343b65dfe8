import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type Browser, test as base, chromium, type Page } from '@playwright/test'
import { chromiumOptions, startHost } from './host.ts'

/** The window of one shell, open on an empty folder of studies. */
export interface Opened {
  readonly page: Page
  readonly studies: string
  /** Addresses outside this machine that the window or its processes have asked for. */
  strangers(): readonly string[]
  /** A picture of what is shown, kept as the run's output. */
  picture(name: string): Promise<void>
}

/** Where Electron's binary lies, where it is present. */
function electronBinary(): string | undefined {
  try {
    const path = createRequire(import.meta.url)('electron') as string
    return existsSync(path) ? path : undefined
  } catch {
    return undefined
  }
}

const isLocal = (address: string) =>
  /^(data|blob|app|about|devtools):|^(http|ws)s?:\/\/(127\.0\.0\.1|localhost)(:|\/|$)/.test(address)

export const test = base.extend<{ opened: Opened }>({
  opened: async ({ browserName: _ }, use, info) => {
    const place = mkdtempSync(join(tmpdir(), 'dreamline-e2e-'))
    const studies = join(place, 'studies')
    const log = join(place, 'strangers')
    const opened = info.project.name === 'electron' ? await inElectron(studies) : await inBrowser(place)
    const asked: string[] = []
    opened.page.on('request', (request) => isLocal(request.url()) || asked.push(request.url()))
    opened.page.on('websocket', (socket) => isLocal(socket.url()) || asked.push(socket.url()))
    try {
      await use({
        page: opened.page,
        studies,
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
  const host = await startHost(place)
  const browser: Browser = await chromium.launch(chromiumOptions)
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'en-GB' })
  const page = await context.newPage()
  await page.goto(host.address)
  return {
    page,
    close: async () => {
      await browser.close()
      await host.stop()
    },
  }
}

async function inElectron(studies: string) {
  const binary = electronBinary()
  test.skip(binary === undefined, 'Electron has no binary here: its window is tested in the browser alone')
  const application = await _electron.launch({
    executablePath: binary as string,
    args: ['out/main/main.js', '--studies', studies],
  })
  return { page: await application.firstWindow(), close: () => application.close() }
}
