import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import SQLite from 'better-sqlite3'
import type { TrainingNews } from '../../../core/engine/window/contract.ts'
import { openStudy } from '../../../core/study/study.ts'
import { oneTankText } from '../../dream/one-tank.ts'
import { says, scriptedServer } from '../../dream/reasoned/server-double.ts'
import { failureOf, office } from './office.ts'

const study = 'tank'

test('settings are kept, and a broken file is set aside for the defaults', async (context) => {
  const { settings: file, openWindow } = office(context)
  const window = openWindow()
  const defaults = await window.settings({})
  assert.equal(defaults.theme, 'system')
  assert.ok(!existsSync(file))
  const changed = await window.saveSettings({ theme: 'dark', recent: ['a'] })
  assert.deepEqual(changed, { ...defaults, theme: 'dark', recent: ['a'] })
  assert.deepEqual(await openWindow().settings({}), changed)
  assert.deepEqual(await window.saveSettings({ device: 'gpu' }), { ...changed, device: 'gpu' })

  writeFileSync(file, JSON.stringify({ theme: 'neon', budget: 'large', later: 1 }))
  assert.deepEqual(await window.settings({}), { ...defaults, budget: 'large' })
  for (const broken of ['{"theme": "dar', '[]', 'null']) {
    writeFileSync(file, broken)
    assert.deepEqual(await window.settings({}), defaults)
    assert.equal(readFileSync(`${file}.broken`, 'utf8'), broken)
  }
  assert.equal((await window.saveSettings({ language: 'de' })).language, 'de')
})

test('a proposal comes by the language model of the settings, and is adopted into the line file of the study', async (context) => {
  const leak = {
    ...{ on: 'T-1', mode: 'leak', name: 'T-1 seam opens', rate: '0.05 /year', severity: '0.1 to 0.5 cm2' },
    ...{
      profile: 'step',
      ramp: null,
      period: null,
      duration: null,
      cause: 'A crack.',
      effect: 'Loss.',
      detection: 'By eye.',
    },
  }
  const { url, asked } = await scriptedServer(context, [
    says({ reasoning: 'The weld opens.', failures: [leak], scenarios: [] }),
  ])
  const { openWindow } = office(context)
  const window = openWindow()
  await window.saveSettings({ reasonerUrl: url, reasonerModel: 'double' })
  await window.createStudy({ study, text: oneTankText })
  let reasoned = ''
  const onReasoning = (text: string) => {
    reasoned += text
  }
  const { hash, additions } = await window.reason({ study, sentence: 'The weld opens.' }, { onReasoning })
  assert.equal(reasoned, 'The weld opens.')
  assert.match(asked[0]!.messages[1]!.content, /The engineer asks:\nThe weld opens\.$/)
  const { failures } = await window.adopt({ study, hash, additions })
  assert.equal(failures.at(-1)?.name, 'T-1 seam opens')
  assert.match((await failureOf(window.reason({ study, ofPolicy: true }))).message, /no trained policy/)
  assert.match((await failureOf(openWindow().reason({ study }))).message, /open/)
})

test('the workstation says what it computes on, and lines to begin with are there', async (context) => {
  const { openWindow } = office(context)
  const window = openWindow()
  const { cpu, gpu, versions } = await window.devices({})
  assert.ok(cpu.name.length > 0 && cpu.cores > 0)
  assert.ok(gpu.usable || (gpu.reason ?? '').length > 10)
  assert.ok(versions.dreamline && versions.onnxruntime && versions.node)
  const samples = await window.samples({})
  const tanks = samples.find(({ name }) => name === 'three-tank')
  assert.ok(tanks?.title && tanks.text.includes('line: three-tank'))
  for (const { text } of samples) assert.deepEqual((await window.readLine({ text })).problems, [])
})

test('a study in which nothing was run yet has nothing to show', async (context) => {
  const window = office(context).openWindow()
  await window.createStudy({ study, text: oneTankText })
  const nothing = [window.runs({ study }), window.policies({ study }), window.exports({ study })]
  assert.deepEqual(await Promise.all(nothing), [[], [], []])
  assert.deepEqual(await window.curves({ study, run: 1 }), [])
  assert.equal(await window.dreamReport({ study }), null)
  assert.match((await failureOf(window.exportFile({ study, run: 1, file: 'a' }))).message, /no such file/)
  assert.match((await failureOf(window.judge({ study }))).message, /no trained policy/)
})

