import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { chromium, type Page } from '@playwright/test'
import { build } from 'vite'
import { chromiumOptions, startHost } from '../e2e/host.ts'
import type { Figure } from './figure.ts'
import { largeLine } from './large-line.ts'

/** The window in Chromium on SwiftShader, served by the browser host: how soon it can be used, and how smooth it stays. */
export async function window(): Promise<Figure[]> {
  await build({ logLevel: 'error' })
  const place = mkdtempSync(join(tmpdir(), 'dreamline-bench-'))
  const study = join(place, 'studies', 'large-line')
  mkdirSync(study, { recursive: true })
  writeFileSync(join(study, 'large-line.line.yaml'), largeLine(150, 20_000))
  try {
    const first = await openWindow(place)
    await first.close()
    const opened = await openWindow(place)
    try {
      return [
        { what: 'window usable, process start', value: opened.seconds, unit: 's', target: { most: 2 } },
        { what: 'first download, compressed', value: opened.bytes / 1e6, unit: 'MB', target: { most: 1.5 } },
        ...(await inUse(opened.page)),
      ]
    } finally {
      await opened.close()
    }
  } finally {
    rmSync(place, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** A window, how long it took from the start of its process to the list of studies, and what it downloaded for that. */
async function openWindow(place: string) {
  const browser = await chromium.launch({
    ...chromiumOptions,
    args: [...chromiumOptions.args, '--enable-precise-memory-info', '--js-flags=--expose-gc'],
  })
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } })
  const bodies: Promise<Buffer>[] = []
  page.on('response', (response) => response.ok() && bodies.push(response.body()))
  const began = performance.now()
  const host = await startHost(place)
  await page.goto(host.address)
  await page.getByRole('button', { name: /^large-line/ }).waitFor()
  const seconds = (performance.now() - began) / 1000
  const loaded = (await Promise.allSettled(bodies)).flatMap((body) => (body.status === 'fulfilled' ? [body.value] : []))
  return {
    page,
    seconds,
    bytes: loaded.reduce((sum, body) => sum + gzipSync(body).length, 0),
    close: async () => {
      await browser.close()
      await host.stop()
    },
  }
}

/** Smoothness of the diagram and of a film of 20,000 scans, both with 150 components. */
async function inUse(page: Page): Promise<Figure[]> {
  await page.getByRole('button', { name: /^large-line/ }).click()
  const pane = page.locator('.react-flow__pane')
  await pane.waitFor()
  const diagram = await medianFrame(page, async () => {
    const box = (await pane.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
    await page.mouse.move(box.x + box.width / 2, box.y + box.height - 20)
    for (const step of Array.from({ length: 40 }, (_, index) => index)) await page.mouse.wheel(0, step % 2 ? 60 : -60)
  })

  await page.getByRole('navigation').getByRole('button', { name: 'Watch' }).click()
  await page.getByRole('button', { name: /ordinary day/i }).click()
  await page.locator('canvas').first().waitFor({ timeout: 300_000 })
  const bar = page.getByRole('slider', { name: 'Time of the film' })
  await bar.waitFor()
  await page.keyboard.press('Space')
  const playing = await medianFrame(page, () => page.waitForTimeout(10_000))
  // What filming and the first frames leave behind is collected first.
  await page.waitForTimeout(60_000)
  const before = await memoryInUse(page)
  await page.waitForTimeout(playedSeconds * 1000)
  const grown = (await memoryInUse(page)) - before
  await page.keyboard.press('Space')
  return [
    { what: 'diagram of 150, median frame', value: diagram, unit: 'ms', target: { most: 50 } },
    { what: '3D view of 150, median frame', value: playing, unit: 'ms', target: { most: 50 } },
    { what: 'drag in a film of 20,000 scans', value: await timeToScrub(page), unit: 'frames', target: { most: 1 } },
    {
      what: 'memory grown in an hour of play',
      value: (grown * 3600) / playedSeconds / 1e6,
      unit: 'MB',
      target: { most: 50 },
    },
  ]
}

/** How long is played for the figure of an hour, s. */
const playedSeconds = 300

/** Median time between the frames that are drawn while something goes on, ms. */
async function medianFrame(page: Page, work: () => Promise<unknown>): Promise<number> {
  await page.evaluate(() => {
    const frames: number[] = []
    Object.assign(globalThis, { frames })
    const note = (time: number) => {
      frames.push(time)
      requestAnimationFrame(note)
    }
    requestAnimationFrame(note)
  })
  await work()
  return page.evaluate(() => {
    const { frames } = globalThis as unknown as { frames: number[] }
    const gaps = frames.slice(1).map((time, index) => time - (frames[index] as number))
    return gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] as number
  })
}

const memoryInUse = (page: Page) =>
  page.evaluate(() => {
    const { gc } = globalThis as unknown as { gc(): void }
    gc()
    return (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize
  })

/** Frames from a press on the time bar until it shows the new moment, the worst of some. */
async function timeToScrub(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const bar = document.querySelector('[role=slider][aria-valuenow]') as HTMLElement
    const { left, width, top } = bar.getBoundingClientRect()
    let worst = 0
    for (const share of [0.9, 0.1, 0.6, 0.3, 0.8]) {
      const before = bar.getAttribute('aria-valuenow')
      const at = { clientX: left + width * share, clientY: top + 4, bubbles: true, pointerId: 1, button: 0 }
      bar.dispatchEvent(new PointerEvent('pointerdown', at))
      let frames = 0
      while (bar.getAttribute('aria-valuenow') === before && frames < 100) {
        await new Promise(requestAnimationFrame)
        frames++
      }
      bar.dispatchEvent(new PointerEvent('pointerup', at))
      worst = Math.max(worst, frames)
    }
    return worst
  })
}
