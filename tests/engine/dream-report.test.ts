import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createEngine } from '../../core/engine/engine.ts'
import { readLine } from '../../core/line/read.ts'
import { readFault } from '../../core/scenario/written.ts'
import { openStudy } from '../../core/study/study.ts'
import { oneTankText } from '../dream/one-tank.ts'
import { workplace } from './workplace.ts'

const text = oneTankText.replace('failures:\n', 'failures:\n  - {on: T-1, mode: leak, severity: 0.1 to 0.5 cm2}\n')

test('what a run reports can be read again as it was told, with each scenario by the name under which it is kept', async (context) => {
  const { line, study: directory } = workplace(context, text)
  const report = await createEngine().dream({ line, study: directory, seed: 2, scenarios: 50 })
  const study = openStudy(directory)
  context.after(() => study.close())
  assert.deepEqual(study.report(report.run), JSON.parse(JSON.stringify(report)))
  const kept = new Map(study.scenarios(report.run).map((scenario) => [scenario.id, scenario]))
  assert.equal(kept.size, report.scenarios.length)
  for (const { id, risk, consequence } of report.scenarios) {
    assert.equal(kept.get(id)?.risk, risk)
    assert.deepEqual(kept.get(id)?.consequence, JSON.parse(JSON.stringify(consequence)))
  }
})

test('a ranked scenario says its faults as the line file would', async (context) => {
  const { line, study } = workplace(context, text)
  const { scenarios } = await createEngine().dream({ line, study, seed: 2, scenarios: 50 })
  const read = readLine(text, 'one-tank')
  for (const { written, faults } of scenarios) {
    assert.deepEqual(
      written.map(({ failure }) => failure),
      faults.map(({ failure }) => failure),
    )
    for (const fault of written) assert.ok(!('remedy' in readFault(read, fault)), JSON.stringify(fault))
  }
})
