import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dreamline } from './command-line.ts'
import type { Figure } from './figure.ts'
import { largeLine } from './large-line.ts'

const rows = 1_000_000
/** With the control and the set point 60 columns. */
const levels = 58

/** An export of a second's interval, some of whose values are bad. */
function writeExport(file: string, tags: readonly string[]): void {
  const out = openSync(file, 'wx')
  let text = `Timestamp,${tags.map((tag) => `PLANT1.${tag.replace('-', '_')}.PV`).join(',')},LC101.OP,LC101.SP\n`
  for (let row = 0; row < rows; row++) {
    const values = tags.map((_, tag) =>
      row % 997 === tag ? 'Bad' : (0.5 + 0.4 * Math.sin(row / 300 + tag)).toFixed(4),
    )
    text += `${new Date(1.79e12 + row * 1000).toISOString()},${values.join(',')},${40 + ((row >> 12) % 20)},0.5\n`
    if (text.length < 1_000_000 && row < rows - 1) continue
    writeSync(out, text)
    text = ''
  }
  closeSync(out)
}

/** Historian import: a million rows of sixty columns, as one process. */
export async function importing(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dreamline-bench-'))
  try {
    const tags = Array.from({ length: levels }, (_, index) => `LT-${101 + index}`)
    const [line, log, peaks] = ['large.line.yaml', 'export.csv', 'peaks'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ]
    const others = tags
      .slice(1)
      .map((tag) => `  ${tag}: {of: ${tag.replace('LT', 'T')}.level, range: 0 to 1 m}\n`)
      .join('')
    writeFileSync(line, largeLine(2 * levels + 3).replace('\ncontrols:', `${others}\ncontrols:`))
    writeExport(log, tags)
    const from = performance.now()
    const { status } = dreamline(['import', line, log, '--out', join(folder, 'log.csv'), '--yes'], {
      NODE_OPTIONS: `--import=${new URL('report-peak.ts', import.meta.url).href}`,
      DREAMLINE_BENCH_PEAKS: peaks,
    })
    const seconds = (performance.now() - from) / 1000
    if (status !== 0) throw new Error(`the import ended with ${status}`)
    const peak = (Number(readFileSync(peaks, 'utf8')) * 1024) / 1e9
    return [
      { what: 'import, 1,000,000 rows of 60 columns', value: seconds, unit: 's', target: { most: 60 } },
      { what: 'memory of that import', value: peak, unit: 'GB', target: { most: 1 } },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
