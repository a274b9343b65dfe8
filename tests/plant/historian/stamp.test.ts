import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createClock } from '../../../core/plant/historian/clock.ts'
import { fittingFormats, stampReader, type TimeFormat } from '../../../core/plant/historian/stamp.ts'
import { localClock } from '../../../core/plant/historian/time-zone.ts'

const utc = Date.UTC(2026, 10, 27, 13, 5, 10) / 1000

for (const [text, format] of [
  ['2026-11-27T13:05:10Z', 'iso'],
  ['2026-11-27 14:05:10+01:00', 'iso'],
  ['2026-11-27T08:35:10.000-0430', 'iso'],
  ['27.11.2026 13:05:10 Z', 'day.month.year'],
  ['27/11/2026 13:05:10 UTC', 'day/month/year'],
  ['11/27/2026 1:05:10 PM Z', 'month/day/year'],
  ['27-Nov-26 13:05:10 Z', 'day-month-year'],
  [String(utc), 'epoch s'],
  [String(utc * 1000), 'epoch ms'],
] as const) {
  test(`${text} is a time as ${format}`, () => {
    assert.deepEqual(stampReader(format)(text), { seconds: utc, isLocal: false })
    assert.deepEqual(fittingFormats([text]), [format])
  })
}

test('a fraction of a second is kept, and midnight and noon of a twelve-hour clock are told apart', () => {
  assert.equal(stampReader('iso')('2026-11-27 13:05:10.250Z')?.seconds, utc + 0.25)
  const read = stampReader('month/day/year')
  const at = (text: string) => ((read(`11/27/2026 ${text} Z`)?.seconds as number) % 86_400) / 3600
  assert.deepEqual([at('12:00 AM'), at('1:00 AM'), at('12:00 PM'), at('11:00 pm')], [0, 1, 12, 23])
})

test('the order of day and month is told where one of them is no month, and is open otherwise', () => {
  assert.deepEqual(fittingFormats(['02/03/2026 13:00', '13/03/2026 13:00']), ['day/month/year'])
  assert.deepEqual(fittingFormats(['02/03/2026 13:00', '02/13/2026 13:00']), ['month/day/year'])
  assert.deepEqual(fittingFormats(['02/03/2026 13:00']), ['day/month/year', 'month/day/year'])
  assert.deepEqual(fittingFormats(['2/3/2026 1:00:00 PM']), ['month/day/year'])
})

for (const [text, format] of [
  ['2026-02-30 10:00', 'iso'],
  ['2026-13-01 10:00', 'iso'],
  ['2026-01-01 24:10', 'iso'],
  ['31-Foo-26 10:00', 'day-month-year'],
  ['1e308', 'seconds'],
  ['', 'seconds'],
  ['noon', 'iso'],
] as const) {
  test(`'${text}' is no time`, () => assert.equal(stampReader(format)(text), undefined))
}

/** Reads local times of Berlin one after the other, as times of day in UTC. */
function berlin(day: string, times: readonly string[], format: TimeFormat = 'iso') {
  const notes = { skipped: 0, repeated: [] }
  const clock = createClock(
    {
      line: '',
      form: 'wide',
      decimal: 'point',
      good: [],
      tags: {},
      ignored: [],
      time: { column: 't', format, zone: 'Europe/Berlin' },
    },
    notes,
  )
  const read = times.map((time, row) =>
    new Date((clock(`${day} ${time}`, row + 2) as number) * 1000).toISOString().slice(11, 19),
  )
  return { read, notes }
}

test('in winter and in summer a local time is what the zone says', () => {
  assert.deepEqual(berlin('2026-01-15', ['12:00:00']).read, ['11:00:00'])
  assert.deepEqual(berlin('2026-07-15', ['12:00:00']).read, ['10:00:00'])
})

test('the hour that comes twice in autumn is told apart by the order of rows, though some come late', () => {
  const times = ['01:59:00', '02:30:00', '02:29:00', '02:59:00', '02:00:00', '02:30:00', '02:29:30', '03:00:00']
  const { read, notes } = berlin('2026-10-25', times)
  const expected = ['23:59:00', '00:30:00', '00:29:00', '00:59:00', '01:00:00', '01:30:00', '01:29:30', '02:00:00']
  assert.deepEqual(read, expected)
  assert.deepEqual(notes, { skipped: 0, repeated: [6] })
})

test('times of the hour that is left out in spring are read on, and counted', () => {
  const { read, notes } = berlin('2026-03-29', ['01:59:59', '02:00:00', '02:30:00', '03:30:00'])
  assert.deepEqual(read, ['00:59:59', '01:00:00', '01:30:00', '01:30:00'])
  assert.equal(notes.skipped, 2)
})

test('there is no clock of a zone that does not exist', () => assert.equal(localClock('Europe/Atlantis'), undefined))
