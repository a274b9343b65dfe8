import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { importLogs } from '../../../core/plant/historian/import.ts'
import { readLog } from '../../../core/plant/log.ts'
import { recordingsOf } from '../../../core/plant/recordings.ts'
import {
  csv,
  exported,
  guessed,
  header,
  imported,
  newPlace,
  ordinary,
  seconds,
  surveysOf,
  threeTank,
  timed,
} from './exports.ts'
import { parquetFile } from './parquet-file.ts'

const own = `${header},LC-101.setpoint,LC-102.setpoint`
const tags = own.split(',').slice(1)
const stamp = (t: number) => new Date(1.79e12 + t * 1000).toISOString()

test('an export once a second becomes a log once a scan, which recordings are made of', async () => {
  const { out, rows, report, header: written } = await imported([exported(seconds(101, ordinary))])
  assert.equal(written, header)
  assert.equal(rows.length, 21)
  assert.deepEqual(rows[1], [5, 30.03, 14, 23.6, 20, 15])
  assert.equal(report.rows, 101)
  const [recording, ...others] = recordingsOf(threeTank, await readLog(out))
  assert.equal(others.length, 0)
  assert.equal(recording?.readings.length, 21)
})

const value = fc.integer({ min: 0, max: 60_000 }).map((thousandths) => thousandths / 1000)
const cell = fc.oneof(
  { weight: 8, arbitrary: value },
  { weight: 1, arbitrary: fc.constantFrom('', 'Bad', 'NaN', 1e308) },
)

test('the wide and the long form of the same data give the same log', async () => {
  const row = fc.tuple(fc.integer({ min: 1, max: 9 }), ...tags.map(() => cell))
  // Every tag is there at first, so that both forms have the same tags.
  const rows = fc.array(row, { minLength: 4, maxLength: 40 }).map((all) => {
    const first = tags.map((_, index) => 10 + index)
    return [[-10, ...first], [-5, ...first], [0, ...first], ...timed<string | number>(0, all)] as const
  })
  await fc.assert(
    fc.asyncProperty(rows, fc.boolean(), async (rows, isDated) => {
      const time = (t: number) => (isDated ? stamp(t) : t)
      const wide = csv(
        own,
        rows.map(([t, ...cells]) => [time(t as number), ...cells]),
      )
      const lines = rows.flatMap(([t, ...cells]) => cells.map((each, index) => [time(t as number), tags[index]!, each]))
      const long = csv('t_s,tag,value', lines)
      const [one, other] = [await imported([exported(wide)]), await imported([exported(long)])]
      assert.equal(one.log, other.log)
      const told = ({ report }: typeof one) =>
        report.tags.map(({ values, scans, movement }) => ({ values, scans, movement }))
      assert.deepEqual(told(one), told(other))
    }),
    { numRuns: 40 },
  )
})

test("a log of Dreamline's own format stays what it is, gaps included", async () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.constant(5) },
    { weight: 1, arbitrary: fc.integer({ min: 6, max: 900 }) },
  )
  const rows = fc.array(fc.tuple(step, ...tags.map(() => value)), { minLength: 1, maxLength: 40 }).map((all) => {
    const first = tags.map(() => 20)
    return [...[0, 5, 10].map((at) => [at, ...first]), ...timed(10, all)]
  })
  await fc.assert(
    fc.asyncProperty(rows, async (rows) => {
      fc.pre(rows.filter((row, index) => index > 0 && row[0]! - rows[index - 1]![0]! > 5).length * 2 < rows.length - 1)
      const { rows: written } = await imported([exported(csv(own, rows))])
      assert.equal(written.length, rows.length)
      written.forEach((row, index) => {
        row.forEach((each, column) => {
          assert.ok(Math.abs(each - rows[index]![column]!) < 1e-4, `${row} is not ${rows[index]}`)
        })
      })
    }),
    { numRuns: 40 },
  )
})

test('what was imported is not changed by importing it again', async () => {
  const noisy = (t: number) => (t > 300 && t < 420 ? [t, 'No Data', 1, 2, 3, 4] : ordinary(t))
  const once = await imported([exported(seconds(600, noisy))])
  assert.equal(once.report.gaps.count, 1)
  assert.equal((await imported([once.out])).log, once.log)
})