test('the main job in a window', { timeout: 120_000 }, async (context) => {
  const { studies, openWindow } = office(context)
  const window = openWindow()
  const { directory, text, revision } = await window.createStudy({ study, text: oneTankText })

  await context.test('dreams are reported, now and later, and can be filmed', async () => {
    const report = await window.dream({ study, seed: 3, scenarios: 40 })
    assert.deepEqual(await window.dreamReport({ study }), report)
    assert.deepEqual(await window.dreamReport({ study, run: report.run }), report)
    assert.equal(await window.dreamReport({ study, run: 99 }), null)
    const scenario = { kind: 'ranked', run: report.run, id: report.scenarios[0]?.id ?? '' } as const
    const { films } = await window.film({ study, scenario })
    assert.deepEqual(
      films.map(({ controller }) => controller),
      ['baseline'],
    )
  })

  const news: TrainingNews[] = []
  await context.test('training tells how it goes, is stopped by the window, and keeps its curves', async () => {
    const stop = new AbortController()
    const onTraining = (one: TrainingNews) => {
      news.push(one)
      // By then the checkpoint of iteration 30 is kept.
      if (one.seed === 5000 && one.iteration === 31) stop.abort()
    }
    const request = { study, seed: 5, budget: 'small' } as const
    await assert.rejects(window.train(request, { onTraining, signal: stop.signal }), { name: 'AbortError' })
    const [run] = await window.runs({ study })
    assert.deepEqual([run?.kind, run?.status, run?.outdated], ['train', 'interrupted', false])
    const { seed, iteration, validation, success } = news.findLast((one) => one.success !== undefined) as TrainingNews
    assert.ok(iteration >= 10 && iteration % 10 === 0)
    assert.ok((success?.['LT-1 bias'] ?? -1) >= 0 && (success?.['LT-1 bias'] ?? 2) <= 1)
    const last = news.at(-1) as TrainingNews
    assert.ok(last.scansPerSecond > 0 && last.secondsLeft > 0 && Number.isFinite(last.secondsLeft))
    const curves = await window.curves({ study, run: run?.id ?? 0 })
    const curve = (name: string) => curves.find((one) => one.name === name && one.seed === seed)
    const at = curve('validation')?.steps.indexOf(iteration) ?? -1
    assert.equal(curve('validation')?.values[at], validation)
    assert.equal(curve('success LT-1 bias')?.values[at], success?.['LT-1 bias'])
    assert.equal(curve('cost')?.steps[0], 1)
  })

  await context.test('it goes on to a policy, which comes with how it was trained and judged', async () => {
    // As if both seeds had come to their end: the small budget would take longer than this test.
    const opened = openStudy(directory)
    const { id, configuration } = opened.runs()[0]!
    const checkpoint = opened.latestCheckpoint(id, 5000)
    const { iterations } = configuration as { iterations: number }
    for (const workerSeed of [5000, 5001]) {
      opened.saveCheckpoint({ ...checkpoint!, workerSeed, iteration: iterations })
    }
    opened.close()
    const trained = await window.train({ study, seed: 5, budget: 'small' })
    assert.equal(trained.run, id)
    const judged = await window.judge({ study, policy: trained.policy, scenarios: 128 })
    assert.notEqual(judged.verdict, 'worse', judged.sentence)
    assert.deepEqual(await window.policies({ study }), [
      { id: trained.policy, run: id, train: trained, judge: judged, outdated: false },
    ])
    assert.match((await failureOf(window.judge({ study, policy: 77 }))).message, /no policy 77/)
    const { films } = await window.film({ study, scenario: { kind: 'chosen', faults: [] } })
    assert.deepEqual(
      films.map(({ controller }) => controller),
      ['baseline', 'policy'],
    )
    const [worst] = judged.worst?.days ?? []
    const filmed = await window.film({ study, scenario: { kind: 'ranked', run: judged.run, id: worst?.id ?? '' } })
    assert.deepEqual(filmed.faults, worst?.written)
    assert.deepEqual(
      filmed.films.map(({ consequence }) => consequence.tripped),
      [worst?.baseline, worst?.policy].map((harm) => harm?.trips === 1),
    )
    assert.match(worst?.chain[0] ?? '', /begins/)
  })

  await context.test('it is exported with the authority asked for, and its files are served, no others', async () => {
    const steps: number[] = []
    const onProgress = ({ done }: { done: number }) => steps.push(done)
    const card = await window.export({ study, target: 'st', guard: { authority: 0.25 } }, { onProgress })
    assert.ok(steps.length > 4 && steps.at(-1)! > 4)
    assert.deepEqual([card.name, card.target, card.policy], ['export-1', 'st', 1])
    assert.deepEqual(await window.exports({ study }), [card])
    assert.deepEqual(card.report.files, readdirSync(join(directory, 'export-1')).sort())
    const served = async (file: string) => window.exportFile({ study, run: card.run, file })
    const block = new TextDecoder().decode(await served('one-tank.st'))
    assert.match(block, /AUTHORITY : REAL := 0.25;/)
    for (const file of ['../study.db', '..', '', '/etc/passwd', 'nothing.st', '..\\study.db']) {
      assert.match((await failureOf(served(file))).message, /no such file/)
    }
    const wrong = window.export({ study, target: 'st', guard: { authority: Number.NaN } })
    assert.match((await failureOf(wrong)).message, /authority/i)
    const stop = AbortSignal.abort()
    await assert.rejects(window.export({ study, target: 'st' }, { signal: stop }), { name: 'AbortError' })
    assert.ok(!readdirSync(directory).includes('export-2'))
  })

  await context.test('an export that lies outside of the study is listed, and its files are not served', async () => {
    const outside = join(studies, '..', 'outside')
    mkdirSync(outside)
    writeFileSync(join(outside, 'secret.st'), 'x')
    const opened = openStudy(directory)
    const { runId, manifest } = opened.exports()[0]!
    const { lineHash } = opened.run(runId)!
    const start = { kind: 'export', lineHash, configuration: {}, seed: 0, versions: {} } as const
    const run = opened.startRun(start)
    opened.saveExport(run, outside, manifest)
    opened.close()
    assert.equal((await window.exports({ study })).length, 2)
    assert.match((await failureOf(window.exportFile({ study, run, file: 'secret.st' }))).message, /no such file/)
  })

  await context.test('what was found out about another text is outdated', async () => {
    await window.saveLine({ study, text: `${text}# changed\n`, revision })
    assert.equal((await window.policies({ study }))[0]?.outdated, true)
    assert.ok((await window.runs({ study })).every(({ outdated }) => outdated))
  })
})

