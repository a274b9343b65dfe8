import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import SQLite from 'better-sqlite3'
import { EngineError } from '../../core/engine/contract.ts'
import { createEngine } from '../../core/engine/engine.ts'
import { openStudy } from '../../core/study/study.ts'
import { oneTankText } from '../dream/one-tank.ts'
import { workplace } from './workplace.ts'

const engine = createEngine()

const refusal = (message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof EngineError, String(error))
  const [problem] = error.problems
  assert.match(problem!.message, message)
  assert.ok(problem!.remedy.length > 5, 'it has a remedy')
  return true
}

/** Two failures, so that they can coincide. */
const twoFailures = oneTankText.replace(
  'failures:\n',
  'failures:\n  - {on: T-1, mode: leak, severity: 0.1 to 0.5 cm2}\n',
)

test('dreaming fills the study with scenarios, ranked by risk', async (context) => {
  const { line, study: directory } = workplace(context, twoFailures)
  const seen: number[] = []
  const onProgress = ({ done }: { done: number }) => seen.push(done)
  const report = await engine.dream({ line, study: directory, seed: 1, scenarios: 200 }, { onProgress })
  assert.equal(report.dreams, 200)
  assert.ok(seen.length > 0)
  const risks = report.scenarios.map(({ risk }) => risk)
  assert.deepEqual(
    risks,
    [...risks].sort((a, b) => b - a),
  )
  const [worst] = report.scenarios
  assert.ok(worst!.risk > 0 && worst!.consequence.cost > report.ordinaryCost)
  assert.match(worst!.chain[0]!, /begins/)
  for (const { chain, consequence } of report.scenarios.filter((scenario) => scenario.chain.length > 0)) {
    assert.equal(chain.includes('the line trips'), consequence.tripped)
    for (const { name, crossings } of consequence.limits)
      assert.equal(chain.includes(`limit ${name} is crossed`), crossings > 0)
  }
  const bias = report.failures.find(({ name }) => name === 'LT-1 bias')!
  assert.equal(bias.perYear, 0.3)

  // The scenarios of a combination share what a year holds of it.
  const alone = report.scenarios.filter(({ name }) => name === 'LT-1 bias')
  const shared = alone.reduce((sum, { perYear }) => sum + perYear, 0)
  assert.ok(Math.abs(shared / bias.perYear - 1) < 1e-9, `${shared}`)

  const study = openStudy(directory)
  context.after(() => study.close())
  const kept = study.scenarios(report.run)
  assert.equal(kept.length, 200)
  assert.equal(kept[0]!.risk, worst!.risk)
  assert.equal(study.run(report.run)!.state, 'done')

  const again = await engine.dream({ line, study: directory, seed: 1, scenarios: 200 })
  assert.deepEqual(again.scenarios, report.scenarios)
})

test('a line without failures dreams nothing, and says so', async (context) => {
  const harmless = oneTankText.replace(/failures:\n.*\n/, '')
  const { line, study } = workplace(context, harmless)
  const report = await engine.dream({ line, study })
  assert.deepEqual([report.dreams, report.scenarios, report.failures], [0, [], []])
})

test('a line that measures or drives nothing is no line to dream of', async (context) => {
  const without = (...sections: string[]) =>
    sections.reduce((text, section) => text.replace(new RegExp(`\n${section}:\n(  .*\n)+`), '\n'), oneTankText)
  const blind = workplace(context, without('signals', 'loops', 'goals', 'disturbances', 'failures'))
  const idle = workplace(context, without('controls', 'loops', 'goals', 'disturbances'))
  await assert.rejects(engine.dream(blind), refusal(/no signal/))
  await assert.rejects(engine.train(idle), refusal(/no control/))
})

test('a seed is a whole number with room above it', async (context) => {
  const place = workplace(context)
  for (const seed of [-1, 0.5, Number.NaN, 2 ** 52]) {
    await assert.rejects(engine.dream({ ...place, seed, scenarios: 1 }), refusal(/no seed/))
    await assert.rejects(engine.train({ ...place, seed }), refusal(/no seed/))
  }
  await engine.dream({ ...place, seed: 1e12, scenarios: 1 })
  await assert.rejects(engine.judge({ study: place.study, seed: -1 }), refusal(/no seed/))
})

test('a stopped dream is kept as interrupted', async (context) => {
  const { line, study: directory } = workplace(context)
  const stop = new AbortController()
  const dreaming = engine.dream(
    { line, study: directory, scenarios: 20_000 },
    { signal: stop.signal, onProgress: () => stop.abort() },
  )
  await assert.rejects(dreaming, { name: 'AbortError' })
  const study = openStudy(directory)
  context.after(() => study.close())
  assert.deepEqual(
    study.runs().map(({ state }) => state),
    ['interrupted'],
  )
})

test('judging and exporting need a study, and a policy in it', async (context) => {
  const { line, study, folder } = workplace(context)
  const out = join(folder, 'plc')
  await assert.rejects(engine.judge({ study }), refusal(/no study here/))
  await engine.dream({ line, study, scenarios: 20 })
  await assert.rejects(engine.judge({ study }), refusal(/no trained policy/))
  await assert.rejects(engine.export({ study, target: 'st', out }), refusal(/no trained policy/))
  await assert.rejects(engine.export({ study, target: 'ladder', out }), refusal(/no target ladder/))
})

/** A study whose database holds `bytes`. */
function studyOf(context: TestContext, bytes: string) {
  const place = workplace(context)
  mkdirSync(place.study)
  writeFileSync(join(place.study, 'study.db'), bytes)
  return place
}

test('a damaged study is refused, and where it lies is said', async (context) => {
  const { line, study } = studyOf(context, 'no database at all, but long enough to be read as one'.repeat(100))
  await assert.rejects(engine.dream({ line, study, scenarios: 20 }), (error: EngineError) => {
    refusal(/damaged/)(error)
    assert.equal(error.problems[0]!.where, join(study, 'study.db'))
    return true
  })
})

test('a study that another program holds is refused, not waited for', { timeout: 20_000 }, async (context) => {
  const { line, study } = workplace(context)
  openStudy(study, { create: true }).close()
  const other = new SQLite(join(study, 'study.db'))
  context.after(() => other.close())
  other.exec('BEGIN IMMEDIATE')
  await assert.rejects(engine.dream({ line, study, scenarios: 20 }), refusal(/holds the study's database/))
  other.exec('ROLLBACK')
})
