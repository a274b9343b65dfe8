import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { DataType } from 'node-opcua'
import { readLog } from '../../../core/plant/log.ts'
import { recordingsOf } from '../../../core/plant/recordings.ts'
import { checkAudit, openAudit } from '../../../core/plant/session/audit.ts'
import { runClosedLoop } from '../../../core/plant/session/closed-loop.ts'
import { type LogWriter, openLog } from '../../../core/plant/session/log-writer.ts'
import { observe } from '../../../core/plant/session/observe.ts'
import { startShadow, warmUpScans } from '../../../core/plant/session/shadow.ts'
import { read, withSession, write } from './client.ts'
import { fastTank, restlessAdvisor, setUpBench } from './fast-tank.ts'

const bench = await setUpBench()
const advisor = await restlessAdvisor()
await bench.trust()
after(async () => {
  await advisor.release()
  await bench[Symbol.asyncDispose]()
})
const { plant } = bench
const { outputs } = advisor

/** Somebody else's client, whom the server's administrator trusts. */
const meddler = {
  pki: join(bench.folder, 'pki'),
  user: { name: 'ada', password: 'lovelace' },
}

test('in the shadow a policy advises and writes nothing, through a restart of the server', async () => {
  const shadow = startShadow(fastTank, advisor)
  const file = join(bench.folder, 'shadow.csv')
  const news: string[] = []
  const withheld = new Set<string>()
  let log: LogWriter | undefined
  let advised = 0
  const restart = setTimeout(() => plant.restart(), 2000)
  const observed = await observe(fastTank, {
    connect: () => bench.connect(),
    duration: 8,
    async look(look) {
      log ??= openLog(fastTank, file, look.snapshot, outputs)
      const advice = await shadow.advise(look)
      const wanted = 'wanted' in advice ? advice.wanted : undefined
      if ('withheld' in advice) withheld.add(advice.withheld)
      if (wanted) advised += 1
      log.write(look.time, look.snapshot, wanted)
    },
    onConnection: (text) => news.push(text),
  })
  clearTimeout(restart)
  log?.close()
  assert.equal(observed.losses, 1)
  assert.deepEqual(news.length, 2, String(news))
  assert.ok(advised > 2 * warmUpScans, `${advised} scans with advice`)
  assert.equal(shadow.computing.length, advised)
  assert.ok([...withheld].some((text) => /looks on/.test(text)))

  const rows = readFileSync(file, 'utf8').trim().split('\n')
  assert.equal(rows[0], 't_s,LT-1,LC-1.setpoint,SC-1,LT-1.correction,SC-1.trim')
  assert.equal(rows.length - 1, log?.rows)
  const told = rows.filter((row) => !row.endsWith(',,'))
  assert.ok(told.length - 1 <= advised && told.length > advised / 2)
  const recordings = recordingsOf(fastTank, await readLog(file, (name) => /^(LT-1|SC-1|LC-1.setpoint)$/.test(name)))
  assert.ok(recordings.length >= 2, 'a break in the connection is a break in what was recorded')

  await withSession(plant.endpoint, meddler, async (session) => {
    for (const node of ['LT-1.correction', 'SC-1.trim', 'policy.heartbeat']) {
      assert.equal((await read(session, node)).value.value, 0, node)
    }
  })
})

interface Fault {
  /** Done once the policy has been in control for some scans. */
  readonly inject: (stop: AbortController) => unknown
  readonly mend?: () => unknown
  readonly reason: RegExp
  readonly duration?: number
}

const faults: Readonly<Record<string, Fault>> = {
  'its time is over': { inject: () => {}, duration: 1, reason: /time is over/ },
  'Ctrl+C': { inject: (stop) => stop.abort(), reason: /stopped by hand/ },
  'bad quality': {
    inject: () => plant.disguise('LT-1', 'bad'),
    mend: () => plant.disguise('LT-1'),
    reason: /LT-1 is of bad quality/,
  },
  'a node that lies about its type': {
    inject: () => plant.disguise('LT-1', 'text'),
    mend: () => plant.disguise('LT-1'),
    reason: /LT-1 is of bad quality \(gives String for Double\)/,
  },
  'no number': {
    inject: () => plant.disguise('LT-1', 'not a number'),
    mend: () => plant.disguise('LT-1'),
    reason: /LT-1 is not a number/,
  },
  'a plant that goes silent': {
    inject: () => plant.freeze(true),
    mend: () => plant.freeze(false),
    reason: /LT-1 is stale/,
  },
  'another client that writes': {
    inject: () => withSession(plant.endpoint, meddler, (session) => write(session, 'SC-1.trim', 29)),
    reason: /SC-1.trim is not what was written: another client/,
  },
  'another client that switches it off': {
    inject: () =>
      withSession(plant.endpoint, meddler, (session) => write(session, 'policy.enable', false, DataType.Boolean)),
    reason: /plant has taken its own control back/,
  },
  'a server that restarts': { inject: () => plant.restart(), reason: /connection|session|answer/ },
  'a server that changes its certificate': {
    inject: () => plant.renewCertificate(),
    mend: async () => {
      await assert.rejects(bench.connect(), /another certificate/)
      await bench.trust()
    },
    reason: /connection|session|answer/,
  },
}

for (const [name, fault] of Object.entries(faults)) {
  test(`a closed loop hands back safely: ${name}`, async () => {
    const file = join(bench.folder, 'audit.jsonl')
    const before = await checkAudit(file).catch(() => ({ lines: 0 }))
    const audit = openAudit(file)
    const stop = new AbortController()
    let injected: unknown
    let controlled = 0
    await using side = await bench.connect({ outputs })
    const end = await runClosedLoop({
      guarded: { line: fastTank, outputs },
      side,
      shadow: startShadow(fastTank, advisor),
      audit,
      arming: { by: 'Ada', duration: fault.duration ?? 10 },
      stale: 10,
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
    await withSession(plant.endpoint, meddler, async (session) => {
      assert.equal((await read(session, 'policy.enable')).value.value, false)
      assert.equal((await read(session, 'SC-1.trim')).value.value, 0)
    })
  })
}

test('a plant on which somebody else is in control is left alone', async () => {
  await withSession(plant.endpoint, meddler, (session) => write(session, 'policy.enable', true, DataType.Boolean))
  const audit = openAudit(join(bench.folder, 'other.jsonl'))
  await using side = await bench.connect({ outputs })
  const end = await runClosedLoop({
    guarded: { line: fastTank, outputs },
    side,
    shadow: startShadow(fastTank, advisor),
    audit,
    arming: { by: 'Ada', duration: 10 },
    stale: 10,
    onScan() {},
  })
  audit.close()
  assert.match(end.reason, /a policy is at work already/)
  assert.deepEqual([end.writes, end.scans], [0, 0])
  await withSession(plant.endpoint, meddler, (session) => write(session, 'policy.enable', false, DataType.Boolean))
})
