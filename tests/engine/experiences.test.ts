import assert from 'node:assert/strict'
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { closeLoop } from '../../core/dream/closed-loop.ts'
import { baseline } from '../../core/dream/controller.ts'
import { withDreamer } from '../../core/dream/rollout.ts'
import { EngineError } from '../../core/engine/contract.ts'
import { createEngine } from '../../core/engine/engine.ts'
import { loadSource } from '../../core/engine/source.ts'
import { experienceOfDreams } from '../../core/replay/from-dreams.ts'
import { openReplay } from '../../core/replay/replay.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { faultyScenario } from '../../core/scenario/sample.ts'
import { openStudy } from '../../core/study/study.ts'
import { workplace } from './workplace.ts'

const engine = createEngine()

/** Two faulty days under the line's own control, kept in a new study. */
async function keepDreams(line: string, directory: string): Promise<void> {
  const source = loadSource(line)
  const random = randomSource(1)
  const days = [1, 2].map(() => faultyScenario(source.line, source.plant.layout, random))
  const background = { provenance: 'causal', policyRound: 0, value: 1 } as const
  const options = { lanes: 2, filming: 'signals' } as const
  const sequences = await withDreamer(closeLoop(source.plant, baseline), options, (dreamer) =>
    experienceOfDreams(dreamer, days, { seed: 1 }, () => background),
  )
  const study = openStudy(directory, { create: true })
  study.saveLine(source.line.name, source.text)
  await (await openReplay(source.line, source.hash, study)).append(sequences)
  study.close()
}

test('experiences of dreams are listed and shown in the units of the line, with what they follow from', async (context) => {
  const { line, study } = workplace(context)
  await keepDreams(line, study)
  const { provenances, latest, ofOtherVersions } = await engine.experiences({ line, study })
  assert.deepEqual(provenances, [{ provenance: 'causal', sequences: 2, experiences: 46 }])
  assert.equal(ofOtherVersions, 0)
  assert.match(latest[0]!.happening, /^LT-1 bias of [\d.]+ cm at [\d.]+ s$/)
  const last = latest[0]!.last
  const shown = await engine.experience({ line, study, id: last })
  const before = await engine.experience({ line, study, id: last - 1 })
  assert.deepEqual(shown.sequence, [latest[0]!.first, last])
  assert.deepEqual([shown.from, shown.to], [110, 115])
  const [level] = shown.signals
  assert.ok(level!.before! > 10 && level!.before! < 50, 'centimetres')
  assert.equal(before.signals[0]?.after, level?.before)
  assert.match(shown.reasoning, /LT-1 bias begins/)
  assert.equal(shown.isTold, false)
  assert.deepEqual(shown.uses, [])
})

test('the worst that a run dreams is its experience, and a second run adds to it', async (context) => {
  const { line, study } = workplace(context)
  const { scenarios } = await engine.dream({ line, study, scenarios: 20 })
  const explained = scenarios.filter(({ chain }) => chain.length > 0).length
  const { provenances, latest } = await engine.experiences({ line, study })
  assert.deepEqual(provenances, [{ provenance: 'causal', sequences: explained, experiences: 23 * explained }])
  const dearest = Math.max(...latest.map(({ value }) => value))
  assert.ok(dearest > 0 && scenarios.some(({ consequence }) => consequence.cost === dearest))
  await engine.dream({ line, study, scenarios: 20, seed: 2 })
  const again = await engine.experiences({ line, study })
  assert.ok(again.provenances[0]!.sequences > explained)
})

test('a number that the replay has not, or has of another version of the line, is refused', async (context) => {
  const { line, study } = workplace(context)
  await keepDreams(line, study)
  const isRefused = (id: number) => assert.rejects(engine.experience({ line, study, id }), EngineError)
  await isRefused(47)
  await engine.experience({ line, study, id: 1 })
  appendFileSync(line, '# looked through\n')
  await isRefused(1)
  assert.equal((await engine.experiences({ line, study })).ofOtherVersions, 46)
})

test('examples for fine-tuning are written once, and not without experience', async (context) => {
  const { line, study, folder } = workplace(context)
  const out = join(folder, 'examples.jsonl')
  openStudy(study, { create: true }).close()
  await assert.rejects(engine.fineTuning({ line, study, out }), /nothing of this version/)
  await keepDreams(line, study)
  assert.equal((await engine.fineTuning({ line, study, out, examples: 7 })).examples, 7)
  const written = readFileSync(out, 'utf8')
  for (const text of written.trimEnd().split('\n'))
    assert.match(JSON.parse(text).messages[1].content, /^Task: LT-1 bias of/)
  await assert.rejects(engine.fineTuning({ line, study, out }), { message: /not there yet/ })
  assert.equal(readFileSync(out, 'utf8'), written)
})

test('what the running line went through is kept from its log, once', async (context) => {
  const { line, study, folder } = workplace(context)
  const log = join(folder, 'march.csv')
  const rows = Array.from({ length: 61 }, (_, second) => `${second},${30 + second / 100},${48 + (second % 3)}`)
  writeFileSync(log, ['time,LT-1,SC-1', ...rows].join('\n'))
  assert.equal((await engine.replay({ line, logs: [log] })).kept, undefined)
  assert.equal((await engine.replay({ line, logs: [log], study })).kept, 12)
  assert.equal((await engine.replay({ line, logs: [log], study })).kept, 0)
  const { provenances } = await engine.experiences({ line, study })
  assert.deepEqual(provenances, [{ provenance: 'real', sequences: 1, experiences: 12 }])
  const { signals, controls, outcome, happening } = await engine.experience({ line, study, id: 3 })
  assert.deepEqual(signals, [{ name: 'LT-1', unit: 'cm', before: 30.1, after: 30.15 }])
  assert.deepEqual(controls, [{ name: 'SC-1', unit: '%', value: 49 }])
  assert.equal(outcome, null)
  assert.equal(happening, 'no fault is known of')
})
