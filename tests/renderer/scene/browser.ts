import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from '@playwright/test'
import { build } from 'vite'
import type { Film, LineModel } from '../../../core/engine/window/contract.ts'

const executablePath = '/usr/bin/chromium'
/** Why nothing can be drawn here; false where it can. */
export const missing = existsSync(executablePath) ? false : `${executablePath} is not there: install Chromium`

const screenshots = 'out/screenshots'
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
  const outDir = mkdtempSync(join(tmpdir(), 'dreamline-scene-page-'))
  try {
    await build({
      configFile: false,
      logLevel: 'error',
      define: { 'process.env.NODE_ENV': '"production"' },
      build: {
        outDir,
        minify: false,
        lib: { entry: 'tests/renderer/scene/page.ts', formats: ['iife'], name: 'scene', fileName: () => 'page.js' },
      },
    })
    return readFileSync(join(outDir, 'page.js'), 'utf8')
  } finally {
    rmSync(outDir, { recursive: true, force: true })
  }
}

/** A browser with the page of `page.ts` in it. What a test asks of the page is an expression: its types need a DOM. */
export class SceneBrowser {
  readonly page: Page
  /** What went wrong in the page. */
  readonly errors: string[] = []
  readonly #browser: Browser

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser
    this.page = page
    page.on('pageerror', (error) => this.errors.push(error.message))
  }

  /** 1280 × 720; `webgl: false` is a machine without any. */
  static async start({ webgl = true }: { webgl?: boolean } = {}): Promise<SceneBrowser> {
    const script = await bundle()
    const browser = await chromium.launch({ executablePath, args: [...quiet, ...(webgl ? software : none)] })
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } })
    await page.setContent(
      '<!doctype html><style>body{margin:0}#host{width:1280px;height:720px}</style><div id="host"></div>',
    )
    await page.addScriptTag({ content: script })
    return new SceneBrowser(browser, page)
  }

  /** Opens a line and a film of it at a scan. */
  async open(model: LineModel, film: Film, scan: number, theme: 'light' | 'dark' = 'light'): Promise<void> {
    const plain = { ...film, series: film.series.map((one) => ({ ...one, values: Array.from(one.values) })) }
    await this.call('open', model, {}, theme)
    await this.call('film', plain)
    await this.ask(`scenePage.show(${scan})`)
    await this.settle()
  }

  ask<Result = void>(expression: string): Promise<Result> {
    return this.page.evaluate<Result>(expression)
  }

  /** Calls a function of `ScenePage`. */
  call<Result = void>(name: string, ...given: readonly unknown[]): Promise<Result> {
    return this.page.evaluate(
      ([name, given]) => {
        const { scenePage } = globalThis as unknown as { scenePage: Record<string, (...given: unknown[]) => unknown> }
        return scenePage[name]!(...given) as Result
      },
      [name, given] as const,
    )
  }

  /** Until what was asked for is drawn. */
  settle = () => this.page.waitForTimeout(600)

  /** The picture, kept for people to look at. */
  screenshot(name: string): Promise<Buffer> {
    mkdirSync(screenshots, { recursive: true })
    return this.page.screenshot({ path: join(screenshots, `scene-${name}.png`) })
  }

  /** Numbers of pixels in the picture that the page judges to be so: `red`, `green`, `blue`, 0 to 255. */
  async count(judge: string): Promise<number> {
    return this.call('count', (await this.page.screenshot()).toString('base64'), judge)
  }

  close(): Promise<void> {
    return this.#browser.close()
  }
}
