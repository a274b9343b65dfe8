import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csv, exported, guessed, header, ordinary, seconds } from './exports.ts'

const columnsOf = async (head: string) => {
  const names = head.split(',')
  const row = (t: number) => names.map((_, index) => (index === 0 ? t : 20 + index + t))
  const { mapping, doubts } = await guessed([exported(csv(head, [row(0), row(1)]))])
  return {
    doubts,
    mapping,
    columns: Object.fromEntries(Object.entries(mapping.tags).map(([tag, { column }]) => [tag, column])),
  }
}

test('tags are found however the plant writes them, and by the parts of a faceplate', async () => {
  const { columns, mapping } = await columnsOf(
    't_s,PLANT1.LT_101.PV,LIT102,lt-103 [mm],LC101.OP,LIC_102.OUT,LT101.SP,LC-102.SP,FT-9',
  )
  assert.deepEqual(columns, {
    'LT-101': 'PLANT1.LT_101.PV',
    'LT-102': 'LIT102',
    'LT-103': 'lt-103 [mm]',
    'SC-101': 'LC101.OP',
    'SC-102': 'LIC_102.OUT',
    'LC-101.setpoint': 'LT101.SP',
    'LC-102.setpoint': 'LC-102.SP',
  })
  assert.equal(mapping.tags['LT-103']?.unit, 'mm')
  assert.deepEqual(mapping.ignored, ['FT-9'])
})

test('the tag itself goes before what is like it, and a tie is a doubt', async () => {
  const exact = await columnsOf('t_s,A.LT-101,LT-101,LT-102,LT-103,SC-101,SC-102')
  assert.equal(exact.columns['LT-101'], 'LT-101')
  const tie = await columnsOf('t_s,LT101,LT_101,LT-102,LT-103,SC-101,SC-102')
  assert.ok(tie.doubts.some((doubt) => /LT-101 may be 'LT_101' as well as 'LT101'/.test(doubt)))
})

test('a level in % is one of its range', async () => {
  const { mapping } = await columnsOf('t_s,LT-101 (%),LT-102,LT-103,SC-101,SC-102')
  assert.equal(mapping.tags['LT-101']?.unit, '% of range')
})

test('the long form is told by its tags, with its quality', async () => {
  const tags = ['LT101.PV', 'LT102.PV', 'LT103.PV', 'SC101.OP', 'SC102.OP', 'XX']
  const rows = [0, 1].flatMap((t) => tags.map((tag) => [`2026-11-27T13:00:0${t}Z`, tag, 10, 192]))
  const { mapping } = await guessed([exported(csv('Time,TagName,Value,Quality', rows))])
  const { form, tag, value, quality, good, ignored, time } = mapping
  assert.deepEqual([form, tag, value, quality], ['long', 'TagName', 'Value', 'Quality'])
  assert.ok(good.includes('192') && !good.includes('0'))
  assert.deepEqual(ignored, ['XX'])
  assert.deepEqual(time, { column: 'Time', format: 'iso' })
})

test('words that stand for the ends of a range are taken so, others are a doubt', async () => {
  const rows = ['OPEN', 'CLOSED', 'MOVING', 'Bad'].map((word, t) => [t, 1, 2, 3, word, 5])
  const { mapping, doubts } = await guessed([exported(csv(header, rows))])
  assert.deepEqual(mapping.tags['SC-101']?.words, { OPEN: 100, CLOSED: 0 })
  assert.ok(doubts.includes("'SC-101' holds 'MOVING', which counts as bad."))
})

test('decimal commas and semicolons are seen', async () => {
  const text = 'Zeit;LT-101;LT-102;LT-103;SC-101;SC-102\n27.11.2026 13:05:10;30,5;14,1;23;20,5;13\n'
  const { mapping } = await guessed([exported(text)], { zone: 'Europe/Berlin' })
  assert.equal(mapping.decimal, 'comma')
  assert.equal(mapping.separator, ';')
  assert.deepEqual(mapping.time, { column: 'Zeit', format: 'day.month.year', zone: 'Europe/Berlin' })
})

for (const [what, text, says] of [
  [
    'local times without a zone',
    csv(header.replace('t_s', 'time'), [['2026-11-27 13:05:10', 1, 2, 3, 4, 5]]),
    /is a local time\. Say where with --time-zone/,
  ],
  [
    'an order of day and month that cannot be told',
    csv(header.replace('t_s', 'time'), [['02/03/2026 13:05', 1, 2, 3, 4, 5]]),
    /may be day\/month\/year or month\/day\/year\. Say which/,
  ],
  [
    'no time at all',
    csv(header.replace('t_s', 'time'), [['noon', 1, 2, 3, 4, 5]]),
    /'noon' in the column 'time' is not a time/,
  ],
  [
    'no signal',
    csv('t_s,FT-1,SC-101,SC-102', [[0, 1, 2, 3]]),
    /no signal of three-tank is in the log.*`column:` of LT-101/,
  ],
  ['no control', csv('t_s,LT-101,SC-101,SC-1020', [[0, 1, 2, 3]]), /SC-102 is not in the log.*is it 'SC-1020'/],
  ['a header alone', `${header}\n`, /:2:1 {2}the log has a header and no rows/],
  ['an empty file', '', /:1:1 {2}the file is empty/],
  ['no header', '0,1,2\n1,2,3\n', /the first line holds numbers/],
  ['two columns of one name', 't_s,LT-101,LT-101\n0,1,2\n', /:1:3 {2}two columns are called 'LT-101'/],
  ['a binary file', Uint8Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256), /this is a binary file/],
  [
    'a file of another kind that begins as Parquet',
    'PAR1 and nothing else that matters',
    /:1:1 {2}the Parquet file is cut off or damaged/,
  ],
] as const) {
  test(`${what} cannot be guessed, and it is said why`, async () => {
    await assert.rejects(guessed([exported(text)]), (error: Error) => {
      assert.equal(error.name, 'LogError')
      assert.match(error.message, says)
      assert.ok(!/\p{Cc}/u.test(error.message) && error.message.length < 600)
      return true
    })
  })
}

test('a file that is not there is said to be so', async () => {
  await assert.rejects(guessed(['/nowhere/none.csv']), /the file cannot be read/)
})

test('only first rows are looked at, so that a late word changes nothing', async () => {
  const { mapping } = await guessed([
    exported(seconds(6000, (t) => (t === 5999 ? [t, 'OPEN', 2, 3, 4, 5] : ordinary(t)))),
  ])
  assert.equal(mapping.tags['LT-101']?.words, undefined)
})