test('Parquet gives what CSV gives, compressed or not, with a null for an empty cell', async () => {
  const rows = Array.from({ length: 50 }, (_, t) => ordinary(t).map(Number))
  rows[20]![1] = Number.NaN
  const text = csv(
    header.replace('t_s', 'time'),
    rows.map(([t, ...cells]) => [stamp(t!), ...cells.map((each) => (Number.isNaN(each) ? '' : each))]),
  )
  const expected = await imported([exported(text)])
  const columns = header
    .split(',')
    .map((name, index) =>
      index === 0
        ? { name: 'time', kind: 'utc' as const, values: rows.map(([t]) => 1.79e12 + t! * 1000) }
        : { name, kind: 'double' as const, values: rows.map((row) => (Number.isNaN(row[index]) ? null : row[index]!)) },
    )
  for (const codec of ['none', 'gzip', 'zstd'] as const) {
    const { log, tag } = await imported([exported(parquetFile(columns, 17, codec), 'export.parquet')])
    assert.equal(log, expected.log)
    assert.equal(tag('LT-101').values.empty, 1)
  }
})

test('a Parquet file that is cut off anywhere is refused in one line, and so is a damaged one', async () => {
  const column = (name: string) => ({
    name,
    kind: 'double' as const,
    values: Array.from({ length: 40 }, (_, row) => row),
  })
  const whole = parquetFile(header.split(',').map(column), 10, 'gzip')
  await imported([exported(whole)])
  for (const length of [4, 100, whole.length / 2, whole.length - 4]) {
    await assert.rejects(imported([exported(whole.subarray(0, length))]), /the Parquet file is cut off or damaged/)
  }
  const damaged = Buffer.from(whole)
  damaged.fill(0xa5, 60, 120)
  await assert.rejects(imported([exported(damaged)]), /the Parquet file is cut off or damaged/)
})

test('times of Parquet that are not marked as UTC are local', async () => {
  const values = Array.from({ length: 20 }, (_, t) => Date.UTC(2026, 6, 1, 12, 0, t))
  const columns = header
    .split(',')
    .map((name, index) =>
      index === 0
        ? { name: 'time', kind: 'local' as const, values }
        : { name, kind: 'double' as const, values: values.map(() => 20 + index) },
    )
  const file = exported(parquetFile(columns, 100, 'none'))
  await assert.rejects(imported([file]), /is a local time/)
  const { report } = await imported([file], { zone: 'Europe/Berlin' })
  assert.equal(new Date(report.first * 1000).toISOString(), '2026-07-01T10:00:00.000Z')
})

test('bad values are left out and counted by what is wrong with them', async () => {
  const bad: Record<number, string | number> = {
    11: 'Bad',
    12: 'I/O Timeout',
    13: '',
    14: 'NaN',
    15: 1e308,
    16: -1e308,
    17: 80,
    18: 63,
  }
  const { tag, rows } = await imported([
    exported(seconds(40, (t) => (t in bad ? [t, bad[t]!, ...ordinary(t).slice(2)] : ordinary(t)))),
  ])
  const { values } = tag('LT-101')
  assert.deepEqual(Object.fromEntries(values.texts), { Bad: 1, 'I/O Timeout': 1, NaN: 1 })
  assert.deepEqual([values.empty, values.outOfRange, values.clippedHigh, values.good], [1, 3, 1, 33])
  // Of the scan that ends at 20 s the values of 18 (clipped, kept), 19 and 20 s are good.
  assert.ok(Math.abs(rows[4]![1]! - (63 + 30.19 + 30.2) / 3) < 1e-4)
})

test('a quality that is not good makes a value bad, in either form', async () => {
  const wide = csv(
    header.replace('LT-101', 'LT-101,LT-101.Quality'),
    Array.from({ length: 40 }, (_, t) => {
      const [time, level, ...others] = ordinary(t)
      return [time!, level!, t >= 10 && t < 15 ? 0 : 192, ...others]
    }),
  )
  const long = csv(
    't_s,tag,value,quality',
    Array.from({ length: 40 }, (_, t) => t).flatMap((t) =>
      header
        .split(',')
        .slice(1)
        .map((name, index) => [t, name, ordinary(t)[index + 1]!, index === 0 && t >= 10 && t < 15 ? 'Bad' : 'Good']),
    ),
  )
  for (const text of [wide, long]) assert.equal((await imported([exported(text)])).tag('LT-101').values.flagged, 5)
})

test('units of the log become those of the line, and a level in % is one of the range', async () => {
  const text = csv(
    't_s,LT-101 [mm],LT-102 [%],LT-103,SC-101,SC-102',
    [0, 5].map((t) => [t, 310, 50, 23, 20, 13]),
  )
  const { rows } = await imported([exported(text)])
  assert.deepEqual(rows[1], [5, 31, 31, 23, 20, 13])
})

test('words are what the mapping says, and no mean is made of them', async () => {
  const { rows, tag } = await imported([
    exported(seconds(21, (t) => [...ordinary(t).slice(0, 4), t % 10 < 4 ? 'open' : 'CLOSED', 13])),
  ])
  assert.deepEqual(
    rows.map((row) => row[4]),
    [100, 0, 100, 0, 100],
  )
  assert.equal(tag('SC-101').movement.moves, 4)
})

