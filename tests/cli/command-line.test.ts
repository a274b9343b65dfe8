import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Output, runCommandLine, type Terminal } from '../../core/cli/command-line.ts'
import { type Engine, EngineError, type Job } from '../../core/engine/contract.ts'
import * as example from './examples.ts'

/** Stands for the engine: answers at once with examples and notes what it was asked. */
function engineDouble(replies: Partial<Engine> = {}) {
  const asked: [name: string, request: object][] = []
  const reply = <Report>(name: string, report: Report) => {
    return async (request: object, job?: Job) => {
      asked.push([name, request])
      job?.onProgress?.({ task: `The ${name}`, done: 1, total: 2, unit: 'parts' })
      job?.onProgress?.({ task: `The ${name}`, done: 4, total: 4, unit: 'parts', note: 'cost 8.9' })
      return report
    }
  }
  const engine: Engine = {
    check: reply('check', example.lineSummary),
    replay: reply('replay', example.replayReport),
    proposeMapping: reply('proposeMapping', example.mappingReport),
    import: reply('import', example.importReport),
    distil: reply('distil', example.distilReport),
    dream: reply('dream', example.dreamReport),
    train: reply('train', example.trainReport),
    trainOffline: reply('trainOffline', example.offlineReport),
    adapt: reply('adapt', example.adaptReport),
    judge: reply('judge', example.judgeReport),
    export: reply('export', example.exportReport),
    verify: reply('verify', example.verifyReport),
    reason: reply('reason', example.reasonReport),
    adopt: reply('adopt', example.lineSummary),
    foretell: reply('foretell', example.foretellReport),
    calibrate: reply('calibrate', example.calibrationReport),
    adoptValues: reply('adoptValues', example.lineSummary),
    doctor: reply('doctor', example.doctorReport),
    experiences: reply('experiences', example.experiencesReport),
    experience: reply('experience', example.experienceReport),
    fineTuning: reply('fineTuning', example.fineTuningReport),
    watchPlant: reply('watchPlant', example.plantWatchReport),
    shadowPlant: reply('shadowPlant', example.plantShadowReport),
    runPlant: reply('runPlant', example.plantRunReport),
    mapPlant: reply('mapPlant', example.plantMapReport),
    trustPlant: reply('trustPlant', example.plantTrustReport),
    auditPlant: reply('auditPlant', example.plantAuditReport),
    servePlant: reply('servePlant', example.servePlantReport),
    learn: reply('learn', example.learnReport),
    run: reply('run', example.runReport),
    ...replies,
  }
  return { engine, asked }
}

function recorder(isTTY = false): Output & { text: string } {
  return {
    isTTY,
    columns: 100,
    text: '',
    write(text) {
      this.text += text
    },
  }
}

async function call(
  command: string,
  { engine, asked } = engineDouble(),
  signal = new AbortController().signal,
  { confirm, ask }: Pick<Terminal, 'confirm' | 'ask'> = {},
) {
  const stdout = recorder()
  const stderr = recorder()
  const exitCode = await runCommandLine(
    command.split(' ').filter(Boolean),
    engine,
    { stdout, stderr, confirm, ask },
    signal,
  )
  return { exitCode, stdout: stdout.text, stderr: stderr.text, asked }
}

const commands = {
  check: 'check a.yaml',
  replay: 'replay a.yaml --log log.csv',
  calibrate: 'calibrate a.yaml --log log.csv',
  import: 'import a.yaml log.csv --out out.csv --yes',
  dream: 'dream a.yaml --study s',
  train: 'train a.yaml --study s',
  adapt: 'adapt a.yaml --study s --log l.csv --out b.yaml',
  judge: 'judge --study s',
  export: 'export --study s --target st --out plc',
  verify: 'verify plc',
  reason: 'reason a.yaml seized',
  foretell: 'foretell a.yaml seized --on P-101',
  doctor: 'doctor',
  'replay show': 'replay show a.yaml --study s',
  'plant serve': 'plant serve a.yaml',
  'plant map': 'plant map a.yaml --endpoint opc.tcp://plc-1:4840',
  'plant trust': 'plant trust a.yaml',
  'plant watch': 'plant watch a.yaml',
  'plant shadow': 'plant shadow a.yaml --study s',
  'plant run': 'plant run a.yaml --study s --for 10m --arm',
  'plant audit': 'plant audit a.jsonl',
  'fine-tuning': 'fine-tuning a.yaml --study s --out filler.jsonl',
  learn: 'learn a.csv b.csv --plant p.yaml --out m.json',
  run: 'run a.yaml',
}

