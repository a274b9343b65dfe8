import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Figure } from './figure.ts'

const program = fileURLToPath(new URL('dream-rate.ts', import.meta.url))
const processes = 2

/** Million scans a second of two processes side by side, with faults and noise and 5 steps a scan. */
async function dreamt(controller: string): Promise<number> {
  const one = async () => Number((await promisify(execFile)(process.execPath, [program, controller])).stdout)
  const rates = await Promise.all(Array.from({ length: processes }, one))
  return rates.reduce((sum, rate) => sum + rate, 0) / 1e6
}

export async function dreams(): Promise<Figure[]> {
  const unit = 'million scans/s'
  return [
    { what: 'dreaming with the line’s own control', value: await dreamt('baseline'), unit },
    { what: 'dreaming with a feed-forward policy', value: await dreamt('feed-forward'), unit, target: { least: 2 } },
    { what: 'dreaming with a recurrent policy', value: await dreamt('recurrent'), unit },
  ]
}
