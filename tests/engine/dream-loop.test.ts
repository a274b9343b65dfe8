import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createEngine } from '../../core/engine/engine.ts'
import { loadSource } from '../../core/engine/source.ts'
import { openReplay } from '../../core/replay/replay.ts'
import { readStudy } from '../../core/study/study.ts'
import { fails, keepsSilent, type Reply, says, scriptedServer } from '../dream/reasoned/server-double.ts'
import { workplace } from './workplace.ts'

const { DREAMLINE_REASONER_URL: _url, DREAMLINE_REASONER_FILE: _file, ...environment } = process.env
process.env = environment
const engine = createEngine()

const proposal = {
  reasoning: 'A large bias late in the day leaves no time.',
  scenarios: [
    { name: 'late bias', faults: [{ failure: 'LT-1 bias', onset: '80 s', severity: '7.5 cm', duration: null }] },
    { name: 'no such failure', faults: [{ failure: 'P-9 leak', onset: '1 s', severity: null, duration: null }] },
  ],
}

/** Trains a policy for a tank with a scripted language model. */
async function trainedWith(context: TestContext, ...script: readonly Reply[]) {
  const place = workplace(context)
  const { url } = await scriptedServer(context, script)
  const reasoner = { url, model: 'double', timeout: 600 }
  return { place, report: await engine.train({ ...place, budget: 'small', reasoner }) }
}

test('a language model proposes tasks while a policy trains, and what does not fit is refused', async (context) => {
  const { place, report } = await trainedWith(context, says(proposal))
  const { questions, tasks, refusals, problem } = report.proposals ?? {}
  assert.ok(questions !== undefined && questions > 0 && tasks === questions, `${tasks} of ${questions}`)
  // The unknown failure is offered back once, and comes again.
  assert.ok(refusals !== undefined && refusals >= questions)
  assert.equal(problem, undefined)
  assert.ok(report.after < report.before, `${report.before} before, ${report.after} after`)

  const { line, hash } = loadSource(place.line)
  const study = readStudy(place.study)
  const { sequences } = await openReplay(line, hash, study)
  study.close()
  const rounds = new Set(sequences.map(({ policyRound }) => policyRound))
  assert.ok(rounds.size >= 2 && !rounds.has(0), `kept in rounds ${[...rounds]}`)
  assert.ok(sequences.every(({ provenance, value }) => provenance === 'causal' && value > 0))
})

test('training never waits for a language model, and asks one that fails no more', async (context) => {
  const silent = await trainedWith(context, keepsSilent)
  assert.deepEqual(silent.report.proposals, { questions: 0, tasks: 0, refusals: 0, tokens: 0 })
  const broken = await trainedWith(context, fails(404))
  // Nobody named the model, so that the first thing to fail is to ask which there are.
  const place = workplace(context)
  const gone = await engine.train({ ...place, budget: 'small', reasoner: { url: 'http://127.0.0.1:9/v1' } })
  assert.match(gone.proposals?.problem?.message ?? '', /\w/)
  assert.match(broken.report.proposals?.problem?.message ?? '', /\w/)
  // Neither had a say: the same seed gives the same policy.
  assert.equal(broken.report.after, silent.report.after)
})