test('every command asks the engine for what was written', async () => {
  const asked = async (command: string) => (await call(command)).asked[0]
  assert.deepEqual(await asked(commands.check), ['check', { line: 'a.yaml' }])
  assert.deepEqual(await asked(commands.replay), ['replay', { line: 'a.yaml', logs: ['log.csv'] }])
  assert.deepEqual(await asked('dream a.yaml --study s --scenarios 50 --seed 3 --json'), [
    'dream',
    { line: 'a.yaml', study: 's', scenarios: 50, seed: 3 },
  ])
  assert.deepEqual(await asked('train a.yaml --study s --trainer ppo --anchor 0.5 --group 8 --synthetic 0'), [
    'train',
    { line: 'a.yaml', study: 's', trainer: 'ppo', anchor: 0.5, curriculum: { group: 8, synthetic: 0 } },
  ])
  assert.deepEqual(await asked('train a.yaml --study s --device gpu --seed 0 --budget large --trainer window'), [
    'train',
    { line: 'a.yaml', study: 's', device: 'gpu', seed: 0, budget: 'large', trainer: 'window' },
  ])
  assert.deepEqual(await asked('train a.yaml --study s --trainer td3+bc --log b.csv c.csv --seed 4'), [
    'trainOffline',
    { line: 'a.yaml', study: 's', trainer: 'td3+bc', logs: ['b.csv', 'c.csv'], seed: 4 },
  ])
  assert.deepEqual(await asked('train a.yaml --study s --trainer model --log b.csv --trust-horizon 90 --anchor 2'), [
    'trainOffline',
    { line: 'a.yaml', study: 's', trainer: 'model', logs: ['b.csv'], trustHorizon: 90, anchor: 2 },
  ])
  assert.deepEqual(await asked('judge --study s --scenarios 9'), ['judge', { study: 's', scenarios: 9 }])
  assert.deepEqual(await asked(commands.export), ['export', { study: 's', target: 'st', out: 'plc' }])
  assert.deepEqual(await asked(`${commands.export} --override`), [
    'export',
    { study: 's', target: 'st', out: 'plc', override: true },
  ])
  assert.deepEqual(await asked('verify plc --compiler /opt/iec2c'), [
    'verify',
    { directory: 'plc', compiler: '/opt/iec2c' },
  ])
  assert.deepEqual(await asked('export --study s --target scl,c --target l5x --out plc'), [
    'export',
    { study: 's', target: 'scl,c,l5x', out: 'plc' },
  ])
  const jobs: unknown[] = []
  const replies: Partial<Engine> = {
    export: async (_, job) => {
      jobs.push(job?.writerFiles)
      return example.exportReport
    },
  }
  await call('export --study s --target st --writer a.mjs --writer b.mjs --out plc', engineDouble(replies))
  await call('export --study s --target st --out plc', engineDouble(replies))
  assert.deepEqual(jobs, [['a.mjs', 'b.mjs'], undefined])
  assert.deepEqual(await asked(`${commands.export} --policy tree`), [
    'export',
    { study: 's', target: 'st', out: 'plc', policy: 'tree' },
  ])
  assert.deepEqual((await asked(`${commands.export} --policy 12`))?.[1], {
    study: 's',
    target: 'st',
    out: 'plc',
    policy: 12,
  })
  assert.deepEqual(await asked('distil --study s --leaves 32'), ['distil', { study: 's', leaves: 32 }])
  assert.deepEqual(await asked('run a.yaml --budget small'), ['run', { line: 'a.yaml', budget: 'small' }])
})

