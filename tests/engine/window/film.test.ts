import assert from 'node:assert/strict'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { closeLoop } from '../../../core/dream/closed-loop.ts'
import { baseline } from '../../../core/dream/controller.ts'
import { withDreamer } from '../../../core/dream/rollout.ts'
import { createEngine } from '../../../core/engine/engine.ts'
import { policySubject } from '../../../core/engine/policy-store.ts'
import { compileSource } from '../../../core/engine/source.ts'
import { startRun } from '../../../core/engine/study-run.ts'
import { gainsOf, gainsSetting } from '../../../core/engine/tuning.ts'
import type { ChosenFault, Film, FilmSet, ScenarioChoice, Series } from '../../../core/engine/window/contract.ts'
import { filmDay } from '../../../core/engine/window/film.ts'
import { randomSource } from '../../../core/scenario/random.ts'
import { nominalDay } from '../../../core/scenario/sample.ts'
import { openStudy } from '../../../core/study/study.ts'
import { oneTankText } from '../../dream/one-tank.ts'
import { workplace } from '../workplace.ts'

const text = oneTankText.replace(
  'failures:\n',
  `failures:
  - {on: T-1, mode: leak, severity: 0.1 to 1.5 cm2, duration: 40 s}
  - {on: LT-1, mode: dropout}
`,
)
const source = compileSource(text, 'one-tank')
const noFault: ScenarioChoice = { kind: 'chosen', faults: [] }

const chosen = (...faults: readonly ChosenFault[]): ScenarioChoice => ({ kind: 'chosen', faults })

function only(set: FilmSet): Film {
  assert.equal(set.films.length, 1)
  return set.films[0] as Film
}

function series({ series: all }: Film, kind: Series['kind'], tag: string, quantity?: string): Series {
  const found = all.find((one) => one.kind === kind && one.tag === tag && (quantity ?? one.quantity) === one.quantity)
  assert.ok(found, `${kind} ${tag}`)
  return found
}

/** A study with a policy that has learnt as much as `learnt` says; none at 0: it does what the baseline does. */
async function studyWithPolicy(context: TestContext, learnt: number, line = text) {
  const { study: directory } = workplace(context, line)
  const own = compileSource(line, 'one-tank')
  const study = openStudy(directory, { create: true })
  study.saveLine(own.line.name, line)
  const run = startRun(study, 'train', own.hash, 5, {})
  const gains = gainsOf(own.line)
  const random = randomSource(1)
  const drawn = (await policySubject(own.line, 'gradient')).policy.draw(random)
  const id = study.savePolicy({
    runId: run,
    description: { trainer: 'gradient', gains: gains as never },
    parameters: drawn.map((value) => value + learnt * random.normal()),
    validationScore: 1,
  })
  study.close()
  return { directory, id, hash: own.hash }
}

test('a day without a chosen fault is an ordinary day under the present control', async (context) => {
  const { study: directory } = workplace(context, text)
  const set = await filmDay({ directory, text, scenario: noFault, seed: 3 })
  const film = only(set)
  assert.deepEqual([film.controller, film.events, set.faults, set.name], ['baseline', [], [], 'no fault'])
  const day = nominalDay(source.line, source.plant.layout, '', [])
  const { outcomes, films } = await withDreamer(
    closeLoop(source.plant, baseline),
    { lanes: 1, filming: 'signals' },
    (dreamer) => dreamer.dream([day], { seed: 3, film: [0] }),
  )
  assert.equal(film.consequence.cost, outcomes.cost[0])
  const readings = Array.from(films[0]?.tracks.reading.values ?? [], (value) => Math.fround(value * 100))
  assert.deepEqual(
    Array.from(series(film, 'reading', 'LT-1').values.slice(0, -1), (value) => value.toPrecision(6)),
    readings.map((value) => value.toPrecision(6)),
  )
})

