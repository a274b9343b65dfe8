import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Engine, JudgeReport } from '../../core/engine/contract.ts'
import { createEngine } from '../../core/engine/engine.ts'
import { mainJob } from '../../core/engine/run.ts'
import { oneTankText } from '../dream/one-tank.ts'
import { workplace } from './workplace.ts'

/** The engine, but for a training double that trains nothing and a judging double that finds the policy worse. */
const untrained: Omit<Engine, 'run'> = {
  ...createEngine(),
  train: async () => ({}) as never,
  judge: async () => ({ verdict: 'worse' }) as JudgeReport,
}

test('the main job leaves the line in its study, and a policy judged worse unexported', async (context) => {
  const { line, study } = workplace(context)
  const report = await mainJob(untrained)({ line, study, seed: 1 })
  assert.equal(report.export, undefined)
  assert.equal(readFileSync(join(study, 'one-tank.line.yaml'), 'utf8'), oneTankText)
})