test('an export that does not hold is a no', async () => {
  const holding = await call('verify plc')
  const broken = await call(
    'verify plc',
    engineDouble({ verify: async () => ({ ...example.verifyReport, holds: false }) }),
  )
  assert.deepEqual([holding.exitCode, broken.exitCode], [0, 1])
})

test('a plant is served as the options say, with a gap unless there is to be none', async () => {
  const asked = async (command: string) => (await call(command)).asked[0]
  assert.deepEqual(await asked('plant serve a.yaml'), ['servePlant', { line: 'a.yaml' }])
  assert.deepEqual(await asked('plant serve a.yaml --gap 7 --speed 20 --port 0 --accept --duration 60'), [
    'servePlant',
    { line: 'a.yaml', gap: 7, speed: 20, port: 0, accept: true, duration: 60 },
  ])
  assert.deepEqual(await asked('plant serve a.yaml --no-gap --fault LT-1_bias --fault T-1_leak'), [
    'servePlant',
    { line: 'a.yaml', gap: null, faults: ['LT-1_bias', 'T-1_leak'] },
  ])
})

test('an import asks for a yes to a guess, and hands it on', async () => {
  const command = 'import a.yaml b.csv c.parquet --out o.csv --time-zone Europe/Berlin --longest-hold 30'
  const request = { line: 'a.yaml', files: ['b.csv', 'c.parquet'], out: 'o.csv', timeZone: 'Europe/Berlin' }
  const proposed = ['proposeMapping', request]
  const confirmed = { ...request, longestHold: 30, confirmed: example.mappingReport.text }

  const alone = await call(command)
  assert.deepEqual([alone.exitCode, alone.asked], [1, [proposed]])
  assert.match(alone.stdout, /A\.LT101\.PV.*Nothing was written\.\n--yes takes this as it is/s)

  const questions: string[] = []
  const says = (yes: boolean) => async (question: string) => questions.push(question) > 0 && yes
  const refused = await call(command, engineDouble(), undefined, { confirm: says(false) })
  assert.deepEqual([refused.exitCode, refused.asked], [1, [proposed]])
  assert.match(refused.stderr, /A\.LT101\.PV/)
  const accepted = await call(command, engineDouble(), undefined, { confirm: says(true) })
  assert.deepEqual([accepted.exitCode, accepted.asked], [0, [proposed, ['import', confirmed]]])
  assert.match(questions.join(), /saved as filler\.mapping\.yaml/)

  const taken = await call(`${command} --yes`)
  assert.deepEqual(taken.asked[1], ['import', confirmed])
})

test('a mapping that is saved is not asked about again', async () => {
  const proposeMapping: Engine['proposeMapping'] = async () => ({ ...example.mappingReport, isSaved: true })
  const { asked, exitCode } = await call('import a.yaml b.csv --out o.csv', engineDouble({ proposeMapping }))
  assert.equal(exitCode, 0)
  assert.deepEqual(asked, [['import', { line: 'a.yaml', files: ['b.csv'], out: 'o.csv' }]])
})

test('a plant is watched, shadowed, mapped, trusted and audited as the options say', async () => {
  const asked = async (command: string) => (await call(command)).asked[0]
  assert.deepEqual(await asked('plant watch a.yaml --for 2h --log l.csv'), [
    'watchPlant',
    { line: 'a.yaml', log: 'l.csv', duration: 7200 },
  ])
  assert.deepEqual(await asked('plant shadow a.yaml --study s --policy 3 --connection b.plant.yaml'), [
    'shadowPlant',
    { line: 'a.yaml', study: 's', policy: 3, connection: 'b.plant.yaml' },
  ])
  assert.deepEqual(await asked('plant map a.yaml --endpoint opc.tcp://plc-1:4840 --user ada'), [
    'mapPlant',
    { line: 'a.yaml', endpoint: 'opc.tcp://plc-1:4840', user: 'ada' },
  ])
  assert.deepEqual(await asked('plant trust a.yaml 63146d'), ['trustPlant', { line: 'a.yaml', thumbprint: '63146d' }])
  assert.deepEqual(await asked('plant audit a.jsonl'), ['auditPlant', { file: 'a.jsonl' }])
  const bad = await call('plant watch a.yaml --for never')
  assert.equal(bad.exitCode, 2)
  assert.match(bad.stderr, /such as 90s, 10m or 2h/)
})

