import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import SQLite from 'better-sqlite3'
import { EngineError } from '../../core/engine/contract.ts'
import { createEngine } from '../../core/engine/engine.ts'
import { openStudy } from '../../core/study/study.ts'
import { says, scriptedServer } from '../dream/reasoned/server-double.ts'
import { workplace } from './workplace.ts'

const engine = createEngine()

function inDatabase(study: string, sql: string): void {
  const sqlite = new SQLite(join(study, 'study.db'))
  sqlite.exec(sql)
  sqlite.close()
}

/** Lets SQLite say SQLITE_FULL to every further experience: the largest id is taken (https://www.sqlite.org/autoinc.html). */
function fill(study: string): void {
  openStudy(study, { create: true }).close()
  inDatabase(
    study,
    `DELETE FROM sqlite_sequence WHERE name = 'experience';
     INSERT INTO sqlite_sequence (name, seq) VALUES ('experience', ${2n ** 63n - 1n})`,
  )
}

const isFull = ({
  troubles,
}: {
  readonly troubles?: readonly { readonly message: string; readonly remedy: string }[]
}) => {
  assert.equal(troubles?.length, 1)
  assert.match(
    `${troubles[0]!.message} ${troubles[0]!.remedy}`,
    /no room left.*What was saved before is whole; free some/,
  )
}

test('what is foretold and cannot be kept is reported all the same, and the replay keeps what it had', async (context) => {
  const { line, study } = workplace(context)
  const { url } = await scriptedServer(context, [says({ reasoning: 'P-1 stops.', next: { 'LT-1': 25 } })])
  const reasoner = { url, timeout: 5 }
  const request = { line, study, sentence: 'P-1 stops.', on: ['P-1'], scans: 6, transitions: 1, reasoner }
  assert.equal((await engine.foretell(request)).kept, 6)
  fill(study)
  const report = await engine.foretell(request)
  assert.deepEqual([report.transitions.length, report.kept], [1, 0])
  isFull(report)
  assert.deepEqual((await engine.experiences({ line, study })).provenances, [
    { provenance: 'reasoned', sequences: 1, experiences: 6 },
  ])
})

test('where the search is damaged, a dream is foretold without what was alike, and that is told', async (context) => {
  const { line, study } = workplace(context)
  const { url, asked } = await scriptedServer(context, [says({ reasoning: 'P-1 stops.', next: { 'LT-1': 25 } })])
  const reasoner = { url, timeout: 5 }
  const request = { line, study, sentence: 'P-1 stops.', on: ['P-1'], scans: 6, transitions: 1, reasoner }
  await engine.foretell(request)
  inDatabase(study, 'DROP TABLE experience_vector_rowids')
  const { kept, troubles } = await engine.foretell(request)
  assert.equal(kept, 6)
  assert.equal(troubles?.length, 1)
  assert.match(troubles[0]!.message, /search for similar experiences is damaged/)
  assert.doesNotMatch(asked[1]!.messages[1]!.content, /Similar experience/)
})

test('dreams whose experience cannot be kept are ranked, reported and done', async (context) => {
  const { line, study } = workplace(context)
  fill(study)
  const report = await engine.dream({ line, study, scenarios: 20 })
  assert.ok(report.scenarios.length > 0)
  isFull(report)
  const opened = openStudy(study)
  assert.deepEqual(
    opened.runs().map(({ state }) => state),
    ['done'],
  )
  opened.close()
  assert.deepEqual((await engine.experiences({ line, study })).provenances, [])
})

test('a log that cannot be kept is compared all the same', async (context) => {
  const { line, study, folder } = workplace(context)
  fill(study)
  const log = join(folder, 'march.csv')
  const rows = Array.from({ length: 61 }, (_, second) => `${second},${30 + second / 100},${48 + (second % 3)}`)
  writeFileSync(log, ['time,LT-1,SC-1', ...rows].join('\n'))
  const report = await engine.replay({ line, logs: [log], study })
  assert.equal(report.kept, undefined)
  assert.equal(report.signals.length, 1)
  isFull(report)
})

test('an experience with the numbers of another line is told as a problem, not as a failure', async (context) => {
  const { line, study } = workplace(context)
  await engine.dream({ line, study, scenarios: 20 })
  inDatabase(study, 'UPDATE experience SET fault = zeroblob(12) WHERE id = 2')
  assert.equal((await engine.experience({ line, study, id: 1 })).id, 1)
  await assert.rejects(
    engine.experience({ line, study, id: 2 }),
    (error) =>
      error instanceof EngineError && /Experience 2 has 3 values of fault where the line has 1/.test(error.message),
  )
})
