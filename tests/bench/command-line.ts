import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Figure, shortest } from './figure.ts'
import { path } from './three-tank.ts'

export const dreamline = (args: readonly string[], env = {}) =>
  spawnSync(process.execPath, ['core/cli/main.ts', ...args], { env: { ...process.env, ...env }, stdio: 'ignore' })

export async function commandLine(): Promise<Figure[]> {
  const check = await shortest(3, async () => dreamline(['check', path]))
  return [{ what: 'check, three-tank', value: check, unit: 's', target: { most: 1 } }]
}

/** A whole run; its processes' peaks are added up, as if they fell together. */
export async function memory(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dreamline-bench-'))
  try {
    const peaks = join(folder, 'peaks')
    const report = new URL('report-peak.ts', import.meta.url).href
    dreamline(['run', path, '--budget', 'small', '--study', join(folder, 'study')], {
      NODE_OPTIONS: `--import=${report}`,
      DREAMLINE_BENCH_PEAKS: peaks,
    })
    const kibibytes = readFileSync(peaks, 'utf8').trim().split('\n').map(Number)
    const value = (kibibytes.reduce((sum, peak) => sum + peak, 0) * 1024) / 1e9
    return [{ what: 'memory of a run, three-tank', value, unit: 'GB', target: { most: 2 } }]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