test('a policy acts on a plant only when the name of the line was typed, or with --arm', async () => {
  const run = 'plant run a.yaml --study s --for 10m'
  const typing = (word: string) => call(run, engineDouble(), undefined, { ask: async () => word })
  const { name } = example.lineSummary
  const armed = await typing(name)
  const [, request] = armed.asked.find(([called]) => called === 'runPlant') as [string, { duration: number }]
  assert.equal(request.duration, 600)
  for (const refused of [await typing('yes'), await call(run)]) {
    assert.notEqual(refused.exitCode, 0)
    assert.ok(refused.asked.every(([called]) => called !== 'runPlant'))
  }
  assert.equal((await call(`${run} --arm`)).exitCode, 0)
  assert.equal((await call('plant run a.yaml --study s --arm')).exitCode, 2)
})

test('a session that ends otherwise than it was meant to is a no', async () => {
  const double = engineDouble({
    runPlant: async () => ({ ...example.plantRunReport, reason: 'LT-101 is stale', asMeant: false }),
  })
  const { exitCode, stdout } = await call('plant run a.yaml --study s --for 10m --arm', double)
  assert.equal(exitCode, 1)
  assert.match(stdout, /has its own control back: LT-101 is stale/)
})

test('the tour runs the bundled line on a small budget', async () => {
  const { asked, exitCode } = await call('tour')
  const [name, request] = asked[0] as [string, { line: string; budget: string }]
  assert.equal(name, 'run')
  assert.match(request.line, /three-tank\.line\.yaml$/)
  assert.equal(request.budget, 'small')
  assert.equal(exitCode, 0)
})

for (const [name, command] of Object.entries(commands)) {
  test(`${name} prints text, or with --json one document and nothing else on stdout`, async () => {
    const text = await call(command)
    assert.equal(text.exitCode, 0)
    assert.ok(text.stdout.length > 0 && !text.stdout.startsWith('{'))
    const { stdout, exitCode } = await call(`${command} --json`)
    assert.equal(exitCode, 0)
    assert.equal(typeof JSON.parse(stdout), 'object')
  })

  test(`${name} --help says what the command does, with an example`, async () => {
    const { exitCode, stdout, stderr, asked } = await call(`${name} --help`)
    assert.equal(exitCode, 0)
    assert.match(stdout, new RegExp(`Example:\\n {2}dreamline ${name}`))
    assert.match(stdout, /--json/)
    assert.equal(stderr, '')
    assert.deepEqual(asked, [])
  })
}

test('progress goes to stderr, one line for each task, with the total that grew', async () => {
  const { stderr, stdout } = await call(commands.dream)
  assert.match(stderr, /^The dream 100 % {2}4 of 4 parts.*cost 8\.9\n$/)
  assert.doesNotMatch(stdout, /4 of 4 parts/)
})

test('what a language model reasons goes to stderr as it comes, and cannot move the cursor', async () => {
  const reason: Engine['reason'] = async (_, job) => {
    for (const piece of ['The weld\n', 'cracks\u001b[2J', ' slowly.']) job?.onReasoning?.(piece)
    return example.reasonReport
  }
  const { stdout, stderr } = await call(`${commands.reason} --json`, engineDouble({ reason }))
  assert.equal(stderr, 'The weld\ncracks [2J slowly.\n\n')
  assert.deepEqual(JSON.parse(stdout), example.reasonReport)
})

