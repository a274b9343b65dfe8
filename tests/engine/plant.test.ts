import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { PlantLook } from '../../core/engine/contract/plant.ts'
import { EngineError, type JudgeReport } from '../../core/engine/contract.ts'
import { createEngine } from '../../core/engine/engine.ts'
import { policySubject } from '../../core/engine/policy-store.ts'
import { gainsOf } from '../../core/engine/tuning.ts'
import { compilePlant } from '../../core/line/plant.ts'
import { servePlant } from '../../core/plant/opcua/serve.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { openStudy } from '../../core/study/study.ts'
import { fastTank, fastTankText } from '../plant/opcua/fast-tank.ts'
import { workplace } from './workplace.ts'

const engine = createEngine()
const job = { password: async () => 'lovelace' }

/** A study with a policy that does something, which nobody has trained, and the verdict on it. */
async function policyIn(directory: string, verdict: JudgeReport['verdict']): Promise<void> {
  const { policy } = await policySubject(fastTank, 'gradient')
  const random = randomSource(3)
  const parameters = policy.draw(random).map((value) => value + 0.1 * random.normal())
  const study = openStudy(directory, { create: true })
  const lineHash = study.saveLine(fastTank.name, fastTankText)
  const runId = study.startRun({ kind: 'train', lineHash, configuration: {}, seed: 1, versions: {} })
  const description = { trainer: 'gradient', gains: gainsOf(fastTank) as never }
  const id = study.savePolicy({ runId, description, parameters, validationScore: 0 })
  study.saveVerdict(runId, id, { verdict })
  study.close()
}

async function bench(context: TestContext) {
  const place = workplace(context, fastTankText)
  const plant = await servePlant({
    plant: compilePlant(fastTank),
    seed: 1,
    speed: 1,
    pki: join(place.folder, 'server'),
    users: { ada: 'lovelace' },
    accept: true,
  })
  context.after(() => plant.close())
  const connection = join(place.folder, 'Behälter 1.plant.yaml')
  const map = () => engine.mapPlant({ line: place.line, endpoint: plant.endpoint, user: 'ada' }, job)
  return { ...place, plant, connection, map }
}

const told = (pattern: RegExp) => (error: unknown) => {
  assert.ok(error instanceof EngineError)
  assert.match(error.message, pattern)
  return true
}

test('a plant is mapped, trusted, watched, shadowed and run', async (context) => {
  const { folder, line, study, plant, connection, map } = await bench(context)
  await assert.rejects(map(), told(/is not trusted.*plant trust/))
  assert.ok(!existsSync(connection))
  const { certificates } = await engine.trustPlant({ line, thumbprint: plant.thumbprint })
  assert.deepEqual(
    certificates.map(({ trusted }) => trusted),
    [true],
  )
  const { found, missing } = await map()
  assert.deepEqual(missing, [])
  assert.ok(found.every(({ exact }) => exact))
  await assert.rejects(map(), told(/is there already/))
  writeFileSync(connection, `${readFileSync(connection, 'utf8')}stale: 20\n`)

  const log = join(folder, 'watched.csv')
  const looks: PlantLook[] = []
  const watched = await engine.watchPlant({ line, log, duration: 1 }, { ...job, onLook: (look) => looks.push(look) })
  assert.equal(looks.length, watched.scans)
  assert.deepEqual(
    looks[5]?.values.map(({ tag, unit, trouble }) => [tag, unit, trouble]),
    [
      ['LT-1', 'cm', ''],
      ['LC-1.setpoint', 'cm', ''],
      ['SC-1', '%', ''],
    ],
  )
  assert.equal((await engine.replay({ line, logs: [log] })).rows, watched.log?.rows)

  await policyIn(study, 'better')
  const shadow = await engine.shadowPlant({ line, study, duration: 2.5, log: join(folder, 'shadow.csv') }, job)
  assert.ok(shadow.advised > 10, `${shadow.advised} scans with advice`)
  assert.ok((shadow.computing?.median ?? Infinity) < 10)

  const run = await engine.runPlant({ line, study, duration: 1, armedBy: 'Ada' }, job)
  assert.deepEqual([run.reason, run.asMeant], ['its time is over', true])
  const audit = await engine.auditPlant({ file: run.audit })
  assert.deepEqual([audit.writes, audit.broken], [run.writes, undefined])
})

test('a policy that is worse, of another line or armed for days is not let at a plant', async (context) => {
  const { line, study, plant, map } = await bench(context)
  await map().catch(() => {})
  await engine.trustPlant({ line, thumbprint: plant.thumbprint })
  await map()
  await policyIn(study, 'worse')
  const run = (duration: number) => engine.runPlant({ line, study, duration, armedBy: 'Ada' }, job)
  await assert.rejects(run(60), told(/judged worse.*not let at a plant/))
  await assert.rejects(run(2 * 86_400), told(/Take up to 12 hours/))
  writeFileSync(line, fastTankText.replace('noise: 0.1 cm', 'noise: 0.2 cm'))
  await assert.rejects(run(60), told(/trained for the line as it was written then/))
  assert.equal(existsSync(join(study, 'one-tank.audit.jsonl')), false)
})
