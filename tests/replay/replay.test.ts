import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { featuresOf } from '../../core/replay/embedding.ts'
import type { Sequence, Situation } from '../../core/replay/experience.ts'
import { openReplay, type Similar } from '../../core/replay/replay.ts'
import { randomSource } from '../../core/scenario/random.ts'
import { type Database, openDatabase } from '../../core/study/database.ts'
import { experienceTable } from '../../core/study/experiences.ts'
import { lineTable } from '../../core/study/lines.ts'
import { openStudy } from '../../core/study/study.ts'
import { failureOf, oneTank, tankWith } from '../dream/one-tank.ts'
import { scattered, studyOfTank } from './sequences.ts'

const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, row) => sum + value * (b[row] as number), 0)

test('what is kept comes back as it was, in another replay too', async (context) => {
  const { study, hash } = studyOfTank(context)
  const sequence = scattered(oneTank, 20, 1, { provenance: 'reasoned', policyRound: 3, value: 0.25 })
  const [first] = sequence.experiences
  const told = { ...sequence, experiences: [{ ...first!, outcome: null, reasoning: 'The pump "stalls".' }] }
  await (await openReplay(oneTank, hash, study)).append([sequence, told])
  const replay = await openReplay(oneTank, hash, study)
  for (const [index, { experiences, ...background }] of [sequence, told].entries()) {
    const kept = replay.sequences[index]!
    const { id, firstId, length, ...rest } = kept
    assert.deepEqual(rest, background)
    assert.deepEqual(
      replay.part(kept, 0, length).map(({ id, sequenceId, ...experience }) => experience),
      experiences,
    )
    assert.deepEqual(replay.find(firstId)?.sequence.id, id)
  }
})

test('the most similar are those that a comparison with every one finds', async (context) => {
  const { study, hash } = studyOfTank(context)
  const sequences = [scattered(oneTank, 300, 2), scattered(oneTank, 300, 3)]
  const replay = await openReplay(oneTank, hash, study)
  await replay.append(sequences)
  const vectorOf = featuresOf(oneTank)
  const probe = scattered(oneTank, 1, 4).experiences[0]!
  const cosines = (some: readonly Sequence[]) =>
    some
      .flatMap(({ experiences }) => experiences.map((experience) => dot(vectorOf(experience), vectorOf(probe))))
      .sort((a, b) => b - a)
      .slice(0, 8)
  const agree = (found: readonly Similar[], expected: readonly number[]) => {
    assert.equal(found.length, 8)
    found.forEach(({ experience, similarity }, index) => {
      assert.ok(Math.abs(similarity - expected[index]!) < 1e-5)
      assert.ok(Math.abs(dot(vectorOf(experience), vectorOf(probe)) - similarity) < 1e-5)
    })
  }
  agree(await replay.similar(probe, 8), cosines(sequences))
  agree(await replay.similar(probe, 8, replay.sequences[0]!), cosines(sequences.slice(1)))
  const [itself] = await replay.similar(sequences[1]!.experiences[7]!, 1)
  assert.equal(itself?.experience.scan, 7)
  assert.equal(itself?.sequence, replay.sequences[1])
})

test('another version of the line is kept, counted, and never met', async (context) => {
  const { study, hash } = studyOfTank(context)
  await (await openReplay(oneTank, hash, study)).append([scattered(oneTank, 30, 1)])
  const changed = tankWith({ failures: [...oneTank.failures, failureOf('T-1', 'leak')] })
  const replay = await openReplay(changed, study.saveLine('one-tank', 'the text, changed'), study)
  assert.equal(replay.ofOtherVersions, 30)
  assert.deepEqual(replay.sequences, [])
  const probe = scattered(changed, 5, 2)
  assert.deepEqual(await replay.similar(probe.experiences[0]!, 8), [])
  await replay.append([probe])
  assert.equal((await replay.similar(probe.experiences[0]!, 30)).length, 5)
  assert.equal(replay.draw({ windows: 9, scans: 1 }, randomSource(1)).windows.length, 9)
  assert.equal((await openReplay(oneTank, hash, study)).sequences[0]?.length, 30)
})

test('experiences of another line, or without numbers, are refused before anything is kept', async (context) => {
  const { study, hash } = studyOfTank(context)
  const replay = await openReplay(oneTank, hash, study)
  const good = scattered(oneTank, 3, 1)
  const other = scattered(tankWith({ failures: [failureOf('T-1', 'leak'), failureOf('LT-1', 'bias')] }), 1, 1)
  const [first] = good.experiences
  const diverged = { ...good, experiences: [{ ...first!, nextState: Float32Array.of(Infinity) }] }
  for (const bad of [other, diverged, { ...good, value: Number.NaN }, { ...good, value: -1 }])
    await assert.rejects(replay.append([good, bad]), { name: 'UnfitExperience', message: /Leave it out/ })
  assert.deepEqual(replay.sequences, [])
  assert.deepEqual(study.sequences(hash), [])
})

