import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { createEngine } from '../../core/engine/engine.ts'
import { openStudy } from '../../core/study/study.ts'
import { oneTank, oneTankText } from '../dream/one-tank.ts'
import { driven, logOf } from '../train/offline/logged.ts'
import { workplace } from './workplace.ts'

const engine = createEngine()
const directText = `${oneTankText}\npolicy: {kind: direct}\n`

/** A line that a policy drives itself, and a log of it under its own control in the units of the line file. */
async function loggedPlace(context: TestContext) {
  const place = workplace(context, directText)
  const { recording } = await logOf(driven(oneTank, 'direct'), { scans: 1200, seed: 1, every: 20 })
  const rows = recording.readings.map((reading, scan) =>
    [
      scan * oneTank.scan,
      100 * reading[0]!,
      100 * recording.controls[scan]![0]!,
      100 * recording.setpoints[scan]![0]!,
    ].join(','),
  )
  const log = join(place.folder, 'march.csv')
  writeFileSync(log, ['t_s,LT-1,SC-1,LC-1.setpoint', ...rows].join('\n'))
  return { ...place, log }
}

test('policies from logs in a study', { timeout: 120_000 }, async (context) => {
  const { line, study, log, folder } = await loggedPlace(context)
  const request = { line, study, logs: [log], seed: 2, budget: 'small' } as const

  await context.test('with the model, all three stand beside the own control, and the best is kept', async () => {
    const report = await engine.trainOffline({ ...request, trainer: 'model', trustHorizon: 60 })
    assert.deepEqual(
      report.standings.map(({ control }) => control),
      ['own', 'clone', 'td3+bc', 'model'],
    )
    const best = Math.min(...report.standings.slice(1).map(({ score }) => score))
    assert.equal(report.after, best)
    assert.equal(report.standings.find(({ control }) => control === report.trainer)?.score, best)
    assert.deepEqual([report.recordings, report.loggedScans, report.unmeasured], [1, 1200, []])
    const db = openStudy(study)
    const kept = db.latestPolicy()!
    db.close()
    assert.deepEqual([kept.id, kept.validationScore], [report.policy, best])
    assert.equal((kept.description as { trainer: string }).trainer, report.trainer)
  })

  await context.test('the judge can judge what was kept', async () => {
    const judged = await engine.judge({ study, scenarios: 32 })
    const costOf = (name: string) => judged.controllers.find((each) => each.name === name)!.faultFree.cost
    assert.ok(costOf('policy') < costOf('do nothing'), judged.sentence)
  })

  await context.test('a clone alone trains nothing else', async () => {
    const { trainer, standings } = await engine.trainOffline({ ...request, trainer: 'clone' })
    assert.equal(trainer, 'clone')
    assert.deepEqual(
      standings.map(({ control }) => control),
      ['own', 'clone'],
    )
  })

  await context.test('a log that lacks a control is refused, and so is one that is too short', async () => {
    const other = (name: string, text: string) => {
      writeFileSync(join(folder, name), text)
      return engine.trainOffline({ ...request, logs: [join(folder, name)], trainer: 'clone' })
    }
    await assert.rejects(other('no-control.csv', 't_s,LT-1\n0,30\n5,30\n10,30\n'), /SC-1 needs the column SC-1/)
    await assert.rejects(other('short.csv', 't_s,LT-1,SC-1\n0,30,48\n5,30,48\n10,30,48\n'), /longer than the 81 scans/)
    await assert.rejects(other('no-signal.csv', 't_s,SC-1\n0,48\n5,48\n'), /LT-1/)
    await assert.rejects(engine.trainOffline({ ...request, logs: [], trainer: 'clone' }), /no log to learn from/)
  })
})