test('what is filmed is what was scored, readings stay in their range, and a seed repeats a film to the bit', async (context) => {
  const { study: directory } = workplace(context, text)
  const days = fc.record({
    seed: fc.integer({ min: 0, max: 1e6 }),
    leak: fc.option(fc.record({ onset: fc.integer({ min: 0, max: 120 }), area: fc.integer({ min: 10, max: 150 }) })),
    bias: fc.option(fc.record({ onset: fc.integer({ min: 0, max: 120 }), offset: fc.integer({ min: 40, max: 80 }) })),
    dropout: fc.option(fc.integer({ min: 0, max: 120 })),
  })
  await fc.assert(
    fc.asyncProperty(days, async ({ seed, leak, bias, dropout }) => {
      const scenario = chosen(
        ...(leak ? [{ failure: 'T-1 leak', onset: `${leak.onset} s`, severity: `${leak.area / 100} cm2` }] : []),
        ...(bias ? [{ failure: 'LT-1 bias', onset: `${bias.onset} s`, severity: `${bias.offset / 10} cm` }] : []),
        ...(dropout === null ? [] : [{ failure: 'LT-1 dropout', onset: `${dropout} s` }]),
      )
      const set = await filmDay({ directory, text, scenario, seed })
      const film = only(set)
      assert.equal(set.scans, 25)
      for (const one of film.series) {
        assert.equal(one.values.length, set.scans)
        assert.ok(one.low < one.high, `${one.kind} ${one.tag} ${one.quantity}`)
        const slack = 1e-4 * (one.high - one.low)
        assert.ok(
          one.values.every((value) => value >= one.low - slack && value <= one.high + slack),
          `${one.kind} ${one.tag} ${one.quantity}: ${one.values.join()} in ${one.low} to ${one.high}`,
        )
      }
      isWhatWasScored(film)
      const again = await filmDay({ directory, text, scenario, seed })
      assert.deepEqual(again, set)
    }),
    { numRuns: 25 },
  )
})

/** Error, crossings and time outside as a film shows them, scan by scan. */
function isWhatWasScored({ consequence, events, ...film }: Film) {
  const { scan, limits, goals } = source.line
  const shown = film as Film
  const level = series(shown, 'truth', 'T-1', 'level').values.slice(1)
  const wanted = series(shown, 'setpoint', 'LC-1').values
  const error = level.reduce((sum, value, at) => sum + Math.abs(value - (wanted[at] as number)), 0) / level.length
  assert.ok(Math.abs(error - (consequence.goals[0]?.value as number)) < 1e-3, `${error}`)
  limits.forEach(({ name }, row) => {
    const { crossings, minutesOutside } = consequence.limits[row] as Film['consequence']['limits'][number]
    const ofLimit = events.filter((event) => event.name === name)
    const crossed = ofLimit.filter(({ kind }) => kind === 'limit crossed')
    assert.equal(crossed.length, crossings)
    const turns = [...ofLimit.filter(({ kind }) => kind !== 'trip').map(({ at }) => at), source.line.horizon + scan]
    const outside = crossed.reduce((sum, { at }) => sum + (turns.find((turn) => turn > at) as number) - at, 0)
    assert.ok(Math.abs(outside / 60 - minutesOutside) < 1e-4, `${outside / 60} and ${minutesOutside}`)
  })
  assert.equal(
    events.some(({ kind }) => kind === 'trip'),
    consequence.tripped,
  )
  // Far from what trips, the cost is the error over the goal's scale and nothing else.
  if (events.every(({ kind }) => !kind.startsWith('limit')) && Math.max(...level) < 50) {
    const scale = 100 * (goals[0]?.scale as number)
    assert.ok(Math.abs(consequence.cost - error / scale) < 1e-3, `${consequence.cost}`)
  }
}

