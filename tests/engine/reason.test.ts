import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { EngineError, type JudgeReport, type Problem } from '../../core/engine/contract.ts'
import { createEngine } from '../../core/engine/engine.ts'
import { loadSource } from '../../core/engine/source.ts'
import { openReplay } from '../../core/replay/replay.ts'
import type { JsonValue } from '../../core/study/json.ts'
import { openStudy, readStudy } from '../../core/study/study.ts'
import { embeds, fails, type Reply, says, scriptedServer, withoutSchemas } from '../dream/reasoned/server-double.ts'
import { workplace } from './workplace.ts'

const { DREAMLINE_REASONER_URL: _url, DREAMLINE_REASONER_FILE: _file, ...environment } = process.env
process.env = environment
const engine = createEngine()
const sentence = 'The seam of T-1 opens slowly.'

const proposal = {
  reasoning: 'The seam opens,\nso the level falls.',
  failures: [
    {
      on: 'T-1',
      mode: 'leak',
      name: 'T-1 seam opens',
      rate: '0.05 /year',
      severity: '0.1 to 0.5 cm2',
      profile: 'ramp',
      ramp: '1 min',
      period: null,
      duration: null,
      cause: 'A weld cracks.',
      effect: 'The level falls.',
      detection: 'The pump runs faster.',
    },
  ],
  scenarios: [],
}

async function reasonerOf(context: TestContext, ...script: readonly Reply[]) {
  const { url, asked } = await scriptedServer(context, script)
  return { reasoner: { url, timeout: 5 }, asked }
}

const problemOf = (call: Promise<unknown>): Promise<Problem & { refused: boolean }> =>
  call.then(
    () => assert.fail('it was done'),
    (error) => {
      assert.ok(error instanceof EngineError && error.problems[0], String(error))
      return { ...error.problems[0], refused: error.refused }
    },
  )

test('a sentence becomes entries of the line file, which is written with a yes and not before', async (context) => {
  const { line } = workplace(context)
  const { reasoner } = await reasonerOf(context, says(proposal))
  const before = readFileSync(line, 'utf8')
  let reasoned = ''
  const report = await engine.reason({ line, sentence, reasoner }, { onReasoning: (text) => (reasoned += text) })
  assert.equal(reasoned, proposal.reasoning)
  assert.equal(report.reasoning, proposal.reasoning)
  assert.deepEqual([report.model, report.answers, report.refusals], ['double', 1, []])
  assert.deepEqual(JSON.parse(JSON.stringify(report)), report)
  assert.equal(readFileSync(line, 'utf8'), before)

  const { failures } = await engine.adopt({ ...report, line })
  assert.equal(failures.at(-1)?.name, 'T-1 seam opens')
  assert.match(readFileSync(line, 'utf8'), /bias, severity: 4 to 8 cm\}\n {2}- on: T-1\n {4}mode: leak\n/)
})

test('without a sentence the line is asked for what it lacks', async (context) => {
  const { line } = workplace(context)
  const { reasoner, asked } = await reasonerOf(context, says(proposal))
  const { additions } = await engine.reason({ line, reasoner })
  assert.equal(additions.failures.length, 1)
  assert.match(asked[0]!.messages[1]!.content, /What can fail on this line that it does not list yet\?/)
})

/** A study whose policy was judged as `failures` say; not judged where they are left out. */
function judgedStudy(path: string, directory: string, failures?: readonly Partial<JudgeReport['failures'][number]>[]) {
  const { line, text, hash } = loadSource(path)
  const study = openStudy(directory, { create: true })
  study.saveLine(line.name, text)
  const runId = study.startRun({ kind: 'train', lineHash: hash, configuration: {}, seed: 1, versions: {} })
  const parameters = new Float32Array(1)
  const policy = study.savePolicy({ runId, description: {}, parameters, validationScore: undefined })
  if (failures !== undefined) study.saveVerdict(runId, policy, { failures } as unknown as JsonValue)
  study.close()
}

const bias = {
  name: 'LT-1 bias',
  ...{ baseline: 1.9, rival: 1.5, policy: 2.4, oracle: 0.3 },
  verdict: { verdict: 'worse', relative: 0.26, interval: [0.2, 0.3], sentence: '' },
} as const

