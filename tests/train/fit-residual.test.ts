import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { closeLoop } from '../../core/dream/closed-loop.ts'
import type { Film } from '../../core/dream/film.ts'
import { learnedPlant } from '../../core/dream/learned/learned-plant.ts'
import { createObserver } from '../../core/dream/observer.ts'
import { compilePlant } from '../../core/line/plant.ts'
import { sequenceOfFilm } from '../../core/replay/from-dreams.ts'
import { openReplay } from '../../core/replay/replay.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { openStudy } from '../../core/study/study.ts'
import { trainByGradient } from '../../core/train/bptt.ts'
import { fitResidual } from '../../core/train/fit-residual.ts'
import { createPolicy } from '../../core/train/policy.ts'
import { filmed, filmedTruth, line, seepingDays, text, toldSequences } from '../dream/learned/seeping.ts'
import { day, scattered } from '../replay/sequences.ts'
import { folder } from '../study/folder.ts'
import { recurrent, settings, silent } from './subject.ts'

const plant = compilePlant(line)

async function replayIn(context: TestContext) {
  const study = openStudy(folder(context), { create: true })
  context.after(() => study.close())
  const hash = study.saveLine('three-tank', 'the text')
  const runId = study.startRun({ kind: 'train', lineHash: hash, configuration: {}, seed: 1, versions: {} })
  return { replay: await openReplay(line, hash, study), runId }
}

/** Root-mean-square difference of the true levels in two films, m. */
function difference(a: Film, b: Film): number {
  const [mine, others] = [a.tracks.truth.values, b.tracks.truth.values]
  return Math.sqrt(mine.reduce((sum, value, index) => sum + (value - others[index]!) ** 2, 0) / mine.length)
}

test('what was told and no balance knows is learned', async (context) => {
  const { replay, runId } = await replayIn(context)
  await replay.append([scattered(line, 400, 1), ...(await toldSequences(seepingDays(8, 1)))])
  const fitted = await fitResidual(plant, replay, randomSource(3), runId)
  const { model, fits } = fitted!

  await context.test('which shows where it was not fitted', () => {
    const [{ error, errorWithout, ...facts }] = fits as [(typeof fits)[number]]
    assert.deepEqual(facts, { text, sequences: 8, experiences: 8 * 59, heldOut: 2 })
    assert.ok(error < 0.05 * errorWithout, `${error} of ${errorWithout}`)
  })

  await context.test('so that whole days come out as they would', async () => {
    const days = seepingDays(4, 2)
    const ignorant = { ...model, parameters: model.parameters.map(() => 0) }
    const truth = await filmedTruth(days)
    const learned = await filmed(learnedPlant(line, model), days)
    const causal = await filmed(learnedPlant(line, ignorant), days)
    for (const [index, film] of truth.entries()) {
      const [off, without] = [difference(film, learned[index]!), difference(film, causal[index]!)]
      assert.ok(off < 0.1 * without, `${off} m of ${without} m`)
    }
  })

  await context.test('from the uniform half alone, and never from what is held out, as its uses show', () => {
    const told = replay.sequences.filter(({ provenance }) => provenance === 'reasoned')
    const uses = told.map((sequence) => replay.part(sequence, 0, sequence.length).map(replay.usesOf))
    assert.deepEqual(
      uses.map((some) => some.flat().length > 0),
      [true, true, true, false, true, true, true, false],
    )
    for (const { runId: run, isUniform, round } of uses.flat(2)) {
      assert.deepEqual([run, isUniform], [runId, true])
      assert.ok(round >= 1)
    }
  })

  await context.test('and the same seed learns the same', async () => {
    assert.deepEqual((await fitResidual(plant, replay, randomSource(3), runId))!.model, model)
  })

  await context.test('in which a policy of the plain line trains', async () => {
    const policy = createPolicy(line, await createObserver(line), recurrent)
    const loop = closeLoop(learnedPlant(line, structuredClone(model)), policy.controller)
    const short = { ...settings, iterations: 2, lanes: 8 }
    const { parameters } = await trainByGradient({ loop, policy }, short, silent)
    assert.equal(parameters.length, policy.controller.parameters)
    assert.ok(parameters.every(Number.isFinite) && parameters.some((value) => value !== 0))
  })
})

test('where nothing was told there is nothing to learn', async (context) => {
  const { replay, runId } = await replayIn(context)
  await replay.append([scattered(line, 20, 1)])
  assert.equal(await fitResidual(plant, replay, randomSource(1), runId), undefined)
})

test('what the balances explain alone is told with its failures, and adds nothing to them', async (context) => {
  const { replay, runId } = await replayIn(context)
  const [film] = await filmed(plant, [{ ...day(line, ['T-101 leak']), factors: plant.layout.spreads.map(() => 1) }])
  const told = sequenceOfFilm(line, film!, film!, { provenance: 'reasoned', policyRound: 0, value: 0 })
  const scenario = { ...told.scenario, name: 'It leaks.' }
  await replay.append([{ ...told, scenario, experiences: told.experiences.slice(0, 20) }])
  const { model, fits } = (await fitResidual(plant, replay, randomSource(1), runId))!
  assert.deepEqual(model.failures, ['T-101 leak'])
  assert.deepEqual(model.happenings[0]!.tellings[0]!.faults, scenario.faults)
  assert.ok(fits[0]!.heldOut === 0 && fits[0]!.errorWithout < 1e-6 && fits[0]!.error < 1e-6)
})
