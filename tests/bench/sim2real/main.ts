import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { workloadOf } from '../../../core/engine/budget.ts'
import type { Budget } from '../../../core/engine/contract.ts'
import { policySubject } from '../../../core/engine/policy-store.ts'
import { gainsOf } from '../../../core/engine/tuning.ts'
import { tuneBaseline } from '../../../core/judge/tune.ts'
import { compilePlant } from '../../../core/line/plant.ts'
import { readLine } from '../../../core/line/read.ts'
import { inOrder, runApart } from '../apart.ts'
import type { ArmName } from './arms.ts'
import type { Job, Scores } from './job.ts'
import { documentOf, type Result } from './table.ts'

const { values } = parseArgs({
  options: {
    processes: { type: 'string', default: '2' },
    budget: { type: 'string', default: 'small' },
    seeds: { type: 'string', default: '3' },
    lines: { type: 'string', default: 'three-tank,quadruple-tank,quadruple-tank-nonminimum,pasteuriser' },
    out: { type: 'string', default: 'docs/sim-to-real.md' },
    /** Plants done before are read from here, and all are kept here. */
    results: { type: 'string', default: 'out/sim2real.json' },
  },
})
const began = performance.now()
const say = (text: string) => console.error(`${((performance.now() - began) / 1000).toFixed(0).padStart(5)} s  ${text}`)

mkdirSync(dirname(values.results), { recursive: true })
const results: Result[] = existsSync(values.results) ? JSON.parse(readFileSync(values.results, 'utf8')) : []
const jobs: (() => Promise<void>)[] = []
for (const name of values.lines.split(',')) {
  const seeds = Array.from({ length: Number(values.seeds) }, (_, index) => index + 1)
  const missing = seeds.filter((seed) => !results.some((result) => result.line === name && result.seed === seed))
  if (missing.length === 0) continue
  const path = `assets/lines/${name}.line.yaml`
  const line = readLine(readFileSync(path, 'utf8'), path)
  const gains = gainsOf(await tuneBaseline(line, compilePlant(line), 1, {}))
  const work = workloadOf((await policySubject(line, 'gradient')).loop, 'gradient', values.budget as Budget)
  say(`${name}: ${work.iterations} iterations in dreams`)
  for (const seed of missing) {
    const job: Job = { path, gains, seed, work }
    jobs.push(async () => {
      const scores = await runApart<Scores>(new URL('./job.ts', import.meta.url), job)
      results.push({ line: name, seed, scores })
      writeFileSync(values.results, JSON.stringify(results))
      const costs = (Object.keys(scores) as ArmName[]).map((arm) => `${arm} ${scores[arm].faulty.toFixed(2)}`)
      say(`${name}, plant ${seed}: ${costs.join(', ')}`)
    })
  }
}
await inOrder(jobs, Number(values.processes))
writeFileSync(values.out, documentOf(results))
say(`written to ${values.out}`)
