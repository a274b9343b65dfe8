import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { readLog } from '../../../core/plant/log.ts'
import { recordingsOf } from '../../../core/plant/recordings.ts'
import { type LogWriter, openLog } from '../../../core/plant/session/log-writer.ts'
import { observe } from '../../../core/plant/session/observe.ts'
import { startShadow, warmUpScans } from '../../../core/plant/session/shadow.ts'
import { fastTank, restlessAdvisor, setUpBench } from './fast-tank.ts'
import { read, withSession } from './stock-client.ts'

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
    interval: fastTank.scan,
    duration: 7,
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
