import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { EngineError } from '../../core/engine/contract.ts'
import { createEngine } from '../../core/engine/engine.ts'
import { compilePlant } from '../../core/line/plant.ts'
import { readLine } from '../../core/line/read.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { oneTankText } from '../dream/one-tank.ts'
import { loggedDays } from '../plant/calibration/dreamt-days.ts'
import { workplace } from './workplace.ts'

const engine = createEngine()

/** The tank's days as a historian would have them, of a plant whose tank is wider than its line file says. */
async function writeLog(file: string): Promise<void> {
  const plant = compilePlant(readLine(oneTankText.replace('154 cm2', '180 cm2'), 'plant')).line
  const random = randomSource(1)
  const recordings = await loggedDays({ ...plant, horizon: 1200 as typeof plant.horizon }, { days: 1, seed: 1, random })
  const rows = recordings[0]!.readings.map(([level], scan) => {
    const [speed] = recordings[0]!.controls[scan] as Float32Array
    return [scan * plant.scan, 100 * (level as number), 100 * (speed as number)].join(',')
  })
  writeFileSync(file, `t_s,LT-1,SC-1\n${rows.join('\n')}\n`)
}

test('a log is fitted, shown in the units of the line file, and put into it only where that is as it was', async (context) => {
  const { folder, line } = workplace(context)
  const log = join(folder, 'märz.csv')
  const out = join(folder, 'fitted.line.yaml')
  await writeLog(log)
  const request = { line, logs: [log], only: ['T-1.area', 'V-1.coefficient'] }
  const report = await engine.calibrate({ ...request, share: 0.7, out })
  const [area] = report.parameters
  assert.deepEqual([area?.name, area?.unit, area?.before], ['T-1.area', 'cm2', 154])
  assert.ok(area!.interval[0] < 180 && area!.interval[1] > 180, `${area?.interval} cm2`)
  assert.equal(report.heldOut?.[0]?.unit, 'cm')
  assert.deepEqual(JSON.parse(JSON.stringify(report)), report)

  const written = readFileSync(out, 'utf8')
  assert.equal(readFileSync(line, 'utf8'), oneTankText, 'the line file itself stays')
  assert.ok(written.includes(`area: ${area?.after} cm2`))
  await assert.rejects(engine.calibrate({ ...request, out }), /there already/)

  await engine.adoptValues({ line, hash: report.hash, values: report.values })
  assert.equal(readFileSync(line, 'utf8'), written)
  await assert.rejects(
    engine.adoptValues({ line, hash: report.hash, values: report.values }),
    (error) => error instanceof EngineError && error.refused,
  )
})

test('a name that is not on the line is refused, and nothing is written', async (context) => {
  const { folder, line } = workplace(context)
  const log = join(folder, 'log.csv')
  const out = join(folder, 'fitted.line.yaml')
  await writeLog(log)
  await assert.rejects(engine.calibrate({ line, logs: [log], only: ['T-9.area'], out }), (error) => {
    assert.ok(error instanceof EngineError)
    assert.match(error.message, /no parameter 'T-9.area'\. Name some of P-1\.capacity/)
    return true
  })
  assert.equal(existsSync(out), false)
})
