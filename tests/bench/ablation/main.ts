import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { inOrder, runApart } from '../apart.ts'
import type { Job, Point } from './job.ts'
import { prepare } from './prepare.ts'
import { documentOf, type Result } from './table.ts'
import { variants } from './variants.ts'

const { values } = parseArgs({
  options: {
    processes: { type: 'string', default: '2' },
    budget: { type: 'string', default: 'small' },
    seeds: { type: 'string', default: '3' },
    lines: { type: 'string', default: 'three-tank,pasteuriser,bottling' },
    variants: { type: 'string', default: '' },
    out: { type: 'string', default: 'docs/ablation.md' },
    /** Trainings done before are read from here, and all are kept here. */
    results: { type: 'string', default: 'out/ablation.json' },
  },
})
const began = performance.now()
const say = (text: string) => console.error(`${((performance.now() - began) / 1000).toFixed(0).padStart(5)} s  ${text}`)

mkdirSync(dirname(values.results), { recursive: true })
const folder = mkdtempSync(join(tmpdir(), 'ablation-'))
const lines = values.lines.split(',')
const chosen = variants.filter(({ name }) => values.variants === '' || values.variants.split(',').includes(name))
const results: Result[] = existsSync(values.results) ? JSON.parse(readFileSync(values.results, 'utf8')) : []
const isKnown = (line: string, variant: string, seed: number) =>
  results.some((result) => result.line === line && result.variant === variant && result.seed === seed)
try {
  const jobs: (() => Promise<void>)[] = []
  for (const name of lines) {
    const { line, dreamt, ...common } = await prepare(
      `assets/lines/${name}.line.yaml`,
      join(folder, name),
      values.budget as 'small' | 'normal',
    )
    say(`${line}: ${common.tasks.length} tasks, ${common.iterations} iterations`)
    for (const variant of chosen) {
      for (let seed = 1; seed <= Number(values.seeds); seed++) {
        if (isKnown(line, variant.name, seed)) continue
        const spent = variant.replayed ? Math.ceil(dreamt / (common.lanes * variant.dreams)) : 0
        const job: Job = { ...common, iterations: common.iterations - spent, variant, seed }
        jobs.push(async () => {
          const points = (await runApart<readonly Point[]>(new URL('./job.ts', import.meta.url), job)).map((point) => ({
            ...point,
            dreams: point.dreams + (variant.replayed ? dreamt : 0),
          }))
          results.push({ line, variant: variant.name, seed, points })
          writeFileSync(values.results, JSON.stringify(results))
          const { success, cost } = points.at(-1) as Point
          say(`${line}, ${variant.name}, seed ${seed}: success ${success.toFixed(3)}, cost ${cost.toFixed(2)}`)
        })
      }
    }
  }
  await inOrder(jobs, Number(values.processes))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
writeFileSync(values.out, documentOf(results))
say(`written to ${values.out}`)