test('several files are taken together by their times, whatever each of them holds', async () => {
  const rows = Array.from({ length: 60 }, (_, t) => ordinary(t))
  const [first, second] = [exported(csv(header, rows.slice(0, 35))), exported(csv(header, rows.slice(30)))]
  const whole = await imported([exported(csv(header, rows))])
  const parts = await imported([second, first])
  assert.equal(parts.log, whole.log)
  assert.equal(parts.tag('LT-101').scans.duplicates, 5)
  const columns = [
    [1, 3],
    [2, 4, 5],
  ].map((taken) =>
    exported(
      csv(
        ['t_s', ...taken.map((index) => header.split(',')[index])].join(','),
        rows.map((row) => [row[0]!, ...taken.map((index) => row[index]!)]),
      ),
    ),
  )
  assert.equal((await imported(columns)).log, whole.log)
})

test('rows that come a little late are sorted, and those that come too late are dropped and counted', async () => {
  const rows = Array.from({ length: 6000 }, (_, t) => ordinary(t))
  const expected = (await imported([exported(csv(header, rows))])).log
  const shuffled = rows.map((row, t) => (t % 2 === 0 ? (rows[t + 1] ?? row) : rows[t - 1]!))
  const sorted = await imported([exported(csv(header, shuffled))])
  assert.equal(sorted.log, expected)
  assert.ok(sorted.report.order.sorted >= 2999)
  const late = await imported([exported(csv(header, [...rows, [3, 1, 1, 1, 1, 1]]))])
  assert.equal(late.log, expected)
  assert.equal(late.report.order.dropped, 1)
  const backwards = exported(seconds(20_000, (t) => ordinary(20_000 - t)))
  await assert.rejects(imported([backwards]), /:63:1 {2}from here on, .* rows are earlier than the rows before them/)
})

test('a file in which times begin again is refused where they do: runs are not mixed', async () => {
  const run = Array.from({ length: 1000 }, (_, t) => ordinary(t))
  const file = exported(csv(header, [...run, ...run]))
  await assert.rejects(imported([file]), /:1002:1 {2}from here on, where the time falls from 999 s to 0 s, .*each run/)
})

test('a long form in the order of its tags is read like one in the order of time', async () => {
  const rows = header
    .split(',')
    .slice(1)
    .map((name, index) => Array.from({ length: 1200 }, (_, t) => [t, name, ordinary(t)[index + 1]!]))
  const byTag = await imported([exported(csv('t_s,tag,value', rows.flat()))])
  const byTime = rows[0]!.flatMap((_, t) => rows.map((each) => each[t]!))
  assert.equal(byTag.log, (await imported([exported(csv('t_s,tag,value', byTime))])).log)
})

test('an hour of local time that comes twice is kept twice', async () => {
  const text = (t: number) => {
    const local = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Europe/Berlin',
      dateStyle: 'short',
      timeStyle: 'medium',
    })
    return local.format(Date.UTC(2026, 9, 24, 23) + t * 1000)
  }
  const rows = Array.from({ length: 1440 }, (_, index) => 10 * index)
  const file = exported(
    csv(
      header.replace('t_s', 'time'),
      rows.map((t) => [text(t), ...ordinary(t % 1000).slice(1)]),
    ),
  )
  const { report } = await imported([file], { zone: 'Europe/Berlin' })
  assert.equal(report.gaps.count, 0)
  assert.equal(report.last - report.first, 14_390)
  assert.equal(report.clock.repeated.length, 1)
})

test('a million rows of one time take neither memory nor time', async () => {
  const same = `1,30,14,23,20,13\n`.repeat(1_000_000)
  const file = exported(`${header}\n0,30,14,23,20,13\n${same}6,31,14,23,20,13\n10,31,14,23,20,13\n`)
  const [from, before] = [performance.now(), process.memoryUsage().rss]
  const { rows, tag } = await imported([file])
  assert.ok(performance.now() - from < 15_000)
  assert.ok(process.memoryUsage().rss - before < 400e6)
  assert.equal(tag('LT-101').scans.duplicates, 999_999)
  assert.equal(rows.length, 3)
})

test('a still sensor, a clipped one and a control that never moved are seen', async () => {
  const wave = (t: number) => 30 + 10 * Math.sin(t / 50)
  const { tag } = await imported([
    exported(
      seconds(3000, (t) => [
        t,
        wave(t),
        t > 500 && t < 2000 ? 14 : wave(t + 9),
        Math.min(62, 55 + wave(t) / 4),
        20,
        t > 900 ? 30 : 20,
      ]),
    ),
  ])
  const { still } = tag('LT-102').movement
  assert.ok(still.seconds > 1400 && Math.abs(still.from - 505) <= 5, `${still.seconds} s from ${still.from} s`)
  assert.equal(tag('LT-101').movement.still.seconds, 0)
  assert.ok(tag('LT-103').values.clippedHigh > 1000)
  assert.deepEqual([tag('SC-101').movement.moves, tag('SC-102').movement.moves], [0, 1])
})

