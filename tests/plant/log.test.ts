import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { LogError, readLog, readRuns } from '../../core/plant/log.ts'

let folder = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'log-'))
})
after(() => rm(folder, { recursive: true }))

async function written(text: string | Uint8Array) {
  const file = join(folder, 'log.csv')
  await writeFile(file, text)
  return file
}

async function refused(text: string | Uint8Array, wanted?: (column: string) => boolean): Promise<LogError> {
  try {
    await readLog(await written(text), wanted)
  } catch (error) {
    if (error instanceof LogError) return error
    throw error
  }
  assert.fail('the log was read')
}

test('a log is read by its header, time first', async () => {
  const log = await readLog(await written('\ufefftime, LT-1 ,FT-1\r\n0,1.5,-2\r\n0.5,1e3,3\r\n\r\n'))
  assert.deepEqual([...log.time], [0, 0.5])
  assert.deepEqual([...log.columns.keys()], ['LT-1', 'FT-1'])
  assert.deepEqual([...log.columns.get('LT-1')!], [1.5, 1000])
})

test('t_s is the time wherever it stands', async () => {
  const log = await readLog(await written('LT-1,t_s\n7,0\n8,1\n'))
  assert.deepEqual([...log.time], [0, 1])
  assert.deepEqual([...log.columns.keys()], ['LT-1'])
})

test('columns that nobody wants may hold anything', async () => {
  const log = await readLog(await written('t_s,operator,LT-1\n0,Ann,1\n1,,2\n'), (column) => column === 'LT-1')
  assert.deepEqual([...log.columns.keys()], ['LT-1'])
})

for (const [what, text, line, column, says] of [
  ['a word', 't_s,LT-1\n0,1\n1,high\n', 3, 2, /'high' in the column 'LT-1' is not a number/],
  ['NaN', 't_s,LT-1\n0,NaN\n1,1\n', 2, 2, /'NaN' in the column 'LT-1' is not a number/],
  ['an infinite value', 't_s,LT-1\n0,1e999\n1,1\n', 2, 2, /not a number/],
  ['an empty value', 't_s,LT-1,LT-2\n0,1,1\n1,,1\n', 3, 2, /the column 'LT-1' is empty/],
  ['a time that is none', 't_s,LT-1\nnoon,1\n1,1\n', 2, 1, /'noon' in the column 't_s'/],
  ['a time that stands twice', 't_s,LT-1\n0,1\n1,1\n1,2\n', 4, 1, /the time 1 stands twice/],
  ['times that fall', 't_s,LT-1\n5,1\n4,1\n', 3, 1, /the time falls from 5 to 4/],
  ['a short row', 't_s,LT-1,LT-2\n0,1,2\n1,1\n', 3, 3, /2 values under 3 columns/],
  ['a long row', 't_s,LT-1\n0,1,2\n', 2, 3, /3 values under 2 columns/],
  ['two columns of one name', 't_s,LT-1,LT-1\n0,1,2\n', 1, 3, /two columns are called 'LT-1'/],
  ['no header', '0,1\n1,2\n', 1, 1, /the first line holds numbers/],
  ['an empty file', '', 1, 1, /the file is empty/],
  ['a header alone', 't_s,LT-1\n', 2, 1, /fewer than two rows/],
  ['an open quote', 't_s,LT-1\n0,"1\n1,2\n', 3, 1, /not comma-separated text/],
] as const) {
  test(`${what} is refused where it stands`, async () => {
    const error = await refused(text)
    assert.match(error.problem, says)
    assert.deepEqual([error.line, error.column], [line, column])
    assert.ok(error.remedy.length > 0)
    assert.ok(error.message.startsWith(`${error.file}:${line}:${column}  `))
  })
}

test('ten megabytes of nonsense are refused shortly and in one short line', async () => {
  const nonsense = new Uint8Array(10_000_000).map((_, index) => (index * 7919 + (index >> 8)) % 256)
  const start = performance.now()
  const error = await refused(nonsense)
  assert.ok(performance.now() - start < 2000)
  assert.ok(error.message.length < 500 && !/\p{Cc}/u.test(error.message))
})

test('a file that is not there is refused', async () => {
  await assert.rejects(readLog(join(folder, 'none.csv')), /the file cannot be read/)
})

test('a column called run parts a log; times rise within a run', async () => {
  const file = await written('run,t_s,level\nA,0,1\nA,10,2\nB,0,3\nB,10,4\nA,0,5\n')
  const runs = await readRuns(file)
  assert.deepEqual(
    runs.map(({ run, time, columns }) => [run, [...time], [...columns.get('level')!]]),
    [
      ['A', [0, 10], [1, 2]],
      ['B', [0, 10], [3, 4]],
      ['A', [0], [5]],
    ],
  )
  const [whole, ...others] = await readRuns(await written('t_s,level\n0,1\n1,2\n'))
  assert.deepEqual([whole?.run, others.length], ['', 0])
  await assert.rejects(readRuns(await written('run,t_s,level\nA,10,1\nA,0,2\n')), /the time falls from 10 to 0/)
})