test('the language model is asked as the options say, without those that were left out', async () => {
  const { asked } = await call('reason a.yaml seized --url http://localhost:1/v1 --model m --timeout 9 --tokens 500')
  const reasoner = { url: 'http://localhost:1/v1', model: 'm', timeout: 9, tokens: 500 }
  assert.deepEqual(asked, [['reason', { line: 'a.yaml', sentence: 'seized', reasoner }]])
  const lacking = await call('reason a.yaml')
  assert.deepEqual(lacking.asked, [['reason', { line: 'a.yaml', reasoner: {} }]])
  const weak = await call('reason a.yaml --study s --model m')
  assert.deepEqual(weak.asked, [['reason', { line: 'a.yaml', study: 's', reasoner: { model: 'm' } }]])
  const foretold = await call(
    'foretell a.yaml seized --on P-101 LT-101 --study s --transitions 2 --similar 0 --seed 3 --embedding-model m',
  )
  const reach = { transitions: 2, similar: 0, seed: 3 }
  const options = { on: ['P-101', 'LT-101'], study: 's', ...reach, reasoner: { embeddingModel: 'm' } }
  assert.deepEqual(foretold.asked, [['foretell', { line: 'a.yaml', sentence: 'seized', ...options }]])
  assert.deepEqual((await call('doctor --model m')).asked, [['doctor', { reasoner: { model: 'm' } }]])
  const file = { file: 'small.gguf', tokens: 500 }
  assert.deepEqual((await call('doctor --model-file small.gguf --tokens 500')).asked, [['doctor', { reasoner: file }]])
})

test('experiences are listed, or the one shown that is named', async () => {
  const where = { line: 'a.yaml', study: 's' }
  const list = await call(commands['replay show'])
  assert.deepEqual(list.asked, [['experiences', where]])
  assert.match(list.stdout, /^1 to 24 /m)
  const one = await call(`${commands['replay show']} --experience 17`)
  assert.deepEqual(one.asked, [['experience', { ...where, id: 17 }]])
  assert.match(one.stdout, /^Experience 17 of filler$/m)
  assert.equal((await call(`${commands['replay show']} --experience last`)).exitCode, 2)
})

test('replay keeps to the log it drives the model with, and its help names what shows the replay', async () => {
  const kept = await call(`${commands.replay} --study s`)
  assert.deepEqual(kept.asked, [['replay', { line: 'a.yaml', logs: ['log.csv'], study: 's' }]])
  const options = 'april.csv --tolerance LT-101=2cm TT-101=0.5K --share 0.3'
  const tolerances = { 'LT-101': '2cm', 'TT-101': '0.5K' }
  const more = { line: 'a.yaml', logs: ['log.csv', 'april.csv'], tolerances, share: 0.3 }
  assert.deepEqual((await call(`${commands.replay} ${options}`)).asked, [['replay', more]])
  const { stdout } = await call('replay --help')
  assert.match(stdout, /^Usage: dreamline replay \[options\] \[command\] <line>$/m)
  assert.match(stdout, /^ {2}show \[options\] <line> {2,}List what the replay/m)
  assert.match((await call('replay show --help')).stdout, /^Usage: dreamline replay show \[options\] <line>$/m)
})

test('examples for fine-tuning are written where the options say', async () => {
  const { asked, stdout } = await call(`${commands['fine-tuning']} --examples 20 --seed 4`)
  const request = { line: 'a.yaml', study: 's', out: 'filler.jsonl', examples: 20, seed: 4 }
  assert.deepEqual(asked, [['fineTuning', request]])
  assert.match(stdout, /^1,000 examples of filler are in filler\.jsonl$/m)
})

test('a model is learned from all logs that are named', async () => {
  const { asked, stdout, exitCode } = await call(`${commands.learn} --held-out 0.25 --budget small --seed 4`)
  const request = { plant: 'p.yaml', logs: ['a.csv', 'b.csv'], out: 'm.json', heldOut: 0.25, budget: 'small', seed: 4 }
  assert.deepEqual(asked, [['learn', request]])
  assert.equal(exitCode, 0)
  assert.match(stdout, /^boiler, learned from logs alone$/m)
  assert.equal((await call(`${commands.learn} --held-out 1`)).exitCode, 2)
})

