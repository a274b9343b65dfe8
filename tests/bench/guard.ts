import { erraticBlocks } from '../export/erratic-policy.ts'
import { guardScans } from '../export/guard-scans.ts'
import type { Figure } from './figure.ts'

const scans = 1_000_000
const lines = ['three-tank', 'pasteuriser', 'bottling']
const blocks = [
  ['trim', 'safe'],
  ['direct', 'loops'],
] as const
const runs = 4

/** A million random and adversarial scans of the guard in the virtual PLC; the first that breaks a property throws. */
export async function guard(): Promise<readonly Figure[]> {
  let done = 0
  let silent = 0
  const from = performance.now()
  for (const name of lines) {
    for (const [kind, fallback] of blocks) {
      const { line, blocks: written } = await erraticBlocks(name, kind, fallback)
      for (let run = 0; run < runs; run++) {
        const count = Math.ceil(scans / (lines.length * blocks.length * runs))
        silent += guardScans(line, written, count, run + 1).silent
        done += count
      }
    }
  }
  const seconds = (performance.now() - from) / 1000
  return [
    { what: 'hostile scans without a breach', value: done, unit: 'scans', target: { least: scans } },
    { what: 'of them with a silent guard', value: silent, unit: 'scans' },
    { what: 'rate, checks included', value: done / seconds, unit: 'scans/s' },
  ]
}