test('long sequences are kept in parts that others can get in between', async (context) => {
  const { study, hash } = studyOfTank(context)
  const replay = await openReplay(oneTank, hash, study)
  let words = 0
  const talking = setInterval(() => words++, 0)
  await replay.append([scattered(oneTank, 3000, 1)])
  clearInterval(talking)
  assert.equal(
    replay.sequences.reduce((sum, { length }) => sum + length, 0),
    3000,
  )
  assert.ok(replay.sequences.length > 3 && words > 3)
})

test('beyond the limit the least worth goes, from rows and index alike, and the index closes up', async (context) => {
  const { study, hash } = studyOfTank(context)
  const replay = await openReplay(oneTank, hash, study, { limit: 6000 })
  for (let round = 1; round <= 60; round++) {
    const value = round % 2
    await replay.append([scattered(oneTank, 400, round, { policyRound: round, value })])
  }
  const lengths = replay.sequences.reduce((sum, { length }) => sum + length, 0)
  assert.ok(lengths <= 6000 && lengths > 5600)
  assert.ok(replay.sequences.every(({ value, policyRound }) => value === 1 && policyRound > 28))
  const { count, room } = study.indexedExperiences(hash)!
  assert.equal(count, lengths)
  assert.ok(room <= 4 * 4096, `${room} for ${count}`)
  for (const { experience } of await replay.similar(scattered(oneTank, 1, 99).experiences[0]!, 8)) {
    assert.ok(replay.sequences.some(({ id }) => id === experience.sequenceId))
  }
})

test('an index that is lost, or of another embedding, is made again', async (context) => {
  const { study, hash, directory } = studyOfTank(context)
  const sequence = scattered(oneTank, 200, 1)
  await (await openReplay(oneTank, hash, study)).append([sequence])
  const probe = sequence.experiences[9]!
  const byLevel = {
    name: 'level alone',
    isDeferred: false,
    vectorsOf: (situations: readonly Situation[]) =>
      situations.map(({ state }) => Float32Array.of(Math.cos(state[0]!), Math.sin(state[0]!))),
  }
  const other = await openReplay(oneTank, hash, study, { embedding: byLevel })
  assert.equal((await other.similar(probe, 1))[0]?.experience.scan, 9)
  const levels = (await other.similar(probe, 5)).map(({ experience }) =>
    Math.abs(experience.state[0]! - probe.state[0]!),
  )
  assert.deepEqual(levels, levels.toSorted())

  const database = openDatabase(join(directory, 'study.db'))
  experienceTable(database).indexedExperiences(hash)
  database.run('DROP TABLE experience_vector')
  database.close()
  study.close()
  const again = openStudy(directory)
  context.after(() => again.close())
  assert.equal((await (await openReplay(oneTank, hash, again)).similar(probe, 1))[0]?.experience.scan, 9)
})

test('on a full disk what was kept before stays, and the study says what to do', async (context) => {
  const { study, hash, directory } = studyOfTank(context)
  await (await openReplay(oneTank, hash, study)).append([scattered(oneTank, 50, 1)])
  study.close()
  const database = openDatabase(join(directory, 'study.db'))
  context.after(() => database.close())
  const pages = database.one<{ page_count: number }>('PRAGMA page_count')!.page_count
  database.one(`PRAGMA max_page_count = ${pages + 10}`)
  const replay = await openReplay(oneTank, hash, { ...lineTable(database), ...experienceTable(database) })
  const full = { name: 'StudyError', message: /no room left.*free some space/ }
  await assert.rejects(replay.append(Array.from({ length: 40 }, (_, seed) => scattered(oneTank, 500, seed))), full)
  const kept = replay.sequences.reduce((sum, { length }) => sum + length, 0)
  assert.ok(kept >= 50)
  assert.equal(experienceTable(database).indexedExperiences(hash)?.count, kept)
  assert.equal((await replay.similar(scattered(oneTank, 50, 1).experiences[5]!, 1))[0]?.experience.scan, 5)
})

for (const damage of [
  'DELETE FROM experience_vector_vector_chunks00',
  "UPDATE experience_vector_vector_chunks00 SET vectors = x'00'",
  "UPDATE experience_vector_chunks SET validity = x'00'",
  'DELETE FROM experience_vector_chunks',
  'DELETE FROM experience_vector_rowids',
]) {
  test(`an index that is broken (${damage}) is made again`, async (context) => {
    const { study, hash, directory } = studyOfTank(context)
    const sequence = scattered(oneTank, 50, 1)
    await (await openReplay(oneTank, hash, study)).append([sequence])
    study.close()
    const database = openDatabase(join(directory, 'study.db'))
    database.run(damage)
    database.close()
    const again = openStudy(directory)
    context.after(() => again.close())
    const replay = await openReplay(oneTank, hash, again)
    await replay.append([scattered(oneTank, 20, 2)])
    assert.equal((await replay.similar(sequence.experiences[7]!, 1))[0]?.experience.scan, 7)
    assert.equal((await replay.similar(sequence.experiences[7]!, 100)).length, 70)
  })
}