test('a proposal is written with the yes of whoever sits before the terminal, and only so', async () => {
  const { signal } = new AbortController()
  const { hash, additions } = example.reasonReport
  const adoption = ['adopt', { line: 'a.yaml', hash, additions }]
  const written = (answer: boolean) =>
    call(`${commands.reason} --write`, engineDouble(), signal, { confirm: async () => answer })
  const yes = await written(true)
  assert.deepEqual(yes.asked.at(-1), adoption)
  assert.match(yes.stderr, /Added to a\.yaml/)
  const no = await written(false)
  assert.equal(no.asked.length, 1)
  assert.match(no.stderr, /Nothing was written/)
  assert.equal((await call(commands.reason)).asked.length, 1)
  const alone = await call(`${commands.reason} --write`)
  assert.equal(alone.exitCode, 2)
  assert.deepEqual(alone.asked, [])
})

test('what logs say of a line is put into its file with the yes of whoever sits before the terminal, and only so', async () => {
  const options = '--log march.csv april.csv --share 0.5 --only T-101.area ambient'
  const { asked, stdout } = await call(`calibrate a.yaml ${options} --out b.yaml`)
  const request = { line: 'a.yaml', logs: ['march.csv', 'april.csv'], share: 0.5, only: ['T-101.area', 'ambient'] }
  assert.deepEqual(asked, [['calibrate', { ...request, out: 'b.yaml' }]])
  assert.match(stdout, /T-101\.area +cm2 +154 +160 +158 to 162 +tells it/)
  assert.match(stdout, /LT-101\.lag .* hardly tells it/)
  assert.match(stdout, /P-101\.capacity, T-101\.area/)
  const { signal } = new AbortController()
  const { hash, values } = example.calibrationReport
  const written = (answer: boolean) =>
    call(`${commands.calibrate} --write`, engineDouble(), signal, { confirm: async () => answer })
  assert.deepEqual((await written(true)).asked.at(-1), ['adoptValues', { line: 'a.yaml', hash, values }])
  assert.equal((await written(false)).asked.length, 1)
  assert.equal((await call(`${commands.calibrate} --write`)).exitCode, 2)
  assert.equal((await call(`${commands.calibrate} --share 1.5`)).exitCode, 2)
})

test('a proposal of which nothing fits exits with 1 and asks nothing, as does a reasoner that fails its doctor', async () => {
  const reason = async () => ({ ...example.reasonReport, additions: { failures: [], scenarios: [] } })
  const { signal } = new AbortController()
  const empty = await call(`${commands.reason} --write`, engineDouble({ reason }), signal, {
    confirm: () => assert.fail('asked'),
  })
  assert.equal(empty.exitCode, 1)
  assert.match(empty.stdout, /Nothing was proposed that fits filler/)
  const foretell = async () => ({ ...example.foretellReport, transitions: [] })
  assert.equal((await call(commands.foretell, engineDouble({ foretell }))).exitCode, 1)
  const reasoner = { url: 'http://x', works: false, problem: problems[0]! } as const
  const doctor = async () => ({ ...example.doctorReport, reasoner })
  const ill = await call(commands.doctor, engineDouble({ doctor }))
  assert.equal(ill.exitCode, 1)
  assert.match(ill.stdout, /The key "pumps" is unknown/)
})

test('only a terminal gets bold titles', async () => {
  const stdout = recorder(true)
  const { engine } = engineDouble()
  const signal = new AbortController().signal
  await runCommandLine(['check', 'a.yaml'], engine, { stdout, stderr: recorder() }, signal)
  assert.ok(stdout.text.startsWith('\x1b[1mfiller'))
  assert.ok(!(await call('check a.yaml')).stdout.includes('\x1b'))
})

test('a verdict of worse exits with 1, after the whole report', async () => {
  const worse = { ...example.judgeReport, verdict: 'worse' as const }
  const judged = await call(commands.judge, engineDouble({ judge: async () => worse }))
  assert.equal(judged.exitCode, 1)
  assert.match(judged.stdout, /Verdict: worse/)
  const run = await call(`${commands.run} --json`, engineDouble({ run: async () => example.worseRun }))
  assert.equal(run.exitCode, 1)
  assert.equal(JSON.parse(run.stdout).judge.verdict, 'worse')
})

const problems = [
  { message: 'The key "pumps" is unknown.', remedy: 'Write "components".', where: 'a.yaml:3:1' },
  { message: 'The line has no goals.', remedy: 'Add one under "goals".' },
]