test('other calls are answered while a dream runs, and it is cancelled at once', async (context) => {
  const window = office(context).openWindow()
  await window.createStudy({ study, text: oneTankText })
  const stop = new AbortController()
  let begun = false
  const onProgress = () => {
    begun = true
  }
  const dreaming = window.dream({ study, scenarios: 100_000 }, { signal: stop.signal, onProgress })
  dreaming.catch(() => {})
  while (!begun) await delay(1)
  const waits: number[] = []
  for (let call = 0; call < 21; call++) {
    const asked = performance.now()
    await delay(0)
    await window.settings({})
    waits.push(performance.now() - asked)
  }
  // The middle one: other programs take their share of a busy machine.
  const wait = waits.sort((a, b) => a - b)[10] as number
  assert.ok(wait < 100, `${wait} ms`)
  const cancelled = performance.now()
  stop.abort()
  await assert.rejects(dreaming, { name: 'AbortError' })
  assert.ok(performance.now() - cancelled < 2000)
})

test('a window that closes ends its jobs and leaves its studies to others', async (context) => {
  const { openWindow } = office(context)
  const [first, second] = [openWindow(), openWindow()]
  await first.createStudy({ study, text: oneTankText })
  const training = first.train({ study, budget: 'small' })
  training.catch(() => {})
  while (!(await first.runs({ study })).some(({ kind }) => kind === 'train')) await delay(20)
  await first.close()
  await assert.rejects(training, { name: 'AbortError' })
  const { interrupted } = await second.openStudy({ study })
  assert.deepEqual(interrupted, [], 'it ended and said so')
  assert.equal((await second.runs({ study }))[0]?.status, 'interrupted')
})

test('a run whose process was killed is told of once, when the study is opened', async (context) => {
  const { openWindow } = office(context)
  const window = openWindow()
  const { directory } = await window.createStudy({ study, text: oneTankText })
  await window.closeStudy({ study })
  const opened = openStudy(directory)
  const lineHash = opened.saveLine('one-tank', oneTankText)
  const run = opened.startRun({ kind: 'train', lineHash, configuration: {}, seed: 1, versions: {} })
  opened.close()
  // The run's process is this one, started an hour ago: it cannot be alive.
  const database = new SQLite(join(directory, 'study.db'))
  database.prepare('UPDATE run SET process_started = process_started - 3600000').run()
  database.close()
  assert.equal((await window.runs({ study }))[0]?.status, 'interrupted')
  const { interrupted } = await window.openStudy({ study })
  assert.deepEqual(
    interrupted.map(({ id, kind, status }) => [id, kind, status]),
    [[run, 'train', 'interrupted']],
  )
  await window.closeStudy({ study })
  assert.deepEqual((await window.openStudy({ study })).interrupted, [])
  assert.match((await window.runs({ study }))[0]?.message ?? '', /stopped while it ran/)
})
