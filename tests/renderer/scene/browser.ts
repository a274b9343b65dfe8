import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { build } from 'vite'

const out = 'out/scene-page'
export const screenshots = 'out/screenshots'

const quiet = [
  '--no-sandbox',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]
const software = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader']
const none = ['--disable-gpu', '--disable-3d-apis']

/** The page of `page.ts` as one script. */
async function bundle(): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: out,
      emptyOutDir: true,
      minify: false,
      lib: { entry: 'tests/renderer/scene/page.ts', formats: ['iife'], name: 'scene', fileName: () => 'page.js' },
    },
  })
  return readFileSync(join(out, 'page.js'), 'utf8')
}

export interface OpenPage {
  readonly browser: Browser
  readonly page: Page
  close(): Promise<void>
}

/** A browser with the page in it, 1280 × 720; `webgl: false` is a machine without any. */
export async function openPage({ webgl = true }: { webgl?: boolean } = {}): Promise<OpenPage> {
  mkdirSync(screenshots, { recursive: true })
  const script = await bundle()
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [...quiet, ...(webgl ? software : none)],
  })
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } })
  page.on('pageerror', (error) => console.error(error))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') console.error(message.text())
  })
  await page.setContent(
    '<!doctype html><style>body{margin:0}#host{width:1280px;height:720px}</style><div id="host"></div>',
  )
  await page.addScriptTag({ content: script })
  return { browser, page, close: () => browser.close() }
}