test('the longest hold can be said', async () => {
  const file = exported(seconds(200, (t) => (t > 50 && t < 150 ? [t, '', ...ordinary(t).slice(2)] : ordinary(t))))
  assert.equal((await imported([file])).report.gaps.count, 1)
  assert.equal((await imported([file], { longestHold: 100 })).report.gaps.count, 0)
  assert.ok((await imported([file], { longestHold: 0 })).report.gaps.longest >= 95)
})

const mappingOf = async (text: string) => (await guessed([exported(text)])).mapping

async function refusal(text: string, mapping: Awaited<ReturnType<typeof mappingOf>>) {
  const out = newPlace('log.csv')
  const work = async () => importLogs(threeTank, await surveysOf(exported(text)), mapping, out)
  const said = await work().then(
    () => 'it was imported',
    (error: Error) => `${error.name} ${error.message}`,
  )
  assert.match(said, /^LogError /)
  assert.ok(!existsSync(out))
  assert.deepEqual(
    readdirSync(dirname(out)).filter((name) => name.includes('unfinished')),
    [],
  )
  return said
}

test('columns that are gone or new are named, and nothing is left behind', async () => {
  const mapping = await mappingOf(seconds(20, ordinary))
  const changed = await refusal(seconds(20, ordinary).replace('LT-102', 'LT-202'), mapping)
  assert.match(String(changed), /the log misses 'LT-102', and has 'LT-202', which the mapping does not know/)
})

test('an import that is stopped leaves nothing behind', async () => {
  const file = exported(seconds(20, ordinary))
  const { mapping } = await guessed([file])
  const out = newPlace('log.csv')
  const stopped = importLogs(threeTank, await surveysOf(file), mapping, out, { signal: AbortSignal.abort() })
  await assert.rejects(stopped, { name: 'AbortError' })
  assert.ok(!readdirSync(dirname(out)).some((name) => name.includes('unfinished') || out.endsWith(name)))
})

test('columns that changed places are still taken by their names', async () => {
  const mapping = await mappingOf(seconds(20, ordinary))
  const swapped = exported(
    csv(
      't_s,LT-102,LT-101,LT-103,SC-101,SC-102',
      Array.from({ length: 20 }, (_, t) => ordinary(t)).map(([t, a, b, ...others]) => [t!, b!, a!, ...others]),
    ),
  )
  const out = newPlace('log.csv')
  await importLogs(threeTank, await surveysOf(swapped), mapping, out)
  assert.equal(readFileSync(out, 'utf8'), (await imported([exported(seconds(20, ordinary))])).log)
})

test('tags of the long form that are gone or new are named', async () => {
  const long = (names: readonly string[]) =>
    csv(
      't_s,tag,value',
      [0, 5, 10].flatMap((t) => names.map((name) => [t, name, 20])),
    )
  const names = header.split(',').slice(1)
  const mapping = await mappingOf(long(names))
  assert.match(String(await refusal(long([...names, 'NEW']), mapping)), /:7:2 {2}the tag 'NEW' is new/)
  assert.match(String(await refusal(long(names.slice(1)), mapping)), /the log misses 'LT-101'/)
})

for (const [what, change, says] of [
  [
    'a time that is none',
    (text: string) => text.replace('\n7,', '\nseven,'),
    /:9:1 {2}'seven' in the column 't_s' is not a time \(seconds\)/,
  ],
  ['a short row', (text: string) => text.replace(/\n7,.*/, '\n7,1'), /:9:3 {2}2 values under 6 columns/],
  ['an open quote', (text: string) => text.replace('\n7,', '\n7,"'), /this is not text in columns/],
  [
    'a tag without a good value',
    (text: string) => text.replace(/^(\d+),[^,]+/gm, '$1,DOWN'),
    /LT-101 has 0 good ones\. Look at the column LT-101, which holds DOWN/,
  ],
] as const) {
  test(`${what} is refused where it stands`, async () => {
    const text = seconds(20, ordinary)
    assert.match(String(await refusal(change(text), await mappingOf(text))), says)
  })
}

test('encodings of Windows are read', async () => {
  const text = `${header},Behälter\n${[0, 5].map((t) => [...ordinary(t), 1].join(',')).join('\r\n')}\r\n`
  const expected = (await imported([exported(text)])).log
  assert.equal((await imported([exported(Buffer.from(text, 'latin1'))])).log, expected)
  assert.equal((await imported([exported(Buffer.from(`\ufeff${text}`, 'utf16le'))])).log, expected)
})