test('what happens on a day is told in order, with its priority and where it shows', async (context) => {
  const { study: directory } = workplace(context, text)
  const scenario = chosen(
    { failure: 'T-1 leak', onset: '20 s', severity: '1.5 cm2' },
    { failure: 'LT-1 dropout', onset: '70 s' },
  )
  const film = only(await filmDay({ directory, text, scenario }))
  const told = film.events.map(({ at, kind, name }) => `${at} ${kind} ${name}`)
  const expected = ['20 fault begins T-1 leak', '60 fault ends T-1 leak', '70 fault begins LT-1 dropout']
  assert.deepEqual(
    told.filter((each) => expected.includes(each)),
    expected,
  )
  assert.deepEqual(
    film.events.map(({ at }) => at),
    film.events.map(({ at }) => at).toSorted((a, b) => a - b),
  )
  const [leak] = film.events
  assert.deepEqual(leak, {
    at: 20,
    kind: 'fault begins',
    priority: 3,
    name: 'T-1 leak',
    component: 'T-1',
    value: '1.5 cm2',
  })
  const severity = series(film, 'fault', 'T-1 leak')
  assert.deepEqual([severity.unit, severity.component, severity.high], ['cm2', 'T-1', 1.5])
  assert.ok(Math.abs(Math.max(...severity.values) - 1.5) < 1e-6)
})

test('an interlock, a limit and a trip are told at the scan that shows them', async (context) => {
  const low = text.replace('above: 55 cm, trip', 'above: 31 cm, trip').replace('above: 50 cm', 'above: 30.8 cm')
  const { study: directory } = workplace(context, low)
  const scenario = chosen({ failure: 'LT-1 dropout', onset: '20 s', duration: '20 s' })
  const film = only(await filmDay({ directory, text: low, scenario }))
  const level = series(film, 'truth', 'T-1', 'level').values
  const trip = film.events.find(({ kind }) => kind === 'trip')
  assert.ok(trip && film.consequence.tripped)
  assert.deepEqual([trip.priority, trip.name, trip.component, trip.value], [1, 'overflow', 'T-1', '31 cm'])
  assert.equal(
    trip.at,
    level.findIndex((value) => value > 31) * source.line.scan,
    'the first moment at which the level is beyond',
  )
  const acts = film.events.find(({ kind }) => kind === 'interlock acts')
  const reading = series(film, 'reading', 'LT-1').values
  assert.equal(acts?.at, reading.findIndex((value) => value > 30.8) * source.line.scan)
  assert.deepEqual([acts?.name, acts?.component, acts?.value], ['LSH-1', 'P-1', '30.8 cm'])
})

