import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { test } from 'node:test'
import { EngineError, type ReasonerChoice } from '../../core/engine/contract.ts'
import { createEngine } from '../../core/engine/engine.ts'
import { terse, tinyModel, withoutLlama } from '../dream/reasoned/tiny-model.ts'
import { workplace } from './workplace.ts'

const skip = withoutLlama
const engine = createEngine()
const threeTank = 'assets/lines/three-tank.line.yaml'
const sentence = 'The bearing of P-101 seizes over ten minutes.'

/** Runs the command line to its end. */
async function dreamline(argv: readonly string[], environment: Readonly<Record<string, string>>, ...node: string[]) {
  const child = spawn(process.execPath, [...node, 'core/cli/main.ts', ...argv], {
    env: { ...process.env, ...environment },
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (text) => (stdout += text))
  child.stderr.on('data', (text) => (stderr += text))
  const status = await new Promise((exit) => child.on('close', exit))
  return { status, stdout, stderr }
}

test('nonsense in the form of a proposal is refused by the line, entry by entry', { skip }, async (context) => {
  const DREAMLINE_REASONER_FILE = tinyModel(context, { leanings: terse })
  const { status, stdout, stderr } = await dreamline(['reason', threeTank, sentence], { DREAMLINE_REASONER_FILE })
  assert.equal(status, 1, stderr)
  assert.match(stdout, /answer 1: '': '[a-z ]+' is not a known failure mode of a [a-z ]+; write one of: /)
  assert.match(stdout, /answer 2: '': nothing is written here; write a single value\./)
  assert.match(stdout, /Nothing was proposed that fits three-tank\.\n2 answers of tiny, [\d,]+ tokens\./)
  assert.doesNotMatch(stdout, /not one JSON object|longer than/)
})

test('nonsense in the form of readings is refused by the balances', { skip }, async (context) => {
  const file = tinyModel(context, { leanings: terse })
  const argv = ['foretell', threeTank, sentence, '--on', 'P-101', '--model-file', file, '--json']
  const { status, stdout, stderr } = await dreamline(argv, {})
  assert.equal(status, 1, stderr)
  const { transitions, refusals, answers, kept } = JSON.parse(stdout)
  assert.deepEqual({ transitions, answers, kept }, { transitions: [], answers: 2, kept: 0 })
  for (const { reason } of refusals)
    assert.match(reason, /^LT-10\d: .*(breaks the balances of the line|is outside of what)/)
})

test('the doctor runs a model in a file, and says what is wrong with one that is not there', {
  skip,
}, async (context) => {
  const file = tinyModel(context, { leanings: terse })
  const { reasoner: health } = await engine.doctor({ reasoner: { file } })
  assert.ok(health?.works && 'file' in health)
  assert.deepEqual([health.file, health.model, health.models, health.schema], [file, 'tiny', ['tiny'], 'kept'])
  assert.ok(health.tokensPerSecond > 0)
  const gone = await engine.doctor({ reasoner: { file: 'nowhere.gguf' } })
  assert.ok(gone.reasoner?.works === false)
  assert.match(gone.reasoner.problem.message, /cannot be read/)
})

test('a file takes the place of a server, but not where both are asked for', async () => {
  const reasoner: ReasonerChoice = { file: 'nowhere.gguf', url: 'http://127.0.0.1:9/v1' }
  await assert.rejects(engine.doctor({ reasoner }), (error) => {
    assert.ok(error instanceof EngineError)
    assert.match(error.message, /Both a server and a file.*--url or --model-file/)
    return true
  })
  const DREAMLINE_REASONER_URL = 'http://127.0.0.1:9/v1'
  const DREAMLINE_REASONER_FILE = 'nowhere.gguf'
  const ask = (...argv: string[]) => dreamline(['reason', threeTank, sentence, ...argv], environment)
  const environment = { DREAMLINE_REASONER_URL, DREAMLINE_REASONER_FILE }
  const [byFile, byServer] = await Promise.all([ask(), ask('--url', DREAMLINE_REASONER_URL)])
  assert.deepEqual([byFile.status, byServer.status], [2, 2])
  assert.match(byFile.stderr, /file of the language model cannot be read/)
  assert.match(byServer.stderr, /reasoner cannot be reached/)
})

test('without the package it is said how to get it', async (context) => {
  const { line } = workplace(context)
  const hideIt = `import { registerHooks } from 'node:module'
    registerHooks({
      resolve(name, about, next) {
        if (name === 'node-llama-cpp') throw new Error('hidden')
        return next(name, about)
      },
    })`
  const argv = ['reason', line, sentence, '--model-file', tinyModel(context)]
  const { status, stderr } = await dreamline(argv, {}, '--import', `data:text/javascript,${encodeURIComponent(hideIt)}`)
  assert.equal(status, 2)
  assert.match(stderr, /^llama\.cpp is not installed\. Run `npm run reasoner:install`/)
})
