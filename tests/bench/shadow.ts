import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createEngine } from '../../core/engine/engine.ts'
import { policySubject } from '../../core/engine/policy-store.ts'
import { loadSource } from '../../core/engine/source.ts'
import { gainsOf } from '../../core/engine/tuning.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { openStudy } from '../../core/study/study.ts'
import type { Figure } from './figure.ts'
import { path } from './three-tank.ts'

/** Fifty times faster than real time a scan of the three tanks takes 100 ms. */
const speed = 50
/** How long the policy stands in the plant's shadow, s. */
const duration = 60
const password = 'bench'

/** A policy in the shadow of a plant that another process serves over an encrypted connection on loopback. */
export async function shadow(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dreamline-bench-'))
  const options = ['--no-gap', '--accept', '--port', '0', '--speed', String(speed), '--pki', join(folder, 'server')]
  const server = spawn(process.execPath, ['core/cli/main.ts', 'plant', 'serve', path, ...options], {
    env: { ...process.env, DREAMLINE_PLANT_PASSWORD: password },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  try {
    const { endpoint, thumbprint } = await served(createInterface({ input: server.stderr }))
    const line = join(folder, 'three-tank.line.yaml')
    copyFileSync(path, line)
    const study = join(folder, 'study')
    await untrainedPolicyIn(study, line)
    const engine = createEngine()
    const job = { password: async () => password }
    const map = () => engine.mapPlant({ line, endpoint, user: 'engineer' }, job)
    await map().catch(() => {})
    await engine.trustPlant({ line, thumbprint })
    const { file } = await map()
    writeFileSync(file, `${readFileSync(file, 'utf8')}speed: ${speed}\nstale: 10\n`)
    const { scans, missed, computing } = await engine.shadowPlant({ line, study, duration }, job)
    const at = `of ${scans}`
    return [
      {
        what: 'advice of a policy, three-tank, median',
        value: computing?.median ?? Infinity,
        unit: 'ms',
        target: { most: 2 },
      },
      { what: 'advice of a policy, three-tank, longest', value: computing?.longest ?? Infinity, unit: 'ms' },
      { what: `scans of 100 ms missed in ${duration} s`, value: missed, unit: at, target: { most: scans / 10_000 } },
    ]
  } finally {
    server.kill()
    await once(server, 'exit')
    rmSync(folder, { recursive: true, force: true })
  }
}

async function served(lines: AsyncIterable<string>) {
  let endpoint = ''
  for await (const text of lines) {
    endpoint = /endpoint\s+(\S+)/.exec(text)?.[1] ?? endpoint
    const [, thumbprint] = /SHA-1 (\w+)/.exec(text) ?? []
    if (thumbprint !== undefined) return { endpoint, thumbprint }
  }
  throw new Error('the plant is not served')
}

async function untrainedPolicyIn(directory: string, path: string): Promise<void> {
  const { line, text } = loadSource(path)
  const { policy } = await policySubject(line, 'gradient')
  const study = openStudy(directory, { create: true })
  const lineHash = study.saveLine(line.name, text)
  const runId = study.startRun({ kind: 'train', lineHash, configuration: {}, seed: 1, versions: {} })
  const description = { trainer: 'gradient', gains: gainsOf(line) as never }
  study.savePolicy({ runId, description, parameters: policy.draw(randomSource(1)), validationScore: 0 })
  study.close()
}
