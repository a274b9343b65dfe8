import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { baseline } from '../../core/dream/controller.ts'
import { createEngine } from '../../core/engine/engine.ts'
import { seconds } from '../../core/line/dimension.ts'
import { compilePlant } from '../../core/line/plant.ts'
import { readLine } from '../../core/line/read.ts'
import { recordPlant } from '../../core/plant/served/record-plant.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { faultFreeScenario } from '../../core/scenario/sample.ts'
import { oneTankText } from '../dream/one-tank.ts'
import { workplace } from './workplace.ts'

const engine = createEngine()

/** Ordinary days of a tank that is wider than its line says, as its log has them. */
async function logOfWiderTank(file: string): Promise<void> {
  const line = readLine(oneTankText.replace('area: 154 cm2', 'area: 190 cm2'), 'plant')
  const long = { ...line, horizon: seconds(1800) }
  const plant = compilePlant(long)
  const day = { ...faultFreeScenario(long, plant.layout, randomSource(3)), factors: plant.layout.spreads.map(() => 1) }
  const [recording] = await recordPlant(plant, baseline, [day], { seed: 3 })
  const rows = (recording?.readings ?? []).map((reading, scan) => {
    const [level, speed] = [reading[0] as number, recording?.controls[scan]?.[0] as number]
    return [scan * line.scan, 100 * level, 100 * speed, 100 * (recording?.setpoints[scan]?.[0] as number)].join()
  })
  writeFileSync(file, ['t_s,LT-1,SC-1,LC-1.setpoint', ...rows].join('\n'))
}

test('a policy is trained on in dreams of the line as its logs have it', { timeout: 180_000 }, async (context) => {
  const { folder, line, study } = workplace(context)
  const [log, out] = [join(folder, 'march.csv'), join(folder, 'fitted.line.yaml')]
  await logOfWiderTank(log)
  const first = await engine.train({ line, study, seed: 2, budget: 'small' })
  const report = await engine.adapt({ line, study, logs: [log], out, seed: 2, budget: 'small', whole: true })
  assert.equal(report.train.from, first.policy)
  assert.equal(report.judge.policy, report.train.policy)
  for (const { after, before } of report.calibration.fitted) assert.ok((after as number) < 0.9 * (before as number))
  const fitted = readFileSync(out, 'utf8')
  assert.match(fitted, /area: [\d.]+ cm2 ± /)
  assert.ok(report.train.after <= report.train.before, `${report.train.before} before, ${report.train.after} after`)
  await assert.rejects(engine.adapt({ line, study, logs: [log], out }), /is there already/)
})
