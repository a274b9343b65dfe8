import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { createEngine } from '../../core/engine/engine.ts'
import { policySubject, storedPolicy } from '../../core/engine/policy-store.ts'
import { compileSource } from '../../core/engine/source.ts'
import { startRun } from '../../core/engine/study-run.ts'
import { gainsOf } from '../../core/engine/tuning.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { openStudy } from '../../core/study/study.ts'
import { oneTankText } from '../dream/one-tank.ts'
import { workplace } from './workplace.ts'

const engine = createEngine()

test('a network is distilled to a tree that is judged and exported like any policy', async (context) => {
  const { study, folder } = workplace(context)
  const network = await withUntrainedPolicy(study)
  await assert.rejects(engine.export({ study, policy: 'tree', target: 'st', out: join(folder, 'none') }), {
    message: /holds no tree/,
  })

  const report = await engine.distil({ study, leaves: 3, scenarios: 64, seed: 3 })
  assert.equal(report.from, network)
  assert.ok(report.leaves >= 1 && report.leaves <= 3 && report.rules.length === report.leaves)
  assert.deepEqual(
    report.curve.map(({ leaves }) => leaves),
    [report.leaves],
  )
  assert.ok(report.curve.every(({ faulty, faultFree }) => Number.isFinite(faulty) && Number.isFinite(faultFree)))

  const opened = openStudy(study)
  const stored = await storedPolicy(opened, 'tree')
  assert.deepEqual([stored.id, stored.description.from], [report.policy, network])
  assert.equal((await storedPolicy(opened, 'network')).id, network)
  opened.close()

  const judged = await engine.judge({ study, policy: report.policy, scenarios: 64 })
  assert.equal(judged.policy, report.policy)
  assert.notEqual(judged.verdict, 'worse', judged.sentence)
  const out = join(folder, 'plc')
  const exported = await engine.export({ study, policy: 'tree', target: 'st', out })
  assert.ok(exported.verified, `${exported.openLoopDifference}, ${exported.closedLoopDifference}`)
  assert.ok(readdirSync(out).includes('rules.txt'))
  assert.match(readFileSync(join(out, 'rules.txt'), 'utf8'), /rules, at most/)
})

test('what is no network, or no size of a tree, is refused', async (context) => {
  const { study } = workplace(context)
  await withUntrainedPolicy(study)
  await assert.rejects(engine.distil({ study, policy: 9 }), { message: /holds no policy 9/ })
  await assert.rejects(engine.distil({ study, leaves: 0.5 }), { message: /no tree of 0\.5 leaves/ })
})

/** A study with a network that corrects the tank's level by some part of its jumps, as training begins to. */
async function withUntrainedPolicy(directory: string): Promise<number> {
  const source = compileSource(oneTankText, 'one-tank')
  const study = openStudy(directory, { create: true })
  study.saveLine(source.line.name, oneTankText)
  const run = startRun(study, 'train', source.hash, 5, {})
  const { policy } = await policySubject(source.line, 'gradient')
  const parameters = policy.draw(randomSource(1))
  // The last biases are those of the offset, the belief in jumps, and the trim.
  parameters[parameters.length - 2] = 1.5
  const id = study.savePolicy({
    runId: run,
    description: { trainer: 'gradient', gains: gainsOf(source.line) as never },
    parameters,
    validationScore: 1,
  })
  study.close()
  return id
}