test('where the judged policy is weak, scenarios are asked for that show more of it, and can be adopted', async (context) => {
  const { line, study } = workplace(context)
  judgedStudy(line, study, [{ ...bias, name: 'gone since' }, bias])
  const faults = [{ failure: 'LT-1 bias', onset: '12 s', severity: '7.25 cm', duration: null }]
  const scenarios = [{ name: 'early and large', faults }]
  const { reasoner, asked } = await reasonerOf(context, says({ reasoning: 'It is taken for a level.', scenarios }))
  const report = await engine.reason({ line, study, reasoner })
  const told = asked[0]!.messages[1]!.content
  assert.match(told, /- LT-1 bias: mean cost 2\.40, of today's control 1\.90, .* 0\.300; worse than today's control$/)
  assert.doesNotMatch(told, /gone since/)
  assert.equal(report.reasoning, 'It is taken for a level.')
  assert.deepEqual(report.additions, {
    failures: [],
    scenarios: [{ name: 'early and large', faults: [{ failure: 'LT-1 bias', onset: '12 s', severity: '7.25 cm' }] }],
  })
  await engine.adopt({ ...report, line })
  assert.equal(loadSource(line).line.scenarios[0]?.faults[0]?.severity, 0.0725)
})

test('a study without a judged policy, or without a weakness, says what to do first and asks nothing', async (context) => {
  const { reasoner, asked } = await reasonerOf(context, says(proposal))
  for (const [failures, said] of [
    [undefined, /has not been judged\. Judge it first/],
    [[{ ...bias, policy: 0.2 }], /no failure of this line that it could do better in/],
  ] as const) {
    const { line, study } = workplace(context)
    judgedStudy(line, study, failures)
    const { message, remedy } = await problemOf(engine.reason({ line, study, reasoner }))
    assert.match(`${message} ${remedy}`, said)
  }
  const { line, study } = workplace(context)
  assert.match((await problemOf(engine.reason({ line, study, reasoner }))).message, /holds no trained policy/)
  assert.match((await problemOf(engine.reason({ line, study, sentence, reasoner }))).message, /ask for different/)
  assert.equal(asked.length, 0)
})

test('a line file that has changed since is not written', async (context) => {
  const { line } = workplace(context)
  const { reasoner } = await reasonerOf(context, says(proposal))
  const report = await engine.reason({ line, sentence, reasoner })
  const changed = `${readFileSync(line, 'utf8')}# by hand\n`
  writeFileSync(line, changed)
  const problem = await problemOf(engine.adopt({ ...report, line }))
  assert.match(problem.message, /changed since/)
  assert.equal(problem.refused, true)
  assert.equal(readFileSync(line, 'utf8'), changed)
})

test('additions that are none of the line are not written, whoever sends them', async (context) => {
  const { line } = workplace(context)
  const { hash } = await engine.check({ line })
  const before = readFileSync(line, 'utf8')
  const additions = { failures: [{ on: 'Z-9', mode: 'leak', nested: { very: ['deep'] } }], scenarios: [] }
  assert.match((await problemOf(engine.adopt({ line, hash, additions }))).message, /Z-9|nested/)
  assert.equal(readFileSync(line, 'utf8'), before)
})

test('without a language model there is one clear sentence, and nothing else is asked for', async (context) => {
  const { line } = workplace(context)
  const { message, remedy } = await problemOf(engine.reason({ line, sentence }))
  assert.equal(message, 'No language model is set up to reason.')
  assert.match(remedy, /DREAMLINE_REASONER_URL.*DREAMLINE_REASONER_FILE/)
})

test('a sentence of nothing, or a page of it, is refused before anything is asked', async (context) => {
  const { line } = workplace(context)
  const { reasoner, asked } = await reasonerOf(context, says(proposal))
  for (const sentence of [' ', 'x'.repeat(3000)])
    assert.match((await problemOf(engine.reason({ line, sentence, reasoner }))).message, /nothing, or too much/)
  assert.equal(asked.length, 0)
})

test('what the server fails with is told as a problem', async (context) => {
  const { line } = workplace(context)
  const { reasoner } = await reasonerOf(context, fails(401))
  assert.match((await problemOf(engine.reason({ line, sentence, reasoner }))).remedy, /DREAMLINE_REASONER_KEY/)
})

test('what is foretold and stands is found again in the replay of the study, and shown where it is alike', async (context) => {
  const { line, study } = workplace(context)
  const level = (value: number) => says({ reasoning: `P-1 stops: ${value} cm.`, next: { 'LT-1': value } })
  const { reasoner, asked } = await reasonerOf(context, level(25), level(60), level(20), level(25))
  const request = { line, study, sentence: 'P-1 stops.', on: ['P-1'], scans: 6, reasoner }
  const report = await engine.foretell({ ...request, transitions: 2 })
  assert.deepEqual(
    report.transitions.map(({ at, readings }) => [at, readings[0]?.value]),
    [
      [30, 25],
      [60, 20],
    ],
  )
  assert.match(report.refusals[0]!.reason, /LT-1: 60 cm breaks the balances/)
  assert.deepEqual([report.answers, report.kept], [3, 12])
  assert.deepEqual(JSON.parse(JSON.stringify(report)), report)

  const { transitions } = await engine.foretell({ ...request, transitions: 1 })
  assert.equal(transitions.length, 1)
  assert.match(asked[3]!.messages[1]!.content, /Similar experience 1 \(P-1 stops\.\):\n.*\n.*P-1 stops: 25 cm\./)
  const opened = readStudy(study)
  const source = loadSource(line)
  const replay = await openReplay(source.line, source.hash, opened)
  assert.deepEqual(
    replay.sequences.map(({ provenance, length }) => [provenance, length]),
    [
      ['reasoned', 12],
      ['reasoned', 6],
    ],
  )
  assert.equal(replay.part(replay.sequences[0]!, 0, 1)[0]?.reasoning, 'P-1 stops: 25 cm.')
  opened.close()
})

