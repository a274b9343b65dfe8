import { SceneBrowser } from '../../renderer/scene/browser.ts'
import { syntheticFilm } from '../../renderer/scene/synthetic-film.ts'
import { syntheticLine } from '../../renderer/scene/synthetic-line.ts'
import type { Figure } from '../figure.ts'

const scans = 20_000
const frames = 60
const softwareFrame = 50

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!

/** How fast 150 components are drawn at 1280 × 720 where a processor draws them, and what playing leaves in memory. */
export async function scene(): Promise<readonly Figure[]> {
  const browser = await SceneBrowser.start()
  try {
    const line = syntheticLine(10)
    const from = performance.now()
    await browser.call('open', line, {}, 'light')
    const opened = performance.now() - from
    await browser.open(line, syntheticFilm(line, scans), 0)
    const devtools = await browser.page.context().newCDPSession(browser.page)
    const heap = async () => {
      await devtools.send('HeapProfiler.collectGarbage')
      const { usedSize } = await devtools.send('Runtime.getHeapUsage')
      return usedSize / 1e6
    }
    await browser.call('play', frames, 1)
    const before = await heap()
    const playing = await browser.call<number[]>('play', frames * 5, 1)
    const after = await heap()
    const scrubbing = await browser.call<number[]>('play', frames, scans / frames)
    const turning = await browser.call<number[]>('turn', frames)
    return [
      { what: '3D view of 150 components opens', value: opened, unit: 'ms' },
      { what: 'frame while a film plays', value: median(playing), unit: 'ms', target: { most: softwareFrame } },
      {
        what: 'frame while scrubbing 20,000 scans',
        value: median(scrubbing),
        unit: 'ms',
        target: { most: softwareFrame },
      },
      { what: 'frame while the camera turns', value: median(turning), unit: 'ms', target: { most: softwareFrame } },
      { what: 'heap grown in 300 frames', value: after - before, unit: 'MB', target: { most: 1 } },
    ]
  } finally {
    await browser.close()
  }
}
