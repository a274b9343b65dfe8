import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Advisor } from '../../../core/plant/session/advisor.ts'
import { checkAudit, openAudit } from '../../../core/plant/session/audit.ts'
import { runClosedLoop } from '../../../core/plant/session/closed-loop.ts'
import { startShadow } from '../../../core/plant/session/shadow.ts'
import { type Bench, fastTank } from './fast-tank.ts'
import { read, withSession } from './stock-client.ts'

/** Something that goes wrong while a policy is in control. */
export interface Fault {
  /** Done once the policy has been in control for some scans. */
  readonly inject: (stop: AbortController) => unknown
  readonly mend?: () => unknown
  readonly reason: RegExp
  readonly duration?: number
}

/** Somebody else's client, whom the plant's server trusts. */
export const meddlerAt = ({ folder }: Bench) => ({
  pki: join(folder, 'pki'),
  user: { name: 'ada', password: 'lovelace' },
})

/** Closes the loop on the bench's plant, has the fault happen, and checks that the plant got its own control back. */
export async function assertHandsBack(bench: Bench, advisor: Advisor, fault: Fault): Promise<void> {
  const file = join(bench.folder, 'audit.jsonl')
  const before = await checkAudit(file).catch(() => ({ lines: 0 }))
  const audit = openAudit(file)
  const stop = new AbortController()
  let injected: unknown
  let controlled = 0
  const { outputs } = advisor
  await using side = await bench.connect({ outputs })
  const end = await runClosedLoop({
    guarded: { line: fastTank, outputs },
    side,
    shadow: startShadow(fastTank, advisor),
    audit,
    arming: { by: 'Ada', duration: fault.duration ?? 10 },
    interval: fastTank.scan,
    stale: 20,
    signal: stop.signal,
    onScan(_look, { mode }) {
      controlled += mode === 'in control' ? 1 : 0
      if (controlled === 10) injected ??= Promise.resolve(fault.inject(stop))
    },
  })
  audit.close()
  await injected
  assert.match(end.reason, fault.reason)
  assert.ok(end.scans >= 9, `${end.scans} scans in control`)

  const check = await checkAudit(file)
  assert.equal(check.broken, undefined)
  const entries = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(before.lines)
    .map((line) => JSON.parse(line))
  assert.equal(entries.filter(({ kind }) => kind === 'write').length, end.writes)
  const modes = entries.filter(({ kind }) => kind === 'mode')
  assert.deepEqual(modes[0].mode, 'in control')
  assert.equal(modes.at(-1).mode, 'handed back')
  assert.match(modes.at(-1).reason, fault.reason)
  assert.equal(modes.at(-1).by, 'Ada')
  const last = entries.findLast(({ kind }) => kind === 'write')
  const isGone = /connection|session|answer/.test(end.reason)
  if (!isGone) assert.deepEqual([last.node, last.value], ['s=policy.enable', false])
  // What is written per scan stays within its bounds on the wire, too.
  for (const { node, value } of entries.filter(({ kind }) => kind === 'write')) {
    const output = outputs.find(({ name }) => node === `s=${name}`)
    if (output) assert.ok(Math.abs(value) <= output.high * 100 + 1e-9, `${node} is ${value}`)
  }
  await fault.mend?.()
  await withSession(bench.plant.endpoint, meddlerAt(bench), async (session) => {
    assert.equal((await read(session, 'policy.enable')).value.value, false)
    assert.equal((await read(session, 'SC-1.trim')).value.value, 0)
  })
}