test('what is alike is found by an embedding model where one is chosen, and without it once it fails', async (context) => {
  const { line, study } = workplace(context)
  const foretold = says({ reasoning: 'P-1 stops.', next: { 'LT-1': 25 } })
  const request = { line, study, sentence: 'P-1 stops.', on: ['P-1'], scans: 6, transitions: 1 }
  const askedOf = async (embedding: Reply) => {
    const { url, asked, embedded } = await scriptedServer(context, [foretold], embedding)
    const reasoner = { url, timeout: 5, embeddingModel: 'words' }
    return { report: await engine.foretell({ ...request, reasoner }), asked, embedded }
  }
  const byLevel = embeds((text) => [30, Number(/LT-1 ([\d.]+)/.exec(text)?.[1])])
  const { embedded } = await askedOf(byLevel)
  assert.equal(embedded.length, 1)
  const second = await askedOf(byLevel)
  assert.equal(second.report.troubles, undefined)
  assert.match(second.asked[0]!.messages[1]!.content, /Similar experience 1 \(P-1 stops\.\)/)
  assert.match(second.embedded[0]!.input![0]!, /^LT-1 [\d.]+ cm, SC-1 [\d.]+ %/)
  const failed = await askedOf(fails(404))
  assert.match(failed.report.troubles![0]!.message, /does not know the model/)
  assert.equal(failed.report.troubles!.length, 1)
  assert.equal(failed.embedded.length, 1)
  assert.equal(failed.report.kept, 6)
  assert.match(failed.asked[0]!.messages[1]!.content, /Similar experience 1 \(P-1 stops\.\)/)
})

test('a tag that is not on the line, and a dream too long, are refused before anything is asked', async (context) => {
  const { line } = workplace(context)
  const { reasoner, asked } = await reasonerOf(context, says({}))
  const { remedy } = await problemOf(engine.foretell({ line, sentence, on: ['P-11'], reasoner }))
  assert.match(remedy, /Did you mean P-1\?/)
  for (const reach of [{ scans: 1000 }, { transitions: 99 }]) {
    const problem = await problemOf(engine.foretell({ line, sentence, on: ['P-1'], reasoner, ...reach }))
    assert.match(problem.message, /reach too far/)
  }
  assert.equal(asked.length, 0)
})

test('the doctor finds no language model, one that works, one that takes no form, and one that is gone', async (context) => {
  const none = await engine.doctor({})
  assert.ok(none.cpu.cores > 0 && none.versions.node)
  assert.equal('reasoner' in none, false)
  const level = { reasoning: 'Two times nine.', levelInCentimetres: 18 }
  for (const [reply, schema] of [
    [says(level), 'kept'],
    [says('It rises eighteen centimetres.'), 'ignored'],
    [withoutSchemas(says(level)), 'refused'],
  ] as const) {
    const { reasoner } = await reasonerOf(context, reply)
    const { reasoner: health } = await engine.doctor({ reasoner })
    assert.ok(health?.works)
    assert.deepEqual([health.schema, health.model], [schema, 'double'])
    assert.ok(health.tokensPerSecond > 0)
  }
  const gone = await engine.doctor({ reasoner: { url: 'http://127.0.0.1:9/v1' } })
  assert.ok(gone.reasoner?.works === false)
  assert.match(gone.reasoner.problem.message, /cannot be reached/)
})

test('from the command line a sentence becomes text to paste, with the reasoning on stderr', async (context) => {
  const { url } = await scriptedServer(context, [says({ ...proposal, failures: [] }), says(proposal)])
  const { line } = workplace(context)
  const argv = ['core/cli/main.ts', 'reason', line, sentence]
  const child = spawn(process.execPath, argv, { env: { ...process.env, DREAMLINE_REASONER_URL: url } })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (text) => (stdout += text))
  child.stderr.on('data', (text) => (stderr += text))
  const status = await new Promise((exit) => child.on('close', exit))
  assert.equal(status, 0)
  assert.match(stderr, /The seam opens,\nso the level falls\./)
  assert.match(stdout, /Refused: 1\n {2}answer 1: Nothing is proposed\./)
  assert.match(stdout, /failures:\n {2}- on: T-1\n/)
})
