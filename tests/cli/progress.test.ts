import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { formatCount, formatDuration, formatPosition, startProgress } from '../../core/cli/progress.ts'

/** Stands for a terminal, and for the clock, which a test cannot wait for. */
function recorder(isTTY: boolean, columns = 80) {
  const written: string[] = []
  const clock = { seconds: 0 }
  const progress = startProgress(
    { label: 'Dreaming', unit: 'dreams', total: 1000 },
    { isTTY, columns, write: (text) => written.push(text) },
    () => clock.seconds,
  )
  return { written, clock, progress }
}

test('durations are said in at most two units, and carry over', () => {
  const said = [0.2, 4, 59.6, 60, 200, 3599.7, 7500, 86_399, 273_600].map(formatDuration)
  const expected = ['under 1 s', '4 s', '1 min', '1 min', '3 min 20 s', '1 h', '2 h 5 min', '1 d', '3 d 4 h']
  assert.deepEqual(said, expected)
})

test('counts keep about three digits', () => {
  const said = [0, 0.416, 17.34, 512, 1280.4, 999_960, 2_412_000, 15_000_000].map(formatCount)
  assert.deepEqual(said, ['0', '0.42', '17.3', '512', '1,280', '1.00 million', '2.41 million', '15.0 million'])
})

test('a line says percent, count, rate and time left', () => {
  const position = { label: 'Training', unit: 'scans', first: 0, done: 250, total: 1000, elapsed: 10 }
  assert.equal(formatPosition(position), 'Training  25 %  250 of 1,000 scans  25/s  30 s left')
  assert.equal(formatPosition({ ...position, done: 0, elapsed: 0 }), 'Training   0 %  0 of 1,000 scans')
  assert.equal(
    formatPosition({ ...position, done: 1000, elapsed: 40 }),
    'Training 100 %  1,000 of 1,000 scans  25/s  in 40 s',
  )
})

test('a resumed job does not count what an earlier process did', () => {
  const line = formatPosition({ label: 'Training', unit: 'scans', first: 900, done: 950, total: 1000, elapsed: 10 })
  assert.match(line, /95 % .* 5\/s {2}10 s left$/)
})

test('a terminal is redrawn at most ten times a second, within its width', () => {
  const { written, clock, progress } = recorder(true, 30)
  for (let millisecond = 0; millisecond < 1000; millisecond++) {
    clock.seconds = millisecond / 1000
    progress.update(millisecond)
  }
  assert.ok(written.length >= 9 && written.length <= 10, `${written.length} redraws`)
  progress.update(1000)
  progress.finish()
  assert.equal(written.at(-1), '\rDreaming 100 %  1,000 of 1,0…\x1b[K\n')
})

test('a pipe gets a plain line every ten seconds, and one at the end', () => {
  const { written, clock, progress } = recorder(false)
  for (clock.seconds = 1; clock.seconds <= 25; clock.seconds++) progress.update(clock.seconds)
  progress.finish()
  assert.equal(written.length, 3)
  assert.ok(written.every((line) => line.endsWith('\n') && !line.includes('\r') && !line.includes('\x1b')))
})

test('a pipe does not get the same position twice', () => {
  const { written, clock, progress } = recorder(false)
  clock.seconds = 12
  progress.update(1000)
  progress.finish()
  assert.deepEqual(written.length, 1)
})

test('the total may grow, and a note stays until the next', () => {
  const { written, progress } = recorder(true, 100)
  progress.update(500, { total: 2000, note: 'cost 8.9' })
  progress.finish()
  assert.match(written.at(-1)!, /25 % {2}500 of 2,000 dreams {2}cost 8\.9/)
})

test('a rate below one a second is left out', () => {
  const position = { label: 'Judging', unit: 'controllers', first: 0, done: 2, total: 4, elapsed: 10 }
  assert.equal(formatPosition(position), 'Judging  50 %  2 of 4 controllers  10 s left')
})

test('nothing of it goes to stdout', () => {
  const file = import.meta.resolve('../../core/cli/progress.ts')
  const program = `import { startProgress } from ${JSON.stringify(file)}
    startProgress({ label: 'Dreaming', unit: 'dreams', total: 2 }).finish()`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' })
  assert.equal(stdout, '')
  assert.equal(stderr, 'Dreaming   0 %  0 of 2 dreams\n')
})