test('what is wrong with the input goes to stderr, the place last, and exits with 2', async () => {
  const check = () => Promise.reject(new EngineError(problems))
  const { exitCode, stdout, stderr } = await call('check a.yaml', engineDouble({ check }))
  assert.equal(exitCode, 2)
  assert.equal(stdout, '')
  assert.equal(
    stderr,
    'The key "pumps" is unknown. Write "components". (a.yaml:3:1)\nThe line has no goals. Add one under "goals".\n',
  )
  const json = await call('check a.yaml --json', engineDouble({ check }))
  assert.equal(json.exitCode, 2)
  assert.deepEqual(JSON.parse(json.stdout), { error: { problems } })
})

test('an unexpected failure is one line without a stack', async () => {
  const check = () => Promise.reject(new TypeError('x is not a function'))
  const { exitCode, stderr } = await call('check a.yaml', engineDouble({ check }))
  assert.equal(exitCode, 2)
  assert.match(stderr, /^Dreamline failed unexpectedly\..*\(x is not a function\)\n$/)
})

for (const [command, said] of [
  ['', /No command was given/],
  ['chek a.yaml', /Unknown command 'chek'\. Did you mean check\?/],
  ['check', /Missing required argument 'line'/],
  ['check a.yaml b.yaml', /Too many arguments/],
  ['check a.yaml --sed 1', /Unknown option '--sed'/],
  ['replay a.yaml', /'--log <csv...>' not specified/],
  ['replay a.yaml --log a.csv --tolerance 2cm', /Write a tag and a quantity/],
  ['replay a.yaml --log a.csv --from 60 --share 0.5', /cannot be used with/],
  ['replay show a.yaml', /'--study <dir>' not specified/],
  ['replay show a.yaml --study s --log a.csv', /Unknown option '--log'/],
  ['experiences a.yaml --study s', /Unknown command 'experiences'/],
  ['judge --study s --seed 1.5', /whole number from 0 up/],
  ['dream a.yaml --study s --scenarios 0', /whole number from 1 up/],
  ['train a.yaml --study s --device tpu', /auto, cpu, gpu/],
  ['train a.yaml --study s --trainer clone', /clone learns from logs, and there is none/],
  ['train a.yaml --study s --log b.csv', /Only clone, td3\+bc and model learn from logs/],
] as const) {
  test(`"dreamline ${command}" is refused with 2, in words and as JSON`, async () => {
    const { exitCode, stdout, stderr, asked } = await call(command)
    assert.equal(exitCode, 2)
    assert.equal(stdout, '')
    assert.match(stderr, said)
    assert.deepEqual(asked, [])
    const json = await call(`${command} --json`)
    assert.equal(json.exitCode, 2)
    assert.equal(JSON.parse(json.stdout).error.problems.length, 1)
  })
}

/** Stands for a long job that is stopped while it runs. */
const stoppable = (stop: AbortController) => (_: unknown, job?: Job) =>
  new Promise<never>((_, reject) => {
    job?.signal?.addEventListener('abort', () => reject(job.signal?.reason))
    stop.abort()
  })

for (const [command, remedy] of [
  [commands.train, /`dreamline train a\.yaml --study s` goes on from the last checkpoint/],
  ['run a.yaml --study s', /`dreamline run a\.yaml --study s` goes on/],
  [commands.run, /`dreamline run a\.yaml --study DIR`, where DIR is the newest folder in studies, goes on/],
  ['tour', /`dreamline run .*three-tank\.line\.yaml --budget small --study DIR`/],
  [commands.judge, /The same command starts again/],
] as const) {
  test(`"dreamline ${command}" stopped by Ctrl-C exits with 130 and says how to go on`, async () => {
    const stop = new AbortController()
    const job = stoppable(stop)
    const engine = engineDouble({ train: job, run: job, judge: job })
    const { exitCode, stdout, stderr } = await call(command, engine, stop.signal)
    assert.equal(exitCode, 130)
    assert.equal(stdout, '')
    assert.match(stderr, remedy)
  })
}
