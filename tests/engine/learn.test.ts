import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { createEngine } from '../../core/engine/engine.ts'
import { readModel } from '../../core/engine/log-model-file.ts'
import { madeUpLog } from '../train/made-up-plant.ts'
import { richPumpLog } from './rich-pump.ts'
import { workplace } from './workplace.ts'

const engine = createEngine()

const description = `name: made up
scan: 10
controlsHold: from the row on
signals:
  - {name: level, unit: m, tolerance: 0.2}
  - {name: temperature, unit: K}
controls:
  - {name: valve}
`

/** Runs of the made-up plant in one file. */
function csvOf(runs: number, scans: number): string {
  const rows = Array.from({ length: runs }, (_, run) => {
    const { readings, controls } = madeUpLog(scans, run + 1)
    return readings.map((reading, scan) => [`R${run}`, 10 * scan, ...reading, ...controls[scan]!].join(',')).join('\n')
  })
  return `run,t_s,level,temperature,valve\n${rows.join('\n')}\n`
}

test('a plant without a line is learned from its logs, and the model is written', async (context) => {
  const { folder } = workplace(context)
  const [plant, log, out] = ['made-up.plant.yaml', 'log.csv', 'model.json'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  writeFileSync(plant, description)
  writeFileSync(log, csvOf(5, 150))
  const request = { plant, logs: [log], out, budget: 'small' as const }
  const report = await engine.learn(request)
  assert.deepEqual(
    [report.name, report.basis, report.recordings, report.scans, report.heldOut],
    ['made up', 'logs alone', 5, 750, ['R4']],
  )
  assert.deepEqual(report.members.map(({ isKept }) => isKept).filter(Boolean).length, 5)
  assert.equal(report.members.length, 7)
  const [first] = report.errors
  assert.equal(first?.seconds, 10)
  assert.ok(first!.ensemble < first!.persistence)
  assert.deepEqual(
    report.signals.map(({ name, unit }) => [name, unit]),
    [
      ['level', 'm'],
      ['temperature', 'K'],
    ],
  )
  assert.equal(report.signals[0]?.tolerance, 0.2)
  assert.ok(report.signals[0]!.trustHorizon > 0)

  const text = readFileSync(out, 'utf8')
  const kept = readModel(text)
  assert.ok(kept.basis === 'logs alone' && kept.model.members.length === 5)
  assert.equal(kept.model.trust.level, report.level)
  assert.match(text, new RegExp(report.hash))
  assert.throws(() => readModel(text.replace('"window":8', '"window":9')), /was changed/)
  assert.throws(() => readModel(text.replace('"version":2', '"version":1')), /version 1, not 2/)
  assert.throws(() => readModel('{}'), /no learned model/)

  await assert.rejects(engine.learn(request), /There is a file of that name already/)
  const elsewhere = join(folder, 'other.json')
  await assert.rejects(engine.learn({ ...request, out: elsewhere, logs: [] }), /no log/)
  await assert.rejects(engine.learn({ logs: [log], out: elsewhere }), /a line or the description/)
  writeFileSync(plant, description.replace('level', 'pressure'))
  await assert.rejects(engine.learn({ ...request, out: elsewhere }), /there is no column pressure/)
  writeFileSync(plant, description.replace('scan: 10', 'scan: ten'))
  await assert.rejects(engine.learn({ ...request, out: elsewhere }), /scan: /)
})

test('what the balances of a line lack is learned from its logs', async (context) => {
  const { folder, line } = workplace(context)
  const [log, out] = [join(folder, 'log.csv'), join(folder, 'model.json')]
  writeFileSync(log, richPumpLog())
  const report = await engine.learn({ line, logs: [log], out, budget: 'small' })
  assert.deepEqual(
    [report.name, report.basis, report.recordings, report.signals.length],
    ['one-tank', 'balances and logs', 1, 0],
  )
  assert.deepEqual(
    report.errors.map(({ scans }) => scans),
    [1],
  )
  const [{ persistence: balances, ensemble }] = report.errors as [(typeof report.errors)[number]]
  assert.ok(ensemble < 0.5 * balances, `${ensemble} of ${balances}`)
  const kept = readModel(readFileSync(out, 'utf8'))
  assert.ok(kept.basis === 'balances and logs' && kept.model.gaps.length === 1)
  const short = join(folder, 'short.csv')
  writeFileSync(short, 't_s,LT-1,SC-1\n0,30,50\n5,30,50\n10,30,50\n')
  await assert.rejects(engine.learn({ line, logs: [short], out: join(folder, 'b.json') }), /log lasts for .* scans/)
})