test('a ranked scenario is filmed as it was dreamt', async (context) => {
  const { line, study: directory } = workplace(context, text)
  const report = await createEngine().dream({ line, study: directory, seed: 4, scenarios: 60 })
  for (const place of [0, 7, 30]) {
    const { id, consequence, name, written } = report.scenarios[place] as (typeof report.scenarios)[number]
    const set = await filmDay({ directory, text, scenario: { kind: 'ranked', run: report.run, id } })
    const film = only(set)
    assert.deepEqual([set.name, set.faults], [name, written])
    assert.ok(Math.abs(film.consequence.cost - consequence.cost) < 1e-4 * consequence.cost)
    assert.deepEqual(film.consequence.limits, consequence.limits)
    const rewritten = await filmDay({ directory, text, scenario: { kind: 'chosen', faults: set.faults } })
    assert.deepEqual(rewritten.faults, set.faults)
  }
  const leaking = report.scenarios.find(({ name }) => name === 'T-1 leak')
  const ranked = { kind: 'ranked', run: report.run, id: leaking?.id as string } as const
  const other = text.replace(/ {2}- \{on: T-1.*\n/, '')
  await assert.rejects(filmDay({ directory, text: other, scenario: ranked }), /The line has changed since run/)
  await assert.rejects(filmDay({ directory, text, scenario: { ...ranked, id: '1000' } }), /ranked no scenario 1000/)
})

test('a day that cannot be is refused, and every field that is wrong is named', async (context) => {
  const { study: directory } = workplace(context, text)
  const scenario = chosen(
    { failure: 'T-1 lek', onset: '1 min' },
    { failure: 'T-1 leak', onset: '3 min' },
    { failure: 'LT-1 bias', onset: '1 min', severity: '5 K' },
    { failure: 'LT-1 dropout', onset: '1 min' },
    { failure: 'LT-1 dropout', onset: '2 min' },
  )
  await assert.rejects(filmDay({ directory, text, scenario }), (error: { problems?: { where: string }[] }) => {
    assert.deepEqual(
      error.problems?.map(({ where }) => where),
      ['faults.0.failure', 'faults.1.onset', 'faults.2.severity', 'faults.4.failure'],
    )
    return true
  })
  await assert.rejects(filmDay({ directory, text, scenario: { kind: 'kept', name: 'x' } }), /scenario of this line/)
  await assert.rejects(filmDay({ directory, text: 'line: x', scenario: noFault }), /missing/)
  await assert.rejects(filmDay({ directory, text, scenario: noFault, policy: 3 }), /holds no policy 3/)
})

test('a kept scenario is filmed as the line file has it', async (context) => {
  const kept = `${text}\nscenarios:\n  - {name: leaks, faults: [{failure: T-1 leak, onset: 30 s, severity: 1 cm2}]}\n`
  const { study: directory } = workplace(context, kept)
  const set = await filmDay({ directory, text: kept, scenario: { kind: 'kept', name: 'leaks' } })
  assert.deepEqual(set.faults, [{ failure: 'T-1 leak', onset: '30 s', severity: '1 cm2', duration: '40 s' }])
})

test('a policy that has learnt nothing does as the baseline does; one that has meets the same noise', async (context) => {
  const bias = chosen({ failure: 'LT-1 bias', onset: '30 s' })
  const idle = await studyWithPolicy(context, 0)
  const same = await filmDay({ directory: idle.directory, text, scenario: bias })
  const [before, after] = same.films as [Film, Film]
  assert.deepEqual([before.controller, after.controller, after.policy], ['baseline', 'policy', idle.id])
  assert.equal(after.consequence.cost, before.consequence.cost)
  assert.deepEqual(after.series, before.series)

  const clever = await studyWithPolicy(context, 0.5)
  const set = await filmDay({ directory: clever.directory, text, scenario: bias, policy: clever.id })
  const [own, policy] = set.films as [Film, Film]
  assert.notEqual(policy.consequence.cost, own.consequence.cost)
  assert.notDeepEqual(series(policy, 'shown', 'LT-1').values, series(policy, 'reading', 'LT-1').values)
  const noise = (film: Film) => {
    const level = series(film, 'truth', 'T-1', 'level').values
    return Array.from(
      series(film, 'reading', 'LT-1').values.slice(0, -1),
      (value, scan) => value - (level[scan] as number),
    )
  }
  noise(own).forEach((value, scan) => {
    assert.ok(Math.abs(value - (noise(policy)[scan] as number)) < 1e-3, `scan ${scan}`)
  })
})

test('an exported block is filmed as it was shipped, and no other', async (context) => {
  const { directory } = await studyWithPolicy(context, 0)
  const exporting = { study: directory, target: 'st', out: join(directory, 'export-1') }
  await assert.rejects(createEngine().export(exporting), /not been judged/)
  const exported = await createEngine().export({ ...exporting, override: true })
  assert.equal(exported.override, 'exported without a verdict: never judged')
  const study = openStudy(directory)
  const block = study.exports()[0]!.runId
  study.close()
  const request = { directory, block, scenario: chosen({ failure: 'LT-1 bias', onset: '30 s' }), text }
  const films = (await filmDay(request)).films as [Film, Film, Film]
  assert.deepEqual(
    films.map(({ controller, policy }) => [controller, policy]),
    [
      ['baseline', undefined],
      ['policy', 1],
      ['block', 1],
    ],
  )
  films[2].series.forEach(({ values, low, high, tag, kind }, row) => {
    values.forEach((value, scan) => {
      const difference = Math.abs(value - (films[0].series[row]?.values[scan] as number)) / (high - low)
      assert.ok(difference < 1e-4, `${kind} ${tag} differs by ${difference} in scan ${scan}`)
    })
  })
  await assert.rejects(filmDay({ ...request, block: 1 }), /no such file in this export/)
  await assert.rejects(filmDay({ ...request, text: `${text}\n` }), /of the line as it was before/)
  appendFileSync(join(directory, 'export-1', 'one-tank.st'), ' ')
  await assert.rejects(filmDay(request), /changed since it was exported/)
})

test('a policy of an older line is filmed on the present one where it fits, and refused where it does not', async (context) => {
  const { directory, id } = await studyWithPolicy(context, 0.5)
  const retitled = text.replace('title: One tank', 'title: The tank')
  assert.equal((await filmDay({ directory, text: retitled, scenario: noFault })).films.length, 2)
  const renamed = text.replaceAll('SC-1', 'SC-9')
  await assert.rejects(
    filmDay({ directory, text: renamed, scenario: noFault, policy: id }),
    (error: { refused?: boolean; message: string }) => {
      assert.match(error.message, /trained on a line with other controls/)
      return error.refused === true
    },
  )
  only(await filmDay({ directory, text: renamed, scenario: noFault }))
})

test('the loops run as training has tuned them for this very line, else as written', async (context) => {
  const { directory, hash } = await studyWithPolicy(context, 0)
  const study = openStudy(directory)
  const tuned = gainsOf(source.line).map((gains) => ({ ...gains, gain: 0.2 * gains.gain }))
  const untuned = await filmDay({ directory, text, scenario: noFault })
  study.saveSetting(hash, gainsSetting(5), tuned as never)
  study.close()
  const set = await filmDay({ directory, text, scenario: noFault })
  assert.deepEqual([untuned.films[0]?.tuned, set.films[0]?.tuned], [false, true])
  const gentle = text.replace('gain: 5 %/cm', 'gain: 1 %/cm')
  const written = await filmDay({ directory, text: gentle, scenario: noFault })
  assert.notEqual(set.films[0]?.consequence.cost, untuned.films[0]?.consequence.cost)
  assert.equal(set.films[0]?.consequence.cost, written.films[0]?.consequence.cost)
})

test('filming says how far it is and can be stopped', async (context) => {
  const { study: directory } = workplace(context, text)
  const seen: number[] = []
  await filmDay({ directory, text, scenario: noFault }, { onProgress: ({ done, total }) => seen.push(done / total) })
  assert.ok(seen.length > 1)
  assert.equal(seen.at(-1), 1)
  const stopped = filmDay({ directory, text, scenario: noFault }, { signal: AbortSignal.abort() })
  await assert.rejects(stopped, { name: 'AbortError' })
})

test('a day of twenty thousand scans is filmed to its end in little memory', async (context) => {
  const long = text.replace('scan: 5 s', 'scan: 1 s').replace('horizon: 2 min', 'horizon: 20000 s')
  const { study: directory } = workplace(context, long)
  const before = process.memoryUsage().rss
  const scenario = chosen({ failure: 'LT-1 bias', onset: '15000 s', severity: '6 cm' })
  const set = await filmDay({ directory, text: long, scenario })
  const grown = (process.memoryUsage().rss - before) / 2 ** 20
  assert.equal(set.scans, 20_001)
  const off = series(only(set), 'fault', 'LT-1 bias').values
  assert.deepEqual(
    [off[14_999], off[15_001], off[20_000]].map((value) => value?.toFixed(3)),
    ['0.000', '6.000', '6.000'],
  )
  const level = series(only(set), 'truth', 'T-1', 'level').values
  assert.ok((level[20_000] as number) < (level[15_000] as number) - 4, 'the control follows the biased reading')
  assert.ok(grown < 150, `${grown.toFixed(0)} MB`)
})
