import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { DataType } from 'node-opcua'
import { openAudit } from '../../../core/plant/session/audit.ts'
import { runClosedLoop } from '../../../core/plant/session/closed-loop.ts'
import { startShadow } from '../../../core/plant/session/shadow.ts'
import { fastTank, restlessAdvisor, setUpBench } from './fast-tank.ts'
import { assertHandsBack, type Fault, meddlerAt } from './hand-back.ts'
import { withSession, write } from './stock-client.ts'

const bench = await setUpBench()
const advisor = await restlessAdvisor()
await bench.trust()
// Loading what a client needs takes longer than a scan.
await withSession(bench.plant.endpoint, meddlerAt(bench), async () => {})
after(async () => {
  await advisor.release()
  await bench[Symbol.asyncDispose]()
})
const { plant } = bench
const { outputs } = advisor
const meddler = meddlerAt(bench)

const faults: Readonly<Record<string, Fault>> = {
  'another client that writes': {
    // One write alone may fall between reading back and writing, and is then gone before the scan is over.
    inject: () =>
      withSession(plant.endpoint, meddler, async (session) => {
        for (let writes = 0; writes < 15; writes++) {
          await write(session, 'SC-1.trim', 29)
          await pause(17)
        }
        await write(session, 'SC-1.trim', 0)
      }),
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
  test(`a closed loop hands back safely: ${name}`, () => assertHandsBack(bench, advisor, fault))
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
    interval: fastTank.scan,
    stale: 20,
    onScan() {},
  })
  audit.close()
  assert.match(end.reason, /a policy is at work already/)
  assert.deepEqual([end.writes, end.scans], [0, 0])
  await withSession(plant.endpoint, meddler, (session) => write(session, 'policy.enable', false, DataType.Boolean))
})