test('an index that cannot be mended is reported, and all else works', async (context) => {
  const { study, hash, directory } = studyOfTank(context)
  const sequence = scattered(oneTank, 50, 1)
  await (await openReplay(oneTank, hash, study)).append([sequence])
  study.close()
  const database = openDatabase(join(directory, 'study.db'))
  database.run('DROP TABLE experience_vector_rowids')
  database.close()
  const again = openStudy(directory)
  context.after(() => again.close())
  const replay = await openReplay(oneTank, hash, again)
  await replay.append([scattered(oneTank, 20, 2)])
  assert.equal(replay.draw({ windows: 4, scans: 15 }, randomSource(1)).windows.length, 4)
  const broken = { name: 'StudyError', message: /search for similar experiences is damaged\. All else works/ }
  await assert.rejects(replay.similar(sequence.experiences[0]!, 1), broken)
})

test('a damaged replay is reported and left as it is', async (context) => {
  const { study, hash, directory } = studyOfTank(context)
  await (await openReplay(oneTank, hash, study)).append([scattered(oneTank, 5000, 1)])
  study.close()
  const path = join(directory, 'study.db')
  const whole = readFileSync(path)
  const damaged = Buffer.concat([whole.subarray(0, whole.length / 2), Buffer.alloc(20 * 4096, 0x5a)])
  writeFileSync(path, damaged)
  assert.throws(() => openStudy(directory), { name: 'StudyError', message: /damaged.*Nothing was changed/ })
  assert.ok(damaged.equals(readFileSync(path)))
})

test('a batch holds the experiences of its windows in their order', async (context) => {
  const { study, hash } = studyOfTank(context)
  const replay = await openReplay(oneTank, hash, study)
  await replay.append([scattered(oneTank, 40, 1), scattered(oneTank, 7, 2)])
  const { windows } = replay.draw({ windows: 16, scans: 5 }, randomSource(3))
  for (const { sequence, offset, experiences } of windows) {
    assert.deepEqual(
      experiences.map(({ sequenceId, scan }) => [sequenceId, scan]),
      Array.from({ length: 5 }, (_, index) => [sequence.id, offset + index]),
    )
  }
})

test('a reasoned experience is followed to the batches that used it, until it goes', async (context) => {
  const { study, hash } = studyOfTank(context)
  const replay = await openReplay(oneTank, hash, study, { limit: 60 })
  await replay.append([scattered(oneTank, 20, 1, { provenance: 'reasoned' }), scattered(oneTank, 20, 2)])
  const runId = study.startRun({ kind: 'train', lineHash: hash, configuration: {}, seed: 1, versions: {} })
  const request = { windows: 12, scans: 4 }
  const drawn = [1, 2].flatMap((round) =>
    replay.draw(request, randomSource(round), { runId, round }).windows.map((window) => ({ ...window, round })),
  )
  replay.draw(request, randomSource(3))
  for (const sequence of replay.sequences) {
    for (const experience of replay.part(sequence, 0, sequence.length)) {
      const uses = drawn
        .filter(({ experiences }) => experiences.some(({ id }) => id === experience.id))
        .filter(() => sequence.provenance === 'reasoned')
      assert.deepEqual(
        replay
          .usesOf(experience)
          .map(({ round, isUniform }) => `${round} ${isUniform}`)
          .sort(),
        uses.map(({ round, isUniform }) => `${round} ${isUniform}`).sort(),
      )
    }
  }
  const [reasoned] = replay.sequences
  const experience = replay.part(reasoned!, 8, 1)[0]!
  await replay.append([scattered(oneTank, 60, 3, { value: 9 })])
  assert.deepEqual(replay.usesOf(experience), [])
})

test('where the search cannot be loaded all else works, and what was kept meanwhile is found once it can be', async (context) => {
  const { study, hash, directory } = studyOfTank(context)
  const database = openDatabase(join(directory, 'study.db'))
  const crippled: Database = {
    ...database,
    extend() {
      throw new Error('vec0.so: cannot open shared object file')
    },
  }
  const replay = await openReplay(
    oneTank,
    hash,
    { ...lineTable(crippled), ...experienceTable(crippled) },
    { limit: 30 },
  )
  await replay.append([scattered(oneTank, 30, 1)])
  await replay.append([scattered(oneTank, 30, 2)])
  const [experience] = replay.draw({ windows: 1, scans: 1 }, randomSource(1)).windows[0]!.experiences
  const missing = { name: 'StudyError', message: /cannot be loaded\. All else works.*vec0\.so/ }
  await assert.rejects(replay.similar(experience!, 1), missing)
  database.close()
  const mended = await openReplay(oneTank, hash, study)
  assert.equal((await mended.similar(experience!, 60)).length, 30)
  assert.equal((await mended.similar(experience!, 1))[0]?.experience.id, experience!.id)
})
